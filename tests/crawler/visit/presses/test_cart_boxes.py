"""A small box that says what is in the cart, or that nothing is, is the cart; other words that a press brings up are not."""

from __future__ import annotations

import pytest

from crawler.links.role_links import find_leads
from crawler.visit.presses.pressing import came_up
from crawler.vocabulary import Role
from tests.cases.build import view

SIGN = {"tag": "a", "text": "¥0.00", "name": "购物车合计 ¥0.00", "clickable": True, "region": "header"}


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("购物车是空的。", True),
        ("您的购物车里还没有商品", True),
        ("合计 ¥158.00", True),
        ("请先登录", False),
        ("已收藏", False),
    ],
)
def test_a_line_on_what_is_in_the_cart_is_the_cart(said: str, there: bool) -> None:
    before = view("home", None, [SIGN])
    after = view("home", None, [SIGN, {"text": said, "tag": "p"}])
    (lead,) = find_leads(before, (Role.CART,))[Role.CART]
    assert lead.element is not None
    assert came_up(Role.CART, lead.element, before, after) is there
    assert not came_up(Role.LIST, lead.element, before, after)
