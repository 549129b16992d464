"""What a page says of its seller beside a label of the goods is no detail of the goods."""

import pytest

from probes.pages.products.products import FieldState, read_product
from tests.cases.build import view

HEAD = [{"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1"}, {"text": "¥49.00", "font_px": 28}]
BUY = {"text": "立即购买", "tag": "button", "clickable": True}


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("保证金：2000.00", FieldState.MISSING),
        ("企业认证", FieldState.MISSING),
        ("3C 认证，证书在有效期内", FieldState.PRESENT),
        ("GB/T 3532-2022", FieldState.PRESENT),
    ],
)
def test_a_sellers_deposit_is_no_certificate_of_the_goods(told: str, state: FieldState) -> None:
    card = [{"text": "认证信息", "box": [900, 200, 120, 24]}, {"text": told, "box": [900, 232, 200, 24]}]
    page = view("product", elements=[*HEAD, *card, BUY], url="https://shop.example/item/1.html")
    assert read_product(page).field("standard").state is state
