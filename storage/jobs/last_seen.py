"""Which platforms were seen at all: the visits that never saw a home page, why, and since when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from crawler.site import Gap
from crawler.vocabulary import Role
from storage.db.codec import decode_record
from storage.db.register_tables import JobKind, JobState, PlatformState, RegistrationRow, RunRow
from storage.db.session import Store
from storage.db.tables import GapRow, PlatformRow, ViewRow, VisitKind, VisitRow, VisitState
from storage.jobs.queue_status import PlatformFilter

FEW = 10  # visits whose platforms' rows are read at once, without a thread
AUDITS = (JobKind.AUDIT.value, JobKind.SECOND_AUDIT.value)


@dataclass(frozen=True, slots=True)
class UnseenPlatform:
    """A platform that was not seen when it was last visited, or was never visited.

    ``since``: when the first visit of the current unseen row began (never visited: when it was registered); ``last``:
    when the latest of them began (None = there was none); ``times``: how many there are. ``gap`` says why its home page
    was not seen; without a gap, ``reason`` is that of the last job ("" = none was tried).
    """

    platform: int
    url: str
    name: str
    since: datetime
    last: datetime | None
    times: int
    gap: Gap | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnseenVisit:
    """A visit that ended without seeing a home page, why, and how many such visits in a row since when."""

    visit: str
    at: datetime
    since: datetime
    times: int
    gap: Gap | None


async def find_unseen_visits(store: Store, visits: Collection[str]) -> dict[str, UnseenVisit]:
    """Those of these visits that saw no home page, leaving out visits still running. Raises RecordDamaged."""
    ended = select(VisitRow.id, VisitRow.platform_id).where(VisitRow.id.in_(visits), _over(), ~_home())
    async with store.looking_up() if len(visits) <= FEW else store.reading() as session:
        found = dict((await session.execute(ended)).all()) if visits else {}
        if not found:
            return {}
        gaps = (
            select(GapRow.visit_id, GapRow.record)
            .where(GapRow.visit_id.in_(found), GapRow.role == Role.HOME.value)
            .order_by(GapRow.visit_id, GapRow.id.desc())  # the first gap wins
        )
        why = {visit: decode_record(Gap, record) for visit, record in (await session.execute(gaps)).all()}
        beside = (
            select(VisitRow.platform_id, VisitRow.id, VisitRow.started_at, _home())
            .where(VisitRow.platform_id.in_(set(found.values())), _over())
            .order_by(VisitRow.platform_id, VisitRow.started_at, VisitRow.id)
        )
        rows = (await session.execute(beside)).all()
    # A visit that continues another has the same beginning: if a person opened the page by hand, both count as having seen it.
    saw = {(platform, at) for platform, _, at, home in rows if home}
    blind: dict[str, UnseenVisit] = {}
    begun: dict[int, list[datetime]] = {}
    for platform, visit, at, _ in rows:
        row = begun.setdefault(platform, [])
        if (platform, at) in saw:
            row.clear()
            continue
        if at not in row:
            row.append(at)
        if visit in found:
            blind[visit] = UnseenVisit(visit, at, row[0], len(row), why.get(visit))
    return blind


async def list_unseen_platforms(store: Store, some: PlatformFilter) -> tuple[UnseenPlatform, ...]:
    """Registered platforms that their last visit did not see, then those never visited; each group longest first.

    Raises RecordDamaged.
    """
    listed = (
        select(RegistrationRow.platform_id, PlatformRow.url, PlatformRow.name, RegistrationRow.added_at)
        .join(PlatformRow, PlatformRow.id == RegistrationRow.platform_id)
        .where(RegistrationRow.state != PlatformState.REMOVED.value, some.of(RegistrationRow.platform_id))
    )
    newest = (
        select(VisitRow.platform_id, func.max(VisitRow.started_at).label("at"))
        .where(_over(), some.of(VisitRow.platform_id))
        .group_by(VisitRow.platform_id)
        .subquery()
    )
    last = (
        select(VisitRow.platform_id, VisitRow.id)
        .join(newest, and_(newest.c.platform_id == VisitRow.platform_id, newest.c.at == VisitRow.started_at))
        .where(_over())
        .order_by(VisitRow.id)
    )
    async with store.reading() as session:
        known = (await session.execute(listed)).all()
        visited = dict((await session.execute(last)).all())
        reasons = await _last_reasons(session, some)
    dark = await find_unseen_visits(store, list(visited.values()))
    found = []
    for platform, url, name, added in known:
        visit = visited.get(platform)
        if visit is None:
            found.append(UnseenPlatform(platform, url, name, added, None, 0, reason=reasons.get(platform, "")))
        elif (one := dark.get(visit)) is not None:
            found.append(UnseenPlatform(platform, url, name, one.since, one.at, one.times, one.gap))
    return tuple(sorted(found, key=lambda platform: (platform.last is None, platform.since, platform.platform)))


async def _last_reasons(session: AsyncSession, some: PlatformFilter) -> Mapping[int, str]:
    """By platform, why its last audit job failed, if it did."""
    runs = (
        select(RunRow.platform_id, RunRow.reason)
        .where(RunRow.kind.in_(AUDITS), RunRow.reason != "", RunRow.state != JobState.RUNNING.value)
        .where(some.of(RunRow.platform_id))
        .order_by(RunRow.due_at)
    )
    return dict((await session.execute(runs)).all())


def _home() -> ColumnElement[bool]:
    return exists().where(
        and_(ViewRow.visit_id == VisitRow.id, ViewRow.role == Role.HOME.value, ViewRow.position.is_not(None))
    )


def _over() -> ColumnElement[bool]:
    """An audit's visit that has ended; one interrupted before it saw anything says nothing about the platform."""
    gap = exists().where(and_(GapRow.visit_id == VisitRow.id, GapRow.role == Role.HOME.value))
    done = VisitRow.state == VisitState.DONE.value
    broken = and_(VisitRow.state == VisitState.INTERRUPTED.value, or_(gap, _home()))
    return and_(VisitRow.kind == VisitKind.AUDIT.value, or_(done, broken))
