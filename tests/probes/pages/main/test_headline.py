"""Headlines of news speak of a shop's service; entries to it are short, or stand where no news does."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.main.headline import is_headline
from tests.cases.build import view

LINK = {"href": "/a", "region": "main"}


@pytest.mark.parametrize(
    "words",
    [
        "谨防冒充客服的退款诈骗",
        "关于调整客服工作时间的通知",
        "警惕虚假售后电话",
        "恭喜本店客服团队获奖",
        "双十一期间配送时效公告及说明",
    ],
)
def test_words_that_warn_or_announce_are_a_headline_wherever_they_stand(words: str) -> None:
    for region in ("main", "header", "footer"):
        page = view("home", None, [{"text": words, "href": "/a", "region": region}])
        assert is_headline(page, page.elements[0])


@pytest.mark.parametrize(
    "words",
    [
        "客服中心",
        "在线客服",
        "售后服务与退换货说明",
        "投诉举报",
        "网络诈骗举报",
        "联系我们的客户服务团队",
        "配送时间与运费说明",
        "公告中心",
    ],
)
def test_names_of_entries_are_none(words: str) -> None:
    for region in ("main", "header", "footer"):
        page = view("home", None, [{"text": words, "href": "/help/3", "region": region}])
        assert not is_headline(page, page.elements[0])


def test_a_long_label_among_news_is_a_headline_and_a_short_one_is_not() -> None:
    long, short = "本店客服团队走进小学课堂", "联系客服"
    by_address = view("home", None, [{"text": long, "href": "/news/12"}, {"text": short, "href": "/news/13"}])
    assert [is_headline(by_address, element) for element in by_address.elements] == [True, False]
    row: list[dict[str, Any]] = [
        {"text": "", "tag": "li"},
        {"text": long, "href": "/a/1", "parent": 0},
        {"text": "2026-11-20", "tag": "span", "parent": 0},
    ]
    by_date = view("home", None, row)
    assert is_headline(by_date, by_date.elements[1])
    named: list[dict[str, Any]] = [
        {"text": "", "tag": "div", "classes": "home-news list"},
        {"text": long, "href": "/a/1", "parent": 0},
    ]
    by_name = view("home", None, named)
    assert is_headline(by_name, by_name.elements[1])
    ends = view("home", None, [{"text": f"{long} 11-20", "href": "/a/1"}])
    assert is_headline(ends, ends.elements[0])
    alone = view("home", None, [{"text": long, "href": "/a/1"}])
    assert not is_headline(alone, alone.elements[0])
