"""Product pages are told from what only looks like them, and read in whatever layout."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.site import View
from probes.pages.products.cards import bare_address, card_scope, read_cards
from probes.pages.products.product_rows import parameter_rows
from probes.pages.products.products import FieldState, PageKind, read_product
from tests.cases.build import view

HEAD: list[dict[str, Any]] = [
    {"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1"},
    {"text": "¥49.00", "font_px": 28},
]
BUY = {"text": "立即购买", "tag": "button", "clickable": True}


def page(*more: dict[str, Any], head: list[dict[str, Any]] | None = None, **given: Any) -> View:
    return view(
        "product", elements=[*(HEAD if head is None else head), *more], url="https://shop.example/item/1.html", **given
    )


@pytest.mark.parametrize(
    ("elements", "kind"),
    [
        ([*HEAD, BUY], PageKind.PRODUCT),
        (HEAD, PageKind.PRODUCT),
        ([HEAD[0], BUY], PageKind.PRODUCT),
        ([HEAD[0], {"text": "¥?? 登录后可见"}], PageKind.PRODUCT),
        ([HEAD[0], {"text": "价格面议"}], PageKind.INQUIRY),
        ([{"text": "该商品已下架"}], PageKind.GONE),
        ([{"text": "九成新 二手相机 自用", "heading": 1}, {"text": "¥899"}, BUY], PageKind.SECOND_HAND),
        ([{"text": "选购茶杯的五个要点", "heading": 1}, {"text": "首先看材质，其次看容量。"}], PageKind.OTHER),
        ([{"text": "加载中"}], PageKind.OTHER),
        ([*HEAD, BUY, {"text": "看了又看：某商品已下架", "href": "/item/9.html"}], PageKind.PRODUCT),
    ],
)
def test_what_a_page_is(elements: list[dict[str, Any]], kind: PageKind) -> None:
    assert read_product(view("product", elements=elements)).kind is kind


def test_the_kind_that_a_page_names_is_its_kind() -> None:
    head: list[dict[str, Any]] = [
        {"text": "平谷大桃 5斤装", "heading": 1, "tag": "h1"},
        {"text": "¥58.00", "font_px": 28},
    ]
    assert read_product(page(BUY, head=head)).template.name == "general"
    assert read_product(page(BUY, {"text": "商品类别：食品"}, head=head)).template.name == "food"
    assert read_product(page(BUY, {"text": "商品类别：家居"}, head=head)).template.name == "general"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青釉马克杯 400ml-山前集", PageKind.PRODUCT),
        ("山前集", PageKind.OTHER),
        ("山前集 - 青釉马克杯 400ml", PageKind.OTHER),
    ],
)
def test_a_heading_that_names_the_page_is_its_title_in_a_block_called_a_header(title: str, kind: PageKind) -> None:
    head = {**HEAD[0], "region": "header"}
    assert read_product(view("product", elements=[head, HEAD[1], BUY], title=title)).kind is kind


def test_a_list_is_no_product() -> None:
    offers = [
        part
        for index in range(10)
        for part in (
            {"text": f"茶杯 {index}", "href": f"/item/{index + 10}.html", "box": [220 * index, 100, 200, 200]},
            {"text": f"¥{index + 1}9.00", "box": [220 * index, 310, 90, 20]},
        )
    ]
    assert read_product(page(*offers, head=[{"text": "全部茶杯", "heading": 1}])).kind is PageKind.LIST
    assert read_product(page(*offers, BUY)).kind is PageKind.PRODUCT  # with recommendations


LAYOUTS: dict[str, list[dict[str, Any]]] = {
    "one line": [{"text": "产地：福建德化"}],
    "cells": [
        {"text": "产地", "tag": "th", "box": [20, 100, 80, 30]},
        {"text": "福建德化", "tag": "td", "box": [110, 100, 200, 30]},
    ],
    "stacked": [{"text": "产地", "box": [20, 100, 80, 20]}, {"text": "福建德化", "box": [20, 124, 200, 20]}],
    "label inside": [{"text": "产地福建德化", "own": "福建德化", "tag": "li"}, {"text": "产地", "parent": 2}],
    "wrapped": [
        {"text": "产地 福建德化", "own": "", "tag": "div"},
        {"text": "产地：", "parent": 2, "box": [20, 100, 60, 20]},
        {"text": "福建德化", "parent": 2, "box": [90, 100, 60, 20]},
    ],
    "picture": [{"image": "/d.jpg", "ocr": "产品参数\n产地：福建德化\n容量 400ml"}],
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_rows_in_every_layout(layout: list[dict[str, Any]]) -> None:
    found = read_product(page(*layout)).field("origin")
    assert (found.state, found.value) == (FieldState.PRESENT, "福建德化")


@pytest.mark.parametrize(
    "layout",
    [
        [{"text": "产地：-"}],
        [{"text": "产地：暂无"}],
        [{"text": "产地："}, {"text": "品牌：栗果"}],
        [{"text": "产地", "tag": "th"}, {"text": "品牌", "tag": "th"}],
        [{"text": "产地", "tag": "dt"}, {"text": "材质", "tag": "dt"}, {"text": "陶瓷", "tag": "dd"}],
        [{"text": "产地直供", "href": "/origin"}],
        [{"text": "产地", "href": "/origin", "region": "nav"}, {"text": "福建", "region": "nav"}],
        [{"text": "产地：福建", "classes": "comment-item"}],
        [{"text": "产地：福建", "unseen": "display_none"}],
    ],
)
def test_what_is_no_origin(layout: list[dict[str, Any]]) -> None:
    assert read_product(page(*layout)).field("origin").state is FieldState.MISSING


def test_what_a_closed_tab_may_hold_is_not_missing() -> None:
    tab = {"text": "规格参数", "tag": "a", "clickable": True}
    assert read_product(page(tab)).field("origin").state is FieldState.UNCLEAR
    hidden = {"text": "产地：福建德化", "unseen": "display_none"}
    assert read_product(page(tab, hidden)).field("origin").state is FieldState.PRESENT


def test_reviews_are_not_the_pages_own_words() -> None:
    said = page({"text": "国家级好杯子", "classes": "review-list"}, {"text": "卖家发货慢", "parent": 2})
    assert [review.id for review in card_scope(said).reviews] == [2, 3]


def test_cards_of_a_list() -> None:
    offers: list[dict[str, Any]] = [
        {"text": "茶杯 ¥49.00", "own": "", "href": "/item/1.html?from=list", "box": [0, 0, 200, 300]},
        {"text": "茶杯", "parent": 0},
        {"text": "¥49.00", "parent": 0, "font_px": 20},
        {"text": "¥69.00", "parent": 0, "tag": "del"},
        {"text": "茶壶", "href": "/item/2.html", "box": [220, 0, 200, 240]},
        {"text": "券后 ¥99", "box": [220, 250, 90, 20]},
        {"text": "关于我们", "href": "/about", "region": "footer"},
    ]
    found = read_cards(view("list", elements=offers))
    assert [(card.title, card.price and card.price.low, len(card.prices)) for card in found] == [
        ("茶杯", 4900, 2),
        ("茶壶", None, 1),
    ]


@pytest.mark.parametrize(
    "url", ["http://[", "https://a:b/c", "", "javascript:void(0)", "https://shop.example/x#!/item/1", "//x"]
)
def test_any_address_has_a_name(url: str) -> None:
    assert isinstance(bare_address(url), str)


ELEMENT = st.fixed_dictionaries(
    {
        "text": st.text(max_size=30)
        | st.sampled_from(["品牌", "产地：", "¥49", "立即购买", "商品已下架", "自营", "首页 > 茶杯"])
    },
    optional={
        "href": st.sampled_from(["/item/1.html", "/item/2.html", "http://[", "javascript:void(0)", "#"]),
        "tag": st.sampled_from(["th", "td", "dt", "h1", "del", "label"]),
        "heading": st.integers(0, 6),
        "classes": st.text(max_size=20),
        "ocr": st.text(max_size=40),
        "clickable": st.booleans(),
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ELEMENT, max_size=25), st.text(max_size=200))
def test_no_page_raises(elements: list[dict[str, Any]], html: str) -> None:
    for index, element in enumerate(elements):
        if index and index % 3 == 0:
            element["parent"] = index - 1
    seen = view("product", elements=[element for element in elements if _sound(element)], html=html)
    found = read_product(seen)
    assert {field.state for field in found.fields} <= set(FieldState)
    assert parameter_rows(seen.elements) == parameter_rows(seen.elements)


def _sound(given: dict[str, Any]) -> bool:
    return given.get("href") != "http://["  # the builder itself joins addresses


@pytest.mark.parametrize("link", ["查看营业执照", "进店逛逛"])
def test_a_link_below_the_price_takes_it_not_away(link: str) -> None:
    shown = read_product(page({"text": link, "href": "/shop/1"}, BUY))
    assert shown.price is not None
    assert shown.price.low == 4900


def test_neither_a_path_of_links_nor_a_value_above_the_price_does() -> None:
    path: list[dict[str, Any]] = [
        {"text": "家居 > 杯具", "own": ">", "box": [20, 0, 300, 20]},
        {"text": "杯具", "href": "/c/2", "parent": 0, "box": [80, 0, 60, 20]},
        {"text": "出版社：甲", "own": "", "box": [20, 30, 300, 20]},
        {"text": "出版社：", "parent": 2, "box": [20, 30, 60, 20]},
        {"text": "甲", "href": "/p", "parent": 2, "box": [80, 30, 60, 20]},
    ]
    shown = read_product(view("product", elements=[*path, *HEAD, BUY], url="https://shop.example/item/1.html"))
    assert shown.price is not None
    assert shown.price.low == 4900


def test_other_goods_below_their_heading_say_nothing_of_this_one() -> None:
    shown = read_product(
        page(
            BUY,
            {"text": "猜你喜欢"},
            {"text": "品牌：甲", "href": "/i/2"},
            {"text": "乙茶杯 现货 包邮 七天无理由退货", "href": "/i/3"},
            {"text": "¥99.00", "font_px": 40},
        )
    )
    assert [shown.field(name).state for name in ("brand", "freight", "returns")] == [FieldState.MISSING] * 3
    assert shown.price is not None
    assert shown.price.low == 4900


@pytest.mark.parametrize("line", ["品牌：素山 款号：SS-01 产地：内蒙古", "品牌 素山 款号 SS-01 产地 内蒙古"])
def test_rows_side_by_side_in_one_line(line: str) -> None:
    shown = read_product(page({"text": line}))
    assert [shown.field(name).value for name in ("brand", "spec", "origin")] == ["素山", "SS-01", "内蒙古"]


def test_a_label_alone_says_nothing() -> None:
    assert read_product(page({"text": "运费"})).field("freight").state is FieldState.MISSING
    assert read_product(page({"text": "运费 10 元"})).field("freight").state is FieldState.PRESENT


@pytest.mark.parametrize("value", ["见瓶身", "详见瓶身喷码", "见产品标签"])
def test_what_stands_on_the_goods_only_is_not_said(value: str) -> None:
    assert read_product(page({"text": f"生产日期：{value}"})).field("produced").state is FieldState.MISSING


def test_a_mobile_page_without_headings_has_a_title() -> None:
    shown = read_product(page({"text": "外婆手作酱萝卜 500 克", "classes": "goods-title", "font_px": 18}, BUY, head=[]))
    assert shown.title == "外婆手作酱萝卜 500 克"


def test_dollars_are_prices_and_thresholds_of_freight_are_not() -> None:
    shown = read_product(
        page({"text": "NT$1,280", "font_px": 26}, {"text": "99元免基础运费", "font_px": 30}, head=[HEAD[0]])
    )
    assert [price.low for price in shown.prices] == [128_000]


def other(number: int, stock: str) -> list[dict[str, Any]]:
    """A card of other goods: picture, name, price, and below them its stock and button."""
    place, url = f"main>ul>li:nth-child({number})>article", f"/item/{number}.html"
    top = 600.0 + 300 * number
    return [
        {"tag": "a", "href": url, "selector": f"{place}>a", "image": f"/{number}.jpg", "box": (20, top, 180, 180)},
        {
            "tag": "a",
            "href": url,
            "selector": f"{place}>h3>a",
            "text": f"粗陶杯垫 {number} 片装",
            "box": (20, top + 180, 180, 20),
        },
        {"text": f"¥{number}.00", "selector": f"{place}>div>p:nth-child(1)", "box": (20, top + 200, 180, 20)},
        {"text": stock, "selector": f"{place}>div>p:nth-child(2)", "box": (20, top + 220, 180, 20)},
        {
            "text": "加入购物车",
            "selector": f"{place}>div>button",
            "tag": "button",
            "clickable": True,
            "box": (20, top + 240, 80, 20),
        },
    ]


def test_stock_and_button_on_a_card_of_other_goods_are_not_the_pages() -> None:
    head = [row | {"selector": f"main>div>{row.get('tag', 'p')}"} for row in HEAD]
    own_buy = BUY | {"selector": "main>div>form>button", "text": "添加至购物车"}
    sold = read_product(page(own_buy, *other(2, "库存不足"), *other(3, "库存充足"), head=head))
    assert sold.sold_out is None
    assert sold.buy is not None
    assert sold.buy.selector == own_buy["selector"]
    gone = read_product(page({"text": "库存不足", "selector": "main>div>p"}, *other(2, "库存充足"), head=head))
    assert gone.sold_out is not None
    assert gone.buy is None


def test_a_main_heading_below_the_pages_own_words_is_the_products_whatever_its_block_is_called() -> None:
    trail = {"text": "首页 > 茶杯", "box": (80, 160, 300, 20)}
    name = {"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1", "region": "header", "box": (500, 280, 400, 30)}
    price = {"text": "¥49.00", "font_px": 28, "box": (500, 340, 100, 30)}
    assert read_product(page(trail, name, price, BUY, head=[])).title == "青釉马克杯 400ml"
    logo = {**name, "text": "栗子集市", "box": (80, 20, 200, 60)}
    assert read_product(page(logo, trail, price, BUY, head=[])).title == ""
