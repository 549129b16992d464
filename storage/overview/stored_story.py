"""All that is stored of one platform over time, read by two questions. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.db.session import Store
from storage.jobs.job_lines import JobLine, ask_for_platform_jobs, read_platform_jobs
from storage.overview.item_history import (
    AuditOutline,
    ask_for_heads,
    ask_for_outlines,
    read_newest_heads,
    read_outlines,
)
from storage.overview.platform_events import (
    LAST_MOMENT,
    DecidedSubject,
    DecisionEvent,
    VisitEvent,
    ask_for_decisions,
    ask_for_subjects,
    ask_for_visits,
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
    last = until or LAST_MOMENT
    judged, visits, decisions, *jobs = await store.look_up(
        ask_for_heads(platform), ask_for_visits(platform, events, last), ask_for_decisions(platform, events, last),
        *ask_for_platform_jobs(platform, events, last),
    )  # fmt: skip
    heads = read_newest_heads(judged, audits, before)
    # Asked last: who is not to see yet what others decided is told of every decision that anything here may follow from.
    verdicts, scores, said = await store.look_up(
        *ask_for_outlines(heads), ask_for_subjects([head.visit for head in heads])
    )
    return StoredStory(
        read_outlines(heads, verdicts, scores), read_visit_events(visits), tuple(DecisionEvent(*row) for row in decisions),
        await read_platform_jobs(store, jobs), tuple(DecidedSubject(*row) for row in said),
    )  # fmt: skip


async def list_decided_subjects(store: Store, visits: list[str]) -> tuple[DecidedSubject, ...]:
    """Who decided what on each of these visits."""
    parts = [ask_for_subjects(visits[start : start + AT_ONCE]) for start in range(0, len(visits), AT_ONCE)]
    if len(visits) > FEW:
        # A SQLite file by a thread: so many rows are not read where pages are answered.
        async with store.reading() as session:
            found = [(await session.execute(part.statement, part.given)).all() for part in parts]
        return tuple(DecidedSubject(*row) for rows in found for row in rows)
    return tuple(DecidedSubject(*row) for rows in await store.look_up(*parts) for row in rows)
