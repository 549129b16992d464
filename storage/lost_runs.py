"""Runs that nobody does any more though they are said to be done: of dead workers, of living ones that left them, of removed platforms."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import or_, select, update

from storage.register_tables import RegistrationRow, RunRow, RunState, Standing, WorkerRow
from storage.runs import Run, run_of
from storage.session import Store

LOST, REMOVED = "worker_lost", "removed"


async def rescue(store: Store, dead: Collection[str], now: datetime, at_most: int) -> tuple[Run, ...]:
    """Give the runs of dead workers back to the others; returns them as they now stand. Their visits are gone on with.

    One that ``at_most`` workers were lost with is at an end: it could be what killed them.
    """
    orphaned = or_(RunRow.worker.in_(dead), RunRow.worker.not_in(select(WorkerRow.id)))
    query = select(RunRow).where(RunRow.state == RunState.RUNNING.value, orphaned).with_for_update(skip_locked=True)
    async with store.writing() as session:
        rows = (await session.scalars(query)).all()
        for row in rows:
            row.worker, row.not_before, row.reason = None, now, LOST
            row.attempts, row.lost = row.attempts - 1, row.lost + 1
            row.state = RunState.WAITING.value
            if row.lost >= at_most:
                row.state, row.ended_at = RunState.FAILED.value, now
        await session.flush()
        return tuple(run_of(row) for row in rows)


async def held(store: Store, worker: str) -> dict[str, datetime | None]:
    """The runs that are said to be this worker's, with when it began each."""
    query = select(RunRow.id, RunRow.started_at).where(RunRow.worker == worker, RunRow.state == RunState.RUNNING.value)
    async with store.reading() as session:
        return {row.id: row.started_at for row in await session.execute(query)}


async def abandoned(store: Store, worker: str, doing: Callable[[str], bool], now: datetime) -> tuple[str, ...]:
    """Give back what is said to be this worker's though it is not ``doing`` it: the store was away when it ended.

    ``doing`` is asked after the store, and only what is still the same try is given back: one that begins meanwhile is not meant.
    """
    left = {id: started_at for id, started_at in (await held(store, worker)).items() if not doing(id)}
    given = []
    for id, started_at in left.items():
        async with store.writing() as session:
            done = await session.execute(
                update(RunRow)
                .where(RunRow.id == id, RunRow.worker == worker, RunRow.state == RunState.RUNNING.value)
                .where(RunRow.started_at == started_at)
                .values(
                    state=RunState.WAITING.value, worker=None, not_before=now, reason="store_was_away",
                    attempts=RunRow.attempts - 1, setbacks=RunRow.setbacks + 1,
                )
                .returning(RunRow.id)
            )  # fmt: skip
            if done.first() is not None:
                given.append(id)
    return tuple(given)


async def drop_removed(store: Store, now: datetime) -> int:
    """End what waits for platforms that were taken off the register; returns how many."""
    removed = select(RegistrationRow.platform_id).where(RegistrationRow.state == Standing.REMOVED.value)
    async with store.writing() as session:
        done = await session.execute(
            update(RunRow)
            .where(RunRow.state == RunState.WAITING.value, RunRow.platform_id.in_(removed))
            .values(state=RunState.FAILED.value, ended_at=now, reason=REMOVED)
            .returning(RunRow.id)
        )
        return len(done.all())
