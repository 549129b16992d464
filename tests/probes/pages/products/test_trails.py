"""A row of links with marks between them, above the title of goods, names their category; other rows of links do not."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.products.products import FieldState, read_product
from tests.probes.pages.products.test_products import page


def _steps(*said: str, href: str = "/list/{}.html") -> list[dict[str, Any]]:
    """A row of links with a mark between them, above a title."""
    row: dict[str, Any] = {"text": " / ".join(said), "own": "", "tag": "ol", "box": [60, 200, 900, 20]}
    links = ({"text": one, "tag": "a", "href": href.format(at), "parent": 0} for at, one in enumerate(said))
    return [row, *({**link, "box": [60, 200, 40, 20]} for link in links)]


TITLE: dict[str, Any] = {"tag": "li", "classes": "product-title", "text": "青釉茶杯 大号", "box": [600, 250, 600, 40]}
PRICE: dict[str, Any] = {"text": "¥38.00", "box": [600, 320, 120, 28]}


def test_a_row_of_links_above_the_title_is_the_trail_of_its_category() -> None:
    shown = read_product(page(head=[*_steps("餐具", "茶杯"), TITLE, PRICE])).field("category")
    assert shown is not None
    assert (shown.state, shown.value) == (FieldState.PRESENT, "餐具 / 茶杯")


@pytest.mark.parametrize("said", [("登录", "注册"), ("简体中文", "English"), ("茶杯",)])
def test_other_rows_of_links_there_are_none(said: tuple[str, ...]) -> None:
    shown = read_product(page(head=[*_steps(*said), TITLE, PRICE])).field("category")
    assert shown is None or shown.state is not FieldState.PRESENT


def test_a_row_of_links_below_the_title_is_none_either() -> None:
    below = [{**part, "box": [60, 900, 40, 20]} for part in _steps("餐具", "茶杯")]
    shown = read_product(page(head=[*below, TITLE, PRICE])).field("category")
    assert shown is None or shown.state is not FieldState.PRESENT


def _signed(*said: str, sign: str = ">") -> list[dict[str, Any]]:
    """A row of links with the signs between them in elements of their own, in a box of no telling name."""
    parts: list[dict[str, Any]] = [{"text": f" {sign} ".join(said), "own": "", "tag": "div", "box": [60, 200, 900, 20]}]
    for at, one in enumerate(said):
        link = {"text": one, "tag": "a", "href": f"/?c=list&id={at}", "parent": 0, "box": [60 + 90 * at, 200, 60, 20]}
        mark = {"text": sign, "tag": "b", "parent": 0, "box": [125 + 90 * at, 200, 10, 20]}
        parts += [link, mark]
    return parts


def test_a_price_below_a_trail_with_signs_of_their_own_is_the_price_of_the_page() -> None:
    near: dict[str, Any] = {"text": "¥38.00", "box": [150, 260, 120, 28]}
    assert read_product(page(head=[*_signed("首页", "餐具", "茶杯"), TITLE, near])).price is not None


def test_one_sign_beside_a_link_makes_no_trail_of_it() -> None:
    card = {"text": "白瓷茶壶", "tag": "a", "href": "/goods/9.html", "parent": 0, "box": [60, 1200, 120, 20]}
    box = {"text": "白瓷茶壶 >", "own": "", "tag": "div", "box": [60, 1200, 200, 90]}
    sign = {"text": ">", "tag": "b", "parent": 0, "box": [190, 1200, 10, 20]}
    price = {"text": "¥98.00", "box": [60, 1225, 80, 20]}
    read = read_product(page(head=[box, card, sign, price, TITLE, PRICE]))
    assert read.price is not None
    assert read.price.amount.raw == "¥38.00"


def test_the_picture_of_goods_is_no_banner_and_not_what_shows_while_it_loads() -> None:
    loading = {"tag": "div", "image": "/theme/loading.gif", "box": [60, 300, 352, 352]}
    banner = {"tag": "img", "image": "/theme/banner.jpg", "box": [60, 240, 900, 200]}
    shown = {"tag": "img", "image": "/upload/g13.jpg", "box": [61, 301, 350, 350]}
    found = read_product(page(head=[banner, loading, shown, TITLE, PRICE])).field("image")
    assert found.value.endswith("/upload/g13.jpg")
    alone = read_product(page(head=[loading, TITLE, PRICE])).field("image")
    assert alone.state is FieldState.PRESENT


def _barred(said: str) -> list[dict[str, Any]]:
    """A line in a bar of navigation above the page's own part."""
    return [{"text": said, "own": said, "tag": "div", "region": "nav", "box": [60, 100, 900, 20]}]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("首页 :: 餐具 :: 青釉茶杯 大号", True),
        ("首页 | 餐具 | 茶具", False),  # a menu
        ("青釉茶杯 大号", False),
    ],
)
def test_a_trail_may_stand_in_a_bar_above(said: str, found: bool) -> None:
    shown = read_product(page(head=[*_barred(said), TITLE, PRICE])).field("category")
    assert (shown.state is FieldState.PRESENT) is found


@pytest.mark.parametrize(("links", "found"), [(1, True), (4, False)])
def test_a_heading_above_a_menu_of_kinds_is_no_label(links: int, found: bool) -> None:
    head = {"tag": "h3", "heading": 3, "text": "商品分类", "box": [0, 400, 200, 30]}
    menu = [
        {"tag": "a", "text": f"餐具{at}", "href": f"/list/{at}", "selector": f"#menu>li:nth-child({at})>a", "box": [0, 432 + 30 * at, 200, 30]}
        for at in range(links)
    ]  # fmt: skip
    shown = read_product(page(head=[TITLE, PRICE, head, *menu])).field("category")
    assert (shown.state is FieldState.PRESENT) is found


@pytest.mark.parametrize(("linked", "found"), [({"tag": "a", "href": "/list/1.html"}, False), ({"tag": "span"}, True)])
def test_a_menu_beside_its_heading_is_no_row_of_details(linked: dict[str, Any], found: bool) -> None:
    """A bar of navigation is read as rows where a tab's part bears such a name; 商品分类 with links beside it stays a menu."""
    said = ("品牌：示例", "保质期：12 个月", "寄送方式：包邮")
    rows = [{"text": one, "tag": "li", "region": "nav", "box": [0, 500, 200, 30]} for one in said]
    bar: list[dict[str, Any]] = [
        {"own": "", "text": "商品分类 首页 批发", "tag": "div", "region": "nav", "box": [0, 140, 600, 40]},
        {"text": "商品分类", "tag": "span", "region": "nav", "parent": 0, "box": [10, 140, 60, 40]},
        {"own": "", "text": "首页 批发", "tag": "ul", "region": "nav", "parent": 0, "box": [80, 140, 160, 40]},
        {"text": "批发", "region": "nav", "parent": 2, "box": [80, 140, 60, 40]} | linked,
    ]
    shown = read_product(page(head=[*bar, TITLE, PRICE, *rows]))
    assert shown.field("brand").state is FieldState.PRESENT
    assert (shown.field("category").state is FieldState.PRESENT) is found
