"""Read a visit back: the Site exactly as it was judged, or what an interrupted visit had captured."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from crawler.record.network_record import Host
from crawler.site import Fetch, Gap, Site, Timing, View
from crawler.vocabulary import Device, Role
from storage.blobs.blob_store import BlobStore
from storage.db.codec import decode_record, pause_garbage_collection
from storage.db.evidence_locks import load_pruned_since, raise_if_pruned
from storage.db.session import Store
from storage.db.tables import FetchRow, GapRow, HostRow, TimingRow, ViewRow, VisitRow, VisitState
from storage.errors import BlobMissing, NotFound
from storage.visits.visit_recorder import Closing, Opening


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """The state of a visit, without what it saw."""

    id: str
    opening: Opening
    state: VisitState
    started_at: datetime
    finished_at: datetime | None
    closing: Closing | None

    @property
    def plan(self) -> Mapping[str, object]:
        return self.opening.plan


async def load_visit(store: Store, visit: str) -> StoredVisit:
    """The stored state of that visit. Raises NotFound."""
    async with store.looking_up() as session:
        return _visit(await _row(session, visit))


async def load_site(store: Store, visit: str) -> Site:
    """All that a visit saw, in the order it was judged in (interrupted: in the order of capture).

    Raises NotFound, Pruned, BlobMissing, BlobDamaged, RecordDamaged.
    """
    async with store.reading() as session:
        seen = _visit(await _row(session, visit))
        await raise_if_pruned(session, visit)
        blobs = (await session.scalars(_blobs(visit).where(ViewRow.position.is_not(None)))).all()
        rest = await _rest(session, seen)
    views = await _read(store, visit, blobs)
    return dataclasses.replace(rest, views=views)


async def load_outline(store: Store, visit: str) -> Site:
    """What is left of a visit whose evidence was pruned: its views have no text and no elements. Never to be judged.

    Raises NotFound, RecordDamaged.
    """
    views = select(ViewRow).where(ViewRow.visit_id == visit, ViewRow.position.is_not(None)).order_by(ViewRow.position)
    async with store.reading() as session:
        rest = await _rest(session, _visit(await _row(session, visit)))
        rows = (await session.scalars(views)).all()
    return dataclasses.replace(rest, views=tuple(_outline(row) for row in rows))


async def load_viewable_site(store: Store, visit: str) -> tuple[Site, datetime | None]:
    """What can be shown of a visit: all it saw and None; or its outline and since when the rest is no longer kept."""
    since = await load_pruned_since(store, visit)
    return await (load_site if since is None else load_outline)(store, visit), since


async def _rest(session: AsyncSession, seen: StoredVisit) -> Site:
    """A visit's Site without its views."""
    gaps = (await session.scalars(_records(GapRow, seen.id))).all()
    fetches = (await session.scalars(_records(FetchRow, seen.id))).all()
    timings = (await session.scalars(_records(TimingRow, seen.id))).all()
    hosts = (await session.scalars(_records(HostRow, seen.id))).all()
    closing = seen.closing or Closing(seen.started_at)
    return Site(
        platform=seen.opening.platform,
        at=closing.at,
        gaps=tuple(decode_record(Gap, gap) for gap in gaps),
        fetches=tuple(decode_record(Fetch, fetch) for fetch in fetches),
        timings=tuple(decode_record(Timing, timing) for timing in timings),
        history=closing.history,
        hosts=tuple(decode_record(Host, host) for host in hosts),
        environment=closing.environment,
    )


async def load_captured_views(store: Store, visit: str) -> tuple[View, ...]:
    """Every view a visit stored, set aside or not, in the order of capture.

    Raises NotFound, Pruned, BlobMissing, BlobDamaged, RecordDamaged.
    """
    async with store.reading() as session:
        await _row(session, visit)
        await raise_if_pruned(session, visit)
        blobs = (await session.scalars(_blobs(visit))).all()
    return await _read(store, visit, blobs)


async def _read(store: Store, visit: str, names: Sequence[str]) -> tuple[View, ...]:
    """Read these views. Raises Pruned if a prune was faster."""
    try:
        return await asyncio.to_thread(_views, store.blobs, names)
    except BlobMissing:
        async with store.reading() as session:
            await raise_if_pruned(session, visit)
        raise


def _views(blobs: BlobStore, names: Sequence[str]) -> tuple[View, ...]:
    with pause_garbage_collection():
        return tuple(decode_record(View, blobs.read(name)) for name in names)


def _outline(row: ViewRow) -> View:
    return View(
        id=row.id, role=Role(row.role), state=row.state, device=Device(row.device), look=row.look, asked=row.asked,
        url=row.url, status=row.status, at=row.at, title=row.title, text="", html="", elements=(), width=row.width,
        height=row.height, viewport_height=0, screenshot=row.screenshot,
    )  # fmt: skip


def _blobs(visit: str) -> Select[str]:
    return select(ViewRow.blob).where(ViewRow.visit_id == visit).order_by(ViewRow.position, ViewRow.id)


def _records(table: type[GapRow] | type[FetchRow] | type[TimingRow] | type[HostRow], visit: str) -> Select[bytes]:
    return select(table.record).where(table.visit_id == visit).order_by(table.id)


async def _row(session: AsyncSession, visit: str) -> VisitRow:
    row = await session.get(VisitRow, visit)
    if row is None:
        raise NotFound(visit)
    return row


def _visit(row: VisitRow) -> StoredVisit:
    return StoredVisit(
        row.id,
        decode_record(Opening, row.opening),
        VisitState(row.state),
        row.started_at,
        row.finished_at,
        decode_record(Closing, row.closing) if row.closing is not None else None,
    )
