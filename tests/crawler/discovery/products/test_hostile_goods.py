"""What a page holds in hundreds of thousands takes seconds at most to be looked through for goods."""

from __future__ import annotations

import dataclasses
import time

import pytest

from crawler.discovery.products.goods_cards import find_cards
from crawler.discovery.products.product_leads import known_templates, product_leads
from crawler.discovery.products.product_signs import read_signs
from crawler.site import Element
from tests.cases.build import element, view

MANY = 20_000


def made(kind: str, number: int) -> Element:
    if kind == "buy":
        return element(
            number, text="立即购买", tag="button", clickable=True, selector=f"body>button:nth-child({number})"
        )
    if kind == "price":
        return element(number, text=f"¥{number}", selector=f"body>b:nth-child({number})")
    place = "body" + ">div" * 40 + f">a:nth-child({number // 3})"
    if number % 3 == 0:
        return element(number, href=f"/g/{'a/' * 100}{number}", selector=place)
    given = {"image": f"/{number}.jpg", "box": (0, number, 100, 100)} if number % 3 == 1 else {"text": f"¥{number}"}
    return element(number, selector=f"{place}>i:nth-child({number % 3})", **given)


@pytest.mark.parametrize("kind", ["buy", "price", "card"])
def test_twenty_thousand_elements(kind: str) -> None:
    html = '<script type="application/ld+json">' * 100_000
    seen = dataclasses.replace(view(elements=[made(kind, number) for number in range(MANY)]), html=html)
    began = time.process_time()
    signs = read_signs(seen)
    leads = product_leads(seen, known_templates([seen]))
    assert time.process_time() - began < 20
    assert (signs.buys, bool(find_cards(seen)), bool(leads)) == (0, kind == "card", kind == "card")
