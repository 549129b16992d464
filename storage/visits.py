"""Visits begin, are taken up again, and are recognised as interrupted once nobody runs them any more."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update

from crawler.site import Platform
from storage.alive import Process, lives, this_process
from storage.codec import encode
from storage.errors import AddressTooLong, AlreadyDone, NotFound, StillRunning
from storage.keeper import OPEN, Opening, VisitKeeper
from storage.marks import hold_off_prunes, refuse_pruned
from storage.session import Store
from storage.tables import (
    WORDS_CHARS,
    FetchRow,
    GapRow,
    PlatformRow,
    TimingRow,
    ViewRow,
    VisitKind,
    VisitRow,
    VisitState,
)  # fmt: skip


def new_id() -> str:
    """A name for a visit or an audit; its first letters are enough on a command line."""
    return secrets.token_hex(8)


async def begin_visit(
    store: Store,
    platform: Platform,
    plan: Mapping[str, object],
    at: datetime | None = None,
    kind: VisitKind = VisitKind.AUDIT,
) -> VisitKeeper:
    """Put down that a visit begins; ``plan`` holds facts about it (JSON-like). Leave the keeper through ``finish`` or ``async with``."""
    if len(platform.url) > WORDS_CHARS:
        raise AddressTooLong(f"{len(platform.url)} characters")
    now = datetime.now(UTC)
    process = this_process()
    visit = new_id()
    OPEN.add(visit)  # before others of this process can read of it
    async with store.writing() as session:
        await store.once(session, PlatformRow, url=platform.url, name=platform.name)
        known = (await session.scalars(select(PlatformRow).where(PlatformRow.url == platform.url))).one()
        known.name = platform.name or known.name
        session.add(
            VisitRow(
                id=visit,
                platform_id=known.id,
                state=VisitState.RUNNING.value,
                started_at=at or now,
                host=process.host,
                pid=process.pid,
                born=process.born,
                beat_at=now,
                kind=kind.value,
                opening=encode(Opening(platform, plan)),
            )
        )
    return VisitKeeper(store, visit, process)


async def resume_visit(store: Store, visit: str) -> VisitKeeper:
    """Take up an interrupted visit: its views stand, its gaps are looked for anew, fetches and timings made again replace theirs.

    Raises NotFound, AlreadyDone, StillRunning, Pruned.
    """
    process, now = this_process(), datetime.now(UTC)
    async with store.writing() as session:
        await hold_off_prunes(store, session)  # before the row is locked: a prune that marks it refers to it
        row = await session.get(VisitRow, visit, with_for_update=True)
        if row is None:
            raise NotFound(visit)
        if row.state == VisitState.DONE:
            raise AlreadyDone(visit)
        if row.state == VisitState.RUNNING and _runs(row, now):
            raise StillRunning(visit)
        await refuse_pruned(session, visit)
        row.state, row.beat_at = VisitState.RUNNING.value, now
        row.host, row.pid, row.born = process.host, process.pid, process.born
        await session.execute(delete(GapRow).where(GapRow.visit_id == visit))
        last = await session.scalar(select(func.max(ViewRow.position)).where(ViewRow.visit_id == visit))
        fetches = (await session.execute(select(FetchRow.name, FetchRow.id).where(FetchRow.visit_id == visit))).all()
        loads = (await session.scalars(select(TimingRow).where(TimingRow.visit_id == visit))).all()
    return VisitKeeper(
        store,
        visit,
        process,
        following=0 if last is None else last + 1,
        old_fetches=dict(fetches),
        old_timings={(load.role, load.device, load.look, load.run): load.id for load in loads},
    )


async def mark_interrupted(store: Store) -> None:
    """Find the visits that are said to run and that nobody runs any more. Called wherever visits are listed."""
    now = datetime.now(UTC)
    async with store.reading() as session:
        running = (await session.scalars(select(VisitRow).where(VisitRow.state == VisitState.RUNNING.value))).all()
    lost = [row for row in running if not _runs(row, now)]
    if not lost:
        return
    async with store.writing() as session:
        for row in lost:
            # Unless somebody has taken it up since it was read.
            still = (VisitRow.id == row.id, VisitRow.state == row.state, VisitRow.beat_at == row.beat_at)
            await session.execute(update(VisitRow).where(*still).values(state=VisitState.INTERRUPTED.value))


def _runs(row: VisitRow, now: datetime) -> bool:
    """Whether somebody makes it. One that this process left while the database was away is still said to run, and is not."""
    process = Process(row.host, row.pid, row.born)
    return row.id in OPEN if process == this_process() else lives(process, row.beat_at, now)
