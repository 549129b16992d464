"""What goes on, read only: what waits, what is being done, what is due next, what failed, and who works."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, and_, bindparam, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.codec import decode
from storage.register import Registration
from storage.register_tables import BatchRow, RegistrationRow, RunKind, RunRow, RunState, Standing, WorkerRow
from storage.session import Store
from storage.tables import PlatformRow, ViewRow

DUE: Mapping[RunKind, InstrumentedAttribute[datetime | None]] = {
    RunKind.AUDIT: RegistrationRow.due_at,
    RunKind.LIGHT: RegistrationRow.light_due_at,
    RunKind.TIMING: RegistrationRow.timing_due_at,
}
SOON = (timedelta(hours=1), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Some:
    """Only these platforms; None = all there are. ``sqlite``: whether the database is one."""

    ids: Sequence[int] | None = None
    sqlite: bool = False

    def of(self, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """A condition on a column that holds a platform's id. All ids are one parameter: drivers allow too few for thousands."""
        if self.ids is None:
            return true()
        if self.sqlite:
            return column.in_(select(func.json_each(json.dumps(list(self.ids))).table_valued("value").c.value))
        return column.in_(select(func.unnest(bindparam(None, list(self.ids), ARRAY(Integer)))))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many runs of a kind and priority may begin ``now``, how many ``later``, and when the first of those that may was due."""

    kind: RunKind
    priority: int
    now: int
    later: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Running:
    """A run that is being done. ``views`` are captured so far, by earlier attempts too; ``host`` is "" where the worker is forgotten."""

    run: str
    platform: int
    url: str
    name: str
    kind: RunKind
    since: datetime | None
    attempts: int
    worker: str
    host: str
    visit: str
    views: int


@dataclass(frozen=True, slots=True)
class Coming:
    """One platform that is due by itself."""

    platform: int
    url: str
    name: str
    kind: RunKind
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """What is due by itself: of each kind how many are overdue (due, and not made a run yet), due within the hour, within the day."""

    counts: Mapping[RunKind, tuple[int, int, int]]
    first: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A run that failed (``at`` = when) or was put off (``at`` = until when)."""

    run: str
    platform: int
    url: str
    name: str
    kind: RunKind
    at: datetime
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class Troubles:
    """The last of them, and how many there are by reason."""

    last: tuple[Trouble, ...]
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Seat:
    """A worker, alive or not, and how many runs are said to be its."""

    id: str
    host: str
    pid: int
    started_at: datetime
    beat_at: datetime
    alive: bool
    runs: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """The least that tells whether work gets done, of all platforms. ``waiting`` is of each kind (may begin now, put off)."""

    waiting: Mapping[RunKind, tuple[int, int]]
    running: int
    alive: int
    oldest_due_at: datetime | None  # of what may begin now


async def tagged(store: Store, tag: str) -> Some:
    """The platforms of a tag or batch, but for removed ones; all where ``tag`` is "". Raises RecordDamaged."""
    if not tag:
        return Some()
    query = (
        select(RegistrationRow.platform_id, RegistrationRow.record, BatchRow.name)
        .outerjoin(BatchRow, BatchRow.id == RegistrationRow.batch_id)
        .where(RegistrationRow.state != Standing.REMOVED.value)
    )
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
    ids = [id for id, record, batch in rows if tag == batch or tag in decode(Registration, record).tags]
    return Some(ids, store.engine.dialect.name == "sqlite")


async def waiting(session: AsyncSession, now: datetime, some: Some) -> tuple[Waiting, ...]:
    """By priority, then kind."""
    ready = RunRow.not_before <= now
    query = (
        select(
            RunRow.kind,
            RunRow.priority,
            func.sum(case((ready, 1), else_=0)),
            func.count(),
            func.min(case((ready, RunRow.due_at))),
        )
        .where(RunRow.state == RunState.WAITING.value, some.of(RunRow.platform_id))
        .group_by(RunRow.kind, RunRow.priority)
        .order_by(RunRow.priority.desc(), RunRow.kind)
    )
    return tuple(
        Waiting(RunKind(kind), priority, may, all - may, oldest)
        for kind, priority, may, all, oldest in (await session.execute(query)).all()
    )


async def running(session: AsyncSession, some: Some, limit: int) -> tuple[int, tuple[Running, ...]]:
    """How many, and those begun first."""
    busy = and_(RunRow.state == RunState.RUNNING.value, some.of(RunRow.platform_id))
    views = select(func.count()).where(ViewRow.visit_id == RunRow.visit_id).correlate(RunRow).scalar_subquery()
    query = (
        select(RunRow, PlatformRow.url, PlatformRow.name, WorkerRow.host, views)
        .join(PlatformRow, PlatformRow.id == RunRow.platform_id)
        .outerjoin(WorkerRow, WorkerRow.id == RunRow.worker)
        .where(busy)
        .order_by(RunRow.started_at, RunRow.id)
        .limit(limit)
    )
    count = await session.scalar(select(func.count()).select_from(RunRow).where(busy))
    rows = (await session.execute(query)).all()
    return count or 0, tuple(
        Running(
            run=row.id, platform=row.platform_id, url=url, name=name, kind=RunKind(row.kind), since=row.started_at,
            attempts=row.attempts, worker=row.worker or "", host=host or "", visit=row.visit_id or "", views=seen,
        )
        for row, url, name, host, seen in rows
    )  # fmt: skip


