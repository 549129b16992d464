"""Whether all evidence that the database names is there and is what it was when it was stored: what shows that a backup is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, exists, func, select, true, union

from storage.blobs import Blobs
from storage.errors import BlobDamaged, BlobMissing
from storage.pack_tables import PackBlobRow, PackRow
from storage.prune_tables import PruningRow
from storage.session import Store
from storage.tables import DocumentRow, EvidenceRow

NAMES = 500  # blobs asked of the database at a time, so that memory does not grow with the store
AT_ONCE = 8  # threads that read: of an object store each mostly waits

Progress = Callable[[int, int], None]  # blobs read, blobs there should be


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of reading every blob: how many are whole, their bytes, and the names of those that are not."""

    whole: int
    bytes: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


async def verify(store: Store, progress: Progress = lambda done, of: None) -> Verified:
    """Read all blobs that visits, documents and packs name. Raises StorageError for a fault of the whole place.

    Beside workers and a prune too: only what is still named after it was not found counts as missing.
    """
    planned, done, size, after = await _many(store), 0, 0, ""
    missing: list[str] = []
    damaged: list[str] = []
    while names := await _named(store, after):
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            for sha, found in await asyncio.gather(*(asyncio.to_thread(_read, store.blobs, each) for each in some)):
                if isinstance(found, int):
                    size += found
                elif isinstance(found, BlobMissing):
                    missing.append(sha)
                else:
                    damaged.append(sha)
            done += len(some)
            progress(done, max(planned, done))
        after = names[-1]
    lost = [sha for sha in missing if await _still(store, sha)]
    return Verified(done - len(missing) - len(damaged), size, tuple(lost), tuple(damaged))


async def owners(store: Store, sha: str) -> tuple[str, ...]:
    """The visits that name this blob, those of documents and packs too."""
    async with store.reading() as session:
        visits = select(EvidenceRow.visit_id).where(EvidenceRow.sha256 == sha)
        documents = select(DocumentRow.visit_id).where(DocumentRow.sha256 == sha)
        packs = select(PackRow.visit_id).join(PackBlobRow).where(PackBlobRow.sha256 == sha)
        return tuple(sorted({each for query in (visits, documents, packs) for each in await session.scalars(query)}))


def _read(blobs: Blobs, sha: str) -> tuple[str, int | BlobMissing | BlobDamaged]:
    try:
        return sha, len(blobs.read(sha))
    except (BlobMissing, BlobDamaged) as fault:
        return sha, fault


_KEPT = ~exists().where(PruningRow.visit_id == EvidenceRow.visit_id)  # pruned visits name blobs that may be gone


async def _named(store: Store, after: str) -> tuple[str, ...]:
    """The next names, in their order."""
    both = _names(lambda column: column > after)
    async with store.reading() as session:
        return tuple(await session.scalars(select(both.c.sha256).order_by(both.c.sha256).limit(NAMES)))


async def _many(store: Store) -> int:
    async with store.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(_names(lambda _: true()))) or 0)


async def _still(store: Store, sha: str) -> bool:
    async with store.reading() as session:
        return await session.scalar(select(_names(lambda column: column == sha).c.sha256)) is not None


def _names(which: Callable[[Any], ColumnElement[bool]]) -> Subquery:
    """All names that something kept refers to, each once."""
    evidence = select(EvidenceRow.sha256).where(which(EvidenceRow.sha256), _KEPT)
    others = [select(table.sha256).where(which(table.sha256)) for table in (DocumentRow, PackBlobRow)]
    return union(evidence, *others).subquery()
