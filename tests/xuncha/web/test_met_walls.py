"""What stood in the place of pages is shown once each, and only beside what rests on it."""

from __future__ import annotations

from typing import Any

import pytest

from xuncha.web.evidence.met_walls import MOST, list_front_walls, list_met_walls, list_walls_of_item


def list_gap(picture: str, reason: str = "blocked", role: str = "home", **given: Any) -> dict[str, Any]:
    return {"screenshot": picture, "reason": reason, "role": role, "state": "landed", "look": 1, **given}


GAPS = (
    list_gap("", role="help"),
    list_gap("b", "login", "cart"),
    list_gap("a", role="help"),
    list_gap("a"),
    list_gap("a", role="rules", look=2),
)


def test_each_picture_is_shown_once_and_told_by_the_first_page() -> None:
    walls = list_met_walls(GAPS)
    assert [(wall.picture, wall.gap["role"], wall.pages) for wall in walls] == [("a", "home", 3), ("b", "cart", 1)]
    assert [wall.picture for wall in list_met_walls(GAPS, "login")] == ["b"]
    assert len(list_met_walls([list_gap(str(number)) for number in range(2 * MOST)])) == MOST


def test_a_wall_before_one_page_is_not_told_of_the_whole_shop() -> None:
    assert [wall.picture for wall in list_front_walls(GAPS)] == ["a"]
    assert list_front_walls([list_gap("b", "login", "cart")]) == ()


@pytest.mark.parametrize(
    ("verdict", "reason", "seen", "shown"),
    [
        ("inconclusive", "login", True, ["b"]),
        ("inconclusive", "timeout", True, []),
        ("not_observed", None, False, ["a"]),
        ("pending_document", "login", False, []),
        ("pass", "", False, []),
    ],
)
def test_an_item_shows_the_walls_that_kept_it_open(
    verdict: str, reason: str | None, seen: bool, shown: list[str]
) -> None:
    found = list_walls_of_item(GAPS, {"verdict": verdict, "reason": reason}, seen)
    assert [wall.picture for wall in found] == shown
