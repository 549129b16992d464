"""Add one page to a finished visit: the visit itself stays as it is, and a new visit that continues it gets the page.

Audits of the first visit still show what they judged; audits of the second show all of it.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from sqlalchemy import Insert, bindparam, insert, inspect, literal, select

from crawler.plan import CaptureSink
from crawler.site import Fetch, Gap, Timing, View
from storage.db.codec import decode_record, encode_record
from storage.db.connecting.one_trip import Question
from storage.db.evidence_locks import lock_against_prune, raise_if_pruned, restore_blobs
from storage.db.session import Store
from storage.db.tables import EvidenceRow, FetchRow, GapRow, HostRow, Table, TimingRow, ViewRow, VisitRow, VisitState
from storage.errors import NotFound, StillRunning
from storage.visits.audit import new_id
from storage.visits.process_liveness import this_process
from storage.visits.rows import view_row
from storage.visits.visit_recorder import VIEW_MEDIA, Opening

CONTINUES = "continues"  # among a plan's facts: the visit that this one continues
_COPIED: tuple[type[Table], ...] = (EvidenceRow, ViewRow, GapRow, FetchRow, TimingRow, HostRow)

_OPENING = select(VisitRow.opening).where(VisitRow.id == bindparam("visit"))


class CaptureBuffer(CaptureSink):
    """Holds what is captured outside a visit until it is clear whether there will be one. Blobs are durable at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.kept: dict[str, tuple[str, int]] = {}  # media type and size in bytes by SHA-256
        self.views: list[View] = []
        self.data: dict[str, bytes] = {}  # one page's blobs: restored from here if a prune removes them meanwhile

    async def blob(self, data: bytes, media: str) -> str:
        sha = await self._store.blobs.put(data)
        self.kept[sha], self.data[sha] = (media, len(data)), data
        return sha

    async def view(self, view: View) -> None:
        await self.blob(await asyncio.to_thread(encode_record, view), VIEW_MEDIA)
        self.views.append(view)

    async def gap(self, gap: Gap) -> None:
        """Ignored: a page that a person could not open changes nothing about the visit."""

    async def fetch(self, fetch: Fetch) -> None:
        """Ignored: fetches made on the way are not part of the visit."""

    async def timing(self, timing: Timing) -> None:
        """Ignored: no page is measured while a person operates it."""


async def continue_visit(store: Store, visit: str, held: CaptureBuffer) -> str:
    """Store a visit of all that ``visit`` saw plus the held views, which replace the gaps they fill; returns its id.

    Raises NotFound, StillRunning, Pruned.
    """
    id, now, process = new_id(), datetime.now(UTC), this_process()
    async with store.writing() as session:
        await lock_against_prune(store, session)
        await raise_if_pruned(session, visit)
        await restore_blobs(store, session, held.data)
        old = await session.get(VisitRow, visit)
        if old is None:
            raise NotFound(visit)
        if old.state == VisitState.RUNNING:
            raise StillRunning(visit)
        opening = decode_record(Opening, old.opening)
        session.add(
            VisitRow(
                id=id,
                platform_id=old.platform_id,
                state=VisitState.DONE.value,
                started_at=old.started_at,
                finished_at=now,
                host=process.host,
                pid=process.pid,
                born=process.born,
                beat_at=now,
                opening=encode_record(Opening(opening.platform, {**opening.plan, CONTINUES: visit})),
                closing=old.closing,
            )
        )
        await session.flush()
        for table in _COPIED:
            await session.execute(_copy(table, visit, id))
        places = await session.scalars(select(ViewRow.position).where(ViewRow.visit_id == id))
        following = max((place for place in places if place is not None), default=-1) + 1
        for place, view in enumerate(held.views, following):
            sha = await store.blobs.put(encode_record(view))
            session.add(view_row(id, view, place, sha))
            filled = select(GapRow).where(
                GapRow.visit_id == id,
                GapRow.role == view.role.value,
                GapRow.state == view.state,
                GapRow.device == view.device.value,
                GapRow.look == view.look,
            )
            for gap in await session.scalars(filled):
                await session.delete(gap)
        for sha, (media, size) in held.kept.items():
            await store.once(session, EvidenceRow, visit_id=id, sha256=sha, media=media, size=size)
    return id


def _copy(table: type[Table], visit: str, to: str) -> Insert:
    """Copy every row of a visit to another visit's id, in the same order; row numbers are assigned anew."""
    whole = table.__table__
    numbered = table in (GapRow, FetchRow, TimingRow, HostRow)
    columns = [column for column in whole.columns if not (numbered and column.name == "id")]
    values = [literal(to) if column.name == "visit_id" else column for column in columns]
    rows = select(*values).where(whole.c.visit_id == visit).order_by(*inspect(table).primary_key)
    return insert(table).from_select([column.name for column in columns], rows)


async def trace_visit_lineage(store: Store, visit: str) -> tuple[str, ...]:
    """The visit and all visits it continues, latest first. Raises NotFound."""
    found: list[str] = []
    sought: object = visit
    while isinstance(sought, str) and sought not in found:
        (rows,) = await store.look_up(Question(_OPENING, {"visit": sought}))
        if not rows:
            if not found:
                raise NotFound(visit)
            break  # an older visit was deleted since
        found.append(sought)
        sought = decode_record(Opening, rows[0][0]).plan.get(CONTINUES)
    return tuple(found)
