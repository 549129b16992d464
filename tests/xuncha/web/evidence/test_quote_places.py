"""Quotes found again in the words of a page and on its picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.cases.build import view
from xuncha.reports.words import clean_text
from xuncha.web.views.quote_places import MarkedText, SoughtQuote, locate_quotes, mark_quotes


def test_a_quote_is_marked_although_its_blanks_differ() -> None:
    found = mark_quotes("我们 在\n7 日内办结。其他", [SoughtQuote(3, "在7日内办结。")])
    assert found == (MarkedText("我们 "), MarkedText("在\n7 日内办结。", (3,)), MarkedText("其他"))


def test_quotes_that_overlap_are_both_named() -> None:
    found = mark_quotes("abcdef", [SoughtQuote(1, "abcd"), SoughtQuote(2, "cdef")])
    assert [quote.pieces for quote in found] == [(1,), (1, 2), (2,)]


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_marking_loses_no_word(text: str, quotes: list[str]) -> None:
    found = mark_quotes(text, [SoughtQuote(n, quote) for n, quote in enumerate(quotes)])
    assert "".join(quote.text for quote in found).replace("\u0335", "") == clean_text(text).replace(
        "\u0335", ""
    ) or any(not letter.isascii() for letter in text)
    assert all(quote.text for quote in found)


def test_the_smallest_element_in_sight_is_the_place() -> None:
    seen = view("home", elements=[
        {"text": "电话 400-200-3417 客服", "box": (0, 0, 900, 300)},
        {"text": "400-200-3417", "box": (20, 40, 120, 20)},
        {"text": "400-200-3417", "box": (0, 0, 10, 10), "seen": False},
    ])  # fmt: skip
    ((piece, box),) = locate_quotes(seen, [SoughtQuote(1, "400-200-3417"), SoughtQuote(2, "不在页面上")])
    assert (piece, box.x, box.w) == (1, 20, 120)
