"""What a page on another matter states is no absence: a person is asked."""

from __future__ import annotations

import pytest

from crawler.site import Gap, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.rules import real_checks

READ = ("about", "social", "licence", "agreement")
STATED = "乡村振兴频道由平台补贴运费，助力86个县农产品上行。"
AROUND = "入驻流程：提交资料、审核、签约、开店。\n首年免平台服务费，每月结算两次。"


def _paper(role: str, *lines: str) -> View:
    said = ("招商与扶持", *AROUND.split("\n"), *lines)
    return view(role, "\n".join(said), [{"text": line} for line in said], title="招商与扶持", id=f"v-{role}")


def _answered(check: str, *others: View | Gap) -> Answer:
    known = {one.role for one in others}
    lacking = (gap(role, "not_offered") for role in READ if Role(role) not in known)
    shop: Site = site(view("home"), *lacking, *others)
    checks = tuple(one for one in real_checks() if one.id == check)
    found = judge_site(checks, shop, strict=True, profile={})
    return next(finding.answer for finding in found if finding.device == "desktop")


@pytest.mark.parametrize("check", ["inclusion.rural_measures", "inclusion.rural_figures"])
@pytest.mark.parametrize("role", ["seller", "help", "rules", "delivery"])
def test_what_a_page_on_something_else_states_is_shown_to_a_person(check: str, role: str) -> None:
    answer = _answered(check, _paper(role, STATED))
    assert answer.outcome is Outcome.UNSURE
    assert STATED in {piece.quote for piece in answer.evidence}
    assert "讲其他事项的页面" in answer.because.zh


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("seller", ""),
        ("seller", "我们没有乡村振兴频道，也不补贴运费。"),
        ("seller", "某平台的乡村振兴频道由当地政府补贴运费。"),
        ("privacy", STATED),  # speaks of everything there is
        ("product", STATED),
    ],
)
def test_what_none_states_of_this_shop_stays_absent(role: str, said: str) -> None:
    assert _answered("inclusion.rural_measures", _paper(role, said)).outcome is Outcome.NO


def test_its_own_page_needs_no_other_one() -> None:
    answer = _answered("inclusion.rural_measures", _paper("about", STATED))
    assert answer.outcome is Outcome.YES


def test_a_question_on_personal_data_is_answered_by_the_notice_alone() -> None:
    notice = view("privacy", "隐私政策", [{"text": "隐私政策"}, {"text": "我们不收集任何信息。"}], title="隐私政策")
    told = _paper("help", "订单信息保存三年，期满删除。")
    assert _answered("privacy.policy_retention", notice, told).outcome is not Outcome.YES
    assert "讲其他事项的页面" not in _answered("privacy.policy_retention", notice, told).because.zh
