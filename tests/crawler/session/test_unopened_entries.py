"""A role's word on the screen makes its absence ours; a heading, a sentence or a word that cannot be seen does not."""

import pytest

from crawler.session.unopened_entries import explain_unopened_name
from crawler.site import View
from crawler.vocabulary import GapReason, Role
from tests.cases.build import view


@pytest.mark.parametrize(("element", "role"), [
    ({"text": "购物车"}, Role.CART), ({"text": "联系客服", "tag": "div"}, Role.SERVICE), ({"text": "搜索商品"}, Role.SEARCH),
])  # fmt: skip
def test_a_word_like_a_controls_is_our_gap(element: dict[str, object], role: Role) -> None:
    stop = explain_unopened_name(role, [view(elements=[element])])
    assert stop is not None
    assert stop.reason is GapReason.BLANK
    assert str(element["text"]) in stop.detail


@pytest.mark.parametrize(("element", "role"), [
    ({"text": "购物车", "tag": "h2", "heading": 2}, Role.CART), ({"text": "购物车", "seen": False, "unseen": "hidden"}, Role.CART),
    ({"text": "加入购物车后三十分钟内付款"}, Role.CART), ({"text": "购物车"}, Role.COMPLAINT), ({"text": "客服", "tag": "dt"}, Role.SERVICE),
    ({"text": "搜索引擎优化由第三方公司完成并负责"}, Role.SEARCH),
])  # fmt: skip
def test_other_words_say_nothing(element: dict[str, object], role: Role) -> None:
    assert explain_unopened_name(role, [view(elements=[element])]) is None


def footer(pressed: int, words: tuple[str, ...] = ("正品保障", "售后无忧", "联系客服"), **given: object) -> View:
    """A footer with these words in a row, beside so many boxes that listen to presses."""
    row = [
        {
            "text": word,
            "tag": "div",
            "selector": f"footer>div>div:nth-child({at})>div",
            "box": (300 * at, 900, 90, 20),
            **given,
        }
        for at, word in enumerate(words, 1)
    ]
    boxes = [{"text": f"第{at}项", "tag": "div", "clickable": True} for at in range(pressed)]
    return view(elements=[*row, *boxes])


def test_promises_in_a_row_are_no_entries_where_boxes_show_that_they_can_be_pressed() -> None:
    assert explain_unopened_name(Role.SERVICE, [footer(3)]) is None


@pytest.mark.parametrize("page", [
    footer(2), footer(3, ("正品保障", "联系客服")), footer(3, clickable=True), footer(3, ("正品保障", "售后无忧", "联系客服", "联系客服")),
])  # fmt: skip
def test_where_it_cannot_be_told_they_may_be_entries(page: View) -> None:
    assert explain_unopened_name(Role.SERVICE, [page]) is not None
