"""Packs that people asked for: each is made by one process at a time, and known to all, so that none is lost with its process."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, select, update

from storage.db.pack_tables import PackJobRow
from storage.db.session import Store
from storage.visits.audit import new_id
from storage.visits.process_liveness import ProcessIdentity, is_process_alive, this_process


class PackJobState(StrEnum):
    """How far a pack is."""

    RUNNING = "running"
    INTERRUPTED = "interrupted"  # never stored: it is marked as running, and nobody makes it
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PackJob:
    """A pack being made, or made. ``progress``: the part made last; ``pack``: the one it came to; ``fault``: why it could not be made."""

    id: str
    visit: str
    audit: str
    user: int
    actor: str
    sealed: bool
    state: PackJobState
    asked_at: datetime
    progress: str = ""
    attempts: int = 1
    pack: str = ""
    size: int = 0
    fault: Mapping[str, str] | None = None


async def add_pack_job(
    store: Store, visit: str, audit: str, user: int, actor: str, sealed: bool, now: datetime, kept: timedelta
) -> PackJob:
    """Note that this process begins to make a pack, and forget jobs that were asked for longer than ``kept`` ago."""
    process = this_process()
    async with store.writing() as session:
        await session.execute(delete(PackJobRow).where(PackJobRow.asked_at < now - kept))
        row = PackJobRow(
            id=new_id(), visit_id=visit, audit_id=audit, user_id=user, actor=actor, sealed=sealed,
            state=PackJobState.RUNNING.value, progress="", attempts=1, pack_id="", size=0, fault="", asked_at=now,
            beat_at=now, host=process.host, pid=process.pid, born=process.born,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return _job(row, now, (row.id,))


async def load_pack_job(store: Store, id: str, now: datetime, making: Collection[str]) -> PackJob | None:
    """That job, None without it. ``making``: those that this process makes at present."""
    async with store.reading() as session:
        row = await session.get(PackJobRow, id)
    return None if row is None else _job(row, now, making)


async def list_pack_jobs(
    store: Store, visit: str, user: int, now: datetime, making: Collection[str]
) -> tuple[PackJob, ...]:
    """What a person asked for of a visit, newest first."""
    query = select(PackJobRow).where(PackJobRow.visit_id == visit, PackJobRow.user_id == user)
    async with store.reading() as session:
        rows = (await session.scalars(query.order_by(PackJobRow.asked_at.desc(), PackJobRow.id))).all()
    return tuple(_job(row, now, making) for row in rows)


async def list_interrupted_pack_jobs(store: Store, now: datetime, making: Collection[str]) -> tuple[PackJob, ...]:
    """Jobs that nobody makes any more, oldest first."""
    query = select(PackJobRow).where(PackJobRow.state == PackJobState.RUNNING.value).order_by(PackJobRow.asked_at)
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    return tuple(job for row in rows if (job := _job(row, now, making)).state is PackJobState.INTERRUPTED)


async def take_over_pack_job(store: Store, id: str, now: datetime, making: Collection[str]) -> PackJob | None:
    """Make an interrupted job this process's; None where it is not interrupted, or another took it over."""
    process = this_process()
    async with store.writing() as session:
        row = await session.get(PackJobRow, id, with_for_update=True)
        if row is None or _job(row, now, making).state is not PackJobState.INTERRUPTED:
            return None
        row.host, row.pid, row.born, row.beat_at = process.host, process.pid, process.born, now
        row.attempts, row.progress = row.attempts + 1, ""
        await session.flush()
        return _job(row, now, (id,))


async def note_pack_progress(store: Store, id: str, progress: str, now: datetime) -> None:
    """Say how far this process's job is, and that the process is alive."""
    async with store.writing() as session:
        await session.execute(update(PackJobRow).where(*_own(id)).values(progress=progress, beat_at=now))


async def end_pack_job(
    store: Store, id: str, *, audit: str, pack: str = "", size: int = 0, fault: Mapping[str, str] | None = None
) -> bool:
    """End this process's job, by its pack or by why there is none; False where another has it by now."""
    state = PackJobState.DONE if fault is None else PackJobState.FAILED
    said = "" if fault is None else json.dumps(dict(fault), ensure_ascii=True)
    async with store.writing() as session:
        done = await session.execute(
            update(PackJobRow)
            .where(*_own(id))
            .values(state=state.value, audit_id=audit, pack_id=pack, size=size, fault=said)
            .returning(PackJobRow.id)
        )
        return done.first() is not None


def _own(id: str) -> tuple[ColumnElement[bool], ...]:
    process = this_process()
    same = (PackJobRow.host == process.host, PackJobRow.pid == process.pid, PackJobRow.born == process.born)
    return PackJobRow.id == id, PackJobRow.state == PackJobState.RUNNING.value, *same


def _job(row: PackJobRow, now: datetime, making: Collection[str]) -> PackJob:
    state, maker = PackJobState(row.state), ProcessIdentity(row.host, row.pid, row.born)
    if state is PackJobState.RUNNING:
        made = row.id in making if maker == this_process() else is_process_alive(maker, row.beat_at, now)
        state = state if made else PackJobState.INTERRUPTED
    return PackJob(
        row.id, row.visit_id, row.audit_id, row.user_id, row.actor, row.sealed, state, row.asked_at, row.progress,
        row.attempts, row.pack_id, row.size, json.loads(row.fault) if row.fault else None,
    )  # fmt: skip
