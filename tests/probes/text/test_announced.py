"""What a clause only puts off is not stated; what stands beside it is."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.text.announced import without_deferred
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
