"""Old evidence is removed; what was judged of it stays. Killed at any point, the next prune finishes what was marked.

First a visit and its blobs are marked, then blobs that nothing kept refers to are removed, then the visit's rows about them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.marks import prune_alone
from storage.pack_tables import PackBlobRow
from storage.prunable import Limits, Old, prunable
from storage.prune_tables import PruningRow, RemovalRow
from storage.session import Store
from storage.tables import DocumentRow, EvidenceRow, FetchRow, PlatformRow
from storage.visits import mark_interrupted

BATCH = 200  # blobs in one transaction, during which nobody stores anything: well below a second
NAMES = 500  # at most so many in one question to the database
REMEMBERED = timedelta(days=1)  # longer than anybody takes from putting a blob to referring to it


@dataclass(frozen=True, slots=True)
class Survey:
    """What a prune would remove. ``unfinished`` visits were marked by an earlier one that did not end."""

    visits: tuple[Old, ...] = ()
    unfinished: int = 0
    blobs: int = 0
    bytes: int = 0
    platforms: dict[int, str] = field(default_factory=dict)  # addresses by number


@dataclass(frozen=True, slots=True)
class Removed:
    """What a prune removed: visits it marked, those it finished, and the blobs that went."""

    marked: int
    finished: int
    blobs: int
    bytes: int


async def survey(store: Store, limits: Limits) -> Survey:
    """Look, and change nothing but that lost visits are found to be interrupted. Raises StorageError."""
    await mark_interrupted(store)
    async with store.reading() as session:
        old = await prunable(session, limits)
        unfinished = list(await session.scalars(select(PruningRow.visit_id).where(PruningRow.done_at.is_(None))))
        sizes = await _only_theirs(session, [*(each.visit for each in old), *unfinished])
        urls = await session.execute(select(PlatformRow.id, PlatformRow.url))
        platforms = dict(urls.all())
    return Survey(old, len(unfinished), len(sizes), sum(sizes.values()), platforms)


async def prune(store: Store, limits: Limits, now: datetime) -> Removed:
    """Remove what may go, and what an earlier prune left. Any number may run at once, beside audits. Raises StorageError."""
    await mark_interrupted(store)
    async with store.reading() as session:
        old = await prunable(session, limits)
    marked = 0
    for each in old:
        marked += await mark(store, each.visit, limits, now)
    blobs = size = 0
    while (batch := await remove_some(store, now)) is not None:
        blobs, size = blobs + batch[0], size + batch[1]
    return Removed(marked, await _finish(store, now), blobs, size)


async def mark(store: Store, visit: str, limits: Limits, now: datetime) -> bool:
    """Say of one visit that its evidence is no longer kept; False where it must stay by now."""
    own = select(EvidenceRow.sha256).where(EvidenceRow.visit_id == visit)
    columns = (EvidenceRow.sha256, EvidenceRow.size, null())
    async with store.writing() as session:
        await prune_alone(store, session)
        if not await prunable(session, limits, visit):
            return False
        session.add(PruningRow(visit_id=visit, at=now, done_at=None))
        await session.execute(
            delete(RemovalRow).where(RemovalRow.sha256.in_(own))
        )  # removed before, and put again since
        rows = select(*columns).where(EvidenceRow.visit_id == visit)
        await session.execute(insert(RemovalRow).from_select(["sha256", "size", "gone_at"], rows))
    return True


async def remove_some(store: Store, now: datetime) -> tuple[int, int] | None:
    """Remove some of the marked blobs, but for those that something kept refers to: how many, and their bytes. None: none is left."""
    async with store.writing() as session:
        await prune_alone(store, session)
        query = select(RemovalRow).where(RemovalRow.gone_at.is_(None)).order_by(RemovalRow.sha256).limit(BATCH)
        sizes = {row.sha256: row.size for row in await session.scalars(query)}
        if not sizes:
            return None
        stays = await _referred(session, sizes)
        gone = [sha for sha in sizes if sha not in stays]
        await session.execute(delete(RemovalRow).where(RemovalRow.sha256.in_(stays)))
        await asyncio.to_thread(store.blobs.remove, gone)
        await session.execute(update(RemovalRow).where(RemovalRow.sha256.in_(gone)).values(gone_at=now))
    return len(gone), sum(sizes[sha] for sha in gone)


async def _finish(store: Store, now: datetime) -> int:
    """Take out what marked visits say of blobs that have gone, and forget blobs that went long ago. Returns how many visits were finished."""
    left = exists().where(
        EvidenceRow.visit_id == PruningRow.visit_id,
        RemovalRow.sha256 == EvidenceRow.sha256,
        RemovalRow.gone_at.is_(None),
    )
    async with store.writing() as session:
        await prune_alone(store, session)
        query = select(PruningRow).where(PruningRow.done_at.is_(None), ~left)
        rows = (await session.scalars(query)).all()
        for row in rows:
            for table in (EvidenceRow, FetchRow):  # what was fetched beside the pages is words of pages too
                await session.execute(delete(table).where(table.visit_id == row.visit_id))
            row.done_at = now
        await session.execute(delete(RemovalRow).where(RemovalRow.gone_at < now - REMEMBERED))
    return len(rows)


async def _only_theirs(session: AsyncSession, visits: Sequence[str]) -> dict[str, int]:
    """The blobs, with their bytes, that only these visits refer to."""
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
    """Which of these something kept refers to."""
    names = list(shas)
    visits = select(EvidenceRow.sha256).where(EvidenceRow.sha256.in_(names), _kept()).distinct()
    others = [select(table.sha256).where(table.sha256.in_(names)).distinct() for table in (DocumentRow, PackBlobRow)]
    return frozenset(await session.scalars(visits)).union(*[await session.scalars(query) for query in others])


def _kept() -> ColumnElement[bool]:
    return ~exists().where(PruningRow.visit_id == EvidenceRow.visit_id)


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), NAMES):
        yield names[start : start + NAMES]
