"""What a page that no role's words named only mentions, or sounds like, is put to a person: no absence stands against it."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import GapReason, Role
from probes.finding import Answer, Outcome
from probes.pages.absence.mentioned import find_mentioned
from probes.probe import Check
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.eval.table import checks

CHECK = checks()["complaints.result_limit"]
STATED = "投诉自受理之日起七个工作日内办结，结果以短信告知您。"
FEEDBACK = checks()["complaints.feedback_promised"]
MENTIONED = "投诉处理结果以平台记录为准。"
SOUNDS = "您反映的情况，我们争取一周之内给出最终处理意见。"


def _shop(said: str, role: Role = Role.OTHER) -> Site:
    frame = (view("home", "示例商城"), view("help", "帮助中心\n今日上新的瓷杯和秋茶，产自海拔八百米的茶园，茶汤清亮。"))
    lacking = {need.role for need in CHECK.probe.reads} - {Role.HOME, Role.HELP}
    return site(
        *frame, view(role, f"商城资讯\n{said}"), *(gap(wanted, GapReason.NOT_OFFERED) for wanted in sorted(lacking))
    )


def _answered(check: Check, said: str) -> Answer:
    return judge_site((check,), _shop(said), strict=True)[0].answer


def test_what_such_a_page_states_is_an_answer() -> None:
    assert _answered(CHECK, STATED).outcome is Outcome.YES
    assert _answered(CHECK, "今日上新的瓷杯。").outcome is Outcome.NO


def test_what_such_a_page_only_mentions_is_a_question_and_no_absence() -> None:
    asked = _answered(FEEDBACK, MENTIONED)
    assert asked.outcome is Outcome.UNSURE
    assert [piece.quote for piece in asked.evidence] == [MENTIONED]


def test_it_is_heard_too_where_it_only_sounds_like_the_thing() -> None:
    assert find_mentioned(CHECK, _shop("今日上新的瓷杯。")) is None
    found = find_mentioned(CHECK, _shop(SOUNDS))
    assert found is not None
    assert found[0].role is Role.OTHER


def test_one_page_more_makes_no_no_of_anything() -> None:
    for said in (STATED, MENTIONED, SOUNDS, "本店不处理投诉。"):
        here = site(*_shop(STATED, Role.COMPLAINT).views, view(Role.OTHER, f"商城资讯\n{said}"))
        assert judge_site((CHECK,), here, strict=True)[0].answer.outcome is Outcome.YES
