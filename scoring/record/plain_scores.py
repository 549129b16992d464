"""Scores, red lines and the numbers of the standard as plain data, written to audit.json and compared with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from scoring.red_lines import Raised
from scoring.score import Score, Stage, StageScore, export_verdict
from scoring.standard_tables import Standard
from scoring.verdict import CheckResult, ItemVerdict


def plain_score(found: Score) -> dict[str, Any]:
    return {"value": found.value, "coverage": found.coverage, "low": found.low, "high": found.high}


def plain_stage(standard: Standard, found: StageScore) -> dict[str, Any]:
    return {
        **plain_score(found.score),
        "grade": found.grade.one,
        "best": found.grade.best,
        "worst": found.grade.worst,
        "note": found.grade.note,
        "unfit": found.grade.unfit,
        "capped_by": list(found.grade.capped_by),
        "differs": found.differs,
        "chapters": {chapter.id: plain_score(found.chapters[chapter.id]) for chapter in standard.chapters},
    }


def plain_preset(scores: Mapping[Stage, StageScore], name: str) -> dict[str, Any]:
    """The scores of the same verdicts under other weights, by stage."""
    stages = {}
    for at, found in scores.items():
        value, grade = found.presets[name]
        stages[str(at)] = {**plain_score(value), "best": grade.best, "worst": grade.worst}
    return stages


def plain_numbers(standard: Standard) -> dict[str, Any]:
    """The parts of the standard that decide scores and decisions, without its texts."""
    deciding, of_texts = dataclasses.asdict(standard.deciding), ("carried", "confirm", "confirm_rest", "confirm_most")
    return {
        "version": standard.version,
        "values": dataclasses.asdict(standard.values),
        "coverage": dataclasses.asdict(standard.coverage),
        "deductions": dataclasses.asdict(standard.deductions),
        "deciding": {name: value for name, value in deciding.items() if name not in of_texts},
        "bands": [{"grade": band.grade, "from": band.lowest} for band in standard.bands],
        "chapters": [{"id": chapter.id, "weight": chapter.weight} for chapter in standard.chapters],
    }


def plain_item(standard: Standard, verdict: ItemVerdict) -> dict[str, Any]:
    """An item's verdict without its texts, with the marks it was judged by."""
    entry = standard.by_id[verdict.item]
    return {
        **export_verdict(standard, verdict),
        "clause": entry.clause,
        "chapter": entry.chapter,
        "reason": verdict.reason or None,
        "looks": verdict.looks,
        "unconfirmed": list(verdict.unconfirmed),
        "marks": {"total": entry.total, "pass": entry.pass_mark, "partial": entry.partial_mark},
        "devices": entry.devices,
        "checks": [plain_check(check) for check in verdict.checks],
    }


def plain_check(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "points": result.points,
        "of": result.of,
        "outcome": str(result.outcome),
        "reason": result.reason or None,
        "seen_in": result.seen_in or None,
        "findings": list(result.findings),
    }


def plain_red_line(standard: Standard, raised: Raised, lone: Collection[str] = ()) -> dict[str, Any]:
    """A red line as plain data. ``lone`` are those that a person confirms but only one audit has shown."""
    line = next(red_line for red_line in standard.red_lines if red_line.id == raised.id)
    return {
        "id": raised.id,
        "state": str(raised.state),
        "findings": list(raised.findings),
        "cap": line.cap,
        "points": line.points,
        "watched": bool(line.raised_by),
        "lone": line.id in lone,
    }
