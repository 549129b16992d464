"""How far running jobs are: written by their workers now and then, read by whoever watches."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.register_tables import JobState, ProgressRow, RunRow
from storage.db.session import Store


@dataclass(frozen=True, slots=True)
class JobProgress:
    """``stage``: as the audit names it («desktop home landed»); ``done`` of ``planned`` pages, of which more may be found yet."""

    stage: str
    done: int
    planned: int
    at: datetime


async def save_progress(store: Store, said: Mapping[str, JobProgress]) -> None:
    """Store the progress of each of these jobs, by id, replacing what was stored."""
    async with store.writing() as session:
        for run, progress in sorted(said.items()):
            values = {"stage": progress.stage, "done": progress.done, "planned": progress.planned, "at": progress.at}
            await store.once(session, ProgressRow, run_id=run, **values)
            await session.execute(update(ProgressRow).where(ProgressRow.run_id == run).values(**values))


async def forget_progress(store: Store) -> None:
    """Delete the progress of jobs that no longer run."""
    running = select(RunRow.id).where(RunRow.state == JobState.RUNNING.value)
    async with store.writing() as session:
        await session.execute(delete(ProgressRow).where(ProgressRow.run_id.not_in(running)))


async def load_progress(session: AsyncSession, runs: Collection[str]) -> dict[str, JobProgress]:
    """The last stored progress of each of these jobs, by id."""
    rows = (await session.scalars(select(ProgressRow).where(ProgressRow.run_id.in_(runs)))).all() if runs else []
    return {row.run_id: JobProgress(row.stage, row.done, row.planned, row.at) for row in rows}
