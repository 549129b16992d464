"""Whoever is sent to the login by the cart of an open shop cannot fill it as a guest; a wall that may be wider says nothing of it."""

from __future__ import annotations

from crawler.vocabulary import GapReason, Role
from probes.answers.order_items import ORDER_ROLES
from probes.finding import Outcome
from tests.cases.build import gap, site, view
from tests.eval.recall.wordings import judge_one

CHECK = "ordering.guest_cart"
HOME = view(Role.HOME, elements=[{"text": "购物车", "href": "/cart"}])
LOGIN = view(Role.LOGIN, "账号登录 手机号 密码")
GOODS = view(Role.PRODUCT, "竹编提篮 ￥19 加入购物车")
OTHERS = tuple(gap(role, GapReason.NOT_OFFERED) for role in ORDER_ROLES)
SENT = gap(Role.CART, GapReason.LOGIN, detail="redirected to a login page 账号登录")


def test_a_cart_that_asks_for_a_login_at_once_takes_no_guests() -> None:
    said = judge_one(CHECK, site(HOME, LOGIN, GOODS, SENT, *OTHERS))
    assert said.outcome is Outcome.NO, said.because
    assert "打开购物车即要求登录" in said.because.zh
    assert [one.view for one in said.evidence] == [LOGIN.id, GOODS.id]


def test_where_no_goods_were_seen_the_wall_may_be_the_whole_shop_s() -> None:
    none = gap(Role.PRODUCT, GapReason.LOGIN, detail="redirected to a login page")
    assert judge_one(CHECK, site(HOME, LOGIN, none, SENT, *OTHERS)).reason == "login"


def test_a_cart_of_which_a_login_is_only_inferred_is_left_open() -> None:
    other = gap(Role.CART, GapReason.LOGIN, detail="the entry may stand on account, which could not be had: login")
    assert judge_one(CHECK, site(HOME, LOGIN, GOODS, other, *OTHERS)).outcome is not Outcome.NO
