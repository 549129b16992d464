"""Steps that a page tells a person to take, and what only looks like them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.reading import steps
from probes.reading.steps import Kind
from tests.cases.build import view

ORDERING = ("(购物|下单)~(流程|步骤)", "如何(下单|购买)")
CANCELLING = ("取消订单", "退款~(流程|步骤)")


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("购物流程\n第一步：注册登录\n第二步：挑选商品\n第三步：提交订单", Kind.NUMBERED, 3),
        ("购物流程\n第1步 注册登录 点右上角\n第2步 挑选商品\n", Kind.NUMBERED, 2),
        ("下单步骤\n步骤一 登录账号\n说明文字在这里。\n步骤二 选择商品\n步骤三 付款", Kind.NUMBERED, 3),
        ("下单步骤\n1. 登录账号\n2. 选择商品\n3. 提交订单\n4. 在线支付", Kind.NUMBERED, 4),
        ("下单步骤\n1、登录账号；2、选择商品；3、提交订单", Kind.NUMBERED, 3),
        ("①登录②选择商品③提交订单", Kind.NUMBERED, 3),
        ("（1）点击我的订单\n（2）选择订单\n（3）提交", Kind.NUMBERED, 3),
        ("购物流程\n1\n注册登录\n2\n挑选商品\n3\n付款", Kind.NUMBERED, 3),
        ("How to order\nStep 1 choose goods\nStep 2 check out", Kind.NUMBERED, 2),
        ("登录→选择商品→加入购物车→提交订单→支付", Kind.CHAIN, 5),
        ("购物流程：登录 > 选择商品 > 提交订单 > 付款", Kind.CHAIN, 4),
        ("登录\n→\n选购\n→\n提交订单\n→\n付款", Kind.CHAIN, 4),
        ("进入【我的订单】-点击【取消订单】-提交", Kind.CHAIN, 3),
        ("进入“我的订单”，点“申请售后”，选择原因并上传照片。", Kind.PROSE, 4),
    ],
)
def test_steps_are_counted(text: str, kind: Kind, count: int) -> None:
    found = steps.find(text)
    assert [(each.kind, each.count) for each in found] == [(kind, count)]


@pytest.mark.parametrize(
    "text",
    [
        "您的位置：首页 > 帮助中心 > 提交订单 > 支付",
        "首页 / 取消订单",
        "上一页\n1\n2\n3\n4\n下一页",
        "目录\n1. 如何下单\n2. 如何支付\n3. 如何取消订单",
        "1. 支付方式\n2. 配送说明\n3. 退换货政策",
        "取消订单\n1、未发货订单可随时取消\n2、已发货订单可拒收\n3、如遇大促可能延迟",
        "1.1 登录\n1.2 注册\n1.3 付款",
        "2026.1.1 提交订单 2026.1.2 付款",
        "北京→上海→广州→深圳",
        "支付方式 - 下单流程 - 取消订单",
        "您可以申请退货，退货运费由买家承担，退款在三日内到账。",
        "第二步：付款",
        "1. 我们收集您的姓名\n2. 我们收集您的电话\n3. 我们收集您的地址",
        "",
    ],
)
def test_what_only_looks_like_steps_is_none(text: str) -> None:
    assert steps.find(text) == ()


def test_a_list_of_links_is_a_table_of_contents() -> None:
    links = [{"text": f"{n}. {words}", "href": f"/{n}"} for n, words in enumerate(("登录", "选择商品", "付款"), 1)]
    assert steps.procedures(view("help", None, [{"text": "购物流程"}, *links])) == ()


def test_numbers_drawn_by_the_browser_are_not_needed_under_a_heading_of_steps() -> None:
    entries = [{"tag": "li", "text": words, "parent": 0} for words in ("登录账号", "选择商品", "提交订单")]
    [found] = steps.procedures(view("help", None, [{"text": "下单步骤", "tag": "h2"}, *entries]))
    assert (found.kind, found.count) == (Kind.LIST, 3)
    assert steps.procedures(view("help", None, [{"text": "本店优势", "tag": "h2"}, *entries])) == ()


def test_the_nearest_heading_that_names_a_procedure_decides() -> None:
    numbered = "1. 登录账号\n2. 选择订单\n3. 提交申请"
    [one] = steps.find(f"购物流程\n欢迎选购。\n退款流程\n{numbered}")
    assert one.about(CANCELLING)
    assert not one.about(ORDERING)
    [two] = steps.find(f"取消订单\n操作步骤如下：\n{numbered}")
    assert two.about(CANCELLING)
    [three] = steps.find(f"常见问题\n{numbered}")
    assert not three.about(CANCELLING)
    assert not three.about(ORDERING)


def test_a_sentence_may_name_itself_and_a_step_in_passing_may_not() -> None:
    [told] = steps.find("自助服务\n进入我的订单，点击取消订单，选择原因，提交即可。")
    assert told.about(CANCELLING)
    [passing] = steps.find("购物流程\n1. 登录账号\n2. 提交订单\n3. 取消订单请联系客服")
    assert not passing.about(CANCELLING)


PIECES = [
    "1",
    "2",
    "3.",
    "第一步",
    "第2步",
    "步骤三",
    "①",
    "②",
    "→",
    " > ",
    "-",
    "\n",
    "*\n",
    "登录",
    "选择商品",
    "提交",
    "首页",
    "，",
    "。",
    "如何",
]


@given(st.lists(st.one_of(st.text(max_size=4), st.sampled_from(PIECES)), max_size=40).map("".join))
def test_any_text_is_read_without_error(text: str) -> None:
    for each in steps.find(text):
        assert 2 <= each.count <= 30
        assert each.raw
        each.about(ORDERING)


@pytest.mark.parametrize("piece", ["1. 登录\n", "第一步", "登录→", "→\n", "①②", "进入，", "( ", "在中", "1 "])
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    steps.find(piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 20  # anything quadratic needs minutes


def test_a_line_of_marks_alone_above_steps_is_no_heading() -> None:
    (found,) = steps.find("如何下单\n*\n1. 选择商品\n2. 提交订单\n3. 完成付款")
    assert (found.count, found.headings) == (3, ("如何下单",))
