"""Steps that a page tells a person to take, and what only looks like them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.pages.rules import steps
from probes.pages.rules.steps import ProcedureKind
from tests.cases.build import view

ORDERING = ("(购物|下单)~(流程|步骤)", "如何(下单|购买)")
CANCELLING = ("取消订单", "退款~(流程|步骤)")


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("购物流程\n第一步：注册登录\n第二步：挑选商品\n第三步：提交订单", ProcedureKind.NUMBERED, 3),
        ("购物流程\n第1步 注册登录 点右上角\n第2步 挑选商品\n", ProcedureKind.NUMBERED, 2),
        ("下单步骤\n步骤一 登录账号\n说明文字在这里。\n步骤二 选择商品\n步骤三 付款", ProcedureKind.NUMBERED, 3),
        ("下单步骤\n1. 登录账号\n2. 选择商品\n3. 提交订单\n4. 在线支付", ProcedureKind.NUMBERED, 4),
        ("下单步骤\n1、登录账号；2、选择商品；3、提交订单", ProcedureKind.NUMBERED, 3),
        ("①登录②选择商品③提交订单", ProcedureKind.NUMBERED, 3),
        ("（1）点击我的订单\n（2）选择订单\n（3）提交", ProcedureKind.NUMBERED, 3),
        ("购物流程\n1\n注册登录\n2\n挑选商品\n3\n付款", ProcedureKind.NUMBERED, 3),
        ("买坛子\n一、先用手机号注册。\n二、填收货人和门牌。\n三、付完钱就等着。", ProcedureKind.NUMBERED, 3),
        ("How to order\nStep 1 choose goods\nStep 2 check out", ProcedureKind.NUMBERED, 2),
        ("登录→选择商品→加入购物车→提交订单→支付", ProcedureKind.CHAIN, 5),
        ("购物流程：登录 > 选择商品 > 提交订单 > 付款", ProcedureKind.CHAIN, 4),
        (
            "支付步骤：提交订单 → 选择支付方式 → 跳转到微信、支付宝的页面 → 输入密码 → 查看结果。支付服务由持牌机构提供，不保存卡号。",
            ProcedureKind.CHAIN,
            5,
        ),
        ("登录\n→\n选购\n→\n提交订单\n→\n付款", ProcedureKind.CHAIN, 4),
        ("进入【我的订单】-点击【取消订单】-提交", ProcedureKind.CHAIN, 3),
        ("进入“我的订单”，点“申请售后”，选择原因并上传照片。", ProcedureKind.PROSE, 4),
    ],
)
def test_steps_are_counted(text: str, kind: ProcedureKind, count: int) -> None:
    found = steps.find_steps(text)
    assert [(procedure.kind, procedure.count) for procedure in found] == [(kind, count)]


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
        "说在前头\n一、先烧的坛子颜色深。\n二、填料是糯米灰。\n三、付钱不分先后。",
        "北京→上海→广州→深圳",
        "支付方式 - 下单流程 - 取消订单",
        "支付方式 → 配送方式 → 提交订单",
        "您可以申请退货，退货运费由买家承担，退款在三日内到账。",
        "第二步：付款",
        "1. 我们收集您的姓名\n2. 我们收集您的电话\n3. 我们收集您的地址",
        "",
    ],
)
def test_what_only_looks_like_steps_is_none(text: str) -> None:
    assert steps.find_steps(text) == ()


def test_a_list_of_links_is_a_table_of_contents() -> None:
    links = [{"text": f"{n}. {words}", "href": f"/{n}"} for n, words in enumerate(("登录", "选择商品", "付款"), 1)]
    assert steps.find_procedures(view("help", None, [{"text": "购物流程"}, *links])) == ()


def test_numbers_drawn_by_the_browser_are_not_needed_under_a_heading_of_steps() -> None:
    entries = [{"tag": "li", "text": words, "parent": 0} for words in ("登录账号", "选择商品", "提交订单")]
    [found] = steps.find_procedures(view("help", None, [{"text": "下单步骤", "tag": "h2"}, *entries]))
    assert (found.kind, found.count) == (ProcedureKind.LIST, 3)
    assert steps.find_procedures(view("help", None, [{"text": "本店优势", "tag": "h2"}, *entries])) == ()


@pytest.mark.parametrize(
    ("box", "last", "found"),
    [("ol", "等快递来了签收。", 1), ("ul", "等快递来了签收。", 0), ("ol", "祝您骑得开心。", 0)],
)
def test_steps_of_a_numbered_list_need_not_begin_with_what_is_done(box: str, last: str, found: int) -> None:
    said = ("看中了点“放进车里”。", "没账号也行，填姓名和地址。", "快递选一家，付款。", last)
    entries = [
        {"tag": "li", "text": one, "selector": f"#text>{box}>li:nth-child({at})"}
        for at, one in enumerate(said, start=1)
    ]
    page = view("help", None, [{"text": "第一次来怎么买", "tag": "h2", "heading": 2}, *entries])
    assert len([one for one in steps.find_procedures(page) if one.kind is ProcedureKind.LIST]) == found


def test_the_nearest_heading_that_names_a_procedure_decides() -> None:
    numbered = "1. 登录账号\n2. 选择订单\n3. 提交申请"
    [one] = steps.find_steps(f"购物流程\n欢迎选购。\n退款流程\n{numbered}")
    assert one.about(CANCELLING)
    assert not one.about(ORDERING)
    [two] = steps.find_steps(f"取消订单\n操作步骤如下：\n{numbered}")
    assert two.about(CANCELLING)
    [three] = steps.find_steps(f"常见问题\n{numbered}")
    assert not three.about(CANCELLING)
    assert not three.about(ORDERING)


def test_a_sentence_may_name_itself_and_a_step_in_passing_may_not() -> None:
    [told] = steps.find_steps("自助服务\n进入我的订单，点击取消订单，选择原因，提交即可。")
    assert told.about(CANCELLING)
    [passing] = steps.find_steps("购物流程\n1. 登录账号\n2. 提交订单\n3. 取消订单请联系客服")
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
    for step in steps.find_steps(text):
        assert 2 <= step.count <= 30
        assert step.raw
        step.about(ORDERING)


@pytest.mark.parametrize("piece", ["1. 登录\n", "第一步", "登录→", "→\n", "①②", "进入，", "( ", "在中", "1 "])
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    steps.find_steps(piece * (100_000 // len(piece)))
    assert time.process_time() - begun < 20  # anything quadratic needs minutes


def test_a_line_of_marks_alone_above_steps_is_no_heading() -> None:
    (found,) = steps.find_steps("如何下单\n*\n1. 选择商品\n2. 提交订单\n3. 完成付款")
    assert (found.count, found.headings) == (3, ("如何下单",))


@pytest.mark.parametrize("run", ["\n", " ", "-", "->", "\n ", "\n→", "→\n\n", "第", "1. ", "(1)", "、", "下单", "》"])
def test_runs_of_one_mark_cost_no_more_than_their_length(run: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        steps.find_steps(f"下单 {run * times} 付款")
        return time.process_time() - began

    few, many = seconds(2_000), seconds(20_000)
    assert many < max(40 * few, 2.0)


def test_lists_of_boxes_that_are_not_on_record_are_told_apart() -> None:
    def entries(box: str, *said: str) -> list[dict[str, str]]:
        return [
            {"tag": "li", "selector": f"{box}>li:nth-child({at})", "text": one} for at, one in enumerate(said, start=1)
        ]

    paying = entries("#text>ol", "确认订单页选择付款方式；", "点“提交订单”；", "核对金额并输入密码。")
    kinds = entries("#text>ul", *(f"第{at}家银行的借记卡和信用卡" for at in range(40)))
    lines = "\n".join(kind["text"] for kind in (*kinds, {"text": "付款步骤"}, *paying))
    page = view("payment", lines, [*kinds, {"tag": "h2", "text": "付款步骤", "heading": 2}, *paying])
    assert [(procedure.kind, procedure.count) for procedure in steps.find_procedures(page)] == [(ProcedureKind.LIST, 3)]
