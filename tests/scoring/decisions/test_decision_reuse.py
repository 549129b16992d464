"""Decisions hold on their own visit, and later only while what they stood on is seen again and says the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from crawler.site import Box
from crawler.vocabulary import Device
from probes.finding import Evidence, Finding
from probes.probe import Check
from scoring.decisions import decision_reuse
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.decisions.decision_basis import decision_grounds, hash_basis, line_grounds
from scoring.decisions.decision_reuse import JudgingMoment
from scoring.decisions.red_line_rulings import rule_red_lines
from scoring.red_lines import Raised, RedLineState
from scoring.score import Stage, reached_stage, score_verdicts
from scoring.standard_tables import Standard, Verdict
from scoring.verdict import judge_items
from tests.scoring.made import NO, UNSURE, YES, check, everywhere, find, findings_of, item, random_small, small, unseen

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ITEM = "1.1-1"
STANDARD = small(
    item(points=(60,), marks=(50, 30), **{"class": "assisted"}), item("1.1-2", (), (0, 0), **{"class": "documentary"})
)
CHECKS = [check("made.a", (ITEM, "a", 60))]
SEEN = everywhere("made.a", UNSURE)


def now(days: float = 30, visit: str = "v2") -> JudgingMoment:
    return JudgingMoment(visit, AT + timedelta(days=days), 365)


def decided(findings: Iterable[Finding] = SEEN, of: str = ITEM, verdict: str = "fail", **more: object) -> Decision:
    ground = decision_grounds(STANDARD, CHECKS, findings)[of]
    value = {"fail": 0.0, "pass": 1.0}[verdict]
    made = Decision(of, Verdict(verdict), value, "甲", AT.isoformat(), "看过页面", visit="v1", basis=ground.basis)
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]  # fields by name, checked by the constructor


def held(decision: Decision, findings: Iterable[Finding], at: JudgingMoment) -> tuple[Decision, ...]:
    return decision_reuse.carry_items([decision], decision_grounds(STANDARD, CHECKS, findings), at)


def test_it_holds_on_its_own_visit_and_is_marked_on_a_later_one() -> None:
    (own,) = held(decided(), SEEN, now(-1, "v1"))
    assert not own.carried
    (later,) = held(decided(), SEEN, now())
    assert later.carried
    (verdict, _) = judge_items(STANDARD, CHECKS, SEEN, [later])
    assert (verdict.verdict, verdict.confirmed) == (Verdict.FAIL, True)
    assert verdict.because.zh == "沿用 2026-11-25 甲的结论：看过页面"
    assert verdict.because.en == "carried over from 甲's decision of 2026-11-25: 看过页面"


def test_it_holds_for_so_many_days_and_never_backwards() -> None:
    assert held(decided(), SEEN, now(365))
    assert not held(decided(), SEEN, now(365.01))
    assert not held(decided(), SEEN, now(-0.01))


@pytest.mark.parametrize(
    "other", [everywhere("made.a", YES), everywhere("made.a", NO), everywhere("made.a", unseen()), [], SEEN[:2]]
)
def test_it_ends_where_what_it_stood_on_is_another(other: list[Finding]) -> None:
    assert not held(decided(), other, now())
    assert not held(decided(), other, now(0, "v1"))  # the rules have moved: asked again too


@pytest.mark.parametrize("verdict", ["fail", "pass"])
def test_what_could_not_be_seen_either_time_is_asked_again(verdict: str) -> None:
    """A person opened by hand what was walled; behind the same wall later nothing is carried over, on the visit itself it holds."""
    walled = everywhere("made.a", unseen("blocked"))
    for findings in (walled, [], [*walled[:2], *SEEN[2:]]):
        assert not held(decided(findings, verdict=verdict), findings, now())
        assert held(decided(findings, verdict=verdict), findings, now(0, "v1"))


def test_what_only_documents_prove_holds_without_findings() -> None:
    paper = decided(of="1.1-2", verdict="pass")
    assert held(paper, SEEN, now())
    assert held(paper, [], now())
    assert not held(paper, [], now(366))


def test_pictures_places_and_names_of_views_do_not_matter_words_and_figures_do() -> None:
    def finding(**changes: object) -> Finding:
        shown = Evidence("v1", "https://a.example/", "投诉", "#a", Box(1, 2, 3, 4), "ab" * 32)
        answer = dataclasses.replace(YES, evidence=(dataclasses.replace(shown, **changes),), values={"n": 1})  # type: ignore[arg-type]  # fields by name, checked by the constructor
        return find("made.a", Device.DESKTOP, 1, answer)

    one = finding()
    same = finding(view="v9", url="https://a.example/?s=1", selector="#b", box=None, sha256="cd" * 32)
    assert hash_basis([one]) == hash_basis([same]) == hash_basis([one, dataclasses.replace(one, id="f9", look=2)])
    assert hash_basis([finding(quote="举报")]) != hash_basis([one])
    answer = dataclasses.replace(one.answer, values={"n": 2})
    assert hash_basis([dataclasses.replace(one, answer=answer)]) != hash_basis([one])


def test_a_decision_on_this_visit_replaces_what_is_carried() -> None:
    table = decision_grounds(STANDARD, CHECKS, SEEN)
    old, older = decided(), decided(visit="v0", at=(AT - timedelta(days=9)).isoformat(), verdict="pass", assessor="乙")
    assert decision_reuse.carry_items([older, old], table, now()) == (dataclasses.replace(old, carried=True),)
    new = decided(visit="v2", verdict="pass", assessor="乙", at=(AT + timedelta(days=40)).isoformat())
    assert decision_reuse.carry_items([older, old, new], table, now()) == (new,)
    stood = decided(visit="v2", basis="1:other", at=(AT + timedelta(days=40)).isoformat())
    assert decision_reuse.carry_items([older, old, stood], table, now()) == ()


def test_a_visit_that_goes_on_from_another_owns_its_decisions() -> None:
    """What a person added by hand moves no findings of other items: their decisions stay, though they were made after the visit."""
    late = decided(at=(AT + timedelta(days=3)).isoformat())
    after = dataclasses.replace(now(0), continued=frozenset({"v1"}))
    assert held(late, SEEN, after) == (late,)
    assert held(late, everywhere("made.a", YES), after) == ()
    assert held(late, SEEN, now(0)) == ()


def test_unknown_items_are_left_out() -> None:
    gone = dataclasses.replace(decided(), item="9.9-9")
    assert decision_reuse.carry_items([gone], decision_grounds(STANDARD, CHECKS, SEEN), now(0, "v1")) == ()


def test_a_carried_decision_makes_no_fail_and_no_points_of_what_is_not_seen() -> None:
    """Whatever is hidden the second time: the item is as if nobody had ever decided it, or decided on the very same findings."""
    random = Random(7)
    for _ in range(150):
        standard: Standard = random_small(random)
        checks: list[Check] = [
            check(f"made.{line.id}_{part.id}", (line.id, part.id, part.points))
            for line in standard.items
            for part in line.checks
        ]
        checks.append(check("made.named"))
        findings = findings_of(checks, random)
        table = decision_grounds(standard, checks, findings)
        said = [
            Decision(line.id, verdict, 1.0 if verdict is Verdict.PASS else 0.0, "甲", AT.isoformat(), "见", visit="v1", basis=table[line.id].basis)
            for line in standard.items
            for verdict in [random.choice((Verdict.PASS, Verdict.FAIL))]
        ]  # fmt: skip
        hidden = random.choice(checks).id
        later = [
            dataclasses.replace(finding, answer=unseen()) if finding.probe == hidden else finding
            for finding in findings
        ]
        used = decision_reuse.carry_items(said, decision_grounds(standard, checks, later), now())
        touched = {count.item for other_check in checks if other_check.id == hidden for count in other_check.counts}
        touched |= {line.id for line in standard.items if any(part.probe == hidden for part in line.conditions)}
        present = {finding.probe for finding in findings}
        assert not {decision.item for decision in used} & (touched if hidden in present else set())


# -- red lines and profile -------------------------------------------------------------------------------------------------


def ruled(confirmed: bool = True, who: str = "甲", at: str = "1", second: str = "") -> LineDecision:
    return LineDecision("R7", confirmed, who, at, "看过", second)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([ruled()], "lone"),
        ([ruled(second="a2")], "confirmed"),
        ([ruled(False)], "cleared"),
        ([ruled(second="a2"), ruled(False, "乙", "2")], "dispute"),
        ([ruled(second="a2"), ruled(False, "乙", "2"), ruled(True, "丙", "3")], "confirmed"),
        ([ruled(second="a2"), ruled(False, "乙", "2"), ruled(False, "丙", "3")], "cleared"),
        ([ruled(second="a2"), ruled(False, at="2")], "cleared"),
    ],
)
def test_a_red_line_needs_a_person_and_two_audits(said: list[LineDecision], state: str) -> None:
    found = rule_red_lines(said)
    assert found.confirmed == ({"R7"} if state == "confirmed" else set())
    assert found.cleared == ({"R7"} if state == "cleared" else set())
    assert found.suspected == ({"R7"} if state in ("lone", "dispute") else set())
    assert found.lone == ({"R7"} if state == "lone" else set())


def test_a_confirmed_red_line_is_not_carried_to_a_visit_that_does_not_raise_it() -> None:
    raised = Raised("R7", RedLineState.SUSPECTED, tuple(finding.id for finding in SEEN))
    table = line_grounds([raised], SEEN)
    said = LineDecision("R7", True, "甲", AT.isoformat(), "看过", "a2", visit="v1", basis=table["R7"].basis)
    assert decision_reuse.carry_lines([said], table, now()) == (dataclasses.replace(said, carried=True),)
    silent = line_grounds([Raised("R7", RedLineState.NONE)], SEEN)
    assert decision_reuse.carry_lines([said], silent, now()) == ()
    by_hand = dataclasses.replace(said, basis=silent["R7"].basis)
    assert decision_reuse.carry_lines([by_hand], silent, now(0, "v1")) == (by_hand,)
    assert decision_reuse.carry_lines([by_hand], silent, now()) == ()


def test_two_persons_who_differ_leave_the_profile_to_what_else_tells_it() -> None:
    def flag(value: bool, who: str, at: str = "1") -> FlagDecision:
        return FlagDecision("goods", value, who, at, "看过")

    assert decision_reuse.carry_profile([flag(True, "甲")]) == {"goods": True}
    assert decision_reuse.carry_profile([flag(True, "甲"), flag(False, "乙")]) == {}
    assert decision_reuse.carry_profile([flag(True, "甲"), flag(False, "乙"), flag(False, "丙", "2")]) == {
        "goods": False
    }
    kept = FlagDecision("goods", False, "甲", AT.isoformat(), "看过", visit="v1")
    assert decision_reuse.carry_flags([kept], now())[0].carried
    assert decision_reuse.carry_flags([kept], now(366)) == ()


# -- stages ----------------------------------------------------------------------------------------------------------------


def test_the_score_is_final_once_nothing_waits() -> None:
    first, paper = decided(), decided(of="1.1-2", verdict="pass")
    for said, stage in (([], Stage.PROV), ([first], Stage.PROV), ([first, paper], Stage.FINAL)):
        verdicts = judge_items(STANDARD, CHECKS, SEEN, said)
        assert reached_stage(verdicts) is stage
    final = score_verdicts(STANDARD, verdicts)[Stage.FINAL]
    assert (final.score.value, final.score.coverage, final.grade.one) == (50.0, 1.0, "D")
    assert not any(verdict.confirmed for verdict in judge_items(STANDARD, CHECKS, everywhere("made.a", YES)))
