"""What stands below a heading of related goods is about them, whatever the words of the heading."""

from typing import Any

import pytest

from probes.pages.products.products import FieldState, PageKind, read_product
from tests.probes.pages.products.test_products import page


@pytest.mark.parametrize("heading", ["相关产品", "同类商品", "类似宝贝", "Related products"])
def test_what_sells_another_product_below_such_a_heading_does_not_sell_this_one(heading: str) -> None:
    another = [
        {"text": "乙茶杯 ¥99.00", "href": "/item/3.html"},
        {"text": "加入购物车", "tag": "a", "href": "/cart?add=3"},
    ]
    shown = read_product(page({"text": "无货"}, {"text": heading, "tag": "h2", "heading": 2}, *another))
    assert shown.sold_out is not None
    assert shown.buy is None
    assert (
        read_product(page({"text": "无货"}, {"text": "产品参数", "tag": "h2", "heading": 2}, *another)).buy is not None
    )


SIDE = "body>div:nth-child(2)>div:nth-child(1)"
DETAILS = "body>div:nth-child(2)>div:nth-child(2)"


def below(place: str) -> list[dict[str, Any]]:
    """A row of other goods in a column of its own, and what stands after it at that place."""
    row: list[dict[str, Any]] = [
        {"text": "热销排行", "tag": "h3", "heading": 3, "selector": f"{SIDE}>h3"},
        {"text": "乙茶杯", "href": "/item/3.html", "selector": f"{SIDE}>div>a"},
        {"text": "¥99.00", "selector": f"{SIDE}>div>p"},
        {"text": "已售 9 件", "selector": f"{SIDE}>div>span"},
    ]
    told = {"产地": "td:nth-child(1)", "浙江龙泉": "td:nth-child(2)"}
    return [*row, *({"text": said, "tag": "td", "selector": f"{place}>tr>{cell}"} for said, cell in told.items())]


def test_a_row_of_other_goods_ends_with_the_place_it_stands_in() -> None:
    details = read_product(page(*below(DETAILS))).field("origin")
    assert (details.state, details.value) == (FieldState.PRESENT, "浙江龙泉")


def test_what_stands_in_the_place_of_other_goods_is_about_them() -> None:
    assert read_product(page(*below(f"{SIDE}>div"))).field("origin").state is FieldState.MISSING


def test_a_row_whose_goods_stand_beside_all_else_goes_on_until_the_next_heading() -> None:
    flat = [{**element, "selector": f"main>p:nth-child({at})"} for at, element in enumerate(below(DETAILS), 1)]
    assert read_product(page(*flat)).field("origin").state is FieldState.MISSING


@pytest.mark.parametrize(("heading", "sold"), [("黑胡桃笔筒", True), ("黑胡桃笔", False), ("文房小店", False)])
def test_a_short_heading_is_the_title_where_the_window_begins_with_the_whole_of_it(heading: str, sold: bool) -> None:
    head = [{"text": heading, "tag": "h3", "heading": 3}, {"text": "¥49.00", "font_px": 28}]
    assert (read_product(page(head=head, title="黑胡桃笔筒 - 文房小店")).title == heading) is sold


@pytest.mark.parametrize("entry", [{"href": "/list/1"}, {"clickable": True}])
def test_an_entry_of_the_menus_that_is_called_like_a_row_of_goods_heads_none(entry: dict[str, Any]) -> None:
    menu = [{"text": "热销榜单", "tag": "a", "region": "nav", "selector": "body>nav>a", **entry}]
    own = [
        {"text": "青釉盖碗 150ml", "classes": "title", "font_px": 20, "selector": f"{DETAILS}>p"},
        {"text": "¥68.00", "font_px": 26, "selector": f"{DETAILS}>b"},
        {"text": "立即购买", "tag": "button", "clickable": True, "selector": f"{DETAILS}>button"},
    ]
    shown = read_product(page(head=[*menu, *own, *below(DETAILS)], title="松间茶铺"))
    assert (shown.title, shown.price is not None, shown.kind) == ("青釉盖碗 150ml", True, PageKind.PRODUCT)


@pytest.mark.parametrize(
    ("tab", "state"),
    [
        ({"text": "规格参数", "tag": "li", "clickable": True}, FieldState.PRESENT),
        ({"text": "用户评价 (3)", "tag": "li", "clickable": True}, FieldState.PRESENT),
        ({"text": "商品详情 / 规格参数", "tag": "ul", "own": ""}, FieldState.PRESENT),  # a box of tabs
        ({"text": "规格参数", "tag": "a", "href": "/item/9.html"}, FieldState.MISSING),  # the name of another thing
        ({"text": "换一批", "tag": "li", "clickable": True}, FieldState.MISSING),
    ],
)
def test_a_row_of_other_goods_that_holds_none_ends_at_the_tabs_of_the_page(
    tab: dict[str, Any], state: FieldState
) -> None:
    """A column 看了又看 stood empty beside the details: it is not told by its goods where it ends."""
    row: list[dict[str, Any]] = [
        {"text": "看了又看", "tag": "h2", "heading": 2},
        {"tag": "ul", "text": f"{tab['text']} / 说明", "own": ""},
        tab,
    ]
    told = [{"text": "产地", "tag": "td"}, {"text": "浙江龙泉", "tag": "td"}]
    assert read_product(page(*row, *told)).field("origin").state is state
