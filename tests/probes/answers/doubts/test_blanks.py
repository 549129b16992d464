"""A sentence that was left to be filled in is shown to a person, and proves nothing by itself."""

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.eval.table import checks
from tests.eval.topics.words import ask

AGENT = "service.human_agent"
LIMITS = "complaints.complaint_limits"


def judge_outcome(id: str, role: Role, said: str) -> Outcome:
    return ask((checks()[id],), role, said)[id][0].outcome


@pytest.mark.parametrize(
    ("id", "role", "whole", "blank"),
    [
        (
            AGENT,
            Role.SERVICE,
            "转人工：请致电客服热线 400-201-7788 并按 0 键。",
            "转人工：请致电客服热线 ****** 并按 0 键。",
        ),
        (
            LIMITS,
            Role.COMPLAINT,
            "投诉将在 3 个工作日内受理，15 日内办结。",
            "投诉将在 3 个工作日内受理，15 日内由【 】办结。",
        ),
        (
            LIMITS,
            Role.COMPLAINT,
            "投诉将在 3 个工作日内受理，15 日内办结。",
            "投诉将在 3 个工作日内受理，15 日内由{{dept}}办结。",
        ),
    ],
)
def test_what_was_left_blank_is_asked_about(id: str, role: Role, whole: str, blank: str) -> None:
    assert judge_outcome(id, role, whole) is Outcome.YES
    assert judge_outcome(id, role, blank) is Outcome.UNSURE


@pytest.mark.parametrize(
    "said",
    [
        "投诉人的手机号将显示为 138****2046，投诉 3 个工作日内受理，15 日内办结。",
        "XXL 码衣物的投诉 3 个工作日内受理，15 日内办结。",
    ],
)
def test_masked_numbers_and_sizes_are_no_blanks(said: str) -> None:
    assert judge_outcome(LIMITS, Role.COMPLAINT, said) is Outcome.YES
