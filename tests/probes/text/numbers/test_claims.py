"""Figures, years and figures for two years running in what shops claim."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.numbers.claims import find_figures, find_yearly, find_years, is_recent, newest_day

TODAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("累计培训 3.2 万人次", [32000.0]),
        ("帮扶１２个县", [12.0]),
        ("销售额 1.5 亿元，同比增长 20%", [1.5e8, 20.0]),
        ("三万余人次", [30000.0]),
        ("1,200 件", [1200.0]),
        ("第 3 次、第3期", []),
        ("2024 年 5 月 1 日", []),
        ("一个、一次", []),
        ("GB/T 99901-2025 项", []),
        ("", []),
    ],
)
def test_figures_have_a_unit(text: str, values: list[float]) -> None:
    assert [figure.value for figure in find_figures(text)] == pytest.approx(values)


def test_a_figure_may_follow_a_comma_and_is_no_end_of_a_longer_one() -> None:
    assert [figure.value for figure in find_figures("2026年上半年，1260名学员结业，付款1,820元")] == [1260.0, 1820.0]


def test_years_and_the_newest_day() -> None:
    assert find_years("2023-2024 年与 2025年度") == (2023, 2024, 2025)
    assert newest_day("2024 年，我们培训 800 人次", TODAY) == datetime.date(2024, 12, 31)
    assert newest_day("2026 年", TODAY) == TODAY
    assert newest_day("到 2030 年", TODAY) is None
    assert newest_day("2025年6月", TODAY) == datetime.date(2025, 6, 30)


@pytest.mark.parametrize(
    ("day", "is_fresh"),
    [
        ((2024, 11, 24), True),
        ((2024, 11, 23), False),
        ((2024, 12, 31), True),
        ((2021, 1, 1), False),
        ((2026, 11, 24), True),
    ],
)
def test_twenty_four_months(day: tuple[int, int, int], is_fresh: bool) -> None:
    assert is_recent(datetime.date(*day), TODAY, 24) is is_fresh


@pytest.mark.parametrize(
    "texts",
    [
        ["2024 年，我们培训农户 800 人次；2025 年，培训农户 1200 人次。"],
        ["2024年培训 800 人次", "2025年培训 1200 人次"],
        ["2025 年采购板栗 300 吨，2024 年采购板栗 200 吨"],
    ],
)
def test_one_indicator_in_two_years(texts: list[str]) -> None:
    found = find_yearly(texts)
    assert found is not None
    assert (found.first, found.second) == (2024, 2025)
    assert found.was.value < found.then.value


@pytest.mark.parametrize(
    "text",
    [
        "2024 年累计培训 800 人次，2025 年累计培训 1200 人次",
        "2024 年培训 800 人次，2025 年培训 800 人次",
        "2022 年培训 800 人次，2025 年培训 1200 人次",
        "2024 年培训农户 800 人次，2025 年直播观看 1200 人次",
        "培训 800 人次，又培训 1200 人次",
    ],
)
def test_what_is_no_series(text: str) -> None:
    assert find_yearly([text]) is None


@given(st.text(alphabet="0123456789万亿人次年%.,，20第约多余户元 \n", max_size=200))
def test_any_text_is_read_and_places_are_true(text: str) -> None:
    assert all(figure.raw == text[figure.start : figure.end] for figure in find_figures(text))
    find_yearly([text])
    newest_day(text, TODAY)
