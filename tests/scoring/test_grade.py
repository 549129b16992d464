"""Which grade, range or silence follows from coverage and interval, and what a stage counts."""

from __future__ import annotations

import pytest

from probes.finding import Text
from scoring.decisions.decision import Decision
from scoring.grade_range import grade_band, grade_range
from scoring.red_lines import Raised, RedLineState
from scoring.score import Stage, score_verdicts
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, Suggestion, judge_items
from tests.rules import real_standard
from tests.scoring.made import NO as BAD
from tests.scoring.made import YES as GOOD
from tests.scoring.made import check, everywhere, item, said, small

STANDARD = real_standard()
NONE = Text("无", "none")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(100, "A"), (90, "A"), (89.999, "B"), (80, "B"), (79.9, "C"), (70, "C"), (69.9, "D"), (0, "D")],
)
def test_bands(value: float, expected: str) -> None:
    assert grade_band(STANDARD, value) == expected


@pytest.mark.parametrize(
    ("low", "high", "coverage", "complete", "worst", "best", "note"),
    [
        (32.3, 89.8, 0.425, False, None, None, "coverage"),
        (58.0, 80.5, 0.6, False, "D", "B", "range"),
        (75.0, 76.0, 0.79, True, "C", "C", "range"),
        (75.0, 85.0, 0.95, False, "C", "B", "conditions"),
        (75.0, 76.0, 0.80, True, "C", "C", "one"),
        (79.0, 81.0, 0.95, True, "C", "C", "evidence"),
        (95.0, 95.0, 1.0, True, "A", "A", "one"),
    ],
)
def test_coverage_and_interval_decide_what_may_be_published(
    low: float, high: float, coverage: float, complete: bool, worst: str | None, best: str | None, note: str
) -> None:
    found = grade_range(STANDARD, low, high, coverage, complete)
    assert (found.worst, found.best, found.note) == (worst, best, note)


@pytest.mark.parametrize(
    ("lines", "worst", "best", "capped_by"),
    [
        ({"R7": "confirmed"}, "C", "C", ("R7",)),
        ({"R2": "confirmed"}, "D", "D", ("R2",)),
        ({"R2": "confirmed", "R7": "confirmed"}, "D", "D", ("R2", "R7")),
        ({"R11": "confirmed"}, "B", "A", ()),
        ({"R14": "confirmed"}, "B", "A", ()),
        ({"R2": "suspected"}, None, None, ()),
        ({"R2": "none"}, "B", "A", ()),
    ],
)
def test_red_lines_cap_or_withhold_a_grade(
    lines: dict[str, str], worst: str | None, best: str | None, capped_by: tuple[str, ...]
) -> None:
    raised = [Raised(id, RedLineState(state)) for id, state in lines.items()]
    found = grade_range(STANDARD, 85, 95, 0.9, False, raised)
    assert (found.worst, found.best, found.capped_by) == (worst, best, capped_by)


def decided(value: float | None, count: int) -> list[ItemVerdict]:
    """The first ``count`` observed items of the standard decided with this value, everything else unknown."""
    left, verdicts = count, []
    for row in STANDARD.items:
        if row.item_class == "observed" and left > 0 and value is not None:
            left -= 1
            verdicts.append(
                ItemVerdict(row.id, Verdict.PASS, value, value, value, NONE, suggested=Suggestion(Verdict.PASS, value))
            )
        else:
            verdicts.append(ItemVerdict(row.id, Verdict.INCONCLUSIVE, None, 0.0, 1.0, NONE))
    return verdicts


def test_too_little_seen_gives_bounds_and_no_value() -> None:
    thin = score_verdicts(STANDARD, decided(1.0, 2))[Stage.AUTO].score
    assert thin.value is None
    assert thin.low == pytest.approx(9)
    assert thin.high == 100
    assert score_verdicts(STANDARD, decided(1.0, 8))[Stage.AUTO].score.value == pytest.approx(100)


def test_deductions_stop_at_the_most_and_at_nought() -> None:
    plain, struck = (
        score_verdicts(STANDARD, decided(1.0, 16), breaches=number)[Stage.AUTO].score for number in (0, 99)
    )
    assert plain.value == pytest.approx(100)
    assert struck.value == pytest.approx(95)
    assert score_verdicts(STANDARD, decided(None, 0), breaches=3)[Stage.AUTO].score.low == 0


def test_chapters_are_scored_alone_and_without_deductions() -> None:
    found = score_verdicts(STANDARD, decided(1.0, 2), breaches=2)[Stage.AUTO]
    assert found.chapters["4"].coverage == pytest.approx(9 / 16)
    assert found.chapters["4"].value == pytest.approx(100)
    assert found.chapters["8"].value is None
    assert (found.chapters["8"].low, found.chapters["8"].high) == (0, 100)


def test_presets_that_lead_to_other_grades_are_reported() -> None:
    heavy, light = item("1.1-1", points=(1,), marks=(1, 0.5)), item("1.1-2", points=(1,), marks=(1, 0.5), clause="1.2")
    standard = small(heavy | {"weight": 9.0}, light | {"weight": 1.0})
    checks = [check("made.a", ("1.1-1", "a", 1)), check("made.b", ("1.1-2", "a", 1))]
    verdicts = judge_items(standard, checks, [*everywhere("made.a", GOOD), *everywhere("made.b", BAD)])
    found = score_verdicts(standard, verdicts)[Stage.FINAL]
    assert found.score.value == pytest.approx(90)
    assert found.presets["equal_clause"][0].value == pytest.approx(50)
    assert found.differs
    verdicts = judge_items(standard, checks, [*everywhere("made.a", GOOD), *everywhere("made.b", GOOD)])
    assert not score_verdicts(standard, verdicts)[Stage.FINAL].differs


def test_each_stage_counts_what_it_may() -> None:
    """One observed item the machine decided, one assisted with a suggestion, one assisted that a person decided."""
    standard = small(
        item("1.1-1", (1.0,), (1.0, 0.2)),
        item("1.1-2", (1.0,), (1.0, 0.2)) | {"class": "assisted"},
        item("1.1-3", (1.0,), (1.0, 0.2)) | {"class": "assisted"},
    )
    checks = [check(f"made.{n}", (f"1.1-{n}", "a", 1)) for n in (1, 2, 3)]
    half = said(GOOD.outcome, 0.5)
    findings = [finding for n in (1, 2, 3) for finding in everywhere(f"made.{n}", half if n > 1 else GOOD)]
    person = Decision("1.1-3", Verdict.FAIL, 0.0, "甲", "t", "实测不符")
    found = score_verdicts(standard, judge_items(standard, checks, findings, [person]))
    assert found[Stage.AUTO].score.value == pytest.approx(100)
    assert found[Stage.AUTO].score.coverage == pytest.approx(1 / 3)
    assert found[Stage.PROV].score.value == pytest.approx(50)  # 1, 0.5 as suggested, 0 as decided
    assert found[Stage.PROV].score.coverage == pytest.approx(1)
    assert found[Stage.FINAL].score.value == pytest.approx(50)  # 1 and 0; the suggestion waits
    assert found[Stage.FINAL].score.coverage == pytest.approx(2 / 3)
