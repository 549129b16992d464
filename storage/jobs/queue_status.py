"""The state of the queue, read only: waiting, running, upcoming and failed jobs, and the workers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, and_, bindparam, case, exists, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from storage.db.codec import decode_record
from storage.db.register_tables import BatchRow, JobKind, JobState, PlatformState, RegistrationRow, RunRow, WorkerRow
from storage.db.session import Store
from storage.db.tables import PlatformRow, ViewRow
from storage.jobs.orphaned import POISONED
from storage.platforms import Registration

DUE: Mapping[JobKind, InstrumentedAttribute[datetime | None]] = {
    JobKind.AUDIT: RegistrationRow.due_at,
    JobKind.LIGHT: RegistrationRow.light_due_at,
    JobKind.TIMING: RegistrationRow.timing_due_at,
}
SOON = (timedelta(hours=1), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class PlatformFilter:
    """Only these platforms; None = all. ``sqlite``: whether the database is SQLite."""

    ids: Sequence[int] | None = None
    sqlite: bool = False

    def of(self, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """A condition on a column of platform ids. All ids are one parameter: drivers allow too few parameters for thousands."""
        if self.ids is None:
            return true()
        if self.sqlite:
            return column.in_(select(func.json_each(json.dumps(list(self.ids))).table_valued("value").c.value))
        return column.in_(select(func.unnest(bindparam(None, list(self.ids), ARRAY(Integer)))))


@dataclass(frozen=True, slots=True)
class WaitingJobs:
    """How many jobs of a kind and priority may begin ``now``, how many ``later``, and when the first of the former was due."""

    kind: JobKind
    priority: int
    now: int
    later: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A running job. ``views``: captured so far, also by earlier attempts; ``host``: "" if the worker's row is gone."""

    run: str
    platform: int
    url: str
    name: str
    kind: JobKind
    since: datetime | None
    attempts: int
    worker: str
    host: str
    visit: str
    views: int


@dataclass(frozen=True, slots=True)
class UpcomingPlatform:
    """A platform with its next automatic due time."""

    platform: int
    url: str
    name: str
    kind: JobKind
    due_at: datetime


@dataclass(frozen=True, slots=True)
class UpcomingJobs:
    """Automatic due times: for each kind how many are overdue (due without a job), due within the hour, within the day."""

    counts: Mapping[JobKind, tuple[int, int, int]]
    first: tuple[UpcomingPlatform, ...]


@dataclass(frozen=True, slots=True)
class TroubledJob:
    """A job that failed (``at`` = when) or was put off (``at`` = until when)."""

    run: str
    platform: int
    url: str
    name: str
    kind: JobKind
    at: datetime
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class TroubledJobs:
    """The latest of them, and how many there are by reason."""

    last: tuple[TroubledJob, ...]
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """A worker, alive or not, and how many running jobs are recorded for it."""

    id: str
    host: str
    pid: int
    started_at: datetime
    beat_at: datetime
    alive: bool
    runs: int


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """The minimum that tells whether work gets done, over all platforms. ``waiting``: by kind (may begin now, put off)."""

    waiting: Mapping[JobKind, tuple[int, int]]
    running: int
    alive: int
    oldest_due_at: datetime | None  # of the jobs that may begin now


async def filter_by_tag(store: Store, tag: str) -> PlatformFilter:
    """The platforms of a tag or batch, without removed ones; all if ``tag`` is "". Raises RecordDamaged."""
    if not tag:
        return PlatformFilter()
    query = (
        select(RegistrationRow.platform_id, RegistrationRow.record, BatchRow.name)
        .outerjoin(BatchRow, BatchRow.id == RegistrationRow.batch_id)
        .where(RegistrationRow.state != PlatformState.REMOVED.value)
    )
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
    ids = [id for id, record, batch in rows if tag == batch or tag in decode_record(Registration, record).tags]
    return PlatformFilter(ids, store.engine.dialect.name == "sqlite")


async def count_waiting_jobs(session: AsyncSession, now: datetime, some: PlatformFilter) -> tuple[WaitingJobs, ...]:
    """Waiting jobs of those platforms, how many may begin ``now`` and how many later: one line a priority and kind, the highest priority first."""
    ready = RunRow.not_before <= now
    query = (
        select(
            RunRow.kind,
            RunRow.priority,
            func.sum(case((ready, 1), else_=0)),
            func.count(),
            func.min(case((ready, RunRow.due_at))),
        )
        .where(RunRow.state == JobState.WAITING.value, some.of(RunRow.platform_id))
        .group_by(RunRow.kind, RunRow.priority)
        .order_by(RunRow.priority.desc(), RunRow.kind)
    )
    return tuple(
        WaitingJobs(JobKind(kind), priority, may, all - may, oldest)
        for kind, priority, may, all, oldest in (await session.execute(query)).all()
    )


async def list_running_jobs(
    session: AsyncSession, some: PlatformFilter, limit: int
) -> tuple[int, tuple[RunningJob, ...]]:
    """The number of running jobs, and those that began first."""
    busy = and_(RunRow.state == JobState.RUNNING.value, some.of(RunRow.platform_id))
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
        RunningJob(
            run=row.id, platform=row.platform_id, url=url, name=name, kind=JobKind(row.kind), since=row.started_at,
            attempts=row.attempts, worker=row.worker or "", host=host or "", visit=row.visit_id or "", views=seen,
        )
        for row, url, name, host, seen in rows
    )  # fmt: skip


