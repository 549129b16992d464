"""The record of a comparison as plain data: two audits and what differs between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.site import Site
from probes.schema.flags import FLAGS
from scoring.score import Stage
from scoring.standard_tables import Standard
from scoring.verdict import ItemVerdict
from storage.audit_list import ListedAudit
from storage.visits.audit import Audit
from xuncha.compare.causes import ItemChange
from xuncha.compare.direction import find_direction, is_direction_certain, label_change
from xuncha.compare.rank_entrants import Entrant, rank_entrants
from xuncha.compare.two_audits import Comparison
from xuncha.compare.view_changes import find_view_changes
from xuncha.reports import decided, judged_record, seen
from xuncha.reports.missed import count_missed
from xuncha.reports.record import format_utc


@dataclass(frozen=True, slots=True)
class ComparedVisit:
    """What can still be shown of an audit's visit.

    ``gone``: since when its evidence is no longer kept; ``damaged``: it cannot be read.
    """

    site: Site
    gone: datetime | None = None
    damaged: bool = False


def build_comparison_record(done: Comparison, visited: tuple[ComparedVisit, ComparedVisit]) -> dict[str, Any]:
    """Everything the comparison page says. Scores are unrounded, times ISO 8601 in UTC."""
    standard = done.rules.standard
    audits = (done.before, done.after)
    halves = [
        _half(done, listed, audit, visit) for listed, audit, visit in zip(done.listed, audits, visited, strict=True)
    ]
    return {
        "standard": {
            "title": judged_record.serialize_text(standard.title.text),
            "verdicts": {
                str(verdict): {"zh": words.zh, "en": words.en} for verdict, words in standard.verdicts.items()
            },
        },
        "one_platform": done.one_platform,
        "same_visit": done.before.visit == done.after.visit,
        "same_rules": done.before.ruleset == done.after.ruleset,
        "flags": _flags(*audits),
        "notes": [judged_record.serialize_text(note) for note in done.notes],
        "halves": halves,
        "stages": [_stage(stage, *audits) for stage in Stage],
        "changes": [_change(standard, change, audits) for change in done.changes],
        "pages": [] if done.before.visit == done.after.visit else find_view_changes(visited[0].site, visited[1].site),
    }


def _half(done: Comparison, listed: ListedAudit, audit: Audit, visited: ComparedVisit) -> dict[str, Any]:
    site = visited.site
    return {
        "name": listed.name,
        "url": listed.url,
        "audit": audit.id,
        "started_at": format_utc(listed.started_at),
        "judged_at": format_utc(audit.created_at),
        "ruleset": audit.ruleset,
        "asked": _count(audit.facts.get("items")),
        "gone": format_utc(visited.gone) if visited.gone else None,
        "damaged": visited.damaged,
        "views": [seen.serialize_view(view) for view in site.views],
        "gaps": count_missed(site.gaps),
        "findings": judged_record.serialize_findings(done.rules.checks, audit.findings),
    }


def _count(items: object) -> int:
    """The number of items asked for; 0 = all."""
    return len(items) if isinstance(items, list | tuple) else 0


def _change(standard: Standard, change: ItemChange, audits: tuple[Audit, Audit]) -> dict[str, Any]:
    entry = standard.by_id[change.item]
    both = zip((change.before, change.after), audits, strict=True)
    alike = [_brief(verdict) for verdict in change.alike]
    rejudged = change.changed and alike != [_brief(change.before), _brief(change.after)]
    return {
        "item": change.item,
        "name": judged_record.serialize_text(entry.name.text),
        "weight": entry.weight,
        "changed": change.changed,
        "labels": [str(label) for label in label_change(change)],
        "way": str(find_direction(change)),
        "sure": is_direction_certain(change),
        "halves": [_said(verdict, audit) for verdict, audit in both],
        "alike": alike if rejudged else [],
    }


def _said(verdict: ItemVerdict, audit: Audit) -> dict[str, Any]:
    return {
        **_brief(verdict),
        "because": judged_record.serialize_text(verdict.because),
        "findings": _deciding(verdict),
        "decisions": [
            decided.serialize_decision(decision) for decision in audit.decisions if decision.item == verdict.item
        ],
    }


def _deciding(verdict: ItemVerdict) -> list[str]:
    """The findings a verdict rests on, each once."""
    ids = [id for check in verdict.checks for id in check.findings]
    return list(dict.fromkeys([*ids, *verdict.unconfirmed]))


def _brief(verdict: ItemVerdict) -> dict[str, Any]:
    guess = verdict.suggested
    return {
        "verdict": str(verdict.verdict),
        "value": verdict.value,
        "confirmed": verdict.confirmed,
        "suggested": {"verdict": str(guess.verdict), "value": guess.value} if guess else None,
    }


def _stage(stage: Stage, before: Audit, after: Audit) -> dict[str, Any]:
    """Both scores of a stage, and whether one may be called higher (scoring rules, section 3)."""
    scores = [audit.scores[stage].score for audit in (before, after)]
    return {
        "stage": str(stage),
        "scores": [
            {"value": score.value, "low": score.low, "high": score.high, "coverage": score.coverage} for score in scores
        ],
        "says": _says(stage, before, after),
    }


def _says(stage: Stage, before: Audit, after: Audit) -> str:
    scores = [audit.scores[stage].score for audit in (before, after)]
    entrants = [
        Entrant(number, score, _profile(audit), frozenset({audit.ruleset}))
        for number, (score, audit) in enumerate(zip(scores, (before, after), strict=True))
    ]
    ranking = rank_entrants(entrants)
    if not ranking.groups:
        return "not_rules" if before.ruleset != after.ruleset else "not_profile"
    if any(score.value is None for score in scores):
        return "no_value"
    first = ranking.groups[0].ranked[0]
    if first.tied:
        return "tied"
    return "apart_up" if first.entrant.id == 1 else "apart_down"


def _profile(audit: Audit) -> dict[str, bool]:
    taken = audit.facts.get("profile")
    return {str(flag): bool(value) for flag, value in taken.items()} if isinstance(taken, Mapping) else {}


def _flags(before: Audit, after: Audit) -> list[dict[str, str]]:
    """The profile flags in which the two audits differ."""
    one, other = _profile(before), _profile(after)
    unlike = sorted(flag for flag in {*one, *other} if one.get(flag) is not other.get(flag))
    return [dict(FLAGS.get(flag) or {"zh": flag, "en": flag}) for flag in unlike]
