"""Where a crawl stores what it captures: everything is durable when a method returns."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import delete, select, update

from crawler.site import Fetch, Gap, Past, Platform, Site, Timing, View
from storage.db.codec import encode_record
from storage.db.evidence_locks import lock_against_prune, restore_blobs
from storage.db.session import Store
from storage.db.tables import EvidenceRow, FetchRow, GapRow, HostRow, TimingRow, ViewRow, VisitRow, VisitState
from storage.errors import StorageError
from storage.visits.process_liveness import BEAT_SECONDS, ProcessIdentity
from storage.visits.rows import fetch_row, gap_row, host_row, timing_row, view_row

VIEW_MEDIA = "application/vnd.xuncha.view+gzip"
log = logging.getLogger(__name__)
OPEN: set[str] = set()  # visits this process is running: being alive says nothing about those it has left


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known when a visit begins: the shop as it was described then, and facts about the plan."""

    platform: Platform
    plan: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closing:
    """What applies to a finished visit as a whole."""

    at: datetime
    environment: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Past, ...] = ()


class VisitRecorder:
    """Implements ``crawler.plan.CaptureSink`` for one visit. Every method raises StorageError if nothing more can be stored.

    If ``async with`` is left without ``finish``, the visit is interrupted. A heartbeat shows other machines that it is
    alive.
    """

    def __init__(
        self,
        store: Store,
        id: str,
        process: ProcessIdentity,
        *,
        following: int = 0,
        old_fetches: Mapping[str, int] | None = None,
        old_timings: Mapping[tuple[str, str, int, int], int] | None = None,
    ) -> None:
        """``following`` is the next view's position; ``old_…`` are rows of an interrupted visit, by what replaces them."""
        self.id = id
        OPEN.add(id)
        self._store = store
        self._mine = (VisitRow.id == id, VisitRow.pid == process.pid, VisitRow.born == process.born)
        self._following = following
        self._old_fetches = dict(old_fetches or {})
        self._old_timings = dict(old_timings or {})
        self._fetched: set[str] = set()
        self._ended = asyncio.Event()
        self._heart = asyncio.create_task(self._beat())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.interrupt()

    async def blob(self, data: bytes, media: str) -> str:
        """Store bytes once; returns their SHA-256 in hex."""
        try:
            sha = await self._store.blobs.put(data)
        except StorageError as fault:
            self._store.kept.refused(fault)
            raise
        self._store.kept.bytes += len(data)
        async with self._store.writing() as session:
            await lock_against_prune(self._store, session)
            await restore_blobs(self._store, session, {sha: data})
            await self._store.once(session, EvidenceRow, visit_id=self.id, sha256=sha, media=media, size=len(data))
        return sha

    async def view(self, view: View) -> None:
        """Store a view. Raises ValueError if its id is another view's already (our bug)."""
        position, self._following = self._following, self._following + 1
        sha = await self.blob(await asyncio.to_thread(encode_record, view), VIEW_MEDIA)
        async with self._store.writing() as session:
            known = await session.get(ViewRow, (self.id, view.id))
            if known is None:
                session.add(view_row(self.id, view, position, sha))
            elif known.blob != sha:
                raise ValueError(f"two views of visit {self.id} are called {view.id!r}")
        self._store.kept.views += known is None

    async def gap(self, gap: Gap) -> None:
        async with self._store.writing() as session:
            session.add(gap_row(self.id, gap))

    async def fetch(self, fetch: Fetch) -> None:
        """Store a fetch. Raises ValueError if its id is another fetch's of this visit already (our bug)."""
        if fetch.id in self._fetched:
            raise ValueError(f"two fetches of visit {self.id} are called {fetch.id!r}")
        async with self._store.writing() as session:
            await session.execute(delete(FetchRow).where(FetchRow.id == self._old_fetches.get(fetch.id)))
            session.add(fetch_row(self.id, fetch))
        self._fetched.add(fetch.id)

    async def timing(self, timing: Timing) -> None:
        old = self._old_timings.pop((timing.role.value, timing.device.value, timing.look, timing.run), None)
        async with self._store.writing() as session:
            await session.execute(delete(TimingRow).where(TimingRow.id == old))
            session.add(timing_row(self.id, timing))

    async def finish(self, site: Site) -> None:
        """Finish the visit; ``site`` is what it saw: its order, hosts, environment and history are stored as they are.

        Raises ValueError if the Site holds a view that was never stored (our bug).
        """
        async with self._store.writing() as session:
            rows = {row.id: row for row in await session.scalars(select(ViewRow).where(ViewRow.visit_id == self.id))}
            if missing := next((view.id for view in site.views if view.id not in rows), None):
                raise ValueError(f"view {missing!r} of visit {self.id} was never stored")
            places = {view.id: place for place, view in enumerate(site.views)}
            for id, row in rows.items():
                row.position = places.get(id)
            for table in (GapRow, FetchRow, TimingRow, HostRow):
                await session.execute(delete(table).where(table.visit_id == self.id))
            session.add_all(gap_row(self.id, gap) for gap in site.gaps)
            session.add_all(fetch_row(self.id, fetch) for fetch in site.fetches)
            session.add_all(timing_row(self.id, timing) for timing in site.timings)
            session.add_all(host_row(self.id, host) for host in site.hosts)
            await session.execute(
                update(VisitRow)
                .where(VisitRow.id == self.id)
                .values(
                    state=VisitState.DONE.value,
                    finished_at=datetime.now(UTC),
                    closing=encode_record(Closing(site.at, site.environment, site.history)),
                )
            )
        await self._stop()

    async def interrupt(self) -> None:
        """End the visit before it is finished; what was captured stays. Does nothing once finished."""
        if self._ended.is_set():
            return
        await self._stop()
        async with self._store.writing() as session:
            await session.execute(
                update(VisitRow)
                .where(*self._mine, VisitRow.state == VisitState.RUNNING.value)
                .values(state=VisitState.INTERRUPTED.value)
            )

    async def _stop(self) -> None:
        self._ended.set()
        OPEN.discard(self.id)
        await self._heart

    async def _beat(self) -> None:
        while not self._ended.is_set():
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._ended.wait()
            except TimeoutError:
                await self._sign()

    async def _sign(self) -> None:
        try:
            async with self._store.writing() as session:
                await session.execute(
                    update(VisitRow)
                    .where(*self._mine, VisitRow.state != VisitState.DONE.value)
                    .values(beat_at=datetime.now(UTC), state=VisitState.RUNNING.value)
                )
        except StorageError as error:
            # Not fatal: the next write reports it to the crawl, and the next heartbeat may get through.
            log.warning("no heartbeat for visit %s: %s", self.id, error)
