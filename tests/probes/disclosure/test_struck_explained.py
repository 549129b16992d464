"""What a struck-through price means is told in a shop's own words; a price beside its name tells nothing."""

from __future__ import annotations

import pytest

from probes.pages.rules import policy
from probes.text.normalise import fold_text
from tests.eval.table import checks


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("划线价格：参考价，并不等于原价，会随时间变化。", True),
        ("划线的是图书定价", True),
        ("门店价（划线）即到店直接消费的价格", True),
        ("划线价说明 该价格为商品首次上架时的价格", True),
        ("原来卖108元，月初刚调的价，所以划掉了。", True),
        ("划线价：￥199.00 现价：￥99.00", False),
        ("划线价 199 元，促销价格 99 元", False),
        ("原来卖108元，现在卖88元", False),
        ("用划线笔标出重点的是学霸", False),
    ],
)
def test_words_that_explain_a_struck_price(said: str, told: bool) -> None:
    words = checks()["disclosure.product_struck"].params.words["explained"]
    assert (policy.pattern(words).search(fold_text(said)) is not None) is told
