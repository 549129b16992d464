"""One path from findings and persons' decisions to verdicts, red lines and scores, for the product and for independent checks.

Needs nothing but the standard library and the files of the ruleset (``probes.toml``, ``scoring/``, and the few modules
of ``probes/`` and ``crawler/`` that these import). With their common folder on ``sys.path``::

    from scoring import judging
    derived = judging.derive_record(record, decisions)     # audit.json and decisions/decisions.json, as from json.load
    lines = judging.find_record_differences(record, derived)  # () = audit.json says exactly what follows from its findings

``derive_record`` raises ``RecordFault`` (a ValueError of one line) if the record is not what it should be, and
``crawler.table_builder.ConfigurationError`` if the tables are not.

A pack includes the same as a program that imports only the files beside it, ``ruleset/derive.py``
(``scoring.record_proof``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from probes.finding import Finding, Text
from probes.probe import Check
from probes.schema import probe_table
from scoring import standard as standards
from scoring.decisions import decision_reuse
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.decisions.red_line_rulings import rule_red_lines
from scoring.merge import NOT_LOOKED
from scoring.record import audit_record, plain_scores
from scoring.record.audit_record import RecordedDecisions, RecordFault
from scoring.record.differences import compare_by_key, find_differences
from scoring.red_lines import Raised, find_red_lines
from scoring.score import Stage, StageScore, deducted_points, reached_stage, score_verdicts
from scoring.standard_tables import Standard, Verdict
from scoring.verdict import ItemVerdict, judge_items

__all__ = [
    "DerivedRecord",
    "RecordFault",
    "RecordedDecisions",
    "ScoringResult",
    "derive_record",
    "find_record_differences",
    "judge_findings",
]


@dataclass(frozen=True, slots=True)
class ScoringResult:
    """The verdicts, red lines and scores that follow from findings and decisions."""

    verdicts: tuple[ItemVerdict, ...]
    red_lines: tuple[Raised, ...]
    scores: Mapping[Stage, StageScore]


def judge_findings(
    standard: Standard,
    checks: Iterable[Check],
    findings: Iterable[Finding],
    people: RecordedDecisions,
    profile: Mapping[str, bool],
    asked: tuple[str, ...] = (),
) -> ScoringResult:
    """Verdicts, red lines and scores. ``asked``: the items asked about, none = all; ``checks``: those of all items.

    ``people`` are the persons' decisions that hold, ``profile`` is the platform's profile including their decisions.
    Raises ConfigurationError for an unknown item that was asked about, ValueError for a decision about an unknown item
    or red line.
    """
    findings = tuple(findings)
    needed = standards.needed_checks(standard, checks, asked) if asked else checks
    verdicts = judge_items(standard, needed, findings, people.items, profile)
    if asked:
        words = standard.reasons[NOT_LOOKED].text
        verdicts = tuple(verdict if verdict.item in asked else _unasked(verdict, words) for verdict in verdicts)
    said = rule_red_lines(people.lines)
    raised = find_red_lines(standard, findings, said.confirmed, said.cleared, said.suspected)
    return ScoringResult(verdicts, raised, score_verdicts(standard, verdicts, raised))


def _unasked(verdict: ItemVerdict, words: Text) -> ItemVerdict:
    """Make an item that was not asked about undecided, whatever other items' pages happen to show, unless a person decided it."""
    if verdict.verdict in (Verdict.PENDING_DOCUMENT, Verdict.NOT_APPLICABLE) or verdict.machine is not None:
        return verdict
    return ItemVerdict(
        verdict.item, Verdict.INCONCLUSIVE, None, 0.0, 1.0, words, reason=NOT_LOOKED, looks=verdict.looks,
        checks=verdict.checks,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DerivedRecord:
    """What follows from a record's findings and the decisions filed with it, and by which rules."""

    standard: Standard
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    people: RecordedDecisions
    documents: tuple[Mapping[str, Any], ...]
    profile: Mapping[str, bool]
    judged: ScoringResult


def derive_record(
    record: Mapping[str, Any],
    decisions: Mapping[str, Any],
    standard: Standard | None = None,
    checks: Iterable[Check] | None = None,
) -> DerivedRecord:
    """Derive everything anew from the findings; the record's own verdicts, red lines and scores are not read.

    Without ``standard`` and ``checks`` the tables beside this source are used. Which earlier decisions still held when
    the audit was judged (``scoring.decisions.decision_reuse``) is taken as filed. Raises RecordFault,
    ConfigurationError.
    """
    standard = standards.load_standard() if standard is None else standard
    checks = probe_table.read_checks() if checks is None else tuple(checks)
    findings, people, asked = (
        audit_record.read_findings(record),
        audit_record.read_people(decisions),
        audit_record.read_asked_items(record),
    )
    _known("asked", asked, standard.by_id)
    _known("decisions", (decision.item for decision in people.items), standard.by_id)
    _known("line_decisions", (decision.line for decision in people.lines), {line.id for line in standard.red_lines})
    _known("findings", (finding.probe for finding in findings), {check.id for check in checks})
    profile = {**audit_record.read_profile(record), **decision_reuse.carry_profile(people.flags)}
    judged = judge_findings(standard, checks, findings, people, profile, asked)
    return DerivedRecord(standard, checks, findings, people, audit_record.read_documents(decisions), profile, judged)


def _known(place: str, names: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise RecordFault(f"{place}: the rules do not know {json.dumps(unknown[0])}")


def find_record_differences(record: Mapping[str, Any], derived: DerivedRecord) -> tuple[str, ...]:
    """One line for every place where the record differs from what follows; none = all the same.

    Compared: every item's verdict with its value, bounds, suggestion, checks and weight, red lines, scores of all
    stages and presets, the stage, deductions, profile, decisions, documents, and the numbers of the standard. Of texts
    only those persons wrote with their decisions are compared, which are never masked; others may have been.
    """
    return tuple(_differences(record, derived))


def _differences(record: Mapping[str, Any], derived: DerivedRecord) -> Iterator[str]:
    standard, judged, people = derived.standard, derived.judged, derived.people
    yield from compare_by_key(
        "items", "item", record.get("items"), [_item(derived, verdict) for verdict in judged.verdicts]
    )
    lone = rule_red_lines(people.lines).lone
    lines = [_red_line(standard, red_line, lone, people.lines) for red_line in judged.red_lines]
    yield from compare_by_key("red_lines", "id", record.get("red_lines"), lines)
    follows = {
        "deducted": deducted_points(standard, judged.red_lines, 0),
        "stage": str(reached_stage(judged.verdicts)),
        "scores": {str(stage): plain_scores.plain_stage(standard, found) for stage, found in judged.scores.items()},
        "presets": {name: {"scores": plain_scores.plain_preset(judged.scores, name)} for name in standard.presets},
        "profile": {flag: {"value": value} for flag, value in derived.profile.items()},
        "flag_decisions": [
            {"flag": decision.flag, "value": decision.value, **_said(decision)} for decision in people.flags
        ],
        "standard": plain_scores.plain_numbers(standard),
    }
    for name, value in follows.items():
        yield from find_differences(name, record.get(name), value)
    yield from compare_by_key("findings", "id", record.get("findings"), list(_findings(derived)))


def _item(derived: DerivedRecord, verdict: ItemVerdict) -> dict[str, Any]:
    own = [decision for decision in derived.people.items if decision.item == verdict.item]
    papers = [document["sha256"] for document in derived.documents if document["item"] == verdict.item]
    return {
        **plain_scores.plain_item(derived.standard, verdict),
        "decisions": [_decided(decision) for decision in own],
        "documents": [{"sha256": sha} for sha in papers],
    }


def _decided(said: Decision) -> dict[str, Any]:
    told = {"verdict": str(said.verdict), "value": said.value, "reference": said.reference}
    agreed = {"agreed": True} if said.agreed else {}  # records of earlier versions do not say it
    return {**told, **_said(said), "documents": list(said.evidence), **agreed}


def _red_line(
    standard: Standard, raised: Raised, lone: frozenset[str], decisions: Iterable[LineDecision]
) -> dict[str, Any]:
    own = [decision for decision in decisions if decision.line == raised.id]
    said = [
        {"confirmed": decision.confirmed, **_said(decision), "second_audit": decision.second_audit or None}
        for decision in own
    ]
    return {**plain_scores.plain_red_line(standard, raised, lone), "decisions": said}


def _said(decision: Decision | LineDecision | FlagDecision) -> dict[str, Any]:
    at = datetime.fromisoformat(decision.at).astimezone(UTC).isoformat()
    who, why = decision.assessor, decision.reason
    return {"assessor": who, "at": at, "reason": why, "carried": decision.carried, "audit": decision.audit}


def _findings(derived: DerivedRecord) -> Iterator[dict[str, Any]]:
    """Where each finding counts, according to the rules."""
    by_id = {check.id: check for check in derived.checks}
    for finding in derived.findings:
        check = by_id[finding.probe]
        counts = [{"item": count.item, "check": count.check} for count in check.counts]
        yield {"id": finding.id, "good": str(check.good), "counts": counts}
