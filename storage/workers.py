"""Processes that do runs say that they live; who gives no sign for long is dead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage.alive import Process, lives, this_process
from storage.register_tables import WorkerRow
from storage.session import Store
from storage.visits import new_id


@dataclass(frozen=True, slots=True)
class Worker:
    """One process that does runs, or did."""

    id: str
    host: str
    pid: int
    started_at: datetime
    beat_at: datetime


async def join(store: Store, now: datetime) -> str:
    """This process does runs from now on; returns its name as a worker."""
    process, id = this_process(), new_id()
    async with store.writing() as session:
        session.add(
            WorkerRow(id=id, host=process.host, pid=process.pid, born=process.born, started_at=now, beat_at=now)
        )
    return id


async def beat(store: Store, worker: str, now: datetime) -> bool:
    """A sign of life; False where others had given this worker up for dead and forgotten it: then it joins once more."""
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


async def leave(store: Store, worker: str) -> None:
    """This process does no more runs; what it still had is given to others by ``runs.rescue``."""
    async with store.writing() as session:
        await session.execute(delete(WorkerRow).where(WorkerRow.id == worker))


async def dead(store: Store, now: datetime, lost_after: timedelta, forget_after: timedelta) -> frozenset[str]:
    """Who gave no sign for ``lost_after``, or is a process of this machine that is gone; those long dead are forgotten."""
    async with store.reading() as session:
        rows = (await session.scalars(select(WorkerRow))).all()
    gone = {row.id: row.beat_at for row in rows if row.beat_at <= now - lost_after or _ended(row)}
    if old := [id for id, beat_at in gone.items() if beat_at <= now - forget_after]:
        async with store.writing() as session:
            await session.execute(
                delete(WorkerRow).where(WorkerRow.id.in_(old), WorkerRow.beat_at <= now - forget_after)
            )
    return frozenset(gone)


def _ended(row: WorkerRow) -> bool:
    process = Process(row.host, row.pid, row.born)
    return process.host == this_process().host and not lives(process, row.beat_at, row.beat_at)


async def workers(store: Store) -> tuple[Worker, ...]:
    """All that joined and did not leave, oldest first, dead ones among them."""
    async with store.reading() as session:
        rows = (await session.scalars(select(WorkerRow).order_by(WorkerRow.started_at, WorkerRow.id))).all()
    return tuple(Worker(row.id, row.host, row.pid, row.started_at, row.beat_at) for row in rows)
