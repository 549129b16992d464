"""A visit read back: the Site exactly as it was judged, or what an interrupted one had captured."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from crawler.site import Fetch, Gap, Host, Site, Timing, View
from crawler.vocabulary import Device, Role
from storage.blobs import Blobs
from storage.codec import decode, many
from storage.errors import BlobMissing, NotFound
from storage.keeper import Closing, Opening
from storage.marks import pruned_since, refuse_pruned
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
    """All that a visit saw, in the order it was judged in (interrupted: captured in).

    Raises NotFound, Pruned, BlobMissing, BlobDamaged, RecordDamaged.
    """
    async with store.reading() as session:
        seen = _visit(await _row(session, visit))
        await refuse_pruned(session, visit)
        blobs = (await session.scalars(_blobs(visit).where(ViewRow.position.is_not(None)))).all()
        rest = await _rest(session, seen)
    views = await _read(store, visit, blobs)
    return dataclasses.replace(rest, views=views)


async def load_outline(store: Store, visit: str) -> Site:
    """What is left of a visit whose evidence is no longer kept: its views have no words and no elements. Never to be judged.

    Raises NotFound, RecordDamaged.
    """
    views = select(ViewRow).where(ViewRow.visit_id == visit, ViewRow.position.is_not(None)).order_by(ViewRow.position)
    async with store.reading() as session:
        rest = await _rest(session, _visit(await _row(session, visit)))
        rows = (await session.scalars(views)).all()
    return dataclasses.replace(rest, views=tuple(_outline(row) for row in rows))


async def load_shown(store: Store, visit: str) -> tuple[Site, datetime | None]:
    """What can be shown of a visit: all it saw; or its outline and since when the rest is no longer kept."""
    since = await pruned_since(store, visit)
    return await (load_site if since is None else load_outline)(store, visit), since


async def _rest(session: AsyncSession, seen: Visit) -> Site:
    """A visit's Site but for its views."""
    gaps = (await session.scalars(_records(GapRow, seen.id))).all()
    fetches = (await session.scalars(_records(FetchRow, seen.id))).all()
    timings = (await session.scalars(_records(TimingRow, seen.id))).all()
    hosts = (await session.scalars(_records(HostRow, seen.id))).all()
    closing = seen.closing or Closing(seen.started_at)
    return Site(
        platform=seen.opening.platform,
        at=closing.at,
        gaps=tuple(decode(Gap, each) for each in gaps),
        fetches=tuple(decode(Fetch, each) for each in fetches),
        timings=tuple(decode(Timing, each) for each in timings),
        history=closing.history,
        hosts=tuple(decode(Host, each) for each in hosts),
        environment=closing.environment,
    )


async def captured(store: Store, visit: str) -> tuple[View, ...]:
    """Every view a visit stored, set aside or not, in the order of capture.

    Raises NotFound, Pruned, BlobMissing, BlobDamaged, RecordDamaged.
    """
    async with store.reading() as session:
        await _row(session, visit)
        await refuse_pruned(session, visit)
        blobs = (await session.scalars(_blobs(visit))).all()
    return await _read(store, visit, blobs)


async def _read(store: Store, visit: str, names: Sequence[str]) -> tuple[View, ...]:
    """Raises Pruned where a prune was faster."""
    try:
        return await asyncio.to_thread(_views, store.blobs, names)
    except BlobMissing:
        async with store.reading() as session:
            await refuse_pruned(session, visit)
        raise


def _views(blobs: Blobs, names: Sequence[str]) -> tuple[View, ...]:
    with many():
        return tuple(decode(View, blobs.read(name)) for name in names)


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


def _visit(row: VisitRow) -> Visit:
    return Visit(
        row.id,
        decode(Opening, row.opening),
        VisitState(row.state),
        row.started_at,
        row.finished_at,
        decode(Closing, row.closing) if row.closing is not None else None,
    )
