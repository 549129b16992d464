"""A second reader asks where words find nothing, doubts what does not read like it, and decides nothing."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.vocabulary import Role
from probes.answers.doubts.second_reader import read_again
from probes.finding import Answer, Outcome, Text, evidence_on_page
from probes.text.learnt import topic_weights
from tests.cases import build
from tests.eval.recall.wordings import frame
from tests.eval.table import checks
from tests.eval.topics.words import ask, without_weights

LIMITS = "complaints.complaint_limits"
TOLD = "投诉必须在八个班次之内受理并销号。"  # a time that no reader of durations knows


def answer(id: str, role: Role, said: str, *, weights: bool = True) -> Answer:
    check = checks()[id]
    return ask((check if weights else without_weights(check),), role, said)[id][0]


def test_words_no_and_weights_yes_is_asked_with_the_sentence_shown() -> None:
    assert answer(LIMITS, Role.COMPLAINT, TOLD, weights=False).outcome is Outcome.NO
    asked = answer(LIMITS, Role.COMPLAINT, TOLD)
    assert asked.outcome is Outcome.UNSURE
    assert [piece.quote for piece in asked.evidence] == [TOLD]
    assert asked.question == checks()[LIMITS].question


@pytest.mark.parametrize(
    "said",
    [
        "投诉中心今天搬到了三楼东侧。",
        "权利人的知识产权投诉必须在八个班次之内受理并销号。",
        "投诉在登记以后多少个工作日之内销号？",
    ],
)
def test_what_states_nothing_of_it_to_buyers_is_not_asked_about(said: str) -> None:
    assert answer(LIMITS, Role.COMPLAINT, said).outcome is answer(LIMITS, Role.COMPLAINT, said, weights=False).outcome


def doubted(quote: str) -> Answer:
    """What becomes of a yes that rests on that sentence."""
    page = frame(Role.COMPLAINT, quote)
    said = Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(page, quote=quote),), fraction=0.5, ceiling=1.0)
    return read_again(checks()[LIMITS], build.site(frame(Role.HOME), page), said)


def test_a_yes_whose_sentence_does_not_read_like_it_is_asked_about() -> None:
    odd = "会员日抽奖的礼品由各门店自行准备。"
    assert topic_weights.score_topic(LIMITS, odd) < (topic_weights.load_topics()[LIMITS].doubtful or 0)
    asked = doubted(odd)
    assert asked.outcome is Outcome.UNSURE
    assert asked.fraction == 0.5
    assert asked.ceiling is None
    assert [piece.quote for piece in asked.evidence] == [odd]


@pytest.mark.parametrize(
    "said", [TOLD, "投诉類型:物流 受理:當日 辦結:七日", "Complaints are settled within seven days."]
)
def test_a_plain_statement_and_what_it_cannot_read_stay_a_yes(said: str) -> None:
    assert doubted(said).outcome is Outcome.YES


def test_it_decides_nothing() -> None:
    check, page = checks()[LIMITS], frame(Role.COMPLAINT, TOLD)
    site = build.site(frame(Role.HOME), page)
    for outcome in Outcome:
        said = Answer(
            outcome, Text("说", "said"), (evidence_on_page(page, quote=TOLD),), by_absence=outcome is Outcome.NO
        )
        assert read_again(check, site, said).outcome in {outcome, Outcome.UNSURE}
    bad = Answer(Outcome.NO, Text("无", "none"), ())
    assert read_again(check, site, bad) is bad  # no by what was read is no matter of words unknown
    turned = dataclasses.replace(check, good=Outcome.NO)
    assert read_again(turned, site, dataclasses.replace(bad, by_absence=True)).outcome is Outcome.NO
