"""One platform over time as one person may see it: its audits item by item, and what happened. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from storage.jobs.job_lines import list_failed_jobs
from storage.overview.item_history import AuditOutline, list_audit_outlines
from storage.overview.platform_events import list_decision_events, list_visit_events
from xuncha.web.deciding.blind_reading import PROFILE, list_hidden_subjects
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.security.access import Visitor
from xuncha.web.views.city.platform_history import TimelineEvent, list_events
from xuncha.web.views.city.platform_list import PlatformRow
from xuncha.web.web_state import WebState


@dataclass(frozen=True, slots=True)
class SeenOutlines:
    """``outlines``: the latest first, without what is hidden; ``hidden``: how much is, by visit."""

    outlines: tuple[AuditOutline, ...]
    hidden: Mapping[str, int]


async def load_outlines(
    state: WebState, visitor: Visitor, line: PlatformLine, limit: int, before: tuple[datetime, datetime, str] | None = None
) -> SeenOutlines:  # fmt: skip
    """The platform's last judged visits. What the person is to decide blindly is not in them, nor any score that follows from it."""
    found = await list_audit_outlines(state.store, line.known.id, limit, before)
    hidden = await list_hidden_subjects(state, visitor, {each.head.visit: line.scopes for each in found})
    return SeenOutlines(
        tuple(_without(each, hidden.get(each.head.visit, frozenset())) for each in found),
        {visit: len(subjects - PROFILE) for visit, subjects in hidden.items()},
    )


async def load_timeline(
    state: WebState, visitor: Visitor, line: PlatformLine, limit: int, until: datetime | None = None
) -> tuple[TimelineEvent, ...]:
    """What happened with the platform ``until`` then, the latest first."""
    store, id = state.store, line.known.id
    visits = await list_visit_events(store, id, limit, until)
    decisions = await list_decision_events(store, id, limit, until)
    jobs = await list_failed_jobs(store, id, limit, until)
    after = None if until is None else (until + timedelta(microseconds=1), datetime.min.replace(tzinfo=UTC), "")
    outlines = (await load_outlines(state, visitor, line, limit, after)).outlines
    return list_events(visits, outlines, decisions, jobs)[:limit]


async def list_blind_platforms(state: WebState, visitor: Visitor, lines: Iterable[PlatformLine]) -> frozenset[int]:
    """Those platforms whose audit that counts others have decided on while the person, who is to, has not."""
    heads = {line.head.visit: line for line in lines if line.head is not None}
    hidden = await list_hidden_subjects(state, visitor, {visit: line.scopes for visit, line in heads.items()})
    return frozenset(heads[visit].known.id for visit in hidden)


def hide_standings(rows: Sequence[PlatformRow], blind: frozenset[int]) -> tuple[PlatformRow, ...]:
    """The rows, those of blind platforms without their scores, grades and red lines."""
    return tuple(
        replace(row, score=None, grade="", suspected=(), confirmed=()) if row.id in blind else row for row in rows
    )


def _without(outline: AuditOutline, hidden: frozenset[str]) -> AuditOutline:
    if not hidden:
        return outline
    kept = {} if hidden >= PROFILE else {key: each for key, each in outline.verdicts.items() if key not in hidden}
    return replace(outline, verdicts=kept, scores={})
