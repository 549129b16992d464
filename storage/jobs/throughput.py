"""How fast jobs get done and how far each batch is, read only."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.register_tables import BatchRow, BeatRow, JobKind, JobState, PlatformState, RegistrationRow, RunRow
from storage.jobs.queue_status import DUE, PlatformFilter

AUDITS = (JobKind.AUDIT, JobKind.SECOND_AUDIT)
SERIES = (JobKind.LIGHT, JobKind.TIMING)
OVER = (JobState.DONE.value, JobState.FAILED.value)
SAMPLE = 500  # newest audits the median is taken over
DAY = timedelta(days=1)
UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class AuditThroughput:
    """Audits that ended in the last hour and day, and the median seconds taken by the newest of that day; None if none ended."""

    hour: int
    day: int
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class RecurringJobs:
    """A recurring kind of job: on how many platforms, how many ended and failed within a day, and when the last one ended."""

    kind: JobKind
    platforms: int
    day: int
    day_failed: int
    overdue: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class UptimeAnswers:
    """Uptime checks of the last day, and how many of them got no answer."""

    looks: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """The progress of a batch (name "" = platforms without one): for its active platforms, how the newest audit of each stands.

    ``states`` counts done and failed only for platforms that were seen on their last visit; the others are counted as
    ``unseen``.

    ``last_place``: the position in the queue of all audits of the batch's last job that may begin now (0 = none may);
    ``later_at``: when its last deferred job may begin; ``due_at``: when the last platform never audited is due;
    ``unscheduled``: how many of those never audited are never due automatically.
    """

    name: str
    platforms: int
    states: Mapping[JobState, int] = field(default_factory=dict)
    unseen: int = 0
    never: int = 0
    unscheduled: int = 0
    last_place: int = 0
    later_at: datetime | None = None
    due_at: datetime | None = None


async def measure_throughput(session: AsyncSession, now: datetime, some: PlatformFilter) -> AuditThroughput:
    """Audits done or failed in the last hour and day, and the median seconds of the newest that were done (None without any)."""
    ended = (RunRow.kind.in_(AUDITS), RunRow.ended_at > now - DAY, some.of(RunRow.platform_id), RunRow.state.in_(OVER))
    counts = select(func.count(case((RunRow.ended_at > now - timedelta(hours=1), 1))), func.count()).where(*ended)
    hour, day = (await session.execute(counts)).one()
    times = (
        select(RunRow.started_at, RunRow.ended_at)
        .where(*ended, RunRow.state == JobState.DONE.value)
        .order_by(RunRow.ended_at.desc())
        .limit(SAMPLE)
    )
    took = [(end - start).total_seconds() for start, end in (await session.execute(times)).all() if start and end]
    return AuditThroughput(hour, day, statistics.median(took) if took else None)


async def count_ended_audits(session: AsyncSession, since: datetime) -> int:
    """How many audits were done or failed after that moment."""
    query = select(func.count()).where(RunRow.kind.in_(AUDITS), RunRow.ended_at > since, RunRow.state.in_(OVER))
    return await session.scalar(query) or 0


async def summarize_recurring_jobs(
    session: AsyncSession, now: datetime, some: PlatformFilter
) -> tuple[RecurringJobs, ...]:
    """Uptime checks and timings. ``overdue``: waiting jobs that have been due for more than a day."""
    return tuple([await _series(session, now, some, kind) for kind in SERIES])


async def _series(session: AsyncSession, now: datetime, some: PlatformFilter, kind: JobKind) -> RecurringJobs:
    these = (RunRow.kind == kind.value, some.of(RunRow.platform_id))
    ended = select(func.count(), func.count(case((RunRow.state == JobState.FAILED.value, 1))))
    day, wrong = (await session.execute(ended.where(*these, RunRow.ended_at > now - DAY, RunRow.state.in_(OVER)))).one()
    last = await session.scalar(select(func.max(RunRow.ended_at)).where(*these))
    scheduled = (
        select(func.count())
        .select_from(RegistrationRow)
        .where(
            RegistrationRow.state == PlatformState.ACTIVE.value,
            DUE[kind].is_not(None),
            some.of(RegistrationRow.platform_id),
        )
    )
    late = (
        select(func.count())
        .select_from(RunRow)
        .where(*these, RunRow.state == JobState.WAITING.value, RunRow.due_at <= now - DAY)
    )
    return RecurringJobs(kind, await session.scalar(scheduled) or 0, day, wrong, await session.scalar(late) or 0, last)


async def count_uptime_answers(session: AsyncSession, now: datetime, some: PlatformFilter) -> UptimeAnswers:
    """The results of the last day's uptime checks."""
    query = select(func.count(), func.count(case((BeatRow.ok.is_(False), 1)))).where(
        BeatRow.at > now - DAY, some.of(BeatRow.platform_id)
    )
    looks, unanswered = (await session.execute(query)).one()
    return UptimeAnswers(looks, unanswered)


