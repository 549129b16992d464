"""The judged half of the record: items, findings, red lines and thresholds as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crawler.site import Box
from probes.finding import Evidence, Finding, Text
from probes.probe import Check
from scoring.decision import Decision, LineDecision
from scoring.red_lines import Raised
from scoring.score import exported
from scoring.tables import Standard
from scoring.verdict import CheckResult, ItemVerdict
from storage.documents import Document
from xuncha.reports import decided


def words(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text else None


def item(
    standard: Standard,
    checks: tuple[Check, ...],
    verdict: ItemVerdict,
    decisions: Iterable[Decision] = (),
    documents: Iterable[Document] = (),
) -> dict[str, Any]:
    """One item with all that ``scoring.score.recompute`` reads, its words, the probes behind each of its checks, and persons' part.

    Of ``decisions`` and ``documents`` it takes its own.
    """
    entry = standard.by_id[verdict.item]
    names = {check.id: check.name.text for check in entry.checks}
    return {
        **exported(standard, verdict),
        "clause": entry.clause,
        "chapter": entry.chapter,
        "name": words(entry.name.text),
        "text": entry.text,
        "because": words(verdict.because),
        "remedy": words(entry.remedy.text),
        "question": words(verdict.question),
        "reason": verdict.reason or None,
        "hint": words(verdict.hint),
        "asks_for": [words(each.text) for each in entry.documents],
        "documents": [decided.document(each) for each in documents if each.item == verdict.item],
        "decisions": [decided.decision(each) for each in decisions if each.item == verdict.item],
        "looks": verdict.looks,
        "unconfirmed": list(verdict.unconfirmed),
        "marks": {"total": entry.total, "pass": entry.pass_mark, "partial": entry.partial_mark},
        "devices": entry.devices,
        "checks": [_check(each, names[each.id], _probes(checks, verdict.item, each.id)) for each in verdict.checks],
    }


def _probes(checks: tuple[Check, ...], item: str, check: str) -> list[str]:
    return [each.id for each in checks if any((count.item, count.check) == (item, check) for count in each.counts)]


def _check(result: CheckResult, name: Text, probes: list[str]) -> dict[str, Any]:
    return {
        "id": result.id,
        "name": words(name),
        "points": result.points,
        "of": result.of,
        "outcome": str(result.outcome),
        "reason": result.reason or None,
        "seen_in": result.seen_in or None,
        "findings": list(result.findings),
        "probes": probes,
    }


def finding(checks: tuple[Check, ...], found: Finding) -> dict[str, Any]:
    """One answer with its evidence. ``counts`` names the checks it counts on, ``good`` the outcome that is good."""
    answer = found.answer
    check = next((each for each in checks if each.id == found.probe), None)
    return {
        "id": found.id,
        "probe": found.probe,
        "asks": words(check.question) if check else None,
        "good": str(check.good) if check else None,
        "device": str(found.device),
        "look": found.look,
        "outcome": str(found.outcome),
        "fraction": answer.fraction,
        "ceiling": answer.ceiling,
        "by_absence": answer.by_absence,
        "reason": answer.reason or None,
        "because": words(answer.because),
        "question": words(answer.question),
        "values": _values(answer.values),
        "counts": [{"item": count.item, "check": count.check} for count in check.counts] if check else [],
        "evidence": [evidence(each) for each in answer.evidence],
    }


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def evidence(shown: Evidence) -> dict[str, Any]:
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


def red_line(
    standard: Standard, raised: Raised, decisions: Iterable[LineDecision] = (), lone: Collection[str] = ()
) -> dict[str, Any]:
    """``lone`` are those that a person confirms and one audit alone has shown."""
    line = next(each for each in standard.red_lines if each.id == raised.id)
    return {
        "id": raised.id,
        "state": str(raised.state),
        "findings": list(raised.findings),
        "trigger": words(line.trigger.text),
        "basis": line.basis,
        "cap": line.cap,
        "points": line.points,
        "watched": bool(line.raised_by),
        "lone": line.id in lone,
        "decisions": [decided.line_decision(each) for each in decisions if each.line == line.id],
    }


def thresholds(check: Check) -> list[dict[str, Any]]:
    """Every limit of one probe with where it comes from; ``ours`` is True where the project itself set it."""
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
