"""What persons do to jobs: pause, resume and cancel them, and retry failed ones. Each change is logged in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, update

from storage.db.register_tables import JobState, RunRow
from storage.db.session import Store
from storage.jobs.jobs import ON_DEMAND, OPEN, Job, job_from_row
from storage.people.action_log import append_action

CANCELLED, PAUSED = "cancelled", "paused"  # before a colon and who did it, in a job's reason


async def cancel_job(store: Store, job: str, actor: str, now: datetime) -> Job | None:
    """Cancel a waiting, paused or running job; None if it has ended or does not exist.

    At its next heartbeat its worker notices that the job is no longer its own and closes the browser; captured pages stay.
    """
    return await _change(store, job, actor, now, OPEN, "cancel_job", {
        "state": JobState.FAILED.value, "worker": None, "ended_at": now, "reason": f"{CANCELLED}: {actor}",
    })  # fmt: skip


async def pause_job(store: Store, job: str, actor: str, now: datetime, leaving: timedelta) -> Job | None:
    """Hold a waiting or running job until it is resumed; None if it does neither.

    A running one is left by its worker as a cancelled one is, and no attempt is counted; ``leaving``: how long that may take, before
    which nobody else begins it. Its visit will be resumed.
    """
    runs = RunRow.state == JobState.RUNNING.value
    return await _change(store, job, actor, now, (JobState.WAITING, JobState.RUNNING), "pause_job", {
        "state": JobState.PAUSED.value, "worker": None, "reason": f"{PAUSED}: {actor}",
        "attempts": case((runs, RunRow.attempts - 1), else_=RunRow.attempts),
        "not_before": case((runs, now + leaving), else_=RunRow.not_before),
    })  # fmt: skip


async def resume_job(store: Store, job: str, actor: str, now: datetime) -> Job | None:
    """Let a paused job go on, no sooner than it might have begun without the pause; None if it is not paused."""
    return await _change(store, job, actor, now, (JobState.PAUSED,), "resume_job", {
        "state": JobState.WAITING.value, "reason": "",
    })  # fmt: skip


async def retry_job(store: Store, job: str, actor: str, now: datetime) -> Job | None:
    """Queue a failed job again, ahead of everything scheduled and with no attempts counted; None if it has not failed."""
    return await _change(store, job, actor, now, (JobState.FAILED,), "retry_job", {
        "state": JobState.WAITING.value, "worker": None, "ended_at": None, "started_at": None, "reason": "", "not_before": now,
        "priority": ON_DEMAND, "attempts": 0, "lost": 0, "setbacks": 0, "visit_id": None, "audit_id": None,
    })  # fmt: skip


async def _change(
    store: Store, job: str, actor: str, now: datetime, before: tuple[JobState, ...], action: str,
    values: dict[str, object],
) -> Job | None:  # fmt: skip
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(RunRow.id == job, RunRow.state.in_([state.value for state in before]))
            .values(values)
            .returning(RunRow.id)
        )
        if done.first() is None:
            return None
        row = await session.get(RunRow, job, populate_existing=True)
        assert row is not None
        await append_action(
            store, session, now, actor, action, f"job:{job}", {"platform": row.platform_id, "kind": row.kind}
        )
        return job_from_row(row)
