"""What happened with one platform: visits for timings, days of light checks, what persons decided. Read only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.session import Store
from storage.db.tables import DecisionRow, PlatformRow, TimingRow, ViewRow, VisitKind, VisitRow

# Made once: to make a statement takes longer than to answer it.
_DECIDED = (
    select(DecisionRow.visit_id, DecisionRow.kind, DecisionRow.subject, DecisionRow.assessor)
    .where(DecisionRow.visit_id.in_(bindparam("visits", expanding=True)))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class StoredPlatformName:
    """A platform of the store, registered or not."""

    id: int
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class VisitEvent:
    """One visit. ``views``: captured pages; ``loads``: timed loads."""

    visit: str
    kind: VisitKind
    state: str
    at: datetime
    ended_at: datetime | None
    views: int
    loads: int


@dataclass(frozen=True, slots=True)
class DecisionEvent:
    """Decisions of one person on one visit, stored on one occasion or over a day."""

    visit: str
    assessor: str
    at: datetime
    many: int


@dataclass(frozen=True, slots=True)
class DecidedSubject:
    """That a person decided something on a visit, not what. ``kind``: a ``storage.decisions.DecisionKind``."""

    visit: str
    kind: str
    subject: str
    assessor: str


async def find_platform_name(store: Store, platform: int) -> StoredPlatformName | None:
    """The platform of that number; None without one."""
    async with store.reading() as session:
        row = await session.get(PlatformRow, platform)
    return None if row is None else StoredPlatformName(row.id, row.url, row.name)


async def list_visit_events(store: Store, platform: int, limit: int) -> tuple[VisitEvent, ...]:
    """A platform's visits, the latest first."""
    async with store.reading() as session:
        return await read_visit_events(session, platform, limit)


async def read_visit_events(
    session: AsyncSession, platform: int, limit: int, until: datetime | None = None
) -> tuple[VisitEvent, ...]:
    """What ``list_visit_events`` gives, within a transaction; ``until``: of those that began by then."""
    views = select(func.count()).where(ViewRow.visit_id == VisitRow.id).correlate(VisitRow).scalar_subquery()
    loads = select(func.count()).where(TimingRow.visit_id == VisitRow.id).correlate(VisitRow).scalar_subquery()
    query = (
        select(VisitRow.id, VisitRow.kind, VisitRow.state, VisitRow.started_at, VisitRow.finished_at, views, loads)
        .where(VisitRow.platform_id == platform)
        .order_by(VisitRow.started_at.desc(), VisitRow.id)
        .limit(limit)
    )
    query = query.where(VisitRow.started_at <= until) if until is not None else query
    rows = (await session.execute(query)).all()
    return tuple(VisitEvent(id, VisitKind(kind), *rest) for id, kind, *rest in rows)


async def read_decision_events(
    session: AsyncSession, platform: int, limit: int, until: datetime | None = None
) -> tuple[DecisionEvent, ...]:
    """Who decided how many things on which visit, and last ``until`` then; the latest first."""
    last = func.max(DecisionRow.at)
    query = (
        select(DecisionRow.visit_id, DecisionRow.assessor, last, func.count())
        .where(DecisionRow.platform_id == platform)
        .group_by(DecisionRow.visit_id, DecisionRow.assessor)
        .order_by(last.desc(), DecisionRow.visit_id, DecisionRow.assessor)
        .limit(limit)
    )
    query = query.having(last <= until) if until is not None else query
    return tuple(DecisionEvent(*row) for row in (await session.execute(query)).all())


async def read_decided_subjects(session: AsyncSession, visits: Collection[str]) -> tuple[DecidedSubject, ...]:
    """Who decided what on each of these visits."""
    if not visits:
        return ()
    return tuple(DecidedSubject(*row) for row in (await session.execute(_DECIDED, {"visits": list(visits)})).all())