async def coming(session: AsyncSession, now: datetime, some: Some, limit: int) -> Next:
    """Of platforms that are active."""
    hour, day = (now + length for length in SOON)
    active = and_(RegistrationRow.state == Standing.ACTIVE.value, some.of(RegistrationRow.platform_id))
    counts: dict[RunKind, tuple[int, int, int]] = {}
    first: list[Coming] = []
    for kind, column in DUE.items():
        query = select(
            func.count(case((column <= now, 1))), func.count(case((column.between(now, hour), 1))), func.count()
        ).where(active, column <= day)
        overdue, soon, all = (await session.execute(query)).one()
        counts[kind] = (overdue, soon, all - overdue)
        nearest = (
            select(RegistrationRow.platform_id, PlatformRow.url, PlatformRow.name, column)
            .join(PlatformRow, PlatformRow.id == RegistrationRow.platform_id)
            .where(active, column > now)
            .order_by(column, RegistrationRow.platform_id)
            .limit(limit)
        )
        rows = (await session.execute(nearest)).all()
        first += [Coming(id, url, name, kind, at) for id, url, name, at in rows if at is not None]
    return Next(counts, tuple(sorted(first, key=lambda each: (each.due_at, each.platform))[:limit]))


async def failed(session: AsyncSession, since: datetime, some: Some, limit: int) -> Troubles:
    """Since that moment, newest first."""
    these = (RunRow.state == RunState.FAILED.value, RunRow.ended_at >= since, some.of(RunRow.platform_id))
    return await _troubles(session, _listed().where(*these).order_by(RunRow.ended_at.desc(), RunRow.id), these, limit)


async def put_off(session: AsyncSession, some: Some, limit: int) -> Troubles:
    """What waits to be tried again, soonest first."""
    these = (RunRow.state == RunState.WAITING.value, RunRow.reason != "", some.of(RunRow.platform_id))
    return await _troubles(session, _listed().where(*these).order_by(RunRow.not_before, RunRow.id), these, limit)


def _listed() -> Select[RunRow, str, str]:
    return select(RunRow, PlatformRow.url, PlatformRow.name).join(PlatformRow, PlatformRow.id == RunRow.platform_id)


async def _troubles(
    session: AsyncSession, query: Select[RunRow, str, str], these: tuple[ColumnElement[bool], ...], limit: int
) -> Troubles:
    rows = (await session.execute(query.limit(limit))).all()
    reasons: Counter[str] = Counter()
    for reason, count in await session.execute(
        select(RunRow.reason, func.count()).where(*these).group_by(RunRow.reason)
    ):
        reasons[reason.partition(":")[0]] += count  # what is behind the colon is told of one run
    last = tuple(
        Trouble(
            run=row.id, platform=row.platform_id, url=url, name=name, kind=RunKind(row.kind),
            at=row.ended_at or row.not_before if row.state == RunState.FAILED else row.not_before,
            attempts=row.attempts, reason=row.reason,
        )
        for row, url, name in rows
    )  # fmt: skip
    return Troubles(last, dict(reasons.most_common()))


async def seats(session: AsyncSession, now: datetime, lost_after: timedelta) -> tuple[Seat, ...]:
    """Living workers first, then by their last sign, newest first."""
    count = select(RunRow.worker, func.count()).where(RunRow.state == RunState.RUNNING.value).group_by(RunRow.worker)
    busy = dict((await session.execute(count)).all())
    rows = (await session.scalars(select(WorkerRow).order_by(WorkerRow.beat_at.desc(), WorkerRow.id))).all()
    return tuple(
        Seat(
            row.id, row.host, row.pid, row.started_at, row.beat_at, row.beat_at > now - lost_after, busy.get(row.id, 0)
        )
        for row in rows
    )


async def pulse(store: Store, now: datetime, lost_after: timedelta) -> Pulse:
    """Cheap enough to be asked every few seconds. Raises StorageError."""
    async with store.reading() as session:
        queue = await waiting(session, now, Some())
        busy = select(func.count()).select_from(RunRow).where(RunRow.state == RunState.RUNNING.value)
        living = select(func.count()).select_from(WorkerRow).where(WorkerRow.beat_at > now - lost_after)
        running, alive = await session.scalar(busy) or 0, await session.scalar(living) or 0
    counts = {
        kind: (
            sum(each.now for each in queue if each.kind is kind),
            sum(each.later for each in queue if each.kind is kind),
        )
        for kind in RunKind
    }
    oldest = min((each.oldest_due_at for each in queue if each.oldest_due_at is not None), default=None)
    return Pulse(counts, running, alive, oldest)
