"""A clause states nothing where it is not the shop today that does it, or nobody does; what stands beside it may."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.answers.doubts.unstated import SCOPES, find_scopes, is_unstated, quotes_unstated
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
    # and what will be then
    "服务评价功能拟于年内开通,届时消费者可以对每次服务作出评价。",
    "投诉进度查询将于明年一季度上线,届时凭编号可查。",
    "评分功能还在开发,到时候聊完就能打分。",
    "进度查询系统拟于2027年启用,启用后消费者可以凭受理编号查询。",
    "待条件具备后,投诉人可以在线查询办理进度。",
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
    # as well as one can, and what a text tells of itself
    "退款我们争取三天内处理,不敢打包票。",
    "投诉处理完以后,我们可能会打电话告诉您结果。",
    "本页将介绍我们多久受理一次投诉。",
    "投诉的流程和时限将在这里说明。",
    # who serves the public or another trade
    "邮政管理局的投诉处理规则见其网站。",
    "拨打运营商热线,按0转人工。",
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
    "我们争取当天解决,最迟不超过五天结案。",
    "本页末尾列出各地消协电话,供您在协商不成时使用。",
    "航空公司取消航班的,我们全额退款给您。",
    "送货前一日短信预约,届时由配送员与您联系。",
    "每月五日公示准时率,届时可在本页查看。",
    "拟退货的,应当在七日内提出,届时本商城安排上门取件。",
    "待查验合格后,本商城于三日内退款。",
    "会话结束后弹出评价,届时请打分。",
)
# One verb, and another object or actor than the check asks about.
OF_ANOTHER = (
    ("complaints.result_limit", "员工投诉由人事部受理,三天内答复,十五天内办结。"),
    ("complaints.mediation_rule", "房屋租赁的纠纷可以申请社区调解。"),
    ("ordering.cancel_ways", "我们向供应商下的订单,可以打电话或者发邮件取消。"),
    ("ordering.refund_time", "入驻保证金在店铺关闭后三十天退回商家账户。"),
    ("ordering.receipt_howto", "请合作商把发票寄到我公司财务部,开票后七天付款。"),
    ("ordering.payment_kinds", "我们给供应商付款用电汇、承兑汇票、支票三种。"),
    ("service.return_steps", "不合格的来料退回供应商:填退料单,联系物流,七天内退款。"),
    ("service.refund_limit", "供应商应在三日内把多付的货款退给我们。"),
    ("service.delivery_record", "进货单由仓库保留三年,供审计查看。"),
    ("service.points_rules", "骑手积分:准时一单得2分,满100分换头盔。"),
    ("trust.review_display_rule", "员工评价按绩效分从高到低排列。"),
    ("privacy.policy_retention", "员工档案离职后保存五年。"),
)
# The same words where a buyer is spoken of, or where the check asks for just that.
OF_BUYERS = (
    ("complaints.result_limit", "您投诉供应商的货有问题,我们十五天内办结。"),
    ("complaints.mediation_rule", "您与商家发生纠纷,可申请平台调解。"),
    ("ordering.cancel_ways", "供应商未发货的,您自己点取消。"),
    ("ordering.refund_time", "定金在取消后三天内原路退回您的支付账户。"),
    ("ordering.receipt_howto", "发票由供应商开具,您在订单详情点“申请发票”即可。"),
    ("ordering.payment_kinds", "本店支持微信、支付宝、银行转账三种付款方式。"),
    ("service.return_steps", "退货寄回总仓,运费商家承担,签收后七天内退款。"),
    ("service.refund_limit", "供应商验收入库之日起5日内退回货款。"),
    ("service.delivery_record", "签收照片和配送轨迹保留一年,您可在订单里查看。"),
    ("service.points_rules", "消费1元得1分,100分抵1元,年底清零。"),
    ("trust.review_process", "供应商提交的产品资料由品类经理审核。"),
    ("trust.coercion_forbidden", "主播、店铺不得以抽奖为诱饵要求观众给好评。"),
    ("privacy.policy_security", "员工入职均须签订保密合同。"),
    ("service.platform_steps_in", "供应商三天不回应,平台直接介入处理。"),
)


@pytest.mark.parametrize("said", UNSTATED)
def test_a_clause_that_nobody_answers_for_states_nothing(said: str) -> None:
    assert is_unstated(said, SCOPES)


@pytest.mark.parametrize("said", STATED)
def test_what_the_shop_does_today_is_stated(said: str) -> None:
    assert not is_unstated(said, SCOPES)


@pytest.mark.parametrize(("check", "said"), OF_ANOTHER)
def test_a_verb_with_another_object_or_actor_states_nothing(check: str, said: str) -> None:
    assert is_unstated(said, find_scopes(check))


@pytest.mark.parametrize(("check", "said"), OF_BUYERS)
def test_what_is_done_for_a_buyer_is_stated(check: str, said: str) -> None:
    assert not is_unstated(said, find_scopes(check))


def test_a_family_is_asked_of_its_own_checks_alone() -> None:
    said = "不合格的来料退回供应商:填退料单。"
    assert is_unstated(said, find_scopes("service.return_steps"))
    assert not is_unstated(said, find_scopes("trust.seller_checks"))


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
