"""Verdicts become scores: value, coverage and exact interval in three stages, in total and by chapter, also from an export."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from scoring.grade_range import Grade, grade_range
from scoring.red_lines import Raised, RedLineState
from scoring.standard_tables import TOLERANCE, ItemClass, Standard, Verdict
from scoring.verdict import ItemVerdict


class Stage(StrEnum):
    AUTO = "auto"  # observed items only, by the machine alone
    PROV = "prov"  # with what is suggested and not yet confirmed
    FINAL = "final"  # with what persons decided


@dataclass(frozen=True, slots=True)
class Score:
    """In points of 100, unrounded. ``value`` is None if coverage (0-1) is too small to publish one."""

    value: float | None
    coverage: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StageScore:
    stage: Stage
    score: Score
    grade: Grade
    chapters: Mapping[str, Score]
    presets: Mapping[str, tuple[Score, Grade]]  # the same verdicts under other weights

    @property
    def differs(self) -> bool:
        """Whether the grade depends on the preset."""
        return len({(preset.best, preset.worst) for _, preset in self.presets.values()}) > 1


@dataclass(frozen=True, slots=True)
class CountedItem:
    """One item as a stage counts it: decided if low equals high and ``decided`` says so; ``applies`` False = removed."""

    item: str
    weight: float
    applies: bool
    decided: bool
    low: float
    high: float


def reached_stage(verdicts: Iterable[ItemVerdict]) -> Stage:
    """The stage of an audit: final once a person has decided and nothing awaits a person or a document any more."""
    verdicts = tuple(verdicts)
    waiting = any(verdict.verdict in (Verdict.TO_CONFIRM, Verdict.PENDING_DOCUMENT) for verdict in verdicts)
    return Stage.FINAL if not waiting and any(verdict.confirmed for verdict in verdicts) else Stage.PROV


def export_verdict(standard: Standard, verdict: ItemVerdict) -> dict[str, Any]:
    """The fields of an item that a third party needs to recompute every score, as plain data for audit.json."""
    item = standard.by_id[verdict.item]
    suggested, machine = verdict.suggested, verdict.machine
    return {
        "item": item.id,
        "class": str(item.item_class),
        "weight": item.weight,
        "verdict": str(verdict.verdict),
        "value": verdict.value,
        "low": verdict.low,
        "high": verdict.high,
        "guess_low": verdict.guess_low,
        "guess_high": verdict.guess_high,
        "confirmed": verdict.confirmed,
        "suggested": {"verdict": str(suggested.verdict), "value": suggested.value} if suggested else None,
        "machine": {
            "verdict": str(machine.verdict), "value": machine.value, "low": machine.low, "high": machine.high,
        } if machine else None,
    }  # fmt: skip


def make_entry(item: Mapping[str, Any], stage: Stage, weight: float) -> CountedItem:
    """How a stage counts an exported item.

    auto: the machine's verdict on observed items, all others unknown. prov: the suggested verdicts; for a decided item,
    its verdict with best guesses in place of open answers. final: persons' decisions, and the machine's verdict on
    observed items; what still awaits a person is unknown.
    """
    observed = item["class"] == ItemClass.OBSERVED
    said = item["machine"] if stage is Stage.AUTO and item["machine"] else item
    verdict, value, low, high = said["verdict"], said["value"], said["low"], said["high"]
    if verdict == Verdict.NOT_APPLICABLE:
        return CountedItem(item["item"], weight, False, False, 0.0, 0.0)
    id, by_person = item["item"], item["confirmed"] and stage is not Stage.AUTO
    if by_person:
        return CountedItem(id, weight, True, True, value, value)
    if stage is Stage.PROV and not item["machine"]:
        if item["suggested"]:
            value = item["suggested"]["value"]
            return CountedItem(id, weight, True, True, value, value)
        return CountedItem(id, weight, True, False, item["guess_low"], item["guess_high"])
    if not observed:
        return CountedItem(id, weight, True, False, 0.0, 1.0)
    return CountedItem(
        id, weight, True, value is not None, low if value is None else value, high if value is None else value
    )


def total_score(entries: Iterable[CountedItem], value_from: float, deducted: float = 0.0) -> Score:
    """The formulas: S over decided weight, coverage, and the interval in which the full score must lie."""
    entries = [entry for entry in entries if entry.applies]
    whole = math.fsum(entry.weight for entry in entries)
    if whole <= 0:
        return Score(None, 0.0, 0.0, 100.0)
    decided = math.fsum(entry.weight for entry in entries if entry.decided)
    earned = math.fsum(entry.weight * entry.low for entry in entries if entry.decided)
    coverage = decided / whole

    def net(points: float) -> float:
        return min(100.0, max(0.0, points - deducted))

    value = net(100 * earned / decided) if decided > 0 and coverage >= value_from - TOLERANCE else None
    low = net(100 * math.fsum(entry.weight * entry.low for entry in entries) / whole)
    high = net(100 * math.fsum(entry.weight * entry.high for entry in entries) / whole)
    return Score(value, coverage, low, high)


def recompute_scores(
    items: Sequence[Mapping[str, Any]], value_from: float, deducted: float = 0.0
) -> Mapping[Stage, Score]:
    """The three scores from the items of an audit.json alone; ``value_from`` and ``deducted`` are printed beside them."""
    return {
        stage: total_score((make_entry(item, stage, item["weight"]) for item in items), value_from, deducted)
        for stage in Stage
    }


def deducted_points(standard: Standard, raised: Collection[Raised], breaches: int) -> float:
    """Points deducted from the total: for confirmed red lines that cost points, and for other confirmed breaches of law."""
    lines = {line.id: line.points for line in standard.red_lines}
    other = min(breaches * standard.deductions.other_breach, standard.deductions.other_most)
    return other + math.fsum(lines[line.id] for line in raised if line.state is RedLineState.CONFIRMED)


def score_verdicts(
    standard: Standard, verdicts: Iterable[ItemVerdict], raised: Collection[Raised] = (), breaches: int = 0
) -> Mapping[Stage, StageScore]:
    """All three stages. ``raised``: the red lines; ``breaches``: the number of other breaches of law a person has confirmed."""
    items = [export_verdict(standard, verdict) for verdict in verdicts]
    off = deducted_points(standard, raised, breaches)
    return MappingProxyType({stage: _stage(standard, items, stage, raised, off) for stage in Stage})


def _stage(
    standard: Standard, items: Sequence[Mapping[str, Any]], stage: Stage, raised: Collection[Raised], off: float
) -> StageScore:
    floor = standard.coverage.value_from
    presets: dict[str, tuple[Score, Grade]] = {}
    for preset in standard.presets:
        weights = standard.weights(preset)
        entries = [make_entry(item, stage, weights[item["item"]]) for item in items]
        found = total_score(entries, floor, off)
        complete = stage is Stage.FINAL and _complete(standard, entries)
        presets[preset] = (found, grade_range(standard, found.low, found.high, found.coverage, complete, raised))
    main = next(iter(standard.presets))
    weights = standard.weights(main)

    def of(chapter: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda item: standard.by_id[item["item"]].chapter == chapter

    chapters = {
        chapter.id: total_score(
            (make_entry(item, stage, weights[item["item"]]) for item in filter(of(chapter.id), items)), floor
        )
        for chapter in standard.chapters
    }
    return StageScore(stage, *presets[main], chapters, presets)


def _complete(standard: Standard, entries: Iterable[CountedItem]) -> bool:
    """Whether every applicable observed and assisted item is decided, and enough of the documents' weight is judged."""
    live = [entry for entry in entries if entry.applies]
    papers = [item for item in live if standard.by_id[item.item].item_class is ItemClass.DOCUMENTARY]
    judged = math.fsum(paper.weight for paper in papers if paper.decided)
    enough = judged >= standard.coverage.documents_from * math.fsum(paper.weight for paper in papers) - TOLERANCE
    return enough and all(item.decided for item in live if item not in papers)
