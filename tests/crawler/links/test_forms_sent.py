"""What would send the fields of a log-in or a registration is no entry to it: nothing of a visitor's is ever sent."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.discovery.products.buying import fills_cart
from crawler.links.role_links import find_leads
from crawler.vocabulary import Role
from tests.cases.build import view

FIELD: dict[str, Any] = {"input_type": "password", "name": "密码"}
BUTTON: dict[str, Any] = {"tag": "div", "clickable": True, "region": "main"}


@pytest.mark.parametrize(
    ("page", "role", "control", "leads"),
    [
        ("login", Role.LOGIN, {**BUTTON, "text": "登录"}, 0),
        ("login", Role.LOGIN, {"text": "登录", "href": "/login/code"}, 1),
        ("login", Role.REGISTER, {**BUTTON, "text": "注册"}, 1),
        ("login", Role.REGISTER, {**BUTTON, "text": "还没有账号？ 去注册>"}, 1),
        (
            "login",
            Role.AGREEMENT,
            {**BUTTON, "text": "本店用户协议今日更新 敬请留意"},
            0,
        ),  # a line of news all the same
        ("register", Role.REGISTER, {**BUTTON, "text": "注册"}, 0),
        ("register", Role.REGISTER, {**BUTTON, "text": "还没有账号？ 去注册>"}, 0),
        ("register", Role.LOGIN, {"text": "登录", "href": "/login"}, 1),
    ],
)
def test_a_press_that_sends_the_fields_of_its_page_is_no_way(
    page: str, role: Role, control: dict[str, Any], leads: int
) -> None:
    assert len(find_leads(view(page, None, [FIELD, control]), (role,))[role]) == leads


def test_a_layer_that_asks_for_a_log_in_leads_to_it() -> None:
    layer = view("login", None, [{**BUTTON, "text": "去登录", "region": "dialog"}])
    assert len(find_leads(layer, (Role.LOGIN,))[Role.LOGIN]) == 1


def test_a_long_label_without_a_form_beside_it_is_a_line_of_news() -> None:
    shelf = view("home", None, [{**BUTTON, "text": "新人注册即领十元好礼 快来"}])
    assert not find_leads(shelf, (Role.REGISTER,))[Role.REGISTER]


@pytest.mark.parametrize(
    ("method", "button", "leads"),
    [
        ("post", {"tag": "button"}, 0),
        ("post", {"tag": "input", "input_type": "submit"}, 0),
        ("post", {"tag": "input", "input_type": "button"}, 1),  # what it does is told by a script alone
        ("post", {"tag": "span"}, 1),
        ("get", {"tag": "button"}, 1),
    ],
)
def test_the_button_of_a_form_sent_by_post_is_no_way(method: str, button: dict[str, Any], leads: int) -> None:
    form = {"tag": "form", "method": method, "seen": True}
    pressed = {**BUTTON, **button, "text": "我要投诉", "parent": 0}
    seen = view("home", None, [form, pressed])
    assert len(find_leads(seen, (Role.COMPLAINT,))[Role.COMPLAINT]) == leads


@pytest.mark.parametrize(
    "label", ["放进购物车", "装进购物袋", "加入我的购物车", "丢进购物车", "放入进货单", "添加到购物车", "加购物车"]
)
def test_what_fills_a_cart_is_no_way_to_it(label: str) -> None:
    seen = view("home", None, [{**BUTTON, "text": label}])
    assert not find_leads(seen, (Role.CART,))[Role.CART]
    assert fills_cart(label, "")
