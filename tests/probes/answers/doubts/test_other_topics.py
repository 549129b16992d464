"""A sentence that opens on another business is no answer, whatever words of the subject follow; another sentence may be."""

import pytest

from crawler.vocabulary import Role
from probes.answers.doubts.other_topics import opens_elsewhere
from probes.finding import Answer, Outcome
from tests.eval.table import checks
from tests.eval.topics.words import ask

REPLY = "complaints.first_reply_limit"


def ask_check(id: str, role: Role, said: str) -> Answer:
    return ask((checks()[id],), role, f"投诉与建议\n{said}")[id][0]


@pytest.mark.parametrize(
    ("check", "said", "elsewhere"),
    [
        (REPLY, "版权方来信，五个工作日内答复。", True),
        (REPLY, "2. 入驻申请两日内答复。", True),
        (REPLY, "入驻商家应在两日内答复您。", False),
        (REPLY, "评价投诉两日内答复。", False),
        (REPLY, "我们两日内答复您，评价不会因此被删。", False),
        ("service.points_rules", "积分一百分抵一元。", False),
        ("service.refund_limit", "积分三日内退回。", True),
        ("ordering.receipt_howto", "开票请在订单里申请。", False),
        ("service.response_limit", "如需开票，两日内处理。", True),
        ("service.self_service", "登录后在订单里点申请售后。", False),
        ("ordering.risk_warning", "谨防冒充客服的电话。", False),
        ("service.carriers_named", "谨防冒充顺丰客服的电话。", True),
    ],
)
def test_the_topic_is_known_by_how_a_sentence_opens(check: str, said: str, elsewhere: bool) -> None:
    assert opens_elsewhere(check, said) is elsewhere


def test_of_another_business_alone_a_person_is_asked() -> None:
    found = ask_check(REPLY, Role.COMPLAINT, "版权方来信，两个工作日内答复。")
    assert found.outcome is Outcome.UNSURE


def test_the_sentence_that_is_of_it_is_shown_instead() -> None:
    found = ask_check(REPLY, Role.COMPLAINT, "版权方来信，一个工作日内答复。\n收到投诉后两个工作日内答复您。")
    assert found.outcome is Outcome.YES
    assert ["收到投诉" in piece.quote for piece in found.evidence] == [True]
