"""A visit read back: the Site exactly as it was judged, or what an interrupted one had captured."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from crawler.site import Fetch, Gap, Host, Site, Timing, View
from storage.blobs import Blobs
from storage.codec import decode, many
from storage.errors import NotFound
from storage.keeper import Closing, Opening
from storage.session import Store
from storage.tables import FetchRow, GapRow, HostRow, TimingRow, ViewRow, VisitRow, VisitState


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit stands, without what it saw."""

    id: str
    opening: Opening
    state: VisitState
    started_at: datetime
    finished_at: datetime | None
    closing: Closing | None

    @property
    def plan(self) -> Mapping[str, object]:
        return self.opening.plan


async def load_visit(store: Store, visit: str) -> Visit:
    """Raises NotFound."""
    async with store.reading() as session:
        return _visit(await _row(session, visit))


async def load_site(store: Store, visit: str) -> Site:
    """All that a visit saw, in the order it was judged in (interrupted: captured in). Raises NotFound, BlobMissing, BlobDamaged, RecordDamaged."""
    async with store.reading() as session:
        seen = _visit(await _row(session, visit))
        blobs = (await session.scalars(_blobs(visit).where(ViewRow.position.is_not(None)))).all()
        gaps = (await session.scalars(_records(GapRow, visit))).all()
        fetches = (await session.scalars(_records(FetchRow, visit))).all()
        timings = (await session.scalars(_records(TimingRow, visit))).all()
        hosts = (await session.scalars(_records(HostRow, visit))).all()
    views = await asyncio.to_thread(_views, store.blobs, blobs)
    closing = seen.closing or Closing(seen.started_at)
    return Site(
        platform=seen.opening.platform,
        at=closing.at,
        views=views,
        gaps=tuple(decode(Gap, each) for each in gaps),
        fetches=tuple(decode(Fetch, each) for each in fetches),
        timings=tuple(decode(Timing, each) for each in timings),
        history=closing.history,
        hosts=tuple(decode(Host, each) for each in hosts),
        environment=closing.environment,
    )


async def captured(store: Store, visit: str) -> tuple[View, ...]:
    """Every view a visit stored, in the order of capture: what a resumed crawl need not look at again. Raises NotFound."""
    async with store.reading() as session:
        await _row(session, visit)
        blobs = (await session.scalars(_blobs(visit))).all()
    return await asyncio.to_thread(_views, store.blobs, blobs)


def _views(blobs: Blobs, names: Sequence[str]) -> tuple[View, ...]:
    with many():
        return tuple(decode(View, blobs.read(name)) for name in names)


def _blobs(visit: str) -> Select[str]:
    return select(ViewRow.blob).where(ViewRow.visit_id == visit).order_by(ViewRow.position, ViewRow.id)


def _records(table: type[GapRow] | type[FetchRow] | type[TimingRow] | type[HostRow], visit: str) -> Select[bytes]:
    return select(table.record).where(table.visit_id == visit).order_by(table.id)


async def _row(session: AsyncSession, visit: str) -> VisitRow:
    row = await session.get(VisitRow, visit)
    if row is None:
        raise NotFound(visit)
    return row


def _visit(row: VisitRow) -> Visit:
    return Visit(
        row.id,
        decode(Opening, row.opening),
        VisitState(row.state),
        row.started_at,
        row.finished_at,
        decode(Closing, row.closing) if row.closing is not None else None,
    )
