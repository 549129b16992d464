"""The worked example of the scoring model, to the printed decimals."""

from __future__ import annotations

import pytest

from probes.finding import Text
from scoring.decisions.decision import Decision
from scoring.red_lines import Raised, RedLineState
from scoring.score import Score, Stage, StageScore, score_verdicts
from scoring.standard_tables import ItemClass, Verdict
from scoring.verdict import ItemVerdict, Suggestion, _decided
from tests.rules import real_standard

STANDARD = real_standard()
NONE = Text("无", "none")
ONE = dict.fromkeys(("4.2-2", "5.1-3", "5.1-4", "6.3-1", "6.4-1", "7.1-2", "7.3-2"), 1.0) | {
    "5.1-1": 0.5, "5.2-1": 0.7, "6.5-1": 0.5, "7.1-1": 0.6, "7.3-1": 0.5, "7.4-2": 0.5, "10.2-1": 0.5, "10.2-2": 0.4,
}  # fmt: skip
WALLED = {"4.1-2", "4.1-3", "6.1-1", "6.3-4"}
HALF = {"4.2-1", "5.2-2", "6.2-2", "5.1-5", "7.2-1", "6.3-2", "6.5-3", "10.4-1"}
SUGGESTED = {
    item.id: 0.0 if item.id == "10.4-2" else 0.5 if item.id in HALF else 1.0
    for item in STANDARD.items
    if item.item_class is ItemClass.ASSISTED and item.id not in WALLED
}
PERSON = (
    SUGGESTED
    | {"4.1-1": 0.5, "4.1-2": 0.5, "4.1-3": 1.0, "6.1-1": 1.0, "6.3-4": 1.0}
    | {
        item.id: 0.5 if item.id in ("5.2-3", "6.4-3") else 1.0
        for item in STANDARD.items
        if item.item_class is ItemClass.DOCUMENTARY and item.id != "10.1-2"
    }
)
GOODS = {"6.5-1", "6.5-2", "6.5-3", "10.4-1", "10.4-2"}


def said(value: float) -> Verdict:
    return Verdict.PASS if value == 1 else Verdict.FAIL if value == 0 else Verdict.PARTIAL


def machine(id: str, suggest: bool) -> ItemVerdict:
    if id in ONE:
        value = ONE[id]
        return ItemVerdict(id, said(value), value, value, value, NONE, suggested=Suggestion(said(value), value))
    if suggest and id in SUGGESTED:
        suggestion = Suggestion(said(SUGGESTED[id]), SUGGESTED[id])
        return ItemVerdict(id, Verdict.TO_CONFIRM, None, 0.0, 1.0, NONE, suggested=suggestion)
    return ItemVerdict(id, Verdict.INCONCLUSIVE, None, 0.0, 1.0, NONE, reason="blocked")


def scored(
    stage: Stage, persons: bool = False, without: frozenset[str] = frozenset(), raised: tuple[Raised, ...] = ()
) -> StageScore:
    decisions = (
        [Decision(id, said(value), value, "甲", "t", "见证据") for id, value in PERSON.items()] if persons else []
    )
    verdicts = [
        ItemVerdict(item.id, Verdict.NOT_APPLICABLE, None, 0.0, 0.0, NONE)
        if item.id in without
        else _decided(STANDARD, item, machine(item.id, stage is not Stage.AUTO), tuple(decisions))
        for item in STANDARD.items
    ]
    return score_verdicts(STANDARD, verdicts, raised)[stage]


def close(found: Score, value: float, coverage: float, low: float, high: float, decimals: int) -> None:
    near = 0.5 * 10**-decimals
    assert found.value == pytest.approx(value, abs=near)
    assert found.coverage == pytest.approx(coverage, abs=1e-9)
    assert found.low == pytest.approx(low, abs=near)
    assert found.high == pytest.approx(high, abs=near)


def test_the_automatic_run_gives_a_score_and_no_grade() -> None:
    found = scored(Stage.AUTO)
    close(found.score, 76.0, 0.425, 32.3, 89.8, 3)
    assert found.grade.best is None
    assert found.grade.note == "coverage"


def test_a_wall_taken_for_a_fail_would_have_cost_five_points() -> None:
    verdicts = [machine(item.id, False) for item in STANDARD.items]
    verdicts[0] = ItemVerdict(
        verdicts[0].item, Verdict.FAIL, 0.0, 0.0, 0.0, NONE, suggested=Suggestion(Verdict.FAIL, 0.0)
    )
    assert score_verdicts(STANDARD, verdicts)[Stage.AUTO].score.value == pytest.approx(71.0, abs=0.05)


def test_suggestions_widen_coverage_and_give_a_range_of_grades() -> None:
    found = scored(Stage.PROV)
    close(found.score, 74.90, 0.775, 58.05, 80.55, 2)
    assert (found.grade.worst, found.grade.best, found.grade.note) == ("D", "B", "range")


def test_an_assessor_session_gives_one_grade() -> None:
    found = scored(Stage.FINAL, persons=True)
    close(found.score, 76.57, 0.99, 75.80, 76.80, 2)
    assert found.grade.one == "C"


def test_red_lines_withhold_and_cap_the_grade_and_leave_the_score() -> None:
    suspected = scored(Stage.FINAL, True, raised=(Raised("R7", RedLineState.SUSPECTED),))
    assert suspected.grade.best is None
    assert suspected.grade.note == "red_line"
    assert suspected.score.value == pytest.approx(76.57, abs=0.005)
    assert scored(Stage.FINAL, True, raised=(Raised("R7", RedLineState.CONFIRMED),)).grade.one == "C"
    capped = scored(Stage.FINAL, True, raised=(Raised("R2", RedLineState.CONFIRMED),))
    assert (capped.grade.one, capped.grade.capped_by) == ("D", ("R2",))
    assert capped.score == scored(Stage.FINAL, True).score


def test_items_that_do_not_apply_leave_the_rest_to_count() -> None:
    found = scored(Stage.FINAL, True, frozenset(GOODS))
    close(found.score, 78.16, 92.5 / 93.5, 77.33, 78.40, 2)


def test_points_are_taken_off_value_and_bounds_alike() -> None:
    plain, struck = (
        scored(Stage.FINAL, True).score,
        scored(Stage.FINAL, True, raised=(Raised("R14", RedLineState.CONFIRMED),)).score,
    )
    assert plain.value is not None
    assert (struck.value, struck.low, struck.high) == pytest.approx((plain.value - 2, plain.low - 2, plain.high - 2))


def test_three_confirmed_red_lines_are_unfit_whatever_the_score() -> None:
    lines = tuple(Raised(id, RedLineState.CONFIRMED) for id in ("R7", "R8", "R9"))
    assert scored(Stage.FINAL, True, raised=lines).grade.unfit
    with_points = (*lines[:2], Raised("R14", RedLineState.CONFIRMED))
    assert not scored(Stage.FINAL, True, raised=with_points).grade.unfit
