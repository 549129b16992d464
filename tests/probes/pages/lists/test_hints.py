"""Lines that may state a thing in no known words: which of them are shown, and which tell nothing."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome, Text
from probes.pages.lists.hints import show_hint
from probes.probe import Params
from tests.cases.build import view

SUBJECT = Text("留言", "a message")
WORDS = {"hint": ("信箱", "留言"), "hint_near": ("夜里", "下班"), "hint_never": ("招聘",)}


def quoted(text: str, **words: tuple[str, ...]) -> str:
    """The line that is shown of a page with that text; empty where none is."""
    answer = show_hint([view(Role.SERVICE, text)], Params(WORDS | words, {}), SUBJECT)
    assert answer is None or answer.outcome is Outcome.UNSURE
    return answer.evidence[0].quote if answer else ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("夜里把话投进信箱", "夜里把话投进信箱"),
        ("下班以后\n· 投进信箱", "· 投进信箱"),
        ("信箱在门口\n夜里也收信的", "夜里也收信的"),
        ("下班了能留言吗？\n可以的，随您方便。", "可以的，随您方便。"),
    ],
)
def test_a_line_that_speaks_of_it_is_shown(text: str, line: str) -> None:
    assert quoted(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "投进信箱就好，谢谢您。",  # no word of the matter near
        "夜里不提供信箱服务。",  # denied
        "夜班招聘，简历投进信箱，夜里也行。",  # a word that rules it out
        "下班了能留言吗？\n不能，请白天来。",  # asked, and answered with no
        "下班了能留言吗？",  # asked, and not answered
        "下班 夜里 信箱 留言 电话 地址",  # words in a row
    ],
)
def test_what_tells_nothing_of_it_is_not(text: str) -> None:
    assert quoted(text) == ""


def test_a_table_without_hints_shows_nothing() -> None:
    assert quoted("夜里把话投进信箱", hint=()) == ""


def test_of_a_long_line_only_what_stands_around_the_words_is_quoted() -> None:
    said = quoted("好" * 300 + "夜里把话投进信箱" + "好" * 300)
    assert "信箱" in said
    assert len(said) < 200


@pytest.mark.parametrize(
    ("role", "card", "shown"),
    [
        (Role.HOME, [{"text": "夜里投的信箱 黄铜 30 厘米", "tag": "a", "href": "/?s=goods/7"}], False),
        (
            Role.HOME,
            [
                {"text": "夜里投的信箱 黄铜 30 厘米 ￥99", "tag": "div", "clickable": True},
                {"text": "夜里投的信箱 黄铜 30 厘米", "tag": "span", "parent": 0},
            ],
            False,
        ),
        (Role.HOME, [{"text": "夜里投的信箱 黄铜 30 厘米", "tag": "p"}], True),
        (
            Role.HOME,
            [
                {"text": "好" * 130 + "夜里投的信箱 黄铜 30 厘米", "tag": "div", "clickable": True},
                {"text": "夜里投的信箱 黄铜 30 厘米", "tag": "p", "parent": 0},
            ],
            True,  # a block that listens is no label
        ),
        (Role.SERVICE, [{"text": "夜里投的信箱 黄铜 30 厘米", "tag": "a", "href": "/?s=goods/7"}], True),
    ],
    ids=["link", "card without an address", "plain line", "block that listens", "page of its own"],
)
def test_the_name_of_goods_on_the_home_page_is_no_hint(role: Role, card: list[dict[str, Any]], shown: bool) -> None:
    page = view(role, "夜里投的信箱 黄铜 30 厘米\n今日上新", card)
    assert bool(show_hint([page], Params(WORDS, {}), SUBJECT)) is shown
