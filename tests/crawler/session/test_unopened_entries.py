"""A role's word on the screen makes its absence ours; a heading, a sentence or a word that cannot be seen does not."""

import dataclasses

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


def show_tabs(*classes: str, clickable: bool = False) -> View:
    """Tabs without addresses, with these classes, above the list of what the open one shows."""
    row = [
        {"text": said, "tag": "li", "classes": kind, "selector": f"main>ul>li:nth-child({at})", "clickable": clickable}
        for at, (said, kind) in enumerate(zip(("公告", "活动"), classes, strict=True), 1)
    ]
    other = {"text": "新品", "tag": "li", "classes": "selected", "selector": "main:nth-child(2)>ul>li:nth-child(1)"}
    return view(elements=[*row, other, {"text": "中秋照常发货", "href": "/n/1", "selector": "#news>a"}])


def test_the_open_tab_of_a_row_names_what_is_shown() -> None:
    assert explain_unopened_name(Role.RULES, [show_tabs("selected", "")]) is None


@pytest.mark.parametrize(
    "page",
    [show_tabs("", "selected"), show_tabs("", ""), show_tabs("on", "on"), show_tabs("selected", "", clickable=True)],
)
def test_another_tab_may_hide_what_it_names(page: View) -> None:
    assert explain_unopened_name(Role.RULES, [page]) is not None


def show_titled(
    title: str = "aside>div>p", links: str = "aside>div>ul>li:nth-child({})>a", top: float = 40, count: int = 2
) -> View:
    """A title and some links; where they stand."""
    rows = [
        {
            "text": f"第{at}条",
            "href": f"/n/{at}",
            "selector": links.format(at),
            "box": (20, top + 100 + 40 * at, 90, 20),
        }
        for at in range(count)
    ]
    return view(elements=[{"text": "公告", "selector": title, "box": (20, 100, 90, 20)}, *rows])


def test_of_very_many_such_titles_a_page_is_asked_about_a_few() -> None:
    """Each is held against the whole page, so that a page of nothing else would keep us for minutes."""
    few, many = ([one for at in range(times) for one in _titled_lists(at)] for times in (3, 2000))
    assert explain_unopened_name(Role.RULES, [view(elements=few)]) is None
    assert explain_unopened_name(Role.RULES, [view(elements=many)]) is not None


def _titled_lists(at: int) -> list[dict[str, object]]:
    box = f"main>section:nth-child({at})>div"
    title: dict[str, object] = {"text": "公告", "selector": f"{box}>p", "box": (20, 200 * at, 90, 20)}
    return [title] + [
        {"text": f"第{row}条", "href": f"/n/{at}/{row}", "selector": f"{box}>ul>li:nth-child({row})>a", "box": (20, 200 * at + 40 * row, 90, 20)}
        for row in (1, 2)
    ]  # fmt: skip


def test_a_title_with_its_links_below_is_no_entry() -> None:
    assert explain_unopened_name(Role.RULES, [show_titled()]) is None
    assert explain_unopened_name(Role.RULES, [show_titled(title="aside>div>div>span")]) is None


@pytest.mark.parametrize("page", [
    show_titled(count=1), show_titled(top=-90), show_titled(links="footer>ul>li:nth-child({})>a"), show_titled(title="aside>div>ul>li:nth-child(9)"),
])  # fmt: skip
def test_a_word_beside_or_amid_links_may_be_an_entry(page: View) -> None:
    assert explain_unopened_name(Role.RULES, [page]) is not None


def test_what_holds_no_text_is_an_entry_wherever_it_stands() -> None:
    page = show_titled()
    page = dataclasses.replace(page, elements=(dataclasses.replace(page.elements[0], own="购物车"), *page.elements[1:]))
    assert explain_unopened_name(Role.CART, [page]) is not None


def list_cards(number: int, word: str = "商家", **given: object) -> View:
    """Cards of goods, each with that word."""
    places = (f"body>main>div>div:nth-child({at})>span" for at in range(1, number + 1))
    return view(elements=[{"text": word, "tag": "span", "selector": place, **given} for place in places])


def test_who_sells_the_goods_of_each_card_is_no_entry_for_sellers() -> None:
    assert explain_unopened_name(Role.SELLER, [list_cards(3)]) is None


@pytest.mark.parametrize(
    ("page", "role"),
    [
        (list_cards(2), Role.SELLER),
        (list_cards(4, clickable=True), Role.SELLER),
        (list_cards(4, "联系客服"), Role.SERVICE),
    ],
)
def test_a_word_that_stands_seldom_or_can_be_pressed_may_be_one(page: View, role: Role) -> None:
    assert explain_unopened_name(role, [page]) is not None
