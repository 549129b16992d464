"""What stands below a heading of related goods is about them, whatever the words of the heading."""

import pytest

from probes.pages.products.products import read_product
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
