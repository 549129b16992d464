"""What a clause only puts off is not stated; what stands beside it is."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.text.announced import is_unasserted, without_deferred
from tests.eval.recall.wordings import ask, frame

PUT_OFF = (
    "计划明年开放门店自提",
    "本店曾试行过到店自提",
    "鉴定结果由平台最终决定",
    "召回信息请访问监管部门网站",
    "投诉处理规则正在制定中",
    "投诉处理规则为内部文件,不予公开",
    "调解规则另行制定",
    "预约配送功能即将推出",
    "赔付标准以本店最终解释为准",
    "我们不对受理时间作出承诺",
    "平台不保证评分的公正性",
    "结果不再另行通知",
    "审核流程请登录商家后台查看",
    "隐私号功能尚未开通",
)
STATED = (
    "更新后的政策将在本页面公布",
    "本店提供到店自提",
    "鉴定费用由责任方承担",
    "召回的商品请联系客服退款",
    "投诉由专员在3日内处理",
    "您可以预约配送时间",
    "处理结果会短信通知您",
    "本规则自公布之日起施行,修改另行通知",
    "我们保证商品为正品",
)
# What nobody here says of today, and sentences that look like it.
UNASSERTED = (
    "我们计划于明年推出以下安排:买家可以凭单号索赔。",
    "有不少顾客希望:退货由店家上门取件。",
    "用户建议本站增加“七天无理由退货”。",
    "本站不作如下承诺:三日内答复每件投诉。",
    "本站曾实行:破损包赔。",
    "原规则规定:差评可以申诉。",
    "某电商平台的规则写道:卖家应在48小时内发货。",
    "(征求意见稿,尚未生效)投诉由专员处理。",
    "买家可以指定送达时间(该功能正在开发中,敬请期待)。",
    "破损包赔三倍,该政策已经停止。",
    "能不能保证三日内答复?",
    "《电子商务法》第三十二条规定,电子商务平台经营者应当制定平台服务协议。",
)
ASSERTED = (
    "新农人计划简介:免费电商课、免费设计商标。",
    "电池召回计划第二阶段公告:用户可登录官网输入序列号查询。",
    "预计到货时间:12月5日",
    "历史版本:2024年3月版、2023年1月版",
    "网络诈骗举报渠道:请拨打客服电话。",
    "用户建议反馈:请发邮件至客服邮箱。",
    "依据《电子商务法》第五十八条规定,我们先行赔付。",
    "《个人信息保护法》第四十五条规定,您可以通过客服查阅您的信息。",
    "您曾购买的商品:可在订单里再次下单。",
    "怎么退?在订单页点击申请退货。",
    "本规则已经生效,请遵守。",
)


@pytest.mark.parametrize("sentence", UNASSERTED)
def test_what_nobody_here_says_of_today_is_told(sentence: str) -> None:
    assert is_unasserted(sentence)


@pytest.mark.parametrize("sentence", ASSERTED)
def test_what_is_said_of_today_is_no_plan_wish_or_draft(sentence: str) -> None:
    assert not is_unasserted(sentence)


def test_what_is_only_planned_asked_or_over_is_shown_to_a_person() -> None:
    said = {
        "我们计划于明年推出以下安排：买卖双方协商不成的，平台客服介入调解。": Outcome.UNSURE,
        "买卖双方协商不成的，平台客服介入调解，该做法已经停止。": Outcome.UNSURE,
        "买卖双方协商不成的，平台客服能介入调解吗？": Outcome.UNSURE,
        "买卖双方协商不成的，平台客服介入调解，该做法一直有效。": Outcome.YES,
    }
    for sentence, outcome in said.items():
        assert ask("complaints.mediation_rule", frame(Role.HOME), frame(Role.COMPLAINT, sentence)).outcome is outcome


def test_an_answer_that_says_nothing_does_not_state_its_question() -> None:
    asked = "请问贵平台能否做到“采用SSL加密技术保护您的个人信息”？"
    said = {"本页标题只为方便阅读。": Outcome.UNSURE, "是的，我们采用SSL加密传输您的信息。": Outcome.YES}
    for answer, outcome in said.items():
        page = frame(Role.PRIVACY, f"{asked}\n{answer}")
        assert ask("privacy.policy_security", frame(Role.HOME), page).outcome is outcome


@pytest.mark.parametrize("clause", PUT_OFF)
def test_a_clause_that_puts_off_is_left_out_and_its_neighbours_stay(clause: str) -> None:
    assert without_deferred(f"{clause}。") == ""
    assert without_deferred(f"{clause};如有疑问可致电客服") == "如有疑问可致电客服"
    assert without_deferred(f"如有疑问可致电客服;{clause}。") == "如有疑问可致电客服;"


@pytest.mark.parametrize("sentence", STATED)
def test_what_is_stated_stays_as_it_is(sentence: str) -> None:
    assert without_deferred(sentence) == sentence


def test_a_rule_to_come_is_no_rule_and_one_that_is_there_stays_one() -> None:
    said = {
        "平台调解规则另行制定，届时以公告为准。": Outcome.UNSURE,  # spoken of and not laid down: a person is shown it
        "买卖双方协商不成的，平台客服介入调解。": Outcome.YES,
        "买卖双方协商不成的，平台客服介入调解；调解员名单即将公布。": Outcome.YES,
    }
    for sentence, outcome in said.items():
        assert ask("complaints.mediation_rule", frame(Role.HOME), frame(Role.COMPLAINT, sentence)).outcome is outcome
