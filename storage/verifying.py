"""Whether all evidence that the database names is there and is what it was when it was stored: what shows that a backup is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import distinct, exists, func, select, union

from storage.blobs import Blobs
from storage.errors import BlobDamaged, BlobMissing
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
    """Read all blobs that visits and documents name. Raises StorageError for a fault of the whole place.

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
    """The visits that name this blob, those of documents too."""
    async with store.reading() as session:
        visits = select(EvidenceRow.visit_id).where(EvidenceRow.sha256 == sha)
        documents = select(DocumentRow.visit_id).where(DocumentRow.sha256 == sha)
        return tuple(sorted({*await session.scalars(visits), *await session.scalars(documents)}))


def _read(blobs: Blobs, sha: str) -> tuple[str, int | BlobMissing | BlobDamaged]:
    try:
        return sha, len(blobs.read(sha))
    except (BlobMissing, BlobDamaged) as fault:
        return sha, fault


_KEPT = ~exists().where(PruningRow.visit_id == EvidenceRow.visit_id)  # pruned visits name blobs that may be gone


async def _named(store: Store, after: str) -> tuple[str, ...]:
    """The next names, in their order."""
    evidence = select(EvidenceRow.sha256).where(EvidenceRow.sha256 > after, _KEPT)
    documents = select(DocumentRow.sha256).where(DocumentRow.sha256 > after)
    both = union(evidence, documents).subquery()
    async with store.reading() as session:
        return tuple(await session.scalars(select(both.c.sha256).order_by(both.c.sha256).limit(NAMES)))


async def _many(store: Store) -> int:
    async with store.reading() as session:
        evidence = await session.scalar(select(func.count(distinct(EvidenceRow.sha256))).where(_KEPT))
        return int(evidence or 0)


async def _still(store: Store, sha: str) -> bool:
    query = union(
        select(EvidenceRow.sha256).where(EvidenceRow.sha256 == sha, _KEPT),
        select(DocumentRow.sha256).where(DocumentRow.sha256 == sha),
    )
    async with store.reading() as session:
        return (await session.execute(query)).first() is not None
