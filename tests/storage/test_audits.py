"""An audit is kept once and whole, comes back equal, and is found by the first letters of its id."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from crawler.vocabulary import Device
from probes.finding import Answer, Evidence, Finding, Outcome, Text, Value, yes
from scoring.decisions.decision import Decision
from scoring.grade_range import Grade
from scoring.red_lines import Raised, RedLineState
from scoring.score import Score, Stage, StageScore
from scoring.standard_tables import Verdict
from scoring.verdict import CheckResult, ItemVerdict, Judgement, Suggestion
from storage.audit_list import find_audit, find_audit_and_newest, list_audits, list_platform_audits
from storage.audits import load_audit, save_audit
from storage.db.codec import decode_record, encode_record
from storage.db.session import Store
from storage.db.tables import FindingRow, ScoreRow, VerdictRow, VisitState
from storage.errors import Ambiguous, NotFound
from storage.visits.audit import Audit
from storage.visits.visits import begin_visit
from tests.storage.seen import NASTY, PLATFORM, a_site, keep_all

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SAID = Text(f"首页写着「{NASTY}」", "The home page says so")
VALUES: Mapping[str, Value] = {"chars": 12, "share": 0.5, "words": ("甲", "乙"), "none": None, "yes": True}


def a_finding(number: int) -> Finding:
    shown = Evidence("v1", "https://shop.example/", NASTY, "#a", None, "ab" * 32)
    answer = dataclasses.replace(yes(SAID.zh, SAID.en, shown, fraction=0.8, values=VALUES), reason=NASTY)
    return Finding(f"f{number}", "disclosure.licence_link", Device.MOBILE, 1, answer)


VERDICT = ItemVerdict(
    item="first",
    verdict=Verdict.TO_CONFIRM,
    value=None,
    low=0.25,
    high=1.0,
    because=SAID,
    suggested=Suggestion(Verdict.PASS, 1.0),
    question=SAID,
    reason="judgement",
    hint=SAID,
    looks=2,
    checks=(CheckResult("a", 30.0, 35.0, Outcome.YES, ("f1", "f2"), "", "1 of 2"),),
    unconfirmed=("f2",),
    confirmed=True,
    machine=Judgement(Verdict.FAIL, 0.0, 0.0, 0.5),
)
GRADE = Grade("AA", "B", "range", unfit=True, capped_by=("R1",))


def a_stage(stage: Stage, value: float | None) -> StageScore:
    score = Score(value, 1 / 3, 0.1 + 0.2, 89.8)
    return StageScore(stage, score, GRADE, {"disclosure": score}, {"even": (score, GRADE)})


def an_audit(visit: str, **changes: object) -> Audit:
    audit = Audit(
        visit=visit,
        ruleset="cd" * 32,
        created_at=AT,
        findings=(a_finding(1), a_finding(2)),
        verdicts=(VERDICT, dataclasses.replace(VERDICT, item="second", verdict=Verdict.PASS, value=1.0)),
        scores={Stage.AUTO: a_stage(Stage.AUTO, None), Stage.PROV: a_stage(Stage.PROV, 200 / 3)},
        red_lines=(Raised("R1", RedLineState.SUSPECTED, ("f1",)),),
        decisions=(Decision("first", Verdict.FAIL, 0.0, "甲", "2026-11-24T10:00:00+08:00", "所见如此", ("v1",)),),
        facts={"by": {"person": None, "body": "协会"}, "engine": {"xuncha": "0.1.0"}},
    )
    return dataclasses.replace(audit, **changes)  # type: ignore[arg-type]  # fields by name, checked by the constructor


async def a_visit(store: Store, url: str = PLATFORM.url) -> str:
    platform = dataclasses.replace(PLATFORM, url=url)
    keeper = await begin_visit(store, platform, {})
    site = dataclasses.replace(a_site(2), platform=platform)
    await keep_all(keeper, site)
    await keeper.finish(site)
    return keeper.id


async def test_an_audit_comes_back_equal(store: Store) -> None:
    audit = an_audit(await a_visit(store))
    assert await save_audit(store, audit) == audit.id
    assert await load_audit(store, audit.id) == audit


async def test_an_empty_audit_comes_back_equal(store: Store) -> None:
    audit = Audit(await a_visit(store), "cd" * 32, AT, (), (), {})
    await save_audit(store, audit)
    assert await load_audit(store, audit.id) == audit


async def test_an_audit_is_never_changed(store: Store) -> None:
    audit = an_audit(await a_visit(store))
    await save_audit(store, audit)
    with pytest.raises(IntegrityError):
        await save_audit(store, dataclasses.replace(audit, verdicts=()))
    assert await load_audit(store, audit.id) == audit


async def test_an_audit_of_no_visit_or_with_one_fault_is_not_kept_at_all(store: Store) -> None:
    with pytest.raises(IntegrityError):
        await save_audit(store, an_audit("0" * 16))
    twice = an_audit(await a_visit(store), findings=(a_finding(1), a_finding(1)))
    with pytest.raises(IntegrityError):
        await save_audit(store, twice)
    with pytest.raises(NotFound):
        await load_audit(store, twice.id)


async def test_answers_and_scores_can_be_asked_for(store: Store) -> None:
    await save_audit(store, an_audit(await a_visit(store)))
    async with store.reading() as session:
        found = (await session.scalars(select(FindingRow).where(FindingRow.probe == "disclosure.licence_link"))).all()
        passed = (await session.scalars(select(VerdictRow.item).where(VerdictRow.verdict == "pass"))).all()
        scores = (await session.execute(select(ScoreRow.stage, ScoreRow.value, ScoreRow.coverage, ScoreRow.low))).all()
    assert {(row.outcome, row.fraction, row.device) for row in found} == {("yes", 0.8, "mobile")}
    assert passed == ["second"]
    assert sorted(map(tuple, scores)) == [("auto", None, 1 / 3, 0.1 + 0.2), ("prov", 200 / 3, 1 / 3, 0.1 + 0.2)]


async def test_lists_show_the_newest_first_with_scores(store: Store) -> None:
    visit, other = await a_visit(store), await a_visit(store, "https://other.example/")
    first = an_audit(visit)
    await save_audit(store, first)
    again = an_audit(visit, created_at=AT + timedelta(days=1), rejudged_from=first.id, ruleset="ef" * 32)
    await save_audit(store, again)
    elsewhere = an_audit(other, created_at=AT - timedelta(days=1))
    await save_audit(store, elsewhere)
    listed = await list_audits(store)
    assert [line.audit for line in listed] == [again.id, first.id, elsewhere.id]
    assert [line.audit for line in await list_audits(store, 1)] == [again.id]
    assert [line.audit for line in await list_platform_audits(store, PLATFORM.url)] == [again.id, first.id]
    assert await list_platform_audits(store, "https://nobody.example/") == ()
    line = listed[0]
    assert (line.url, line.name, line.state, line.views) == (PLATFORM.url, PLATFORM.name, VisitState.DONE, 2)
    assert (line.rejudged_from, line.ruleset, line.created_at) == (first.id, "ef" * 32, again.created_at)
    assert line.scores == {stage: score.score for stage, score in again.scores.items()}


async def test_an_audit_is_found_by_its_first_letters(store: Store) -> None:
    visit = await a_visit(store)
    for name in ("aaaa111122223333", "aaaa999922223333"):
        await save_audit(store, an_audit(visit, id=name, created_at=AT + timedelta(days=name[4] == "9")))
    assert (await find_audit(store, "aaaa1")).audit == "aaaa111122223333"
    assert (await find_audit(store, " AAAA9 ")).audit == "aaaa999922223333"
    assert (await find_audit(store, visit)).audit == "aaaa999922223333"  # a visit's newest judgement
    for asked in ("aaaa111122223333", "aaaa1", visit, visit[:12], "aaaa999922223333"):
        listed, newest = await find_audit_and_newest(store, asked)
        assert (listed, newest) == (await find_audit(store, asked), await find_audit(store, visit))
    with pytest.raises(Ambiguous, match="aaaa999922223333, aaaa111122223333"):
        await find_audit(store, "aaaa")
    for nothing in ("", "%", "a_aa", "aaaa1111222233334", "../x", "'; --"):
        with pytest.raises(NotFound):
            await find_audit(store, nothing)


async def test_an_interrupted_visit_is_found_too(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, {}) as keeper:
        pass
    line = await find_audit(store, keeper.id[:10])
    assert (line.audit, line.id, line.state, line.scores) == (None, keeper.id, VisitState.INTERRUPTED, {})
    assert line.short == keeper.id[:8]


texts = st.builds(Text, st.text(), st.text())
verdicts = st.builds(
    ItemVerdict,
    value=st.none() | st.floats(0, 1),
    because=texts,
    suggested=st.none() | st.builds(Suggestion),
    question=st.none() | texts,
    hint=st.none() | texts,
    machine=st.none() | st.builds(Judgement),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(verdicts)
def test_any_verdict_comes_back_the_same(made: ItemVerdict) -> None:
    back = decode_record(ItemVerdict, encode_record(made))
    assert repr(back) == repr(made)


def test_an_answer_that_cannot_be_is_refused_when_read() -> None:
    with pytest.raises(ValueError, match="not in 0-1"):
        Answer(Outcome.YES, SAID, fraction=1.5)
