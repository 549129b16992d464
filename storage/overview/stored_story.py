"""All that is stored of one platform over time, read in one transaction. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.db.session import Store
from storage.jobs.job_lines import JobLine, read_platform_jobs
from storage.overview.item_history import AuditOutline, read_audit_outlines
from storage.overview.platform_events import (
    DecidedSubject,
    DecisionEvent,
    VisitEvent,
    read_decided_subjects,
    read_decision_events,
    read_visit_events,
)

AT_ONCE = 500  # visits of one query
FEW = 100  # visits that are read at once


@dataclass(frozen=True, slots=True)
class StoredStory:
    """``jobs``: those that wait or run, then those that failed; ``decided``: who decided what on the visits of ``outlines``."""

    outlines: tuple[AuditOutline, ...]
    visits: tuple[VisitEvent, ...]
    decisions: tuple[DecisionEvent, ...]
    jobs: tuple[JobLine, ...]
    decided: tuple[DecidedSubject, ...]


async def load_platform_story(
    store: Store, platform: int, audits: int, events: int, until: datetime | None = None,
    before: tuple[datetime, datetime, str] | None = None,
) -> StoredStory:  # fmt: skip
    """Its last judged visits, those after the place ``before`` alone, and what happened with it ``until`` then; at most so many of each."""
    async with store.glancing() as session:
        outlines = await read_audit_outlines(session, platform, audits, before)
        return StoredStory(
            outlines, await read_visit_events(session, platform, events, until),
            await read_decision_events(session, platform, events, until), await read_platform_jobs(session, platform, events, until),
            await read_decided_subjects(session, [outline.head.visit for outline in outlines]),
        )  # fmt: skip


async def list_decided_subjects(store: Store, visits: list[str]) -> tuple[DecidedSubject, ...]:
    """Who decided what on each of these visits."""
    found: tuple[DecidedSubject, ...] = ()
    async with store.glancing() if len(visits) <= FEW else store.reading() as session:
        for start in range(0, len(visits), AT_ONCE):
            found += await read_decided_subjects(session, visits[start : start + AT_ONCE])
    return found
