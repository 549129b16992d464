"""Jobs marked as running that nobody runs: of dead workers, of living workers that dropped them, of removed platforms."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import or_, select, update

from storage.db.register_tables import JobState, PlatformState, RegistrationRow, RunRow, WorkerRow
from storage.db.session import Store
from storage.jobs.jobs import Job, job_from_row

LOST, HUNG, POISONED, REMOVED = "worker_lost", "worker_hung", "poisoned", "removed"


async def rescue_orphaned_jobs(
    store: Store, dead: Collection[str], now: datetime, at_most: int, silent: Collection[str] = (), counts: int = 1
) -> tuple[Job, ...]:
    """Give the jobs of dead workers back to the queue and return them as they now stand. Their visits will be resumed.

    A job that ``at_most`` workers were lost with is set aside, since it may be what killed them. A worker in
    ``silent``, which hung, counts as ``counts`` of those.
    """
    orphaned = or_(RunRow.worker.in_(dead), RunRow.worker.not_in(select(WorkerRow.id)))
    query = select(RunRow).where(RunRow.state == JobState.RUNNING.value, orphaned).with_for_update(skip_locked=True)
    async with store.writing() as session:
        rows = (await session.scalars(query)).all()
        for row in rows:
            hung = row.worker in silent
            row.worker, row.not_before, row.reason = None, now, HUNG if hung else LOST
            row.attempts, row.lost = row.attempts - 1, row.lost + (counts if hung else 1)
            row.state = JobState.WAITING.value
            if row.lost >= at_most:
                row.state, row.ended_at, row.reason = JobState.FAILED.value, now, POISONED
        await session.flush()
        return tuple(job_from_row(row) for row in rows)


async def list_worker_jobs(store: Store, worker: str) -> dict[str, datetime | None]:
    """The running jobs recorded for this worker, with the time it began each."""
    query = select(RunRow.id, RunRow.started_at).where(RunRow.worker == worker, RunRow.state == JobState.RUNNING.value)
    async with store.reading() as session:
        return {row.id: row.started_at for row in await session.execute(query)}


async def requeue_abandoned_jobs(
    store: Store, worker: str, doing: Callable[[str], bool], now: datetime
) -> tuple[str, ...]:
    """Requeue jobs recorded for this worker that it is not ``doing``: the store could not be reached when they ended.

    ``doing`` is called after the store was read, and only a job still in the same attempt is requeued, never one that
    began meanwhile.
    """
    left = {id: started_at for id, started_at in (await list_worker_jobs(store, worker)).items() if not doing(id)}
    given = []
    for id, started_at in left.items():
        async with store.writing() as session:
            done = await session.execute(
                update(RunRow)
                .where(RunRow.id == id, RunRow.worker == worker, RunRow.state == JobState.RUNNING.value)
                .where(RunRow.started_at == started_at)
                .values(
                    state=JobState.WAITING.value, worker=None, not_before=now, reason="store_was_away",
                    attempts=RunRow.attempts - 1, setbacks=RunRow.setbacks + 1,
                )
                .returning(RunRow.id)
            )  # fmt: skip
            if done.first() is not None:
                given.append(id)
    return tuple(given)


async def cancel_removed_platform_jobs(store: Store, now: datetime) -> int:
    """End the waiting and paused jobs of platforms removed from the register; returns how many."""
    removed = select(RegistrationRow.platform_id).where(RegistrationRow.state == PlatformState.REMOVED.value)
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(RunRow.state.in_([JobState.WAITING.value, JobState.PAUSED.value]), RunRow.platform_id.in_(removed))
            .values(state=JobState.FAILED.value, ended_at=now, reason=REMOVED)
            .returning(RunRow.id)
        )
        return len(done.all())
