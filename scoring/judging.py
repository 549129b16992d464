"""One path from findings and persons' decisions to verdicts, red lines and scores, for the product and for whoever checks it.

Needs nothing but the standard library and the files of the ruleset (``probes.toml``, ``scoring/``, and the few modules of
``probes/`` and ``crawler/`` that these import). With their common folder on ``sys.path``::

    from scoring import judging
    derived = judging.derive(record, decisions)      # audit.json and decisions/decisions.json, as json.load gives them
    lines = judging.differences(record, derived)     # () = audit.json says just what follows from its findings and the decisions

``derive`` raises ``judging.RecordFault`` (a ValueError of one line) where the record is not what it should be, and
``probes.configuration.ConfigurationError`` where the tables are not.

A pack brings the same as a program that imports nothing but the files beside it, ``ruleset/derive.py`` (``scoring.proof``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from probes import table
from probes.finding import Finding, Text
from probes.probe import Check
from scoring import carry, plain, recorded
from scoring import standard as standards
from scoring.decision import Decision, FlagDecision, LineDecision
from scoring.differing import by_key, differing
from scoring.merge import NOT_LOOKED
from scoring.recorded import People, RecordFault
from scoring.red_lines import Raised, red_lines
from scoring.rulings import rulings
from scoring.score import Stage, StageScore, deducted, reached, score
from scoring.tables import Standard, Verdict
from scoring.verdict import ItemVerdict, judge_items

__all__ = ["Derived", "Judged", "People", "RecordFault", "derive", "differences", "judge"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What findings and decisions come to."""

    verdicts: tuple[ItemVerdict, ...]
    red_lines: tuple[Raised, ...]
    scores: Mapping[Stage, StageScore]


def judge(
    standard: Standard,
    checks: Iterable[Check],
    findings: Iterable[Finding],
    people: People,
    profile: Mapping[str, bool],
    asked: tuple[str, ...] = (),
) -> Judged:
    """Verdicts, red lines and scores. ``asked`` are the items that were asked about, none = all; ``checks`` are those of all items.

    ``people`` is what holds of persons' decisions, ``profile`` what the platform is taken to be with their words.
    Raises ConfigurationError for an unknown item that was asked about, ValueError for a decision about an unknown item or red line.
    """
    findings = tuple(findings)
    needed = standards.needed(standard, checks, asked) if asked else checks
    verdicts = judge_items(standard, needed, findings, people.items, profile)
    if asked:
        words = standard.reasons[NOT_LOOKED].text
        verdicts = tuple(each if each.item in asked else _unasked(each, words) for each in verdicts)
    said = rulings(people.lines)
    raised = red_lines(standard, findings, said.confirmed, said.cleared, said.suspected)
    return Judged(verdicts, raised, score(standard, verdicts, raised))


