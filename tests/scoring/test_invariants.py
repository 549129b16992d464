"""What must hold whatever is found: the invariants of the scoring model, on random standards and on the real one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.table_builder import build_dataclass
from crawler.vocabulary import Device
from probes.finding import Finding, Outcome
from probes.probe import Check
from scoring.decisions.decision import Decision
from scoring.red_lines import Raised, RedLineState
from scoring.score import Stage, export_verdict, recompute_scores, score_verdicts
from scoring.standard_tables import ItemClass, RedLine, Standard, Verdict
from scoring.verdict import ItemVerdict, judge_items
from tests.rules import real_standard
from tests.scoring.made import WALLS, checks_of, find, findings_of, random_small, unseen

REAL = real_standard()
REAL_CHECKS = checks_of(REAL)
World = tuple[Standard, tuple[Check, ...], tuple[Finding, ...], Random]


def world(seed: int) -> World:
    """Nine worlds in ten are small standards, the tenth is the real one."""
    random = Random(seed)
    standard = REAL if seed % 10 == 0 else random_small(random)
    checks = REAL_CHECKS if standard is REAL else checks_of(standard)
    return standard, checks, findings_of(checks, random), random


seeds = st.integers(min_value=0, max_value=2**32)
often = settings(max_examples=150, deadline=None)


def fails(verdicts: Iterable[ItemVerdict]) -> set[str]:
    return {
        verdict.item
        for verdict in verdicts
        if verdict.verdict is Verdict.FAIL or (verdict.suggested and verdict.suggested.verdict is Verdict.FAIL)
    }


@often
@given(seeds)
def test_the_interval_holds_and_closes_when_all_is_decided(seed: int) -> None:
    standard, checks, findings, random = world(seed)
    verdicts = judge_items(standard, checks, findings)
    raised = [Raised(line.id, random.choice(tuple(RedLineState))) for line in standard.red_lines]
    for stage in score_verdicts(standard, verdicts, raised, random.randint(0, 9)).values():
        for found in (stage.score, *stage.chapters.values(), *(preset for preset, _ in stage.presets.values())):
            assert 0 <= found.low <= found.high <= 100
            assert 0 <= found.coverage <= 1
            if found.coverage == 1:
                assert found.low == pytest.approx(found.high)
                assert found.value == pytest.approx(found.low)


@often
@given(seeds)
@example(4427)  # guesses of both looks fail an item of which another loss waits for its second look
def test_what_may_be_there_all_the_same_never_makes_an_item_fail_or_lose(seed: int) -> None:
    standard, checks, findings, random = world(seed)
    before = {verdict.item: verdict for verdict in judge_items(standard, checks, findings)}
    open_ = tuple(
        replace(finding, answer=replace(finding.answer, ceiling=1.0))
        if finding.outcome is Outcome.YES and random.random() < 0.5
        else finding
        for finding in findings
    )
    after = judge_items(standard, checks, open_)
    assert fails(after) <= fails(before.values())
    # A cap with a floor excuses: what may be there all the same may take the excuse away, and with it what the floor gave.
    excused = {item.id for item in standard.items if any(cap.at_least is not None for cap in item.caps)}
    firm = [verdict for verdict in after if verdict.item not in excused]
    assert [(verdict.item, verdict.low) for verdict in firm] == [
        (verdict.item, before[verdict.item].low) for verdict in firm
    ]
    assert [verdict.item for verdict in after if verdict.low > before[verdict.item].low + 1e-9] == []
    narrower = {verdict.item for verdict in after if verdict.high < before[verdict.item].high - 1e-9}
    assert {item for item in narrower if not before[item].unconfirmed} == set()  # a loss nobody confirmed is won there


@often
@given(seeds)
def test_every_item_is_judged_in_order_and_within_its_bounds(seed: int) -> None:
    standard, checks, findings, _ = world(seed)
    verdicts = judge_items(standard, checks, findings)
    assert [verdict.item for verdict in verdicts] == [item.id for item in standard.items]
    for verdict in verdicts:
        assert 0 <= verdict.low <= verdict.high <= 1
        assert (verdict.value is not None) is verdict.verdict.decided
        if verdict.value is not None:
            assert verdict.low <= verdict.value <= verdict.high
        assert verdict.because.zh
        assert verdict.because.en
        assert verdict.verdict is not Verdict.TO_CONFIRM or verdict.question


@often
@given(seeds)
@example(104826)  # guesses of both looks fail an item; what waited for its second look is not seen at all
def test_seeing_less_never_raises_the_lower_bound_nor_makes_a_fail(seed: int) -> None:
    standard, checks, findings, random = world(seed)
    before = judge_items(standard, checks, findings)
    share, wall = random.choice((0.05, 0.3, 1.0)), unseen(random.choice(WALLS))
    blind = tuple(replace(finding, answer=wall) if random.random() < share else finding for finding in findings)
    after = judge_items(standard, checks, blind)
    assert fails(after) <= fails(before)
    for was, now in zip(before, after, strict=True):
        if was.verdict is not Verdict.NOT_APPLICABLE:
            assert now.low <= was.low + 1e-9, f"{was.item}: {was} -> {now}"
    old, new = score_verdicts(standard, before), score_verdicts(standard, after)
    for stage in Stage:
        assert new[stage].score.low <= old[stage].score.low + 1e-9


@often
@given(seeds)
def test_losing_one_view_never_raises_the_lower_bound_nor_makes_a_fail(seed: int) -> None:
    standard, checks, findings, random = world(seed)
    lost = {check.id for check in checks if random.random() < 0.4}
    device, look = random.choice(tuple(Device)), random.choice((1, 2))
    blind = tuple(
        replace(finding, answer=unseen())
        if finding.probe in lost and (finding.device, finding.look) == (device, look)
        else finding
        for finding in findings
    )
    before, after = judge_items(standard, checks, findings), judge_items(standard, checks, blind)
    assert fails(after) <= fails(before)
    for stage in Stage:
        old, new = score_verdicts(standard, before)[stage].score, score_verdicts(standard, after)[stage].score
        assert new.low <= old.low + 1e-9


@often
@given(seeds)
def test_walls_and_timeouts_alone_give_no_fail_no_score_no_grade(seed: int) -> None:
    standard, checks, _, random = world(seed)
    findings = tuple(
        find(check.id, device, look, unseen(random.choice(WALLS)))
        for check in checks
        for device in Device
        for look in (1, 2)
    )
    verdicts = judge_items(standard, checks, findings)
    assert not [verdict for verdict in verdicts if verdict.value is not None or verdict.suggested]
    for stage in score_verdicts(standard, verdicts).values():
        assert stage.score.value is None
        assert stage.grade.best is stage.grade.worst is None


@often
@given(seeds)
def test_order_does_not_matter(seed: int) -> None:
    standard, checks, findings, random = world(seed)
    decisions = [
        Decision(
            random.choice(standard.items).id,
            Verdict.PARTIAL,
            random.choice((0.3, 0.5, 0.95)),
            who,
            f"t{when}",
            "见证据",
        )
        for who in "甲乙丙"
        for when in (1, 2)
    ]
    verdicts = judge_items(standard, checks, findings, decisions)
    shuffled, again = list(findings), list(decisions)
    random.shuffle(shuffled)
    random.shuffle(again)
    assert judge_items(standard, checks, shuffled, again) == verdicts
    mixed = list(verdicts)
    random.shuffle(mixed)
    assert {k: v.score for k, v in score_verdicts(standard, mixed).items()} == {
        k: v.score for k, v in score_verdicts(standard, verdicts).items()
    }


@often
@given(seeds)
def test_the_export_alone_gives_the_same_scores(seed: int) -> None:
    standard, checks, findings, random = world(seed)
    decided = random.choice(standard.items).id
    verdicts = judge_items(standard, checks, findings, [Decision(decided, Verdict.PASS, 1.0, "甲", "t", "见证据")])
    items = json.loads(json.dumps([export_verdict(standard, verdict) for verdict in verdicts]))
    again = recompute_scores(items, standard.coverage.value_from, 2.0)
    for stage, found in score_verdicts(standard, verdicts, (), 2).items():
        assert again[stage].low == pytest.approx(found.score.low, abs=1e-9)
        assert again[stage].high == pytest.approx(found.score.high, abs=1e-9)
        assert again[stage].coverage == pytest.approx(found.score.coverage, abs=1e-9)
        assert again[stage].value == pytest.approx(found.score.value, abs=1e-9)


@often
@given(seeds)
def test_the_automatic_score_rests_on_observed_items_alone(seed: int) -> None:
    standard, checks, findings, random = world(seed)
    verdicts = judge_items(standard, checks, findings)
    others = [item.id for item in standard.items if item.item_class is not ItemClass.OBSERVED]
    decisions = [Decision(id, Verdict.PASS, 1.0, "甲", "t", "见证据") for id in others]
    decisions.append(Decision(random.choice(standard.items).id, Verdict.FAIL, 0.0, "甲", "u", "见证据"))
    decided = judge_items(standard, checks, findings, decisions)
    auto = score_verdicts(standard, decided)[Stage.AUTO].score
    assert auto == score_verdicts(standard, verdicts)[Stage.AUTO].score
    removed = {verdict.item for verdict in verdicts if verdict.verdict is Verdict.NOT_APPLICABLE}
    live = [item for item in standard.items if item.id not in removed]
    observed = sum(item.weight for item in live if item.item_class is ItemClass.OBSERVED)
    if live:
        assert auto.coverage <= observed / sum(item.weight for item in live) + 1e-9


@often
@given(seeds)
def test_deciding_an_unknown_item_moves_only_the_bounds_it_may(seed: int) -> None:
    standard, checks, findings, _ = world(seed)
    verdicts = judge_items(standard, checks, findings)
    unknown = next(
        (verdict for verdict in verdicts if not verdict.verdict.decided and (verdict.low, verdict.high) == (0.0, 1.0)),
        None,
    )
    if unknown is None:
        return

    def bounds(verdict: Verdict, value: float | None) -> tuple[float, float, float]:
        decision = Decision(unknown.item, verdict, value, "甲", "t", "见证据")
        found = score_verdicts(standard, judge_items(standard, checks, findings, [decision]))[Stage.FINAL].score
        return found.low, found.high, found.coverage

    before = score_verdicts(standard, verdicts)[Stage.FINAL].score
    low, high, _ = bounds(Verdict.PASS, 1.0)
    assert low > before.low
    assert high == pytest.approx(before.high)
    low, high, _ = bounds(Verdict.FAIL, 0.0)
    assert low == pytest.approx(before.low)
    assert high < before.high
    weight, whole = (
        standard.by_id[unknown.item].weight,
        sum(
            standard.by_id[verdict.item].weight for verdict in verdicts if verdict.verdict is not Verdict.NOT_APPLICABLE
        ),
    )
    if whole - weight > 1e-6:
        low, _, coverage = bounds(Verdict.NOT_APPLICABLE, None)
        assert low * (whole - weight) == pytest.approx(before.low * whole)
        assert coverage * (whole - weight) == pytest.approx(before.coverage * whole)


@often
@given(seeds)
def test_red_lines_and_deductions_never_change_an_item(seed: int) -> None:
    standard, checks, findings, _ = world(seed)
    lines = [
        {
            "id": line.id,
            "trigger": {"zh": "触", "en": "t"},
            "basis": "x",
            "cap": "D",
            "raised_by": [{"probe": check.id, "is": "no"}],
        }
        for line, check in zip(standard.red_lines, checks, strict=False)
    ]
    other = replace(standard, red_lines=tuple(build_dataclass(RedLine, line) for line in lines))
    assert judge_items(other, checks, findings) == judge_items(standard, checks, findings)
    verdicts = judge_items(standard, checks, findings)
    raised = [Raised(line.id, RedLineState.CONFIRMED) for line in standard.red_lines]
    plain, struck = (
        score_verdicts(standard, verdicts)[Stage.FINAL],
        score_verdicts(standard, verdicts, raised, 9)[Stage.FINAL],
    )
    assert struck.chapters == plain.chapters
    assert struck.score.low <= plain.score.low
    assert struck.score.high <= plain.score.high


@often
@given(seeds)
def test_a_fail_has_two_looks_on_both_devices_behind_it(seed: int) -> None:
    """Dropping every second look, or a whole device, leaves no fail at all."""
    standard, checks, findings, _ = world(seed)
    assert not fails(judge_items(standard, checks, [finding for finding in findings if finding.look == 1]))


@pytest.mark.parametrize("outcome", [Outcome.NO, Outcome.YES])
def test_weights_sum_to_a_hundred_in_every_preset(outcome: Outcome) -> None:
    for preset in REAL.presets:
        assert sum(REAL.weights(preset).values()) == pytest.approx(100, abs=1e-9)
