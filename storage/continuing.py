"""A finished visit with one page more: what was seen stands as it is, and the page is added in a visit of its own that continues it.

Audits of the first visit go on showing what they judged; audits of the second show all of it.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from sqlalchemy import Insert, insert, inspect, literal, select

from crawler.plan import Keep
from crawler.site import Fetch, Gap, Timing, View
from storage.alive import this_process
from storage.codec import decode, encode
from storage.errors import NotFound, StillRunning
from storage.keeper import VIEW_MEDIA, Opening
from storage.marks import hold_off_prunes, put_again, refuse_pruned
from storage.rows import view_row
from storage.session import Store
from storage.tables import EvidenceRow, FetchRow, GapRow, HostRow, Table, TimingRow, ViewRow, VisitRow, VisitState
from storage.visits import new_id

CONTINUES = "continues"  # among a plan's facts: the visit that this one goes on from
_COPIED: tuple[type[Table], ...] = (EvidenceRow, ViewRow, GapRow, FetchRow, TimingRow, HostRow)


class Held(Keep):
    """Keeps what is captured outside any visit until it is known whether there will be one. Blobs are on the disk at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.kept: dict[str, tuple[str, int]] = {}  # media and bytes by SHA-256
        self.views: list[View] = []
        self.data: dict[str, bytes] = {}  # one page's: what a prune took meanwhile is put again from here

    async def blob(self, data: bytes, media: str) -> str:
        sha = await self._store.blobs.put(data)
        self.kept[sha], self.data[sha] = (media, len(data)), data
        return sha

    async def view(self, view: View) -> None:
        await self.blob(await asyncio.to_thread(encode, view), VIEW_MEDIA)
        self.views.append(view)

    async def gap(self, gap: Gap) -> None:
        """What a person could not bring up changes nothing about the visit."""

    async def fetch(self, fetch: Fetch) -> None:
        """Nor do the light looks made on the way."""

    async def timing(self, timing: Timing) -> None:
        """No page is measured while a person works it."""


async def continue_visit(store: Store, visit: str, held: Held) -> str:
    """A visit that saw all that ``visit`` saw and the held views, which take the place of the gaps they fill. Returns its id.

    Raises NotFound, StillRunning, Pruned.
    """
    id, now, process = new_id(), datetime.now(UTC), this_process()
    async with store.writing() as session:
        await hold_off_prunes(store, session)
        await refuse_pruned(session, visit)
        await put_again(store, session, held.data)
        old = await session.get(VisitRow, visit)
        if old is None:
            raise NotFound(visit)
        if old.state == VisitState.RUNNING:
            raise StillRunning(visit)
        opening = decode(Opening, old.opening)
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
                opening=encode(Opening(opening.platform, {**opening.plan, CONTINUES: visit})),
                closing=old.closing,
            )
        )
        await session.flush()
        for table in _COPIED:
            await session.execute(_copy(table, visit, id))
        places = await session.scalars(select(ViewRow.position).where(ViewRow.visit_id == id))
        following = max((place for place in places if place is not None), default=-1) + 1
        for place, view in enumerate(held.views, following):
            sha = await store.blobs.put(encode(view))
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
    """Every row of a visit once more, under another visit's id and in the same order; numbers of rows are given anew."""
    whole = table.__table__
    numbered = table in (GapRow, FetchRow, TimingRow, HostRow)
    columns = [column for column in whole.columns if not (numbered and column.name == "id")]
    values = [literal(to) if column.name == "visit_id" else column for column in columns]
    rows = select(*values).where(whole.c.visit_id == visit).order_by(*inspect(table).primary_key)
    return insert(table).from_select([column.name for column in columns], rows)


async def lineage(store: Store, visit: str) -> tuple[str, ...]:
    """The visit and all that it goes on from, latest first. Raises NotFound."""
    found: list[str] = []
    async with store.reading() as session:
        sought: object = visit
        while isinstance(sought, str) and sought not in found:
            row = await session.get(VisitRow, sought)
            if row is None:
                if not found:
                    raise NotFound(visit)
                break  # an older one was removed since
            found.append(sought)
            sought = decode(Opening, row.opening).plan.get(CONTINUES)
    return tuple(found)
