"""Which controls without an address are pressed because their labels name pages: never one that may act, none that only speaks of goods."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.discovery.leftovers.leftover_leads import is_left_alone
from crawler.discovery.leftovers.named_controls import find_named_controls
from crawler.discovery.leftovers.pressed_leads import may_act
from crawler.vocabulary import FoundBy, Role
from tests.cases.build import SHOP, view

ROLES = (
    Role.HELP,
    Role.AGREEMENT,
    Role.AFTER_SALES,
    Role.SERVICE,
    Role.RULES,
    Role.COMPLAINT,
    Role.CREDIT,
    Role.PAYMENT,
)


def name_controls(
    *boxes: dict[str, Any] | str,
    on: str = "help",
    tried: tuple[str, ...] = (),
    elsewhere: tuple[str, ...] = (),
    path: tuple[str, ...] = (),
) -> dict[str, Role]:
    bare = {"clickable": True, "region": "main", "tag": "div"}
    page = view(on, "示例商城", [bare | ({"text": box} if isinstance(box, str) else box) for box in boxes], path=path)
    found = list(find_named_controls(page, ROLES, tried, elsewhere))
    assert all(lead.found_by is FoundBy.CLICK and not lead.url and lead.on == page.url for lead in found)
    return {lead.path[-1]: lead.role for lead in found}


def test_a_label_that_names_a_page_is_pressed_once_and_bears_its_role() -> None:
    assert name_controls("帮助中心", "《服务协议》", "帮助中心", "换一换", "帐篷") == {
        "帮助中心": Role.HELP,
        "《服务协议》": Role.AGREEMENT,
    }
    assert name_controls("帮助中心", "《服务协议》", tried=("帮助中心",)) == {"《服务协议》": Role.AGREEMENT}


def test_what_did_nothing_on_another_page_is_pressed_again_in_the_own_part_of_a_text_alone() -> None:
    row: dict[str, Any] = {"text": "售后服务"}
    assert name_controls(row, elsewhere=("售后服务",)) == {"售后服务": Role.AFTER_SALES}
    assert name_controls(row | {"region": "footer"}, elsewhere=("售后服务",)) == {}
    assert name_controls(row, on="product", elsewhere=("售后服务",)) == {}
    assert name_controls(row, tried=("售后服务",)) == {}


@pytest.mark.parametrize(
    "label",
    [
        "联系客服",
        "在线客服",
        "申请退款",
        "提交投诉",
        "登录后查看规则",
        "同意协议并注册",
        "客服 400-820-1234",
        "我的退换货",
    ],
)
def test_what_may_act_call_or_sign_in_is_left_alone(label: str) -> None:
    assert name_controls(label, "帮助中心") == {"帮助中心": Role.HELP}


@pytest.mark.parametrize("label", ["在线客服", "联系客服", "联系卖家"])
def test_whom_a_page_of_goods_lets_one_ask_is_pressed_there_alone(label: str) -> None:
    assert name_controls(label, "立即购买", on="product") == {label: Role.SERVICE}
    assert name_controls(label, on="list") == {}
    assert name_controls(f"{label} 400-820-1234", on="product") == {}
    assert name_controls({"text": label, "tag": "a", "href": "https://shop.example/chat"}, on="product") == {}


@pytest.mark.parametrize(("path", "found"), [(("我的",), {"联系客服": Role.SERVICE}), (("限时秒杀",), {}), ((), {})])
def test_whom_the_page_of_ones_own_lets_one_ask_is_pressed_there_as_well(
    path: tuple[str, ...], found: dict[str, Role]
) -> None:
    assert name_controls("联系客服", "我的钱包", "申请提现", on="other", path=path) == found


@pytest.mark.parametrize("href", ["javascript:open_agreement()", "javascript:void(0);", "javascript:;"])
def test_a_link_that_runs_a_script_is_a_control_and_one_with_an_address_is_none(href: str) -> None:
    assert name_controls({"text": "服务协议", "tag": "a", "href": href}) == {"服务协议": Role.AGREEMENT}
    assert name_controls({"text": "服务协议", "tag": "a", "href": f"{SHOP}agreement"}) == {}


def test_what_the_page_links_by_the_same_name_needs_no_press() -> None:
    link = {"text": "服务协议", "tag": "a", "href": f"{SHOP}agreement"}
    assert name_controls({"text": "《服务协议》"}, link) == {}


def test_a_block_around_controls_and_parts_of_a_form_are_no_entries() -> None:
    block = {"text": "客户服务 帮助中心", "tag": "li"}
    assert name_controls(block, {"text": "帮助中心", "parent": 0}) == {"帮助中心": Role.HELP}
    assert name_controls({"text": "服务协议", "tag": "label"}, {"text": "帮助中心", "role": "tab"}) == {}


def test_amid_goods_the_name_must_be_the_label_and_what_buyers_said_is_no_page() -> None:
    assert name_controls("售后服务", "退货无忧双人帐篷 三季用", "累计评价 3", on="product") == {
        "售后服务": Role.AFTER_SALES
    }
    assert name_controls("售后服务", "评价规则", on="help") == {"售后服务": Role.AFTER_SALES, "评价规则": Role.CREDIT}


@pytest.mark.parametrize(("label", "acts"), [
    ("《用户注册协议》", False), ("登录即用条款", False), ("同意注册协议并继续", True), ("立即注册", True), ("注册", True),
])  # fmt: skip
def test_the_name_of_a_paper_for_an_account_signs_nobody_in(label: str, acts: bool) -> None:
    assert may_act(label) is acts


PAPERS = (
    "支付方式", "付款说明", "如何下单", "怎么购买?", "购买须知", "订单结算问题", "申请退款流程", "积分兑换规则", "优惠券领取规则", "《充值协议》",
    "在线支付限额", "为什么付款失败", "确认收货流程", "会员注册指南", "怎样申请换货",
)  # fmt: skip
ACTIONS = (
    "确认支付", "去付款", "立即购买", "提交问题", "选择支付方式", "确认支付方式", "更换付款方式", "申请退款", "兑换", "领取优惠券", "提交订单",
    "付款", "加入购物车", "我要充值", "一键领取攻略礼包", "点击领取", "同意支付协议", "添加支付方式", "发送验证码",
    "登录后查看规则", "登录后可见价格说明",
)  # fmt: skip


@pytest.mark.parametrize("label", PAPERS)
def test_the_name_of_a_paper_about_paying_or_asking_is_pressed(label: str) -> None:
    assert not is_left_alone(label)
    assert not may_act(label)


@pytest.mark.parametrize("label", ACTIONS)
def test_what_pays_asks_or_takes_is_left_alone(label: str) -> None:
    assert is_left_alone(label) or may_act(label)


def test_a_help_centre_of_controls_shows_how_goods_are_paid() -> None:
    assert name_controls("支付方式", "去支付", on="help") == {"支付方式": Role.PAYMENT}
