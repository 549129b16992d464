"""Workers: processes that run jobs, show by heartbeats that they are alive, and count as dead after long silence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage.db.register_tables import WorkerRow
from storage.db.session import Store
from storage.visits.audit import new_id
from storage.visits.process_liveness import ProcessIdentity, is_process_alive, this_process


@dataclass(frozen=True, slots=True)
class Worker:
    """One process that runs jobs, or did."""

    id: str
    host: str
    pid: int
    started_at: datetime
    beat_at: datetime


async def register_worker(store: Store, now: datetime) -> str:
    """Register this process as a worker; returns its name."""
    process, id = this_process(), new_id()
    async with store.writing() as session:
        session.add(
            WorkerRow(id=id, host=process.host, pid=process.pid, born=process.born, started_at=now, beat_at=now)
        )
    return id


async def record_heartbeat(store: Store, worker: str, now: datetime) -> bool:
    """Record a sign of life; False if others had given this worker up for dead and removed it: it must register again."""
    process = this_process()
    async with store.writing() as session:
        done = await session.execute(
            update(WorkerRow).where(WorkerRow.id == worker).values(beat_at=now).returning(WorkerRow.id)
        )
        if done.first() is not None:
            return True
        await store.once(
            session, WorkerRow, id=worker, host=process.host, pid=process.pid, born=process.born, started_at=now,
            beat_at=now,
        )  # fmt: skip
        return False


async def unregister_worker(store: Store, worker: str) -> None:
    """Remove this worker; the jobs it still had are given to others by ``orphaned.rescue_orphaned_jobs``."""
    async with store.writing() as session:
        await session.execute(delete(WorkerRow).where(WorkerRow.id == worker))


async def find_dead_workers(
    store: Store, now: datetime, lost_after: timedelta, forget_after: timedelta
) -> frozenset[str]:
    """Workers silent for ``lost_after``, or whose process on this machine is gone; those dead for ``forget_after`` are removed.

    A heartbeat further ahead than ``lost_after`` was given before the clock was set back, and none since.
    """
    async with store.reading() as session:
        rows = (await session.scalars(select(WorkerRow))).all()
    gone = {row.id: row.beat_at for row in rows if abs(now - row.beat_at) >= lost_after or _ended(row)}
    if old := [id for id, beat_at in gone.items() if beat_at <= now - forget_after]:
        async with store.writing() as session:
            await session.execute(
                delete(WorkerRow).where(WorkerRow.id.in_(old), WorkerRow.beat_at <= now - forget_after)
            )
    return frozenset(gone)


async def find_silent_workers(
    store: Store, ids: Collection[str], now: datetime, lost_after: timedelta
) -> frozenset[str]:
    """Those of these dead workers that were silent for ``lost_after``, so may have hung.

    The others were found gone before that: they were killed.
    """
    query = select(WorkerRow.id).where(WorkerRow.id.in_(ids), WorkerRow.beat_at <= now - lost_after)
    async with store.reading() as session:
        return frozenset(await session.scalars(query))


def _ended(row: WorkerRow) -> bool:
    process = ProcessIdentity(row.host, row.pid, row.born)
    return process.host == this_process().host and not is_process_alive(process, row.beat_at, row.beat_at)


async def list_workers(store: Store) -> tuple[Worker, ...]:
    """All workers that registered and did not leave, oldest first, including dead ones."""
    async with store.reading() as session:
        rows = (await session.scalars(select(WorkerRow).order_by(WorkerRow.started_at, WorkerRow.id))).all()
    return tuple(Worker(row.id, row.host, row.pid, row.started_at, row.beat_at) for row in rows)
