"""The judged half of the record: items, findings, red lines and thresholds as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crawler.site import Box
from probes.finding import Evidence, Finding, Text
from probes.probe import Check
from scoring.decisions.decision import Decision, LineDecision
from scoring.red_lines import Raised
from scoring.score import export_verdict
from scoring.standard_tables import Standard
from scoring.verdict import CheckResult, ItemVerdict
from storage.documents import Document
from xuncha.reports import decided


def serialize_text(text: Text | None) -> dict[str, str] | None:
    """A text in both languages, or None."""
    return {"zh": text.zh, "en": text.en} if text else None


def serialize_items(
    standard: Standard,
    checks: tuple[Check, ...],
    verdicts: Iterable[ItemVerdict],
    decisions: Collection[Decision] = (),
    documents: Collection[Document] = (),
) -> list[dict[str, Any]]:
    """Items with all that ``scoring.score.recompute_scores`` reads, their words, their checks' probes, and decisions.

    Each takes its own of ``decisions`` and ``documents``.
    """
    probes: dict[tuple[str, str], list[str]] = {}
    for check in checks:
        for place in dict.fromkeys((count.item, count.check) for count in check.counts):
            probes.setdefault(place, []).append(check.id)
    return [_item(standard, probes, verdict, decisions, documents) for verdict in verdicts]


def _item(
    standard: Standard, probes: Mapping[tuple[str, str], list[str]], verdict: ItemVerdict, decisions: Iterable[Decision],
    documents: Iterable[Document],
) -> dict[str, Any]:  # fmt: skip
    entry = standard.by_id[verdict.item]
    names = {check.id: check.name.text for check in entry.checks}
    return {
        **export_verdict(standard, verdict),
        "clause": entry.clause,
        "chapter": entry.chapter,
        "name": serialize_text(entry.name.text),
        "text": entry.text,
        "because": serialize_text(verdict.because),
        "remedy": serialize_text(entry.remedy.text),
        "question": serialize_text(verdict.question),
        "reason": verdict.reason or None,
        "hint": serialize_text(verdict.hint),
        "asks_for": [serialize_text(document.text) for document in entry.documents],
        "documents": [decided.serialize_document(document) for document in documents if document.item == verdict.item],
        "decisions": [decided.serialize_decision(decision) for decision in decisions if decision.item == verdict.item],
        "looks": verdict.looks,
        "unconfirmed": list(verdict.unconfirmed),
        "marks": {"total": entry.total, "pass": entry.pass_mark, "partial": entry.partial_mark},
        "devices": entry.devices,
        "checks": [
            _check(check, names[check.id], probes.get((verdict.item, check.id), [])) for check in verdict.checks
        ],
    }


def _check(result: CheckResult, name: Text, probes: list[str]) -> dict[str, Any]:
    return {
        "id": result.id,
        "name": serialize_text(name),
        "points": result.points,
        "of": result.of,
        "outcome": str(result.outcome),
        "reason": result.reason or None,
        "seen_in": result.seen_in or None,
        "findings": list(result.findings),
        "probes": probes,
    }


def serialize_findings(checks: Iterable[Check], findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Answers with their evidence. ``counts`` names the checks one counts for, ``good`` the outcome that is good."""
    named = {check.id: check for check in checks}
    return [_finding(named.get(finding.probe), finding) for finding in findings]


def _finding(check: Check | None, found: Finding) -> dict[str, Any]:
    answer = found.answer
    return {
        "id": found.id,
        "probe": found.probe,
        "asks": serialize_text(check.question) if check else None,
        "good": str(check.good) if check else None,
        "device": str(found.device),
        "look": found.look,
        "outcome": str(found.outcome),
        "fraction": answer.fraction,
        "ceiling": answer.ceiling,
        "by_absence": answer.by_absence,
        "reason": answer.reason or None,
        "because": serialize_text(answer.because),
        "question": serialize_text(answer.question),
        "values": _values(answer.values),
        "counts": [{"item": count.item, "check": count.check} for count in check.counts] if check else [],
        "evidence": [serialize_evidence(evidence) for evidence in answer.evidence],
    }


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def serialize_evidence(shown: Evidence) -> dict[str, Any]:
    """One piece of evidence."""
    return {
        "view": shown.view,
        "url": shown.url,
        "selector": shown.selector,
        "box": _box(shown.box),
        "quote": shown.quote,
        "sha256": shown.sha256,
    }


def _box(box: Box | None) -> list[float] | None:
    """x, y, width, height in CSS px of the whole page."""
    return [box.x, box.y, box.w, box.h] if box else None


def serialize_red_line(
    standard: Standard, raised: Raised, decisions: Iterable[LineDecision] = (), lone: Collection[str] = ()
) -> dict[str, Any]:
    """One red line; ``lone`` are those that a person confirmed and only one audit has shown."""
    line = next(red_line for red_line in standard.red_lines if red_line.id == raised.id)
    return {
        "id": raised.id,
        "state": str(raised.state),
        "findings": list(raised.findings),
        "trigger": serialize_text(line.trigger.text),
        "basis": line.basis,
        "cap": line.cap,
        "points": line.points,
        "watched": bool(line.raised_by),
        "lone": line.id in lone,
        "decisions": [decided.serialize_line_decision(decision) for decision in decisions if decision.line == line.id],
    }


def serialize_thresholds(check: Check) -> list[dict[str, Any]]:
    """Every limit of one probe with its source; ``ours`` is True where the project itself set it."""
    counts = [{"item": count.item, "check": count.check} for count in check.counts]
    return [
        {
            "probe": check.id,
            "name": name,
            "value": limit.value,
            "unit": limit.unit,
            "source": limit.source,
            "tier": limit.tier,
            "ours": limit.tier == "P",
            "counts": counts,
        }
        for name, limit in check.params.limits.items()
    ]
