"""Which database an evidence store belongs to: one random name, kept both in the database and beside the evidence.

An empty or foreign database beside evidence would refer to none of it and call nothing sound. So opening a store checks
that both carry the same name. Older stores get their name the first time they are opened; a new database is never
mistaken for theirs.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import String, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.blobs.blob_store import PROOF_BYTES, BlobStore
from storage.db.prune_tables import PruningRow
from storage.db.tables import EvidenceRow, Table, When
from storage.errors import EvidenceOfAnother

_LOCK = 0x78756E69  # one number for all of Xuncha's processes
_ONE = 1
_LOOKED_AT = 20  # sample of referenced blobs of which one must exist for an unmarked place to be the database's own


class IdentityRow(Table):
    """The single row with the store's name."""

    __tablename__ = "identity"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(32))
    since: Mapped[When]


class ClaimingStore(Protocol):
    """What claiming asks of a store, which is open already: ``storage.db.session.Store``."""

    engine: AsyncEngine
    blobs: BlobStore

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session that sees one consistent state."""

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session whose changes are committed, all or none, when the block ends."""


async def claim_evidence_store(store: ClaimingStore) -> None:
    """Check that database and evidence belong together, and mark both if they are new or older than such marks.

    Raises EvidenceOfAnother if they do not belong together, EvidenceError, DatabaseBusy. Evidence that an old database
    cannot be shown to own (it refers to some, and none of the sample exists) stays unmarked: ``verify-store`` reports
    what is missing.
    """
    async with store.reading() as session:
        known = await _name(session)
    if known and await asyncio.to_thread(store.blobs.owner) == known:
        return
    async with store.writing() as session:
        if store.engine.dialect.name == "postgresql":
            await session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        known, there = await _name(session), await asyncio.to_thread(store.blobs.owner)
        if known and there:
            own = known == there
        else:
            own = await _owns(store, session)
        if own and not known:
            known = there or secrets.token_hex(16)
            session.add(IdentityRow(id=_ONE, name=known, since=datetime.now(UTC)))
    # Only after the database has stored it durably: a mark no database knows would lock out its own database.
    if own and not there:
        there = await asyncio.to_thread(store.blobs.mark, known)
        own = there == known
    if not own and there:
        raise EvidenceOfAnother(store.blobs.where)


def _holds(blobs: BlobStore) -> bool:
    """Whether the place holds any evidence other than the blob a doctor wrote to prove that writing works."""
    return any(size != PROOF_BYTES for _, size in blobs.listed())


async def _name(session: AsyncSession) -> str:
    return await session.scalar(select(IdentityRow.name).where(IdentityRow.id == _ONE)) or ""


async def _owns(store: ClaimingStore, session: AsyncSession) -> bool:
    """Whether unmarked evidence or an unnamed database belongs to the other, judged by the blobs the database refers to.

    Raises EvidenceOfAnother if a database that refers to nothing stands beside evidence.
    """
    kept = ~select(PruningRow).where(PruningRow.visit_id == EvidenceRow.visit_id).exists()
    named = (await session.scalars(select(EvidenceRow.sha256).where(kept).distinct().limit(_LOOKED_AT))).all()
    for sha in named:
        if await asyncio.to_thread(store.blobs.has, sha):
            return True
    empty = not await asyncio.to_thread(_holds, store.blobs)  # a mark alone is no evidence that could be lost
    if not named and not empty:
        raise EvidenceOfAnother(store.blobs.where)
    return empty
