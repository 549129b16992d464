"""What stands beside the goods in a column of its own, and rows of links above them, take nothing from the goods."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.products.products import FieldState, read_product
from tests.cases.build import view

BUY: dict[str, Any] = {"text": "加入购物车", "tag": "button", "clickable": True}
COLUMN: list[dict[str, Any]] = [
    {"text": "最近浏览过的", "tag": "dt", "box": [90, 900, 180, 30], "selector": "#seen>dl>dt"},
    {"text": "清除历史记录", "tag": "a", "href": "#", "box": [90, 940, 180, 20], "selector": "#seen>dl>dd>a"},
]


def make_page(*before: dict[str, Any], picture: float = 200) -> Any:
    return view(
        "product",
        elements=[
            *before,
            {"image": "/p1.jpg", "tag": "img", "box": [290, picture, 300, 300], "selector": "#zoom>img"},
            {
                "text": "云雾绿茶 250克罐装",
                "heading": 1,
                "tag": "h1",
                "box": [600, 200, 400, 30],
                "selector": "main>h1",
            },
            {"text": "¥128.00", "font_px": 28, "box": [600, 240, 90, 30], "selector": "main>b"},
            {**BUY, "box": [600, 400, 120, 36], "selector": "main>button"},
        ],
        url="https://shop.example/item/1.html",
    )


def test_an_empty_list_of_goods_seen_before_does_not_take_the_picture_of_the_next_column() -> None:
    assert read_product(make_page(*COLUMN)).field("image").state is FieldState.PRESENT


def test_a_picture_below_such_a_heading_is_of_other_goods() -> None:
    assert read_product(make_page(*COLUMN, picture=960)).field("image").state is FieldState.MISSING


def make_links(*said: str, y: float = 40) -> list[dict[str, Any]]:
    return [
        {"text": words, "tag": "a", "href": f"/list/{at}", "box": [290 + 70 * at, y, 50, 14], "selector": f"ul>li:nth-child({at + 1})>a"}
        for at, words in enumerate(said)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (("首页", "绿茶", "明前绿茶"), "明前绿茶"),
        (("首页", "绿茶"), "绿茶"),
        (("首页",), ""),
        (("首页", "全部商品"), ""),
        (("绿茶", "红茶"), ""),
        (("首页", "绿茶", "红茶", "白茶", "茶具", "礼盒", "茶点"), ""),
    ],
)
def test_a_short_row_of_links_from_home_names_the_kind_of_goods(said: tuple[str, ...], kind: str) -> None:
    assert read_product(make_page(*make_links(*said))).field("category").value == kind


def test_a_row_of_links_below_the_title_is_no_trail() -> None:
    assert read_product(make_page(*make_links("首页", "绿茶", y=500))).field("category").value == ""


def test_a_hidden_notice_of_goods_run_out_says_nothing_of_the_stock() -> None:
    tab: dict[str, Any] = {
        "text": "商品参数",
        "tag": "a",
        "clickable": True,
        "box": [290, 560, 60, 20],
        "selector": "#tabs>a",
    }
    notice = {"text": "到货通知", "seen": False, "unseen": "display_none", "box": [0, 0, 0, 0], "selector": "#notice"}
    assert read_product(make_page(tab, notice)).field("stock").value == "加入购物车"
