"""How fast runs get done and how far each commission is, read only."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.register_tables import BatchRow, BeatRow, RegistrationRow, RunKind, RunRow, RunState, Standing
from storage.status import DUE, Some

AUDITS = (RunKind.AUDIT, RunKind.SECOND_AUDIT)
SERIES = (RunKind.LIGHT, RunKind.TIMING)
OVER = (RunState.DONE.value, RunState.FAILED.value)
SAMPLE = 500  # audits that the median is of
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Audits that ended in the last hour and day, and the median of seconds that the newest of the day took; None where none did."""

    hour: int
    day: int
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """A kind of look that is made again and again: on how many platforms, how many ended in a day and failed, and when the last did."""

    kind: RunKind
    platforms: int
    day: int
    day_failed: int
    overdue: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Light looks of the last day, and how many of them got no answer."""

    looks: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Far:
    """How far a commission is (name "" = platforms without one): of its active platforms, how the newest audit of each stands.

    ``last_place`` is the place in the queue of all audits of its last one that may begin now (0 = none may), ``later_at`` when the
    last that is put off may, ``due_at`` when the last of those never audited is due; ``unscheduled`` of these are never due by themselves.
    """

    name: str
    platforms: int
    states: Mapping[RunState, int] = field(default_factory=dict)
    never: int = 0
    unscheduled: int = 0
    last_place: int = 0
    later_at: datetime | None = None
    due_at: datetime | None = None


async def pace(session: AsyncSession, now: datetime, some: Some) -> Pace:
    """Of audits, done or failed; the median is of those done."""
    ended = (RunRow.kind.in_(AUDITS), RunRow.ended_at > now - DAY, some.of(RunRow.platform_id), RunRow.state.in_(OVER))
    counts = select(func.count(case((RunRow.ended_at > now - timedelta(hours=1), 1))), func.count()).where(*ended)
    hour, day = (await session.execute(counts)).one()
    times = (
        select(RunRow.started_at, RunRow.ended_at)
        .where(*ended, RunRow.state == RunState.DONE.value)
        .order_by(RunRow.ended_at.desc())
        .limit(SAMPLE)
    )
    took = [(end - start).total_seconds() for start, end in (await session.execute(times)).all() if start and end]
    return Pace(hour, day, statistics.median(took) if took else None)


async def ended_since(session: AsyncSession, since: datetime) -> int:
    """Audits that were done or failed after that moment."""
    query = select(func.count()).where(RunRow.kind.in_(AUDITS), RunRow.ended_at > since, RunRow.state.in_(OVER))
    return await session.scalar(query) or 0


async def series(session: AsyncSession, now: datetime, some: Some) -> tuple[Series, ...]:
    """Of light looks and timings. ``overdue`` are due for more than a day and waiting still."""
    return tuple([await _series(session, now, some, kind) for kind in SERIES])


async def _series(session: AsyncSession, now: datetime, some: Some, kind: RunKind) -> Series:
    these = (RunRow.kind == kind.value, some.of(RunRow.platform_id))
    ended = select(func.count(), func.count(case((RunRow.state == RunState.FAILED.value, 1))))
    day, wrong = (await session.execute(ended.where(*these, RunRow.ended_at > now - DAY, RunRow.state.in_(OVER)))).one()
    last = await session.scalar(select(func.max(RunRow.ended_at)).where(*these))
    scheduled = (
        select(func.count())
        .select_from(RegistrationRow)
        .where(
            RegistrationRow.state == Standing.ACTIVE.value,
            DUE[kind].is_not(None),
            some.of(RegistrationRow.platform_id),
        )
    )
    late = (
        select(func.count())
        .select_from(RunRow)
        .where(*these, RunRow.state == RunState.WAITING.value, RunRow.due_at <= now - DAY)
    )
    return Series(kind, await session.scalar(scheduled) or 0, day, wrong, await session.scalar(late) or 0, last)


async def answers(session: AsyncSession, now: datetime, some: Some) -> Answers:
    """What light looks of the last day came to."""
    query = select(func.count(), func.count(case((BeatRow.ok.is_(False), 1)))).where(
        BeatRow.at > now - DAY, some.of(BeatRow.platform_id)
    )
    looks, unanswered = (await session.execute(query)).one()
    return Answers(looks, unanswered)


async def far(session: AsyncSession, now: datetime, some: Some) -> tuple[Far, ...]:
    """Each commission with its active platforms, in the order they were made; those of none last."""
    newest = (
        select(RunRow.state)
        .where(RunRow.platform_id == RegistrationRow.platform_id, RunRow.kind == RunKind.AUDIT.value)
        .order_by(RunRow.due_at.desc())
        .limit(1)
        .correlate(RegistrationRow)
        .scalar_subquery()
    )
    each = (
        select(RegistrationRow.batch_id, newest.label("newest"), RegistrationRow.due_at)
        .where(RegistrationRow.state == Standing.ACTIVE.value, some.of(RegistrationRow.platform_id))
        .subquery()
    )
    query = (
        select(
            each.c.batch_id,
            each.c.newest,
            func.count(),
            func.count(case((each.c.due_at.is_(None), 1))),
            func.max(each.c.due_at),
        )
        .group_by(each.c.batch_id, each.c.newest)
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
            Far(
                name=name,
                platforms=sum(count for count, _, _ in stands.values()),
                states={RunState(state): count for state, (count, _, _) in stands.items() if state},
                never=never,
                unscheduled=unscheduled,
                last_place=place,
                later_at=later,
                due_at=due,
            )
        )
    return tuple(found)


async def _places(session: AsyncSession, now: datetime, some: Some) -> dict[int | None, tuple[int, datetime | None]]:
    """Of each commission the last place in the queue of audits, and until when its last one is put off. The queue is that of all platforms."""
    waits = and_(RunRow.state == RunState.WAITING.value, RunRow.kind.in_(AUDITS))
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


async def audits_running(session: AsyncSession) -> int:
    """Audits that are being done just now."""
    query = (
        select(func.count()).select_from(RunRow).where(RunRow.state == RunState.RUNNING.value, RunRow.kind.in_(AUDITS))
    )
    return await session.scalar(query) or 0
