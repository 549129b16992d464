"""Single pieces of what a visit saw, each read alone: one view, some fetches, the timings of a page. No Site is made."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from sqlalchemy import select

from crawler.site import Fetch, Timing, View
from storage.db.codec import decode_record
from storage.db.evidence_locks import raise_if_pruned
from storage.db.session import Store
from storage.db.tables import FetchRow, TimingRow, ViewRow
from storage.errors import NotFound


async def load_one_view(store: Store, visit: str, id: str) -> View:
    """One view with its texts and elements. Raises NotFound, Pruned, BlobMissing, BlobDamaged, RecordDamaged."""
    async with store.reading() as session:
        blob = await session.scalar(select(ViewRow.blob).where(ViewRow.visit_id == visit, ViewRow.id == id))
        if blob is None:
            raise NotFound(f"{visit} {id[:40]}")
        await raise_if_pruned(session, visit)
    return await asyncio.to_thread(_read, store, blob)


def _read(store: Store, blob: str) -> View:
    return decode_record(View, store.blobs.read(blob))


async def load_named_fetches(store: Store, visit: str, names: Collection[str]) -> dict[str, Fetch]:
    """Those fetches of a visit, by id. Raises RecordDamaged."""
    if not names:
        return {}
    wanted = select(FetchRow.record).where(FetchRow.visit_id == visit, FetchRow.name.in_(names))
    async with store.looking_up() as session:
        found = [decode_record(Fetch, content) for content in (await session.scalars(wanted)).all()]
    return {fetch.id: fetch for fetch in found}


async def load_timings(store: Store, visit: str) -> tuple[Timing, ...]:
    """The timings of a visit, in the order they were taken. Raises RecordDamaged."""
    wanted = select(TimingRow.record).where(TimingRow.visit_id == visit).order_by(TimingRow.id)
    async with store.looking_up() as session:
        return tuple(decode_record(Timing, content) for content in (await session.scalars(wanted)).all())