async def measure_batch_progress(
    session: AsyncSession, now: datetime, some: PlatformFilter, dark: PlatformFilter
) -> tuple[BatchProgress, ...]:
    """Each batch with its active platforms, in order of creation, then platforms without one. ``dark``: not seen last time."""
    newest = (
        select(RunRow.state)
        .where(RunRow.platform_id == RegistrationRow.platform_id, RunRow.kind == JobKind.AUDIT.value)
        .order_by(RunRow.due_at.desc())
        .limit(1)
        .correlate(RegistrationRow)
        .scalar_subquery()
    )
    listed = (
        select(
            RegistrationRow.batch_id,
            case((and_(newest.in_(OVER), dark.of(RegistrationRow.platform_id)), UNSEEN), else_=newest).label("newest"),
            RegistrationRow.due_at,
        )
        .where(RegistrationRow.state == PlatformState.ACTIVE.value, some.of(RegistrationRow.platform_id))
        .subquery()
    )
    query = (
        select(
            listed.c.batch_id,
            listed.c.newest,
            func.count(),
            func.count(case((listed.c.due_at.is_(None), 1))),
            func.max(listed.c.due_at),
        )
        .group_by(listed.c.batch_id, listed.c.newest)
    )  # fmt: skip
    named = (await session.execute(select(BatchRow.id, BatchRow.name).order_by(BatchRow.id))).all()
    names: tuple[tuple[int | None, str], ...] = (*((row.id, row.name) for row in named), (None, ""))
    standing: dict[int | None, dict[str | None, tuple[int, int, datetime | None]]] = {}
    for batch, state, count, unscheduled, due in (await session.execute(query)).all():
        standing.setdefault(batch, {})[state] = (count, unscheduled, due)
    places = await _places(session, now, some)
    found = []
    for batch, name in names:
        if (stands := standing.get(batch)) is None:
            continue
        never, unscheduled, due = stands.get(None, (0, 0, None))
        place, later = places.get(batch, (0, None))
        found.append(
            BatchProgress(
                name=name,
                platforms=sum(count for count, _, _ in stands.values()),
                states={JobState(state): count for state, (count, _, _) in stands.items() if state and state != UNSEEN},
                unseen=stands.get(UNSEEN, (0, 0, None))[0],
                never=never,
                unscheduled=unscheduled,
                last_place=place,
                later_at=later,
                due_at=due,
            )
        )
    return tuple(found)


async def _places(
    session: AsyncSession, now: datetime, some: PlatformFilter
) -> dict[int | None, tuple[int, datetime | None]]:
    """By batch: the last place in the queue of audits (of all platforms), and until when its last deferred job is put off."""
    waits = and_(RunRow.state == JobState.WAITING.value, RunRow.kind.in_(AUDITS))
    order = (RunRow.priority.desc(), RunRow.due_at, RunRow.id)
    queue = (
        select(RunRow.platform_id, func.row_number().over(order_by=order).label("place"))
        .where(waits, RunRow.not_before <= now)
        .subquery()
    )
    mine = some.of(RegistrationRow.platform_id)
    last = (
        select(RegistrationRow.batch_id, func.max(queue.c.place))
        .join(queue, queue.c.platform_id == RegistrationRow.platform_id)
        .where(mine)
        .group_by(RegistrationRow.batch_id)
    )
    later = (
        select(RegistrationRow.batch_id, func.max(RunRow.not_before))
        .join(RunRow, RunRow.platform_id == RegistrationRow.platform_id)
        .where(waits, RunRow.not_before > now, mine)
        .group_by(RegistrationRow.batch_id)
    )
    places = dict((await session.execute(last)).all())
    until = dict((await session.execute(later)).all())
    return {batch: (places.get(batch, 0), until.get(batch)) for batch in {*places, *until}}


async def count_running_audits(session: AsyncSession) -> int:
    """How many audits are running."""
    query = (
        select(func.count()).select_from(RunRow).where(RunRow.state == JobState.RUNNING.value, RunRow.kind.in_(AUDITS))
    )
    return await session.scalar(query) or 0
