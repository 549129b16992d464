"""Locks between transactions that refer to evidence and prunes that remove it.

A transaction that adds references to blobs first locks out prunes, then writes back any blob that a prune has marked. A
prune marks blobs, then takes its exclusive lock, checks what is still referenced and removes the rest. So a prune sees
every earlier reference, and every later one sees the prune's marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.prune_tables import HoldRow, PruningRow, RemovalRow
from storage.db.session import Store
from storage.errors import Pruned

_LOCK = 0x78756E65
SHORT = 8


async def lock_against_prune(store: Store, session: AsyncSession) -> None:
    """Until this transaction ends, no prune marks or removes anything. Raises DatabaseBusy.

    SQLite needs no lock: it has one writer at a time.
    """
    if store.engine.dialect.name == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock_shared({_LOCK})"))


async def lock_for_prune(store: Store, session: AsyncSession) -> None:
    """Until this transaction ends, nobody adds a reference to a blob and no other prune runs. Raises DatabaseBusy."""
    if store.engine.dialect.name == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


async def restore_blobs(store: Store, session: AsyncSession, blobs: Mapping[str, bytes]) -> None:
    """Make sure these blobs exist, whatever a prune removed since they were put. Prunes must be locked out."""
    marked = select(RemovalRow.sha256).where(RemovalRow.sha256.in_(list(blobs)))
    for sha in (await session.scalars(marked)).all():
        await store.blobs.put(blobs[sha])


async def raise_if_pruned(session: AsyncSession, visit: str) -> None:
    """Raises Pruned if that visit's evidence is no longer kept."""
    at = await _since(session, visit)
    if at is not None:
        raise Pruned(f"{visit[:SHORT]}, {at:%Y-%m-%d}")


async def load_pruned_since(store: Store, visit: str) -> datetime | None:
    """When that visit's evidence was pruned; None if it is still kept."""
    async with store.looking_up() as session:
        return await _since(session, visit)


async def hold_evidence(store: Store, visit: str, kind: str, subject: str, at: datetime, note: str = "") -> None:
    """Keep this visit's evidence whatever its age, because what ``kind`` and ``subject`` name needs it. Raises Pruned."""
    async with store.writing() as session:
        await lock_against_prune(store, session)
        await raise_if_pruned(session, visit)
        await store.once(session, HoldRow, visit_id=visit, kind=kind, subject=subject, at=at, note=note)


async def _since(session: AsyncSession, visit: str) -> datetime | None:
    return await session.scalar(select(PruningRow.at).where(PruningRow.visit_id == visit))
