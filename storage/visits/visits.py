"""Begin and resume visits, and recognise those that were interrupted because nobody runs them any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update

from crawler.site import Platform
from storage.db.codec import encode_record
from storage.db.evidence_locks import lock_against_prune, raise_if_pruned
from storage.db.session import Store
from storage.db.tables import (  # fmt: skip
    WORDS_CHARS,
    FetchRow,
    GapRow,
    PlatformRow,
    TimingRow,
    ViewRow,
    VisitKind,
    VisitRow,
    VisitState,
)
from storage.errors import AddressTooLong, AlreadyDone, NotFound, StillRunning
from storage.visits.audit import new_id
from storage.visits.process_liveness import ProcessIdentity, is_process_alive, this_process
from storage.visits.visit_recorder import OPEN, Opening, VisitRecorder


async def begin_visit(
    store: Store,
    platform: Platform,
    plan: Mapping[str, object],
    at: datetime | None = None,
    kind: VisitKind = VisitKind.AUDIT,
) -> VisitRecorder:
    """Record that a visit begins; ``plan`` holds facts about it (JSON-like). Leave the recorder by ``finish`` or ``async with``."""
    if len(platform.url) > WORDS_CHARS:
        raise AddressTooLong(f"{len(platform.url)} characters")
    now = datetime.now(UTC)
    process = this_process()
    visit = new_id()
    OPEN.add(visit)  # before others in this process can read it
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
                opening=encode_record(Opening(platform, plan)),
            )
        )
    return VisitRecorder(store, visit, process)


async def resume_visit(store: Store, visit: str) -> VisitRecorder:
    """Resume an interrupted visit: its views stay, its gaps are tried again, repeated fetches and timings replace the old ones.

    Raises NotFound, AlreadyDone, StillRunning, Pruned.
    """
    process, now = this_process(), datetime.now(UTC)
    async with store.writing() as session:
        await lock_against_prune(store, session)  # before the row is locked: a prune that marks it references it
        row = await session.get(VisitRow, visit, with_for_update=True)
        if row is None:
            raise NotFound(visit)
        if row.state == VisitState.DONE:
            raise AlreadyDone(visit)
        if row.state == VisitState.RUNNING and _runs(row, now):
            raise StillRunning(visit)
        await raise_if_pruned(session, visit)
        row.state, row.beat_at = VisitState.RUNNING.value, now
        row.host, row.pid, row.born = process.host, process.pid, process.born
        await session.execute(delete(GapRow).where(GapRow.visit_id == visit))
        last = await session.scalar(select(func.max(ViewRow.position)).where(ViewRow.visit_id == visit))
        fetches = (await session.execute(select(FetchRow.name, FetchRow.id).where(FetchRow.visit_id == visit))).all()
        loads = (await session.scalars(select(TimingRow).where(TimingRow.visit_id == visit))).all()
    return VisitRecorder(
        store,
        visit,
        process,
        following=0 if last is None else last + 1,
        old_fetches=dict(fetches),
        old_timings={(load.role, load.device, load.look, load.run): load.id for load in loads},
    )


async def mark_interrupted(store: Store) -> None:
    """Mark as interrupted the visits recorded as running that nobody runs. Called wherever visits are listed."""
    now = datetime.now(UTC)
    async with store.looking_up() as session:
        running = (await session.scalars(select(VisitRow).where(VisitRow.state == VisitState.RUNNING.value))).all()
    lost = [row for row in running if not _runs(row, now)]
    if not lost:
        return
    async with store.writing() as session:
        for row in lost:
            # Unless somebody has resumed it since it was read.
            still = (VisitRow.id == row.id, VisitRow.state == row.state, VisitRow.beat_at == row.beat_at)
            await session.execute(update(VisitRow).where(*still).values(state=VisitState.INTERRUPTED.value))


def _runs(row: VisitRow, now: datetime) -> bool:
    """Whether the visit is being made. One this process left while the database was away is recorded as running, but is not."""
    process = ProcessIdentity(row.host, row.pid, row.born)
    return row.id in OPEN if process == this_process() else is_process_alive(process, row.beat_at, now)
