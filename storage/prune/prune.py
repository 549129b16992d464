"""Remove old evidence while judgements stay. If a prune is killed at any point, the next one finishes what was marked.

First a visit and its blobs are marked, then blobs that nothing kept refers to are removed, then the visit's rows about
them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.evidence_locks import lock_for_prune
from storage.db.pack_tables import PackBlobRow
from storage.db.prune_tables import PruningRow, RemovalRow
from storage.db.session import Store
from storage.db.tables import DocumentRow, EvidenceRow, FetchRow, PlatformRow
from storage.prune.prunable import PrunableVisit, RetentionLimits, find_prunable_visits
from storage.visits.visits import mark_interrupted

BATCH = 200  # blobs or visits per transaction, during which nobody can store anything: well below a second
NAMES = 500  # names per database query
REMEMBERED = timedelta(days=1)  # longer than it ever takes from storing a blob to referring to it


@dataclass(frozen=True, slots=True)
class PrunePreview:
    """What a prune would remove. ``unfinished`` visits were marked by an earlier prune that did not finish."""

    visits: tuple[PrunableVisit, ...] = ()
    unfinished: int = 0
    blobs: int = 0
    bytes: int = 0
    platforms: dict[int, str] = field(default_factory=dict)  # addresses by platform id


@dataclass(frozen=True, slots=True)
class PruneResult:
    """What a prune removed: visits marked, visits finished, and blobs removed."""

    marked: int
    finished: int
    blobs: int
    bytes: int


async def preview_prune(store: Store, limits: RetentionLimits) -> PrunePreview:
    """Look without removing anything; only lost visits are marked interrupted. Raises StorageError."""
    await mark_interrupted(store)
    async with store.reading() as session:
        old = await find_prunable_visits(session, limits)
        unfinished = list(await session.scalars(select(PruningRow.visit_id).where(PruningRow.done_at.is_(None))))
        sizes = await _only_theirs(session, [*(visit.visit for visit in old), *unfinished])
        urls = await session.execute(select(PlatformRow.id, PlatformRow.url))
        platforms = dict(urls.all())
    return PrunePreview(old, len(unfinished), len(sizes), sum(sizes.values()), platforms)


async def prune_evidence(store: Store, limits: RetentionLimits, now: datetime) -> PruneResult:
    """Remove what may go and what an earlier prune left. Any number may run at once, beside audits. Raises StorageError."""
    await mark_interrupted(store)
    async with store.reading() as session:
        old = await find_prunable_visits(session, limits)
    marked = 0
    for visit in old:
        marked += await mark_visit_pruned(store, visit.visit, limits, now)
    blobs = size = 0
    while (batch := await remove_marked_blobs(store, now)) is not None:
        blobs, size = blobs + batch[0], size + batch[1]
    finished = 0
    while some := await _finish_some(store, now):
        finished += some
    return PruneResult(marked, finished, blobs, size)


async def mark_visit_pruned(store: Store, visit: str, limits: RetentionLimits, now: datetime) -> bool:
    """Mark one visit's evidence as no longer kept; False if it must be kept by now."""
    own = select(EvidenceRow.sha256).where(EvidenceRow.visit_id == visit)
    columns = (EvidenceRow.sha256, EvidenceRow.size, null())
    async with store.writing() as session:
        await lock_for_prune(store, session)
        if not await find_prunable_visits(session, limits, visit):
            return False
        session.add(PruningRow(visit_id=visit, at=now, done_at=None))
        await session.execute(
            delete(RemovalRow).where(RemovalRow.sha256.in_(own))
        )  # removed before, and put again since
        rows = select(*columns).where(EvidenceRow.visit_id == visit)
        await session.execute(insert(RemovalRow).from_select(["sha256", "size", "gone_at"], rows))
    return True


async def remove_marked_blobs(store: Store, now: datetime) -> tuple[int, int] | None:
    """Remove some marked blobs, except those that something kept refers to; returns (number, bytes), None if none is left."""
    async with store.writing() as session:
        await lock_for_prune(store, session)
        # In no order: to sort what is left for each batch would take all of it squared.
        query = select(RemovalRow).where(RemovalRow.gone_at.is_(None)).limit(BATCH)
        sizes = {row.sha256: row.size for row in await session.scalars(query)}
        if not sizes:
            return None
        stays = await _referred(session, sizes)
        gone = [sha for sha in sizes if sha not in stays]
        await session.execute(delete(RemovalRow).where(RemovalRow.sha256.in_(stays)))
        await asyncio.to_thread(store.blobs.remove, gone)
        await session.execute(update(RemovalRow).where(RemovalRow.sha256.in_(gone)).values(gone_at=now))
    return len(gone), sum(sizes[sha] for sha in gone)


async def _finish_some(store: Store, now: datetime) -> int:
    """Delete some marked visits' rows about removed blobs and forget blobs removed long ago; returns how many visits were finished."""
    left = exists().where(
        EvidenceRow.visit_id == PruningRow.visit_id,
        RemovalRow.sha256 == EvidenceRow.sha256,
        RemovalRow.gone_at.is_(None),
    )
    async with store.writing() as session:
        await lock_for_prune(store, session)
        query = select(PruningRow).where(PruningRow.done_at.is_(None), ~left).limit(BATCH)
        rows = (await session.scalars(query)).all()
        for row in rows:
            for table in (EvidenceRow, FetchRow):  # direct fetches hold text of pages too
                await session.execute(delete(table).where(table.visit_id == row.visit_id))
            row.done_at = now
        await session.execute(delete(RemovalRow).where(RemovalRow.gone_at < now - REMEMBERED))
    return len(rows)


async def _only_theirs(session: AsyncSession, visits: Sequence[str]) -> dict[str, int]:
    """The blobs, with their sizes in bytes, that only these visits refer to."""
    sizes: dict[str, int] = {}
    for some in _parts(visits):
        rows = await session.execute(select(EvidenceRow.sha256, EvidenceRow.size).where(EvidenceRow.visit_id.in_(some)))
        sizes |= dict(rows.all())
    theirs = frozenset(visits)
    for names in _parts(tuple(sizes)):
        others = await session.execute(
            select(EvidenceRow.sha256, EvidenceRow.visit_id).where(EvidenceRow.sha256.in_(names), _kept())
        )
        stays = {sha for sha, visit in others.all() if visit not in theirs}
        for table in (DocumentRow, PackBlobRow):
            stays |= set(await session.scalars(select(table.sha256).where(table.sha256.in_(names))))
        for sha in stays:
            del sizes[sha]
    return sizes


async def _referred(session: AsyncSession, shas: Iterable[str]) -> frozenset[str]:
    """Which of these blobs something kept refers to."""
    names = list(shas)
    visits = select(EvidenceRow.sha256).where(EvidenceRow.sha256.in_(names), _kept()).distinct()
    others = [select(table.sha256).where(table.sha256.in_(names)).distinct() for table in (DocumentRow, PackBlobRow)]
    return frozenset(await session.scalars(visits)).union(*[await session.scalars(query) for query in others])


def _kept() -> ColumnElement[bool]:
    return ~exists().where(PruningRow.visit_id == EvidenceRow.visit_id)


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), NAMES):
        yield names[start : start + NAMES]
