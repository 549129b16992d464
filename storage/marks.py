"""How those who store evidence and those who remove it stay out of each other's way, to the transaction.

A transaction that makes rows refer to blobs first holds off prunes, then puts again what one has marked; a prune marks, then, alone,
looks what is still referred to and removes the rest. So it sees every reference made before, and every one made after sees its marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errors import Pruned
from storage.prune_tables import HoldRow, PruningRow, RemovalRow
from storage.session import Store

_LOCK = 0x78756E65
SHORT = 8


async def hold_off_prunes(store: Store, session: AsyncSession) -> None:
    """Until this transaction ends none marks or removes anything. Raises DatabaseBusy. SQLite has one writer at a time anyway."""
    if store.engine.dialect.name == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock_shared({_LOCK})"))


async def prune_alone(store: Store, session: AsyncSession) -> None:
    """Until this transaction ends nobody makes a row refer to a blob, and no other prune goes on. Raises DatabaseBusy."""
    if store.engine.dialect.name == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


async def put_again(store: Store, session: AsyncSession, blobs: Mapping[str, bytes]) -> None:
    """Make sure that these are there, whatever a prune did since they were put. Prunes must be held off."""
    marked = select(RemovalRow.sha256).where(RemovalRow.sha256.in_(list(blobs)))
    for sha in (await session.scalars(marked)).all():
        await store.blobs.put(blobs[sha])


async def refuse_pruned(session: AsyncSession, visit: str) -> None:
    """Raises Pruned where that visit's evidence is no longer kept."""
    at = await _since(session, visit)
    if at is not None:
        raise Pruned(f"{visit[:SHORT]}, {at:%Y-%m-%d}")


async def pruned_since(store: Store, visit: str) -> datetime | None:
    """Since when that visit's evidence is no longer kept; None where it is."""
    async with store.reading() as session:
        return await _since(session, visit)


async def hold(store: Store, visit: str, kind: str, subject: str, at: datetime, note: str = "") -> None:
    """Keep this visit's evidence whatever its age, because something named by kind and subject stands on it. Raises Pruned."""
    async with store.writing() as session:
        await hold_off_prunes(store, session)
        await refuse_pruned(session, visit)
        await store.once(session, HoldRow, visit_id=visit, kind=kind, subject=subject, at=at, note=note)


async def _since(session: AsyncSession, visit: str) -> datetime | None:
    return await session.scalar(select(PruningRow.at).where(PruningRow.visit_id == visit))
