"""What a press has brought up is told from what was there, and from what counts on by itself."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.discovery.leftovers.shown_parts import keep_shown, shows_more, shows_wall
from crawler.dom.snapshot import PageReading
from crawler.site import View
from tests.cases.build import view

BEFORE = view(
    "help", "每只杯子都有编号。\n距结束 12:30:05", [{"text": "每只杯子都有编号。", "own": "每只杯子都有编号。"}]
)


def view_after(*said: str) -> View:
    boxes = [{"text": one, "own": one, "selector": f"#t>p:nth-child({at})"} for at, one in enumerate(said)]
    return view("help", "\n".join(("每只杯子都有编号。", *said)), boxes)


@pytest.mark.parametrize(
    ("said", "more"),
    [
        (("收到七天内可退，运费由本店出。",), True),
        (("已选",), False),
        (("请先登录后再操作",), False),
        ((), False),
    ],
)
def test_words_count_but_not_a_mark_or_a_wall(said: tuple[str, ...], more: bool) -> None:
    assert shows_more(BEFORE, view_after(*said)) is more
    assert shows_wall(BEFORE, view_after(*said)) is (said == ("请先登录后再操作",))


@pytest.mark.parametrize(("said", "clickable", "more"), [
    ("会员介绍", True, True),
    ("会员介绍", False, False),  # a word or two beside a mark
    ("收起", True, False),  # what the control itself is called now
    ("第12页", True, False),
    ("请先登录", True, False),
])  # fmt: skip
def test_a_list_of_other_names_is_more_however_short(said: str, clickable: bool, more: bool) -> None:
    after = view("help", said, [{"text": said, "own": said, "clickable": clickable, "selector": "ul>li"}])
    assert shows_more(BEFORE, after) is more


def test_a_count_that_goes_on_is_nothing_new() -> None:
    one, two = (view("help", "x", [{"own": f"距本场活动结束还有 {left} 秒", "selector": "#c"}]) for left in (12, 11))
    assert not shows_more(one, two)


def test_the_reading_keeps_only_what_came() -> None:
    now = view_after("收到七天内可退。", "运费由本店出。")
    page = PageReading(
        title=now.title, lang="zh", url=now.url, text=now.text, html="", elements=now.elements, frames=(),
        width=1, height=1, viewport_width=1, viewport_height=1, scroll_x=0, scroll_y=0, beyond=frozenset({1}),
    )  # fmt: skip
    there = dataclasses.replace(BEFORE, elements=now.elements[:1], text=f"{BEFORE.text}\n收到七天内可退。")
    kept = keep_shown(there, page)
    assert kept.text == "运费由本店出。"
    assert [(element.id, element.own) for element in kept.elements] == [(0, "运费由本店出。")]
    assert kept.beyond == frozenset({0})


def test_a_list_filled_anew_in_the_same_boxes_keeps_its_links() -> None:
    def filled(*rows: tuple[str, str]) -> View:
        boxes: list[dict[str, object]] = []
        for at, (said, href) in enumerate(rows):
            place = f"ul>a:nth-child({at})"
            boxes += [
                {"text": said, "own": "", "href": href, "selector": place, "clickable": True},
                {"text": said, "own": said, "selector": f"{place}>div"},
            ]
        return view("help", "\n".join(said for said, _ in rows), boxes)

    before = filled(("购物流程", "/help?id=1"), ("配送说明", "/help?id=5"))
    now = filled(("交易规则", "/help?id=12"), ("配送说明", "/help?id=5"))
    page = PageReading(
        title="", lang="zh", url=now.url, text=now.text, html="", elements=now.elements, frames=(),
        width=1, height=1, viewport_width=1, viewport_height=1, scroll_x=0, scroll_y=0,
    )  # fmt: skip
    kept = keep_shown(before, page)
    assert [one.href for one in kept.elements if one.href] == [now.elements[0].href]
    assert [one.own for one in kept.elements if one.own] == ["交易规则"]
