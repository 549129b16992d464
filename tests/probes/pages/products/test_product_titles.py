"""A trail of links up to a product's title names its kind, with or without marks between them."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.products.products import FieldState, PageKind, read_product
from tests.cases.build import view

TITLE = {"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1"}
GOODS = [TITLE, {"text": "¥49.00", "font_px": 28}, {"text": "立即购买", "tag": "button", "clickable": True}]

TRAIL: list[dict[str, Any]] = [
    {"text": "厨房餐具", "tag": "a", "href": "/list/1", "box": [70, 210, 50, 18]},
    {"text": "杯壶", "tag": "a", "href": "/list/2", "box": [126, 210, 26, 18]},
]


@pytest.mark.parametrize(
    ("before", "x", "kind"),
    [
        (TRAIL, 158, "杯壶"),
        ([{**TRAIL[0], "text": "首页"}], 126, ""),  # leads home, and names no kind of goods
        (TRAIL, 900, ""),  # far from the title's words: another thing in the same row
        ([{**TRAIL[0], "box": [70, 180, 50, 18]}], 126, ""),  # in another row
    ],
)
def test_a_trail_needs_no_marks_where_links_lead_up_to_the_title(
    before: list[dict[str, Any]], x: float, kind: str
) -> None:
    again = {"text": "青釉马克杯 400ml", "box": [x, 210, 120, 18]}
    field = read_product(
        view("product", elements=[*before, again, *GOODS], url="https://shop.example/item/1.html")
    ).field("category")
    assert (field.value if field.state is FieldState.PRESENT else "") == kind


@pytest.mark.parametrize(
    ("name", "window", "kind"),
    [
        ("Cap", "Cap – 我的商店", PageKind.PRODUCT),
        ("帽子", "帽子_示例商城", PageKind.PRODUCT),
        ("帽子", "示例商城", PageKind.OTHER),  # nothing says that it is the page's name
        ("商品", "商品详情", PageKind.OTHER),  # a part of another word
    ],
)
def test_a_short_heading_names_the_goods_where_the_window_says_so_too(name: str, window: str, kind: PageKind) -> None:
    goods = [{"text": name, "heading": 1, "tag": "h1"}, *GOODS[1:]]
    page = view("product", elements=goods, title=window, url="https://shop.example/item/1.html")
    assert read_product(page).kind is kind


@pytest.mark.parametrize(
    ("heading", "window", "title"),
    [
        ("茶饼", "茶饼 - 36.00元 - 栗子集市", "茶饼"),
        ("茶饼", "栗子集市", ""),  # nothing says that it is more than a word on the page
        ("颜色:", "颜色: - 栗子集市", ""),
        ("9元", "9元 - 栗子集市", ""),
        ("茶", "茶 - 栗子集市", ""),
    ],
)
def test_a_short_name_is_a_title_where_the_window_begins_with_it(heading: str, window: str, title: str) -> None:
    pieces = [{"text": heading, "heading": 1, "tag": "h1"}, *GOODS[1:]]
    assert read_product(view("product", elements=pieces, title=window)).title == title


@pytest.mark.parametrize(
    ("y", "title"),
    [
        (
            786,
            "午睡枕一只",
        ),  # right beneath the price, where a picture as wide as the page ends below the screen's edge
        (1286, ""),  # the name of something further down
    ],
)
def test_a_name_may_stand_beneath_the_first_price_though_the_screen_ends_above(y: int, title: str) -> None:
    """A page made for phones, shown on a desk: a picture of 700 px, the price, then the name."""
    goods: list[dict[str, Any]] = [
        {"image": "/pillow.jpg", "tag": "img", "box": [333, 46, 700, 700]},
        {"text": "¥79.00", "font_px": 20, "box": [349, 759, 70, 24]},
        {"text": "午睡枕一只", "classes": "item-title", "box": [349, y, 668, 20]},
        {"text": "立即购买", "tag": "button", "clickable": True, "box": [683, 735, 300, 40]},
    ]
    page = view("product", elements=goods, title="示例商城", url="https://shop.example/#/items/1")
    assert read_product(page).title == title


@pytest.mark.parametrize(
    ("heading", "window", "title"),
    [
        ("青釉茶杯120元 促销价100元", "青釉茶杯120元 促销价100元 - 山间小店", "青釉茶杯120元 促销价100元"),
        ("99元", "99元 - 山间小店", ""),  # a price and no name
        ("青釉茶杯120元 促销价100元", "山间小店", ""),
    ],
)
def test_a_heading_that_names_amounts_is_the_title_where_the_window_begins_with_it(
    heading: str, window: str, title: str
) -> None:
    head = {"tag": "h1", "heading": 1, "text": heading, "box": [600, 250, 600, 40], "font_px": 24.0}
    price = {"text": "¥38.00", "box": [600, 320, 120, 28], "font_px": 20.0}
    read = read_product(view("product", "", [head, price], title=window))
    assert read.title == title
    assert not title or (read.price is not None and read.price.amount.raw == "¥38.00")


def name_goods(first: str, size: float, window: str) -> Any:
    """A page of goods without a heading, as drawn by an application: its trail ends in what all such pages are called."""
    head = [
        *TRAIL,
        {"text": window, "tag": "p", "box": [158, 210, 60, 18]},
        {"text": first, "tag": "p", "font_px": size, "box": [400, 260, 500, 24]},
        {"text": "查看大图", "tag": "span", "box": [70, 700, 60, 16]},
        {"text": "¥49.00", "font_px": 28, "box": [400, 300, 80, 30]},
        {"text": "立即购买", "tag": "button", "clickable": True, "box": [400, 500, 80, 30]},
    ]
    return read_product(view("product", elements=head, url="https://shop.example/item/1.html", title=window))


def test_the_name_of_a_part_of_such_pages_names_no_goods() -> None:
    shown = name_goods("青釉马克杯 400ml", 18, "商品详情")
    assert (shown.title, shown.kind) == ("青釉马克杯 400ml", PageKind.PRODUCT)
    assert shown.field("category").value == "杯壶"
    assert name_goods("青釉马克杯 400ml", 14, "商品详情").title == ""  # no larger than all else: it may be anything
    assert name_goods("满百包邮", 18, "青釉马克杯 400ml").title == "青釉马克杯 400ml"


@pytest.mark.parametrize("window", ["商品详细信息", "产品信息页", "商品详情 - 示例商城"])
@pytest.mark.parametrize(
    ("name", "heading", "title"),
    [
        ("玉米", 2, "玉米"),  # a heading may be short where the window says nothing
        ("玉米", 0, ""),  # plain words may not
        ("青釉马克杯 400ml", 2, "青釉马克杯 400ml"),
        ("商品详细信息", 1, ""),
    ],
)
def test_what_pages_of_goods_are_called_is_no_products_title(window: str, name: str, heading: int, title: str) -> None:
    called = window.partition(" ")[0]
    trail = {"text": f"首页 > {called}", "tag": "div", "box": [60, 180, 300, 16]}
    head = {"text": name, "tag": f"h{heading}" if heading else "p", "heading": heading, "font_px": 22}
    goods: list[dict[str, Any]] = [trail, {"text": called, "tag": "label"}, head, *GOODS[1:]]
    read = read_product(view("product", elements=goods, title=window, url="https://shop.example/item/1.html"))
    assert read.title == title
    assert read.field("category").state is FieldState.MISSING  # the trail names the kind of page alone


def test_a_product_that_is_a_paper_on_products_keeps_its_name() -> None:
    goods = [{"text": "产品说明书印刷", "heading": 1, "tag": "h1"}, *GOODS[1:]]
    assert read_product(view("product", elements=goods, title="示例商城")).title == "产品说明书印刷"


BARE: list[dict[str, Any]] = [
    {"text": "陶泥花盆", "font_px": 22},
    {"text": "手拉坯，底下有孔", "font_px": 14},
    {"text": "现价：35元", "font_px": 16},
    {"text": "加入购物车", "tag": "input", "clickable": True, "font_px": 16},
]


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ({}, "陶泥花盆"),
        ({0: {"text": "腌菜坛", "font_px": 22}}, "腌菜坛"),  # as short as the goods are called
        ({0: {"text": "山里的陶铺", "font_px": 22}}, ""),  # the shop's own name
        ({1: {"text": "手拉坯，底下有孔", "font_px": 22}}, ""),  # nothing stands out
        ({0: {"text": "陶泥花盆", "font_px": 22, "href": "/l/1"}}, ""),
        ({3: {"text": "再看看", "tag": "a", "href": "/"}}, ""),  # nothing is sold here
        ({0: {"text": "商品详情", "font_px": 22}}, ""),
        ({0: {"text": "首页 > 花盆", "font_px": 22}}, ""),
        (
            {1: {"text": "手拉坯，底下有孔", "font_px": 14, "classes": "sub_title mt10"}},
            "陶泥花盆",
        ),  # the line below it
        ({1: {"text": "商品详情", "font_px": 22}}, "陶泥花盆"),  # what such pages are called is no rival
    ],
)
def test_the_largest_words_above_a_price_name_what_a_page_sells_whose_window_names_the_shop(
    changed: dict[int, dict[str, Any]], title: str
) -> None:
    """Every page of the shop has one title, and goods no heading: they are named in large letters beside their picture."""
    elements = [changed.get(at, part) for at, part in enumerate(BARE)]
    page = view("product", elements=elements, url="https://shop.example/item_1.html", title="窑前人家-山里的陶铺")
    assert read_product(page).title == title
