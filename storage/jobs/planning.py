"""Plan jobs: those due by schedule, and those a person wants at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.codec import decode_record
from storage.db.register_tables import JobKind, JobState, PlatformState, RegistrationRow, RunRow
from storage.db.session import Store
from storage.errors import RecordDamaged
from storage.jobs.jobs import NORMAL, ON_DEMAND, OPEN, Job, insert_jobs, job_from_row, make_job_values
from storage.platforms import Registration

log = logging.getLogger(__name__)

# The column of a registration that holds the due time of each kind.
_DUE = {
    JobKind.AUDIT: RegistrationRow.due_at,
    JobKind.LIGHT: RegistrationRow.light_due_at,
    JobKind.TIMING: RegistrationRow.timing_due_at,
}
FAR = timedelta(days=2)  # longer than any job waits for a retry
_OPEN = [state.value for state in OPEN]
NextDue = Callable[[Registration, JobKind, datetime], datetime | None]


async def plan_due_jobs(store: Store, now: datetime, following: NextDue, at_a_time: int = 500) -> tuple[Job, ...]:
    """Plan a job for everything due by ``now`` and set each platform's next due time; returns the new jobs.

    ``following`` gives the next due time of a kind after now. Two planners at once plan each job once. Missed due times
    (the platform was paused, no worker ran) make one job, not one each; an open (waiting, paused or running) job of that
    kind serves for this due time too. A registration that cannot be read is not planned again until it is rewritten, and
    does not hold up the others.
    """
    made: list[Job] = []
    for kind in _DUE:
        while True:
            looked, some = await _plan_some(store, kind, now, following, at_a_time)
            made += some
            if looked < at_a_time:
                break
    return tuple(made)


async def pull_back_due_times(store: Store, now: datetime, following: NextDue, at_a_time: int = 500) -> int:
    """Correct times planned by a clock that ran ahead and was set back; returns how many due times and waits were corrected.

    No schedule is due later than ``following`` says, and nothing waits longer than ``FAR``: otherwise jobs would wait
    for days.
    """
    righted = 0
    for kind, column in _DUE.items():
        after = -1
        while True:
            query = (
                select(RegistrationRow)
                .where(
                    RegistrationRow.state == PlatformState.ACTIVE.value,
                    column > now,
                    RegistrationRow.platform_id > after,
                )
                .order_by(RegistrationRow.platform_id)
                .limit(at_a_time)
                .with_for_update(skip_locked=True)
            )
            async with store.writing() as session:
                rows = (await session.scalars(query)).all()
                for row in rows:
                    righted += _brought_back(row, kind, column.key, now, following)
            if len(rows) < at_a_time:
                break
            after = rows[-1].platform_id
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(RunRow.state == JobState.WAITING.value, RunRow.not_before > now + FAR)
            .values(not_before=now)
            .returning(RunRow.id)
        )
        return righted + len(done.all())


def _brought_back(row: RegistrationRow, kind: JobKind, name: str, now: datetime, following: NextDue) -> bool:
    try:
        latest = following(decode_record(Registration, row.record), kind, now)
    except RecordDamaged:
        return False  # reported when it is planned
    if latest is None or getattr(row, name) <= latest:
        return False
    setattr(row, name, latest)
    return True


async def _plan_some(
    store: Store, kind: JobKind, now: datetime, following: NextDue, at_a_time: int
) -> tuple[int, list[Job]]:
    """Plan at most ``at_a_time`` platforms in one transaction; returns how many were looked at, and the new jobs."""
    column = _DUE[kind]
    query = (
        select(RegistrationRow)
        .where(RegistrationRow.state == PlatformState.ACTIVE.value, column <= now)
        .order_by(column, RegistrationRow.platform_id)
        .limit(at_a_time)
        .with_for_update(skip_locked=True)
    )
    async with store.writing() as session:
        rows = (await session.scalars(query)).all()
        there = await _open(session, kind, [row.platform_id for row in rows])
        wanted = []
        for row in rows:
            due = getattr(row, column.key)
            setattr(row, column.key, None)
            try:
                registration = decode_record(Registration, row.record)
            except RecordDamaged as fault:
                log.error("platform %s is planned no more: %s", row.platform_id, fault)
                continue
            if row.platform_id not in there:
                wanted.append(make_job_values(row.platform_id, kind, due, NORMAL, now))
            following_due = following(registration, kind, now)
            if following_due is not None and following_due <= now:
                raise ValueError(f"{following_due} is not after {now}")
            setattr(row, column.key, following_due)
        return len(rows), await insert_jobs(store, session, wanted)


async def _open(session: AsyncSession, kind: JobKind, platforms: Sequence[int]) -> frozenset[int]:
    """Those of these platforms with an open (waiting, paused or running) job of this kind."""
    query = select(RunRow.platform_id).where(
        RunRow.platform_id.in_(platforms), RunRow.kind == kind.value, RunRow.state.in_(_OPEN)
    )
    return frozenset(await session.scalars(query))


async def request_audit_now(store: Store, platform: int, now: datetime) -> Job | None:
    """Request an audit at once: a waiting or paused one is moved to the front, a running one serves.

    None if the platform is not registered or is paused.
    """
    async with store.writing() as session:
        known = await session.get(RegistrationRow, platform, with_for_update=True)  # concurrent requests get one job
        if known is None or known.state != PlatformState.ACTIVE:
            return None
        there = (
            select(RunRow)
            .where(RunRow.platform_id == platform, RunRow.kind == JobKind.AUDIT.value)
            .where(RunRow.state.in_(_OPEN))
            .order_by(RunRow.state == JobState.PAUSED.value, RunRow.state, RunRow.due_at)
            .with_for_update()
        )
        row = (await session.scalars(there)).first()
        if row is None:
            due = await _free_time(session, platform, JobKind.AUDIT, now)
            wanted = make_job_values(platform, JobKind.AUDIT, due, ON_DEMAND, now)
            return (await insert_jobs(store, session, [wanted]))[0]
        if row.state == JobState.PAUSED:
            row.state, row.reason, row.priority = JobState.WAITING.value, "", ON_DEMAND
            await session.flush()
        elif row.state == JobState.WAITING:
            row.priority, row.not_before = ON_DEMAND, min(row.not_before, now)
            await session.flush()
        return job_from_row(row)


async def _free_time(session: AsyncSession, platform: int, kind: JobKind, now: datetime) -> datetime:
    """The first moment from now on at which the platform has no such job yet: one has ended that was due at the very same."""
    query = select(RunRow.due_at).where(RunRow.platform_id == platform, RunRow.kind == kind.value, RunRow.due_at >= now)
    taken = frozenset(await session.scalars(query))
    due = now
    while due in taken:
        due += timedelta(microseconds=1)
    return due
