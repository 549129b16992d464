"""Jobs: what is to be done for a platform at a due time; planned once, run by one worker at a time, taken over from dead ones.

This table guarantees that no job is lost or done twice; whatever hands jobs to workers (a loop in one process, a queue
shared by many) only suggests which job to try next.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.register_tables import JobKind, JobState, PlatformState, RegistrationRow, RunRow
from storage.db.session import Store
from storage.visits.audit import new_id

NORMAL, ON_DEMAND = 0, 10  # priorities: a person's requests go before scheduled jobs
OPEN = (JobState.WAITING, JobState.PAUSED, JobState.RUNNING)  # not ended: one of these serves for what is due meanwhile


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do for one platform. ``visit`` is the visit that an earlier attempt began and that may be resumed."""

    id: str
    platform: int
    kind: JobKind
    due_at: datetime
    priority: int
    state: JobState
    not_before: datetime
    attempts: int
    setbacks: int = 0
    lost: int = 0
    worker: str | None = None
    visit: str | None = None
    audit: str | None = None
    reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None


async def request_job(
    store: Store,
    platform: int,
    kind: JobKind,
    due_at: datetime,
    *,
    priority: int = NORMAL,
    not_before: datetime | None = None,
) -> Job | None:
    """Plan one job; None if it is planned already."""
    async with store.writing() as session:
        made = await insert_jobs(
            store, session, [make_job_values(platform, kind, due_at, priority, not_before or due_at)]
        )
    return made[0] if made else None


def make_job_values(
    platform: int, kind: JobKind, due: datetime, priority: int, not_before: datetime
) -> dict[str, object]:
    """A job as a row for ``insert_jobs``."""
    return {
        "id": new_id(),
        "platform_id": platform,
        "kind": kind.value,
        "due_at": due,
        "priority": priority,
        "state": JobState.WAITING.value,
        "not_before": not_before,
        "attempts": 0,
        "setbacks": 0,
        "lost": 0,
        "reason": "",
    }


async def insert_jobs(store: Store, session: AsyncSession, wanted: Sequence[Mapping[str, object]]) -> list[Job]:
    """Insert the jobs that do not exist yet and return those."""
    await store.once_each(session, RunRow, wanted)
    ids = [row["id"] for row in wanted]
    query = select(RunRow).where(RunRow.id.in_(ids)).order_by(RunRow.due_at, RunRow.platform_id)
    return [job_from_row(row) for row in (await session.scalars(query)).all()] if ids else []


async def list_waiting_jobs(
    store: Store,
    now: datetime,
    kinds: tuple[JobKind, ...] = tuple(JobKind),
    limit: int = 100,
    platforms: Collection[int] | None = None,
) -> tuple[Job, ...]:
    """Jobs that may begin now, in the order they should: by priority, then by due time.

    Leaves out platforms that are paused, removed or have a running job. ``platforms``: only jobs of these.
    """
    busy = select(RunRow.platform_id).where(RunRow.state == JobState.RUNNING.value)
    still = select(RegistrationRow.platform_id).where(RegistrationRow.state != PlatformState.ACTIVE.value)
    query = (
        select(RunRow)
        .where(RunRow.state == JobState.WAITING.value, RunRow.not_before <= now)
        .where(RunRow.kind.in_([kind.value for kind in kinds]))
        .where(RunRow.platform_id.not_in(busy), RunRow.platform_id.not_in(still))
        .order_by(RunRow.priority.desc(), RunRow.due_at, RunRow.id)
        .limit(limit)
    )
    if platforms is not None:
        query = query.where(RunRow.platform_id.in_(platforms))
    async with store.reading() as session:
        return tuple(job_from_row(row) for row in (await session.scalars(query)).all())


async def find_running_jobs(store: Store, ids: Collection[str]) -> frozenset[str]:
    """Which of these jobs are running."""
    query = select(RunRow.id).where(RunRow.id.in_(ids), RunRow.state == JobState.RUNNING.value)
    async with store.reading() as session:
        return frozenset(await session.scalars(query))


async def begin_job(store: Store, job: str, worker: str, now: datetime) -> Job | None:
    """Claim a waiting job for this worker; None if it is done, another's or too early, or its platform is busy or paused."""
    try:
        async with store.writing() as session:
            row = await session.get(RunRow, job, with_for_update=True)
            if row is None or row.state != JobState.WAITING or row.not_before > now:
                return None
            standing = await session.scalar(
                select(RegistrationRow.state).where(RegistrationRow.platform_id == row.platform_id)
            )
            if standing in (PlatformState.PAUSED, PlatformState.REMOVED):
                return None
            row.state, row.worker, row.started_at = JobState.RUNNING.value, worker, now
            row.attempts += 1
            await session.flush()
            return job_from_row(row)
    except IntegrityError:  # ix_runs_one_a_platform: this platform has another running job
        return None


async def record_job_visit(store: Store, job: str, worker: str, visit: str) -> bool:
    """Record the visit of a job as soon as it begins, so that it is resumed after a kill and not made anew.

    False if another worker has the job by now.
    """
    async with store.writing() as session:
        noted = await session.execute(
            update(RunRow).where(*owned_by_worker(job, worker)).values(visit_id=visit).returning(RunRow.id)
        )
        return noted.first() is not None


async def end_job(
    store: Store, job: str, worker: str, now: datetime, *, state: JobState, audit: str | None = None, reason: str = ""
) -> bool:
    """End a job; False if another worker has it by now, whose word then counts."""
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(*owned_by_worker(job, worker))
            .values(state=state.value, audit_id=audit, reason=reason, ended_at=now, worker=None)
            .returning(RunRow.id)
        )
        return done.first() is not None


async def requeue_job(
    store: Store,
    job: str,
    worker: str,
    *,
    not_before: datetime,
    reason: str,
    keep_visit: bool,
    counts: bool = True,
    setback: bool = False,
    lost: int = 0,
) -> bool:
    """Put a job back for a later retry; False if another worker has it by now. ``keep_visit``: the retry resumes its visit.

    ``counts``: this was an attempt; ``setback``: it was none, through our own fault; ``lost``: how many lost workers it
    counts for.
    """
    values: dict[str, object] = {
        "state": JobState.WAITING.value,
        "not_before": not_before,
        "reason": reason,
        "worker": None,
    }
    if not keep_visit:
        values["visit_id"] = None
    if not counts:
        values["attempts"] = RunRow.attempts - 1
    if setback:
        values["setbacks"] = RunRow.setbacks + 1
    if lost:
        values["lost"] = RunRow.lost + lost
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow).where(*owned_by_worker(job, worker)).values(values).returning(RunRow.id)
        )
        return done.first() is not None


def owned_by_worker(job: str, worker: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions of a query: the job runs and is this worker's, so that one taken over by another is left alone."""
    return RunRow.id == job, RunRow.worker == worker, RunRow.state == JobState.RUNNING.value


def job_from_row(row: RunRow) -> Job:
    """The job that a row holds."""
    return Job(
        id=row.id,
        platform=row.platform_id,
        kind=JobKind(row.kind),
        due_at=row.due_at,
        priority=row.priority,
        state=JobState(row.state),
        not_before=row.not_before,
        attempts=row.attempts,
        setbacks=row.setbacks,
        lost=row.lost,
        worker=row.worker,
        visit=row.visit_id,
        audit=row.audit_id,
        reason=row.reason,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
