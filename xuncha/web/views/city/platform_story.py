"""One platform over time as one person may see it: its audits item by item, and what happened. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from storage.jobs.job_lines import JobLine
from storage.jobs.jobs import OPEN
from storage.overview.item_history import AuditOutline
from storage.overview.stored_story import load_platform_story
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.security.access import Visitor
from xuncha.web.security.blind_reading import PROFILE, list_hidden_subjects
from xuncha.web.views.city.platform_history import TimelineEvent, list_events
from xuncha.web.views.city.platform_list import PlatformRow
from xuncha.web.web_state import WebState


@dataclass(frozen=True, slots=True)
class PlatformStory:
    """``outlines``: the latest first, without what is hidden; ``hidden``: how much is, by visit; ``events``: what happened, the latest
    first; ``going``: jobs that wait or run."""

    outlines: tuple[AuditOutline, ...]
    hidden: Mapping[str, int]
    events: tuple[TimelineEvent, ...]
    going: tuple[JobLine, ...]

    def is_blind(self, line: PlatformLine) -> bool:
        """Whether the platform's audit that counts is one in which something is hidden."""
        return line.head is not None and line.head.visit in self.hidden


async def load_story(
    state: WebState, visitor: Visitor, line: PlatformLine, audits: int, events: int, until: datetime | None = None,
    before: tuple[datetime, datetime, str] | None = None,
) -> PlatformStory:  # fmt: skip
    """The platform's last judged visits, those after the place ``before`` alone, and what happened with it ``until`` then.

    What the person is to decide blindly is not in them, nor any score that follows from it.
    """
    found = await load_platform_story(state.store, line.known.id, audits, events, until, before)
    visits = {outline.head.visit: line.scopes for outline in found.outlines}
    hidden = await list_hidden_subjects(state, visitor, visits, found.decided)
    outlines = tuple(_without(outline, hidden.get(outline.head.visit, frozenset())) for outline in found.outlines)
    return PlatformStory(
        outlines, {visit: len(subjects - PROFILE) for visit, subjects in hidden.items()},
        list_events(found.visits, outlines, found.decisions, found.jobs)[:events],
        tuple(job for job in found.jobs if job.job.state in OPEN),
    )  # fmt: skip


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
    kept = {} if hidden >= PROFILE else {key: verdict for key, verdict in outline.verdicts.items() if key not in hidden}
    return replace(outline, verdicts=kept, scores={})
