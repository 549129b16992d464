"""Times that are promised by words for days."""

from __future__ import annotations

import pytest

from probes.answers.complaints.day_words import find_day_words


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("投诉当天受理", [24.0]),
        ("次日答复", [48.0]),
        ("第七天结案", [168.0]),
        ("T+1确认", [48.0]),
        ("一刻钟内接单", [0.25]),
        ("within fifteen calendar days", [360.0]),
        ("on the next working day", [48.0]),
        ("签收当天拍照", []),
        ("seventy days", []),
        ("每天都有人", []),
    ],
)
def test_hours(text: str, hours: list[float]) -> None:
    assert [word.hours for word in find_day_words(text)] == hours


def test_the_words_are_where_they_stand() -> None:
    (found,) = find_day_words("我们第３天回复")
    assert found.raw == "第３天"
