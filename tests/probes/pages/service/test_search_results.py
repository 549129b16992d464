"""What a page of search results lists, where routes behind a # tell the goods of an app apart."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.vocabulary import Role
from probes.pages.service.search_results import are_enough, read_results
from tests.cases.build import view

WORDS = ("goods",)


@pytest.mark.parametrize(
    ("links", "listed"),
    [
        (["#/goods/details?id=1", "#/goods/details?id=2", "#/goods/details?id=3"], 3),
        (["/goods/1.html", "/goods/1.html#reviews", "/goods/2.html"], 2),  # a part of its page is no other thing
    ],
)
def test_each_thing_counts_once_by_its_address_or_route(links: list[str], listed: int) -> None:
    page = view(Role.SEARCH, None, [{"text": f"第{at}号瓷杯", "href": link} for at, link in enumerate(links)])
    assert len(read_results(page, WORDS, ())) == listed


@pytest.mark.parametrize(("searched", "enough"), [("瓷杯", True), ("雨伞", False)])
def test_one_thing_found_holds_the_word_that_a_route_was_asked_for(searched: str, enough: bool) -> None:
    found = [{"text": "青釉瓷杯", "href": "#/goods/details?id=1"}]
    page = view(Role.SEARCH, None, found, url=f"https://shop.example/#/goods?search={searched}")
    assert are_enough(page, read_results(page, WORDS, ()), 3, ()) is enough


def make_card(at: str, *prices: str) -> list[dict[str, Any]]:
    """A card without an address of its own: a picture, a name and its prices, each sign apart from its figures."""
    signs = [{"text": "¥", "selector": f"{at}>span:nth-child({n})", "tag": "span"} for n, _ in enumerate(prices, 3)]
    figures = [{"text": said, "selector": f"{at}>b:nth-child({n})", "tag": "b"} for n, said in enumerate(prices, 13)]
    told = [one for pair in zip(signs, figures, strict=True) for one in pair]
    return [
        {"image": "/cup.jpg", "tag": "img", "selector": f"{at}>img", "box": [0, 0, 180, 180]},
        {"text": "青釉瓷杯", "selector": f"{at}>p"},
        *told,
    ]


def test_two_prices_of_one_card_are_one_result() -> None:
    listed = [part for at in (1, 2, 3) for part in make_card(f"#list>li:nth-child({at})", "26", "31")]
    assert len(read_results(view(Role.SEARCH, None, listed), WORDS, ("¥",))) == 3
    bare = [{"text": f"¥ {at}0", "selector": f"#list>li:nth-child({at})"} for at in (1, 2, 3)]
    assert len(read_results(view(Role.SEARCH, None, bare), WORDS, ("¥",))) == 1  # nothing tells them apart


RECOMMENDED = [
    {"text": "猜您喜欢", "selector": "#web>main>div:nth-child(2)>h3", "tag": "h3", "heading": 3},
    *(part for at in (1, 2, 3) for part in make_card(f"#web>main>div:nth-child(2)>ul>li:nth-child({at})", "26")),
]
FOUND = [part for at in (1, 2, 3) for part in make_card(f"#web>main>div:nth-child(1)>ul>li:nth-child({at})", "18")]


@pytest.mark.parametrize(
    ("listed", "count"),
    [
        (RECOMMENDED, 0),  # nothing was found
        ([*FOUND, *RECOMMENDED], 3),
        ([*RECOMMENDED, *FOUND], 3),  # a column that stands before what was found
        ([RECOMMENDED[0] | {"href": "/hot"}, *FOUND], 3),  # a link of that name heads nothing
    ],
)
def test_what_the_shop_recommends_was_not_found(listed: list[dict[str, Any]], count: int) -> None:
    assert len(read_results(view(Role.SEARCH, None, listed), WORDS, ("¥",))) == count


def test_goods_beside_their_heading_are_left_out_from_it_on() -> None:
    row = [{"text": "猜您喜欢", "selector": "#web>main>h3:nth-child(3)", "tag": "h3", "heading": 3}]
    found = [part for at in (1, 2) for part in make_card(f"#web>main>div:nth-child({at})", "18")]
    more = [part for at in (4, 5, 6) for part in make_card(f"#web>main>div:nth-child({at})", "26")]
    assert len(read_results(view(Role.SEARCH, None, [*found, *row, *more]), WORDS, ("¥",))) == 2


def test_words_to_search_for_beside_priced_goods_are_no_results() -> None:
    hot = [{"text": said, "tag": "a", "href": f"/search/goods?word={said}"} for said in ("雨伞", "茶具", "台灯")]
    goods: list[dict[str, Any]] = []
    for at in (1, 2, 3):
        link = {"own": "", "text": f"第{at}号瓷杯", "tag": "a", "href": f"https://shop.example/goods/{at}.html"}
        goods += [link, {"text": f"第{at}号瓷杯", "parent": 3 * at}, {"text": f"¥{at}8.00", "parent": 3 * at}]
    page = view(Role.SEARCH, None, [*hot, *goods], url="https://shop.example/search/goods?word=瓷杯")
    assert [one.text[:4] for one in read_results(page, WORDS, ("¥",))] == ["第1号瓷", "第2号瓷", "第3号瓷"]


@pytest.mark.parametrize(("shelves", "listed"), [(1, 2), (3, 3)])
def test_cards_at_addresses_of_another_kind_are_the_results_where_links_choose_among_them(
    shelves: int, listed: int
) -> None:
    chosen = [{"text": f"第{at}架", "tag": "a", "href": f"/goods/?shelf={at}"} for at in range(shelves)]
    goods: list[dict[str, Any]] = []
    for at in (1, 2):
        place = f"#list>li:nth-child({at})"
        goods += [
            {"text": "", "tag": "a", "href": f"/spu/{at}/", "selector": f"{place}>a", "image": "/cup.jpg", "box": [200 * at, 300, 180, 180]},
            {"text": f"第{at}号瓷杯", "tag": "a", "href": f"/spu/{at}/", "selector": f"{place}>p>a", "box": [200 * at, 490, 180, 20]},
            {"text": f"¥{at}8.00", "selector": f"{place}>span", "box": [200 * at, 520, 180, 20]},
        ]  # fmt: skip
    page = view(Role.SEARCH, None, [*chosen, *goods], url="https://shop.example/search/?words=瓷杯")
    found = read_results(page, WORDS, ("¥",))
    assert len(found) == listed
    assert are_enough(page, found, 3, ())