async def list_upcoming_jobs(session: AsyncSession, now: datetime, some: PlatformFilter, limit: int) -> UpcomingJobs:
    """What active platforms are due for: counts by kind (overdue, within an hour, within a day), and the ``limit`` dates that come first."""
    hour, day = (now + length for length in SOON)
    active = and_(RegistrationRow.state == PlatformState.ACTIVE.value, some.of(RegistrationRow.platform_id))
    counts: dict[JobKind, tuple[int, int, int]] = {}
    first: list[UpcomingPlatform] = []
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
        first += [UpcomingPlatform(id, url, name, kind, at) for id, url, name, at in rows if at is not None]
    return UpcomingJobs(counts, tuple(sorted(first, key=lambda platform: (platform.due_at, platform.platform))[:limit]))


async def list_failed_jobs(session: AsyncSession, since: datetime, some: PlatformFilter, limit: int) -> TroubledJobs:
    """Jobs that failed since that moment, newest first."""
    these = (RunRow.state == JobState.FAILED.value, RunRow.ended_at >= since, some.of(RunRow.platform_id))
    return await _troubles(session, _listed().where(*these).order_by(RunRow.ended_at.desc(), RunRow.id), these, limit)


async def list_set_aside_jobs(session: AsyncSession, some: PlatformFilter, limit: int) -> TroubledJobs:
    """Jobs set aside because they hung or killed workers, newest first, unless another of its kind was done since."""
    later = aliased(RunRow)
    since = exists().where(
        later.platform_id == RunRow.platform_id, later.kind == RunRow.kind,
        later.state == JobState.DONE.value, later.ended_at > RunRow.ended_at,
    )  # fmt: skip
    these = (
        RunRow.state == JobState.FAILED.value, RunRow.reason == POISONED, some.of(RunRow.platform_id), ~since,
    )  # fmt: skip
    return await _troubles(session, _listed().where(*these).order_by(RunRow.ended_at.desc(), RunRow.id), these, limit)


async def list_deferred_jobs(session: AsyncSession, some: PlatformFilter, limit: int) -> TroubledJobs:
    """Jobs waiting for a retry, soonest first."""
    these = (RunRow.state == JobState.WAITING.value, RunRow.reason != "", some.of(RunRow.platform_id))
    return await _troubles(session, _listed().where(*these).order_by(RunRow.not_before, RunRow.id), these, limit)


def _listed() -> Select[RunRow, str, str]:
    return select(RunRow, PlatformRow.url, PlatformRow.name).join(PlatformRow, PlatformRow.id == RunRow.platform_id)


async def _troubles(
    session: AsyncSession, query: Select[RunRow, str, str], these: tuple[ColumnElement[bool], ...], limit: int
) -> TroubledJobs:
    rows = (await session.execute(query.limit(limit))).all()
    reasons: Counter[str] = Counter()
    for reason, count in await session.execute(
        select(RunRow.reason, func.count()).where(*these).group_by(RunRow.reason)
    ):
        reasons[reason.partition(":")[0]] += count  # what follows the colon is particular to one job
    last = tuple(
        TroubledJob(
            run=row.id, platform=row.platform_id, url=url, name=name, kind=JobKind(row.kind),
            at=row.ended_at or row.not_before if row.state == JobState.FAILED else row.not_before,
            attempts=row.attempts, reason=row.reason,
        )
        for row, url, name in rows
    )  # fmt: skip
    return TroubledJobs(last, dict(reasons.most_common()))


async def list_worker_status(session: AsyncSession, now: datetime, lost_after: timedelta) -> tuple[WorkerStatus, ...]:
    """All workers with the number of their running jobs, the newest heartbeat first; one silent for ``lost_after`` counts as dead."""
    count = select(RunRow.worker, func.count()).where(RunRow.state == JobState.RUNNING.value).group_by(RunRow.worker)
    busy = dict((await session.execute(count)).all())
    rows = (await session.scalars(select(WorkerRow).order_by(WorkerRow.beat_at.desc(), WorkerRow.id))).all()
    return tuple(
        WorkerStatus(
            row.id, row.host, row.pid, row.started_at, row.beat_at, row.beat_at > now - lost_after, busy.get(row.id, 0)
        )
        for row in rows
    )


async def measure_queue_health(store: Store, now: datetime, lost_after: timedelta) -> QueueHealth:
    """Waiting and running jobs and living workers, over all platforms; cheap enough to be asked every few seconds. Raises StorageError."""
    async with store.reading() as session:
        queue = await count_waiting_jobs(session, now, PlatformFilter())
        busy = select(func.count()).select_from(RunRow).where(RunRow.state == JobState.RUNNING.value)
        living = select(func.count()).select_from(WorkerRow).where(WorkerRow.beat_at > now - lost_after)
        running, alive = await session.scalar(busy) or 0, await session.scalar(living) or 0
    counts = {
        kind: (
            sum(jobs.now for jobs in queue if jobs.kind is kind),
            sum(jobs.later for jobs in queue if jobs.kind is kind),
        )
        for kind in JobKind
    }
    oldest = min((jobs.oldest_due_at for jobs in queue if jobs.oldest_due_at is not None), default=None)
    return QueueHealth(counts, running, alive, oldest)
