"""Scores, red lines and the numbers of the standard as plain data: what audit.json says of them, and what it is held against."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from scoring.red_lines import Raised
from scoring.score import Score, Stage, StageScore, exported
from scoring.tables import Standard
from scoring.verdict import CheckResult, ItemVerdict


def score(found: Score) -> dict[str, Any]:
    return {"value": found.value, "coverage": found.coverage, "low": found.low, "high": found.high}


def stage(standard: Standard, found: StageScore) -> dict[str, Any]:
    return {
        **score(found.score),
        "grade": found.grade.one,
        "best": found.grade.best,
        "worst": found.grade.worst,
        "note": found.grade.note,
        "unfit": found.grade.unfit,
        "capped_by": list(found.grade.capped_by),
        "differs": found.differs,
        "chapters": {each.id: score(found.chapters[each.id]) for each in standard.chapters},
    }


def preset(scores: Mapping[Stage, StageScore], name: str) -> dict[str, Any]:
    """The scores of the same verdicts under other weights, by stage."""
    stages = {}
    for at, found in scores.items():
        value, grade = found.presets[name]
        stages[str(at)] = {**score(value), "best": grade.best, "worst": grade.worst}
    return stages


def numbers(standard: Standard) -> dict[str, Any]:
    """What of the standard's table decides scores and decisions, without its words."""
    deciding = dataclasses.asdict(standard.deciding)
    return {
        "version": standard.version,
        "values": dataclasses.asdict(standard.values),
        "coverage": dataclasses.asdict(standard.coverage),
        "deductions": dataclasses.asdict(standard.deductions),
        "deciding": {name: value for name, value in deciding.items() if name != "carried"},
        "bands": [{"grade": band.grade, "from": band.lowest} for band in standard.bands],
        "chapters": [{"id": each.id, "weight": each.weight} for each in standard.chapters],
    }


def item(standard: Standard, verdict: ItemVerdict) -> dict[str, Any]:
    """All of an item's verdict but its words, with the marks it was judged by."""
    entry = standard.by_id[verdict.item]
    return {
        **exported(standard, verdict),
        "clause": entry.clause,
        "chapter": entry.chapter,
        "reason": verdict.reason or None,
        "looks": verdict.looks,
        "unconfirmed": list(verdict.unconfirmed),
        "marks": {"total": entry.total, "pass": entry.pass_mark, "partial": entry.partial_mark},
        "devices": entry.devices,
        "checks": [check(each) for each in verdict.checks],
    }


def check(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "points": result.points,
        "of": result.of,
        "outcome": str(result.outcome),
        "reason": result.reason or None,
        "seen_in": result.seen_in or None,
        "findings": list(result.findings),
    }


def red_line(standard: Standard, raised: Raised, lone: Collection[str] = ()) -> dict[str, Any]:
    """``lone`` are those that a person confirms and one audit alone has shown."""
    line = next(each for each in standard.red_lines if each.id == raised.id)
    return {
        "id": raised.id,
        "state": str(raised.state),
        "findings": list(raised.findings),
        "cap": line.cap,
        "points": line.points,
        "watched": bool(line.raised_by),
        "lone": line.id in lone,
    }
