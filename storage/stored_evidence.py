"""Check that every blob the database refers to exists and is undamaged: this proves that a backup is complete."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, select, true, union

from storage.blobs.blob_store import BlobStore
from storage.db.pack_tables import PackBlobRow, PackRow
from storage.db.prune_tables import PruningRow, RemovalRow
from storage.db.session import Store
from storage.db.tables import DocumentRow, EvidenceRow
from storage.errors import BlobDamaged, BlobMissing

UNNAMED = 100  # unreferenced blobs listed by name
NAMES = 500  # blob names read from the database at a time, so that memory does not grow with the store
AT_ONCE = 8  # reading threads: with an object store each mostly waits

Progress = Callable[[int, int], None]  # blobs read, blobs expected


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """The result of reading every blob: how many are whole, their bytes, and the names of those missing or damaged.

    ``unnamed``: names of at most ``UNNAMED`` stored blobs that no row refers to; ``unnamed_many`` and ``unnamed_bytes``
    count all of them.
    """

    whole: int
    bytes: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    unnamed: tuple[str, ...] = ()
    unnamed_many: int = 0
    unnamed_bytes: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is missing or damaged and the evidence is this database's: one that refers to none of it is not sound.

        Unreferenced blobs beside referenced ones are no fault: a killed writer leaves one, and a backup copies evidence
        after the database.
        """
        return not (self.missing or self.damaged) and not (self.unnamed_many and not self.whole)


async def verify_evidence(store: Store, progress: Progress = lambda done, of: None) -> EvidenceCheck:
    """Read all blobs that visits, documents and packs refer to. Raises StorageError for a fault of the whole store.

    Safe beside workers and a prune: a blob counts as missing only if it is still referred to after it was not found.
    """
    planned, done, size, after = await _many(store), 0, 0, ""
    missing: list[str] = []
    damaged: list[str] = []
    while names := await _named(store, after):
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            for sha, found in await asyncio.gather(*(asyncio.to_thread(_read, store.blobs, name) for name in some)):
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
    return EvidenceCheck(done - len(missing) - len(damaged), size, tuple(lost), tuple(damaged), *await _unnamed(store))


async def _unnamed(store: Store) -> tuple[tuple[str, ...], int, int]:
    """Unreferenced blobs: some names, how many there are, and their bytes. A blob referred to in the meantime does not count."""
    listed, many, size = store.blobs.listed(), 0, 0
    first: list[str] = []
    columns = (EvidenceRow.sha256, DocumentRow.sha256, PackBlobRow.sha256)
    while some := dict(await asyncio.to_thread(lambda: list(itertools.islice(listed, NAMES)))):
        for _ in range(2):  # a writer puts a blob first and refers to it then
            async with store.reading() as session:
                queries = [select(column).where(column.in_(list(some))) for column in columns]
                queries.append(select(_TO_GO).where(_TO_GO.in_(list(some)), RemovalRow.gone_at.is_(None)))
                for query in queries:
                    for sha in await session.scalars(query):
                        some.pop(sha, None)
            if not some:
                break
        first += list(some)[: UNNAMED - len(first)]
        many, size = many + len(some), size + sum(some.values())
    return tuple(first), many, size


async def find_blob_owners(store: Store, sha: str) -> tuple[str, ...]:
    """The visits that refer to this blob, also through documents and packs."""
    async with store.reading() as session:
        visits = select(EvidenceRow.visit_id).where(EvidenceRow.sha256 == sha)
        documents = select(DocumentRow.visit_id).where(DocumentRow.sha256 == sha)
        packs = select(PackRow.visit_id).join(PackBlobRow).where(PackBlobRow.sha256 == sha)
        return tuple(
            sorted({digest for query in (visits, documents, packs) for digest in await session.scalars(query)})
        )


def _read(blobs: BlobStore, sha: str) -> tuple[str, int | BlobMissing | BlobDamaged]:
    try:
        return sha, len(blobs.read(sha))
    except (BlobMissing, BlobDamaged) as fault:
        return sha, fault


_TO_GO = RemovalRow.sha256  # marked by a prune that has not removed it yet
_KEPT = ~exists().where(PruningRow.visit_id == EvidenceRow.visit_id)  # pruned visits name blobs that may be gone


async def _named(store: Store, after: str) -> tuple[str, ...]:
    """The next blob names after ``after``, in order.

    Each table is asked for as many as are wanted: all names after it would be sorted anew each time.
    """
    queries = _name_queries(lambda column: column > after)
    async with store.reading() as session:
        found = [
            await session.scalars(query.distinct().order_by(query.selected_columns[0]).limit(NAMES))
            for query in queries
        ]
    return tuple(sorted({sha for names in found for sha in names})[:NAMES])


async def _many(store: Store) -> int:
    async with store.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(_names(lambda _: true()))) or 0)


async def _still(store: Store, sha: str) -> bool:
    async with store.reading() as session:
        return await session.scalar(select(_names(lambda column: column == sha).c.sha256)) is not None


def _names(which: Callable[[Any], ColumnElement[bool]]) -> Subquery:
    """All blob names that kept rows refer to, each once."""
    return union(*_name_queries(which)).subquery()


def _name_queries(which: Callable[[Any], ColumnElement[bool]]) -> tuple[Select[str], ...]:
    """The blob names that kept rows of each table refer to."""
    evidence = select(EvidenceRow.sha256).where(which(EvidenceRow.sha256), _KEPT)
    return evidence, *(select(table.sha256).where(which(table.sha256)) for table in (DocumentRow, PackBlobRow))