def _unasked(verdict: ItemVerdict, words: Text) -> ItemVerdict:
    """An item nobody asked about is undecided whatever the pages of another item happen to show of it, unless a person decided it."""
    if verdict.verdict in (Verdict.PENDING_DOCUMENT, Verdict.NOT_APPLICABLE) or verdict.machine is not None:
        return verdict
    return ItemVerdict(
        verdict.item, Verdict.INCONCLUSIVE, None, 0.0, 1.0, words, reason=NOT_LOOKED, looks=verdict.looks,
        checks=verdict.checks,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the findings of a record and the decisions filed with it, and by which rules."""

    standard: Standard
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    people: People
    documents: tuple[Mapping[str, Any], ...]
    profile: Mapping[str, bool]
    judged: Judged


def derive(
    record: Mapping[str, Any],
    decisions: Mapping[str, Any],
    standard: Standard | None = None,
    checks: Iterable[Check] | None = None,
) -> Derived:
    """All of it anew from the findings; verdicts, red lines and scores of the record are not read.

    Without ``standard`` and ``checks`` the tables that lie beside this source are taken. Which earlier decisions still held when the
    audit was judged (``scoring.carry``) is taken as filed. Raises RecordFault, ConfigurationError.
    """
    standard = standards.load() if standard is None else standard
    checks = table.checks() if checks is None else tuple(checks)
    findings, people, asked = recorded.findings(record), recorded.people(decisions), recorded.asked(record)
    _known("asked", asked, standard.by_id)
    _known("decisions", (each.item for each in people.items), standard.by_id)
    _known("line_decisions", (each.line for each in people.lines), {line.id for line in standard.red_lines})
    _known("findings", (each.probe for each in findings), {check.id for check in checks})
    profile = {**recorded.profile(record), **carry.profile(people.flags)}
    judged = judge(standard, checks, findings, people, profile, asked)
    return Derived(standard, checks, findings, people, recorded.documents(decisions), profile, judged)


def _known(place: str, names: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise RecordFault(f"{place}: the rules do not know {json.dumps(unknown[0])}")


def differences(record: Mapping[str, Any], derived: Derived) -> tuple[str, ...]:
    """One line for every place where the record says something else than what follows; none = all the same.

    Looked at: every item's verdict with its value, bounds, suggestion, checks and weight, red lines, scores of all stages and presets,
    the stage, deductions, profile, decisions, documents, and the numbers of the standard. Of words those that persons wrote with their
    decisions, which are never masked; others are not, they may have been.
    """
    return tuple(_differences(record, derived))


def _differences(record: Mapping[str, Any], derived: Derived) -> Iterator[str]:
    standard, judged, people = derived.standard, derived.judged, derived.people
    yield from by_key("items", "item", record.get("items"), [_item(derived, each) for each in judged.verdicts])
    lone = rulings(people.lines).lone
    lines = [_red_line(standard, each, lone, people.lines) for each in judged.red_lines]
    yield from by_key("red_lines", "id", record.get("red_lines"), lines)
    follows = {
        "deducted": deducted(standard, judged.red_lines, 0),
        "stage": str(reached(judged.verdicts)),
        "scores": {str(stage): plain.stage(standard, found) for stage, found in judged.scores.items()},
        "presets": {name: {"scores": plain.preset(judged.scores, name)} for name in standard.presets},
        "profile": {flag: {"value": value} for flag, value in derived.profile.items()},
        "flag_decisions": [{"flag": each.flag, "value": each.value, **_said(each)} for each in people.flags],
        "standard": plain.numbers(standard),
    }
    for name, value in follows.items():
        yield from differing(name, record.get(name), value)
    yield from by_key("findings", "id", record.get("findings"), list(_findings(derived)))


def _item(derived: Derived, verdict: ItemVerdict) -> dict[str, Any]:
    own = [each for each in derived.people.items if each.item == verdict.item]
    papers = [each["sha256"] for each in derived.documents if each["item"] == verdict.item]
    return {
        **plain.item(derived.standard, verdict),
        "decisions": [_decided(each) for each in own],
        "documents": [{"sha256": sha} for sha in papers],
    }


def _decided(said: Decision) -> dict[str, Any]:
    told = {"verdict": str(said.verdict), "value": said.value, "reference": said.reference}
    return {**told, **_said(said), "documents": list(said.evidence)}


def _red_line(
    standard: Standard, raised: Raised, lone: frozenset[str], decisions: Iterable[LineDecision]
) -> dict[str, Any]:
    own = [each for each in decisions if each.line == raised.id]
    said = [{"confirmed": each.confirmed, **_said(each), "second_audit": each.second_audit or None} for each in own]
    return {**plain.red_line(standard, raised, lone), "decisions": said}


def _said(decision: Decision | LineDecision | FlagDecision) -> dict[str, Any]:
    at = datetime.fromisoformat(decision.at).astimezone(UTC).isoformat()
    who, why = decision.assessor, decision.reason
    return {"assessor": who, "at": at, "reason": why, "carried": decision.carried, "audit": decision.audit}


def _findings(derived: Derived) -> Iterator[dict[str, Any]]:
    """Where each finding counts, by the rules."""
    by_id = {check.id: check for check in derived.checks}
    for each in derived.findings:
        check = by_id[each.probe]
        counts = [{"item": count.item, "check": count.check} for count in check.counts]
        yield {"id": each.id, "good": str(check.good), "counts": counts}
