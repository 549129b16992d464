"""Verdicts become scores: value, coverage and exact interval in three stages, whole and by chapter, and again from an export."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from scoring.grade import Grade, grade
from scoring.red_lines import Raised, State
from scoring.tables import TOLERANCE, ItemClass, Standard, Verdict
from scoring.verdict import ItemVerdict


class Stage(StrEnum):
    AUTO = "auto"  # observed items only, by the machine alone
    PROV = "prov"  # with what is suggested and not yet confirmed
    FINAL = "final"  # with what persons decided


@dataclass(frozen=True, slots=True)
class Score:
    """In points of 100, unrounded. ``value`` is None where coverage (0-1) is too small to publish one."""

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
        """True where the grade depends on the preset."""
        return len({(each.best, each.worst) for _, each in self.presets.values()}) > 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a stage counts it: decided where low equals high and ``decided`` says so; ``applies`` False = removed."""

    item: str
    weight: float
    applies: bool
    decided: bool
    low: float
    high: float


def reached(verdicts: Iterable[ItemVerdict]) -> Stage:
    """The stage an audit is at: final once a person has decided and nothing awaits a person or a document any more."""
    verdicts = tuple(verdicts)
    waiting = any(each.verdict in (Verdict.TO_CONFIRM, Verdict.PENDING_DOCUMENT) for each in verdicts)
    return Stage.FINAL if not waiting and any(each.confirmed for each in verdicts) else Stage.PROV


def exported(standard: Standard, verdict: ItemVerdict) -> dict[str, Any]:
    """The fields of an item a third party needs to recompute every score, as plain data for audit.json."""
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


def entry(item: Mapping[str, Any], stage: Stage, weight: float) -> Entry:
    """How a stage counts an exported item.

    auto: the machine's word on observed items, all others unknown. prov: what is suggested, which for a decided item is its verdict
    with best guesses in place of open answers. final: what persons decided, and the machine's word on observed items; what still
    awaits a person is unknown.
    """
    observed = item["class"] == ItemClass.OBSERVED
    said = item["machine"] if stage is Stage.AUTO and item["machine"] else item
    verdict, value, low, high = said["verdict"], said["value"], said["low"], said["high"]
    if verdict == Verdict.NOT_APPLICABLE:
        return Entry(item["item"], weight, False, False, 0.0, 0.0)
    id, by_person = item["item"], item["confirmed"] and stage is not Stage.AUTO
    if by_person:
        return Entry(id, weight, True, True, value, value)
    if stage is Stage.PROV and not item["machine"]:
        if item["suggested"]:
            value = item["suggested"]["value"]
            return Entry(id, weight, True, True, value, value)
        return Entry(id, weight, True, False, item["guess_low"], item["guess_high"])
    if not observed:
        return Entry(id, weight, True, False, 0.0, 1.0)
    return Entry(id, weight, True, value is not None, low if value is None else value, high if value is None else value)


def total(entries: Iterable[Entry], value_from: float, deducted: float = 0.0) -> Score:
    """The formulas: S over decided weight, coverage, and the interval in which the full score must lie."""
    entries = [each for each in entries if each.applies]
    whole = math.fsum(each.weight for each in entries)
    if whole <= 0:
        return Score(None, 0.0, 0.0, 100.0)
    decided = math.fsum(each.weight for each in entries if each.decided)
    earned = math.fsum(each.weight * each.low for each in entries if each.decided)
    coverage = decided / whole

    def net(points: float) -> float:
        return min(100.0, max(0.0, points - deducted))

    value = net(100 * earned / decided) if decided > 0 and coverage >= value_from - TOLERANCE else None
    low = net(100 * math.fsum(each.weight * each.low for each in entries) / whole)
    high = net(100 * math.fsum(each.weight * each.high for each in entries) / whole)
    return Score(value, coverage, low, high)


def recompute(items: Sequence[Mapping[str, Any]], value_from: float, deducted: float = 0.0) -> Mapping[Stage, Score]:
    """The three scores from the items of an audit.json alone; ``value_from`` and ``deducted`` are printed beside them."""
    return {
        stage: total((entry(item, stage, item["weight"]) for item in items), value_from, deducted) for stage in Stage
    }


def deducted(standard: Standard, raised: Collection[Raised], breaches: int) -> float:
    """Points taken off the total: confirmed red lines that cost points, and other confirmed breaches of law."""
    lines = {line.id: line.points for line in standard.red_lines}
    other = min(breaches * standard.deductions.other_breach, standard.deductions.other_most)
    return other + math.fsum(lines[each.id] for each in raised if each.state is State.CONFIRMED)


def score(
    standard: Standard, verdicts: Iterable[ItemVerdict], raised: Collection[Raised] = (), breaches: int = 0
) -> Mapping[Stage, StageScore]:
    """All three stages. ``raised``: the red lines; ``breaches``: other breaches of law a person has confirmed."""
    items = [exported(standard, each) for each in verdicts]
    off = deducted(standard, raised, breaches)
    return MappingProxyType({stage: _stage(standard, items, stage, raised, off) for stage in Stage})


def _stage(
    standard: Standard, items: Sequence[Mapping[str, Any]], stage: Stage, raised: Collection[Raised], off: float
) -> StageScore:
    floor = standard.coverage.value_from
    presets: dict[str, tuple[Score, Grade]] = {}
    for preset in standard.presets:
        weights = standard.weights(preset)
        entries = [entry(item, stage, weights[item["item"]]) for item in items]
        found = total(entries, floor, off)
        complete = stage is Stage.FINAL and _complete(standard, entries)
        presets[preset] = (found, grade(standard, found.low, found.high, found.coverage, complete, raised))
    main = next(iter(standard.presets))
    weights = standard.weights(main)

    def of(chapter: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda item: standard.by_id[item["item"]].chapter == chapter

    chapters = {
        each.id: total((entry(item, stage, weights[item["item"]]) for item in filter(of(each.id), items)), floor)
        for each in standard.chapters
    }
    return StageScore(stage, *presets[main], chapters, presets)


def _complete(standard: Standard, entries: Iterable[Entry]) -> bool:
    """Every applicable observed and assisted item is decided, and enough of the documents' weight is judged."""
    live = [each for each in entries if each.applies]
    papers = [each for each in live if standard.by_id[each.item].item_class is ItemClass.DOCUMENTARY]
    judged = math.fsum(each.weight for each in papers if each.decided)
    enough = judged >= standard.coverage.documents_from * math.fsum(each.weight for each in papers) - TOLERANCE
    return enough and all(each.decided for each in live if each not in papers)
