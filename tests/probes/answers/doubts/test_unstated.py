"""A clause states nothing where it is not the shop today that does it, or nobody does; what stands beside it may."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.answers.doubts.unstated import SCOPES, is_unstated, quotes_unstated
from probes.finding import Answer, Evidence, Outcome, Text
from tests.eval.recall.wordings import ask, frame
from tests.eval.table import checks

UNSTATED = (
    # not there yet
    "保修条款律师还在看。",
    "平台介入的规矩还没立起来。",
    "处罚公示栏筹建中。",
    "投诉四步走(提交、受理、处理、反馈)正在设计。",
    "评价排序算法尚待评审。",
    "与省检测中心的对接工作仍处于磋商阶段。",
    "维修进度查询接口联调中。",
    # some day
    "投诉进度查询模块计划第四季度交付。",
    "日后系统升级完毕,投诉结果可自动推送。",
    "转人工的按钮下周加。",
    "我们打算从明年起把投诉受理时间压到一天以内。",
    "下半年起,假一赔三将设上限500元,三天到账。",
    "电子回单功能上线后,您可以下载付款凭证,保存三年。",
    "送货上门等招到司机再办。",
    # no more
    "满99包邮的活动上个月结束了。",
    "从前我们承诺三天内首次答复,如今单量太大做不到了。",
    # not done
    "投诉办到哪一步,目前查不了,也别催。",
    "我们没有固定的投诉处理步骤。",
    "下班后留言没人看,请白天再来。",
    # what others owe, what one lives for
    "弄坏的样品照价赔给我们。",
    "处理好每一件投诉是我们的使命。",
    # as somebody likes
    "是否先行赔付由平台看情况决定。",
    "处理结果告不告知,由受理人员自己掌握。",
    # others do it
    "消协收到投诉后先受理,再调解,最后答复结果。",
    "有的平台禁止商家威胁买家删差评。",
    "商家应在两天内把退款打回买家账户。",
    "文旅局通报了三家刷好评的景区并罚款。",
    "运输中丢件,由快递公司按保价赔偿。",
    # what a word means
    "冒充客服是指假借客服名义行骗的行为。",
    "所谓鉴定,说的是请专业人士判断东西的真假。",
    # what happened once
    "王女士买到破损瓷器,当天就拿到了80元赔款。",
    "上周有位顾客投诉,我们两小时就受理了,她很满意。",
)
STATED = (
    "手机上查进度还在开发,电脑端登录后已可查看投诉进度。",
    "尚未发货的订单可以随时取消。",
    "还没收到货的,点“查看物流”。",
    "商品上架后您可以预约送达时间。",
    "赔付金额由平台按商品原价决定,最高500元,3日内到账。",
    "订单要不要取消,由您决定。",
    "商家拒绝赔偿的,平台先行赔付后再向商家追偿。",
    "商家三天不处理的,由我们接手,五天内办结投诉。",
    "对真假有疑问,可送市质检院鉴定,检测费由责任方出。",
    "依《电子商务法》,平台已对所有商户身份作核验登记。",
    "刷单是指虚构交易,平台一经发现即删除评价并扣分。",
    "发货后线上取消不了,可打电话截单,也可直接拒收。",
    "丢件我们照价赔偿,三天内打款。",
    "银行卡付款失败的,请换微信再付。",
    "等收到货再走退货流程。",
    "电话售后已停用,请在订单页自助申请售后。",
    "综合排序是指按销量、好评率和相关度计算得分。",
    "公司所有系统部署于深圳南山自建机房。",
    "本店待发货的订单可以取消。",
    "差评我们不删,只隐藏含脏话的评价。",
    "没到货就不用付款。",
    "进入人工服务后,页面会告诉您还要等多少人。",
    "本隐私政策自二〇二二年六月一日起生效。",
    "听筒图标旁边就是号码:400-035-8847",
)


@pytest.mark.parametrize("said", UNSTATED)
def test_a_clause_that_nobody_answers_for_states_nothing(said: str) -> None:
    assert is_unstated(said, SCOPES)


@pytest.mark.parametrize("said", STATED)
def test_what_the_shop_does_today_is_stated(said: str) -> None:
    assert not is_unstated(said, SCOPES)


def test_a_quote_that_was_cut_is_not_judged() -> None:
    assert not is_unstated("消协收到投诉后先受理,再…", SCOPES)


@pytest.mark.parametrize(
    ("check", "role", "said"),
    [
        ("service.human_agent", Role.SERVICE, "转人工的按钮下周加。"),
        ("complaints.feedback_promised", Role.COMPLAINT, "监管部门会把处理结果告知投诉人。"),
        ("ordering.risk_warning", Role.PAYMENT, "冒充客服是指假借客服名义行骗的行为。"),
        (
            "service.after_hours_channel",
            Role.SERVICE,
            "夜间留言箱正在调试。",
        ),  # which more than its own texts may answer
        (
            "complaints.complaint_steps",
            Role.COMPLAINT,
            "您可以在本页提交投诉。\n消协收到投诉后先受理，再调解，最后答复结果。",
        ),
        ("complaints.acknowledgement_limit", Role.COMPLAINT, "店家收到平台转来的投诉单后要在当天点“接单”。"),
    ],
)
def test_a_person_is_asked_where_nothing_else_is_quoted(check: str, role: Role, said: str) -> None:
    assert ask(check, frame(Role.HOME), frame(role, said)).outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    ("check", "role", "said"),
    [
        ("service.human_agent", Role.SERVICE, "夜间机器人还在调试，白天输入“人工”即可转人工客服。"),
        ("service.after_hours_channel", Role.SERVICE, "夜间热线还没开通，非工作时间您可以留言，第二天回复。"),
        (
            "complaints.complaint_steps",
            Role.COMPLAINT,
            "您可以在本页提交投诉，我们当天受理，三天内处理，结果短信反馈给您。",
        ),
        ("complaints.feedback_promised", Role.COMPLAINT, "消协调解的，我们也会把处理结果告知投诉人。"),
        ("trust.coercion_forbidden", Role.CREDIT, "商家不得以任何方式要挟买家修改评价。"),
        (
            "complaints.recall_notice",
            Role.HELP,
            "应市场监管局要求，召回2024年3月批次的插线板，请停止使用并联系我们退款。",
        ),
        ("complaints.escalation_named", Role.COMPLAINT, "12315会受理您对我们的投诉。"),
    ],
)
def test_a_check_that_asks_for_it_hears_it(check: str, role: Role, said: str) -> None:
    assert ask(check, frame(Role.HOME), frame(role, said)).outcome is Outcome.YES


EMPTY, TOLD = "投诉四步走(提交、受理、处理、反馈)正在设计。", "投诉后两个工作日内答复。"


@pytest.mark.parametrize(
    ("quotes", "asked"),
    [
        ((("help", EMPTY), ("help", TOLD)), True),
        ((("help", EMPTY), ("help", TOLD), ("help", TOLD)), False),
        ((("help", TOLD), ("rules", EMPTY)), False),
        ((("help", TOLD), ("rules", EMPTY), ("rules", EMPTY)), False),
        ((("help", EMPTY), ("rules", EMPTY)), True),
    ],
)
def test_one_more_page_takes_nothing_away_of_what_another_earned(
    quotes: tuple[tuple[str, str], ...], asked: bool
) -> None:
    evidence = tuple(Evidence(view, f"https://shop.example/{view}", quote) for view, quote in quotes)
    answer = Answer(Outcome.YES, Text("写明", "stated"), evidence=evidence)
    assert quotes_unstated(checks()["complaints.complaint_steps"], answer) is asked
