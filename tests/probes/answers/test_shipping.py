"""What product pages say of shipping is read sentence by sentence, and never from a product's name."""

from __future__ import annotations

from typing import Any

import pytest

from probes.answers.products.shipping import shipping_pieces
from tests.cases.build import SHOP, view

NAME = {"text": "平谷大桃 5斤装 顺丰包邮", "heading": 1, "tag": "h1", "box": (500, 280, 400, 30)}
PRICE = {"text": "¥58.00", "font_px": 24, "box": (500, 330, 100, 30)}
SAID = "发货地：北京怀柔仓，预计次日送达。运费满 69 元包邮。不支持七天无理由退货。"


def test_a_paragraph_is_read_sentence_by_sentence_and_a_name_is_none() -> None:
    page = view(
        "product",
        "",
        [{"text": "首页 > 平谷大桃 5斤装 顺丰包邮"}, NAME, PRICE, {"text": SAID, "box": (500, 400, 600, 40)}],
    )
    said = shipping_pieces(page)
    assert "运费满 69 元包邮。" in said
    assert "发货地:北京怀柔仓,预计次日送达。" in said
    assert [piece for piece in said if "顺丰" in piece] == []


def test_a_block_of_the_page_is_no_paragraph() -> None:
    page = view("product", "", [NAME, PRICE, {"text": SAID * 12, "box": (500, 400, 600, 400)}])
    assert [piece for piece in shipping_pieces(page) if "运费" in piece] == []


@pytest.mark.parametrize(("href", "said"), [("/?p=info&product_id=9", False), ("/?p=text&id=9", True)])
def test_the_name_of_other_goods_beside_these_says_nothing_of_them(href: str, said: bool) -> None:
    link = {"tag": "a", "text": "免运费样品", "href": href, "region": "side", "box": (20, 900, 160, 20)}
    page = view("product", "", [NAME, PRICE, link], url=f"{SHOP}?p=info&product_id=4")
    assert ("免运费样品" in shipping_pieces(page)) is said


@pytest.mark.parametrize(("x", "y", "said"), [(620, 400, True), (500, 440, False)])
def test_a_label_goes_with_what_stands_behind_it_in_its_row(x: float, y: float, said: bool) -> None:
    row: list[dict[str, Any]] = [
        {"text": "预估运费：", "tag": "span", "box": (500, 400, 100, 20)},
        {"text": "¥6.00元", "tag": "span", "box": (x, y, 80, 20)},
    ]
    page = view("product", "", [NAME, PRICE, *row])
    assert ("预估运费: ¥6.00元" in shipping_pieces(page)) is said


@pytest.mark.parametrize(("signed", "said"), [("匿名在2026年12月2日 18:23评论了", False), ("以上由本店承诺", True)])
def test_what_a_buyer_wrote_of_a_delivery_is_no_promise_whatever_its_block_is_called(signed: str, said: bool) -> None:
    place = "main>section>ol>li>article>"
    below: list[dict[str, Any]] = [
        {"text": "买家评论", "tag": "h2", "heading": 2, "box": (500, 700, 200, 30)},
        {
            "text": "桃子很甜，快递第二天到。",
            "tag": "p",
            "selector": f"{place}p:nth-child(2)",
            "box": (500, 740, 400, 20),
        },
        {"text": signed, "tag": "small", "selector": f"{place}p:nth-child(3)>small", "box": (500, 770, 300, 20)},
    ]
    page = view("product", "", [NAME, PRICE, *below])
    assert ("桃子很甜,快递第二天到。" in shipping_pieces(page)) is said
