"""The record of a comparison: two audits and what differs between them, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.site import Site
from crawler.vocabulary import LANDED
from probes.profile import FLAGS
from scoring.score import Stage
from scoring.tables import Standard
from scoring.verdict import ItemVerdict
from storage.audits import Audit
from storage.listing import Listed
from xuncha.changes import Change
from xuncha.comparing import Compared
from xuncha.moved import labels, sure, way
from xuncha.ranking import Entrant, rank
from xuncha.reports import decided, judged, seen
from xuncha.reports.record import moment
from xuncha.reports.view_changes import view_changes


@dataclass(frozen=True, slots=True)
class Visited:
    """What is left to show of one audit's visit: ``gone`` is since when its evidence is no longer kept, ``damaged`` where it cannot be read."""

    site: Site
    gone: datetime | None = None
    damaged: bool = False


def build(done: Compared, visited: tuple[Visited, Visited]) -> dict[str, Any]:
    """All that the page says. Scores are unrounded, times ISO 8601 in UTC."""
    standard = done.rules.standard
    audits = (done.before, done.after)
    halves = [
        _half(done, listed, audit, each) for listed, audit, each in zip(done.listed, audits, visited, strict=True)
    ]
    return {
        "standard": {
            "title": judged.words(standard.title.text),
            "verdicts": {str(verdict): {"zh": each.zh, "en": each.en} for verdict, each in standard.verdicts.items()},
        },
        "one_platform": done.one_platform,
        "same_visit": done.before.visit == done.after.visit,
        "same_rules": done.before.ruleset == done.after.ruleset,
        "flags": _flags(*audits),
        "notes": [judged.words(note) for note in done.notes],
        "halves": halves,
        "stages": [_stage(stage, *audits) for stage in Stage],
        "changes": [_change(standard, each, audits) for each in done.changes],
        "pages": [] if done.before.visit == done.after.visit else view_changes(visited[0].site, visited[1].site),
    }


def _half(done: Compared, listed: Listed, audit: Audit, visited: Visited) -> dict[str, Any]:
    site = visited.site
    return {
        "name": listed.name,
        "url": listed.url,
        "audit": audit.id,
        "started_at": moment(listed.started_at),
        "judged_at": moment(audit.created_at),
        "ruleset": audit.ruleset,
        "asked": _count(audit.facts.get("items")),
        "gone": moment(visited.gone) if visited.gone else None,
        "damaged": visited.damaged,
        "views": [seen.view(each) for each in site.views],
        "gaps": sum(not (gap.reason.about_them and gap.state != LANDED) for gap in site.gaps),
        "findings": [judged.finding(done.rules.checks, each) for each in audit.findings],
    }


def _count(items: object) -> int:
    """How many items were asked for; 0 for all."""
    return len(items) if isinstance(items, list | tuple) else 0


def _change(standard: Standard, each: Change, audits: tuple[Audit, Audit]) -> dict[str, Any]:
    entry = standard.by_id[each.item]
    both = zip((each.before, each.after), audits, strict=True)
    alike = [_brief(verdict) for verdict in each.alike]
    rejudged = each.changed and alike != [_brief(each.before), _brief(each.after)]
    return {
        "item": each.item,
        "name": judged.words(entry.name.text),
        "weight": entry.weight,
        "changed": each.changed,
        "labels": [str(label) for label in labels(each)],
        "way": str(way(each)),
        "sure": sure(each),
        "halves": [_said(verdict, audit) for verdict, audit in both],
        "alike": alike if rejudged else [],
    }


def _said(verdict: ItemVerdict, audit: Audit) -> dict[str, Any]:
    return {
        **_brief(verdict),
        "because": judged.words(verdict.because),
        "findings": _deciding(verdict),
        "decisions": [decided.decision(each) for each in audit.decisions if each.item == verdict.item],
    }


def _deciding(verdict: ItemVerdict) -> list[str]:
    """The findings it rests on, each once."""
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
    """Both scores, and whether one may be said to be higher (scoring rules, section 3)."""
    scores = [audit.scores[stage].score for audit in (before, after)]
    return {
        "stage": str(stage),
        "scores": [
            {"value": each.value, "low": each.low, "high": each.high, "coverage": each.coverage} for each in scores
        ],
        "says": _says(stage, before, after),
    }


def _says(stage: Stage, before: Audit, after: Audit) -> str:
    scores = [audit.scores[stage].score for audit in (before, after)]
    entrants = [
        Entrant(number, score, _profile(audit), frozenset({audit.ruleset}))
        for number, (score, audit) in enumerate(zip(scores, (before, after), strict=True))
    ]
    ranking = rank(entrants)
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
    """The names of the flags in which the platform was taken to be otherwise."""
    one, other = _profile(before), _profile(after)
    unlike = sorted(flag for flag in {*one, *other} if one.get(flag) is not other.get(flag))
    return [dict(FLAGS.get(flag) or {"zh": flag, "en": flag}) for flag in unlike]
