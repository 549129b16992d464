"""Boxes beside add-ons that cost something, and boxes that are none."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.products.extras import find_extras
from tests.cases.build import view


def row(words: str, **box: Any) -> list[dict[str, Any]]:
    label = {"tag": "label", "text": words, "box": (20, 300, 260, 28)}
    return [{"text": "白瓷茶杯"}, label, {"input_type": "checkbox", "parent": 1, "box": (22, 304, 16, 16)} | box]


@pytest.mark.parametrize(
    "words", ["退货运费险 ¥2.50", "延保一年 59元", "爱心捐赠 1 元", "开通会员 ¥19.9", "安装服务费 100.00元"]
)
def test_paid_extras(words: str) -> None:
    [found] = find_extras(view("product", None, row(words, checked=True)))
    assert (found.ticked, found.sure, found.words) == (True, True, words)


@pytest.mark.parametrize(
    "words",
    [
        "运费险", "免费赠送运费险 ¥2.50", "延保 ¥0", "全选 合计 ¥39.00", "标准版 ¥39.00", "我已阅读并同意会员协议 ¥19",
        "不需要延保 ¥59", "设为默认地址", "开具发票",
    ],
)  # fmt: skip
def test_no_paid_extra(words: str) -> None:
    assert find_extras(view("product", None, row(words, checked=True))) == ()


def test_renewal_needs_no_price() -> None:
    [found] = find_extras(view("member", None, row("同意到期自动续费协议", checked=True)))
    assert found.lasting
    assert found.ticked


def test_one_of_several_and_drawings_are_not_sure() -> None:
    [choice] = find_extras(view("product", None, row("延保一年 ¥59", input_type="radio", checked=True)))
    assert choice.ticked
    assert not choice.sure
    icon = {"input_type": "", "tag": "i", "classes": "checkbox is-checked"}
    [drawn] = find_extras(view("product", None, row("延保一年 ¥59", **icon)))
    assert drawn.ticked
    assert not drawn.sure


def test_a_box_stands_behind_its_drawing_but_not_in_a_hidden_row() -> None:
    [found] = find_extras(view("product", None, row("延保一年 ¥59", checked=True, unseen="transparent")))
    assert found.ticked
    hidden = row("延保一年 ¥59", checked=True, unseen="display_none")
    hidden[1] |= {"unseen": "display_none"}
    assert find_extras(view("product", None, hidden)) == ()


def test_words_beside_a_box_without_a_label() -> None:
    parts: list[dict[str, Any]] = [
        {"input_type": "checkbox", "checked": True, "box": (20, 300, 16, 16)},
        {"text": "碎屏保障 ¥99", "box": (44, 296, 160, 24)},
        {"text": "立即购买", "box": (20, 360, 120, 40), "clickable": True},
    ]
    [found] = find_extras(view("product", None, parts))
    assert found.price == "¥99"
