"""Evidence packs: made once, stored by content, and handed out again byte for byte.

A pack is a list of names and blobs. Its blobs stay whatever is pruned; a pack whose making was cut off is forgotten
after a day, and the next prune removes its blobs.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.codec import decode_record, encode_record
from storage.db.evidence_locks import lock_against_prune, raise_if_pruned, restore_blobs
from storage.db.pack_tables import PackBlobRow, PackRow
from storage.db.prune_tables import HoldRow, RemovalRow
from storage.db.session import Store
from storage.db.tables import PlatformRow, VisitRow
from storage.errors import NotFound
from storage.visits.audit import new_id

ABANDONED = timedelta(days=1)  # longer than making a pack ever takes
HOLD = "pack"
BATCH_BYTES, BATCH_FILES = 8_000_000, 64  # stored per transaction; what waits for it is in memory


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack: its name in the container, its SHA-256 and its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished pack. ``files`` are in container order; ``manifest`` is the SHA-256 of its manifest.json.

    ``previous`` is the pack of the same platform that its manifest names, "" if there was none.
    """

    id: str
    audit: str
    visit: str
    basis: str
    sealed: bool
    masked: int
    made_at: datetime
    manifest: str
    previous: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Total size of all files in bytes."""
        return sum(file.size for file in self.files)


async def find_pack(store: Store, audit: str, basis: str) -> Pack | None:
    """The finished pack of that audit and basis, if there is one. Raises RecordDamaged."""
    async with store.reading() as session:
        return await _made(session, PackRow.audit_id == audit, PackRow.basis == basis)


async def load_pack(store: Store, id: str) -> Pack:
    """The finished pack with that id. Raises NotFound, RecordDamaged."""
    async with store.reading() as session:
        pack = await _made(session, PackRow.id == id)
    if pack is None:
        raise NotFound(id)
    return pack


async def find_previous_pack(store: Store, platform_url: str, audit: str, audit_at: datetime) -> Pack | None:
    """The pack before one of that audit: the newest pack of the platform's latest earlier audit. Raises RecordDamaged."""
    async with store.reading() as session:
        platform = select(PlatformRow.id).where(PlatformRow.url == platform_url).scalar_subquery()
        return await _made(
            session, PackRow.platform_id == platform, PackRow.audit_id != audit, PackRow.audit_at < audit_at
        )


class PackWriter:
    """Stores the files of one pack while it is made. Every method raises StorageError if nothing more can be stored."""

    def __init__(self, store: Store, id: str, audit: str, visit: str, basis: str) -> None:
        self.id = id
        self.files: list[File] = []
        self._store = store
        self._audit, self._visit, self._basis = audit, visit, basis
        self._waiting: dict[str, bytes] = {}

    async def add(self, name: str, data: bytes) -> File:
        """Store one more file; its bytes are durable once ``finish`` returns."""
        file = File(name, await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest()), len(data))
        self.files.append(file)
        self._waiting[file.sha256] = data
        if len(self._waiting) >= BATCH_FILES or sum(map(len, self._waiting.values())) >= BATCH_BYTES:
            await self._put()
        return file

    async def finish(
        self, order: tuple[File, ...], sealed: bool, masked: int, at: datetime, manifest: str, previous: str
    ) -> Pack:
        """Finish the pack; if another process has made the same one meanwhile, return that. Raises Pruned, NotFound."""
        await self._put()
        pack = Pack(
            self.id, self._audit, self._visit, self._basis, sealed, masked, at, manifest, previous, order
        )  # fmt: skip
        async with self._store.writing() as session:
            row = await session.get(PackRow, self.id)
            if row is None:
                raise NotFound(self.id)
            await session.execute(select(PlatformRow.id).where(PlatformRow.id == row.platform_id).with_for_update())
            await lock_against_prune(self._store, session)
            await raise_if_pruned(session, self._visit)
            theirs = await _made(session, PackRow.audit_id == self._audit, PackRow.basis == self._basis)
            if theirs is not None:
                await _forget(self._store, session, PackRow.id == self.id)
                return theirs
            row.made_at, row.record = at, encode_record(pack)
            note = f"{self._audit} {manifest}"
            await self._store.once(session, HoldRow, visit_id=self._visit, kind=HOLD, subject=self.id, at=at, note=note)
        return pack

    async def _put(self) -> None:
        """Store the pending files and record that the pack needs them, before a prune can remove them."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        await asyncio.to_thread(_write_all, self._store, waiting)
        rows = [{"pack_id": self.id, "sha256": sha, "size": len(data)} for sha, data in waiting.items()]
        async with self._store.writing() as session:
            await lock_against_prune(self._store, session)
            await restore_blobs(self._store, session, waiting)
            await self._store.once_each(session, PackBlobRow, rows)


async def begin_pack(store: Store, audit: str, audit_at: datetime, visit: str, basis: str, now: datetime) -> PackWriter:
    """Begin a pack, and forget those whose making was cut off long ago. Raises NotFound for an unknown visit, Pruned."""
    id = new_id()
    async with store.writing() as session:
        await lock_against_prune(store, session)
        row = await session.get(VisitRow, visit)
        if row is None:
            raise NotFound(visit)
        await raise_if_pruned(session, visit)
        await _forget(store, session, PackRow.made_at.is_(None), PackRow.begun_at < now - ABANDONED)
        session.add(
            PackRow(
                id=id, platform_id=row.platform_id, visit_id=visit, audit_id=audit, audit_at=audit_at, basis=basis,
                begun_at=now, made_at=None, record=None,
            )
        )  # fmt: skip
    return PackWriter(store, id, audit, visit, basis)


async def _made(session: AsyncSession, *which: ColumnElement[bool]) -> Pack | None:
    query = (
        select(PackRow.record)
        .where(PackRow.made_at.is_not(None), *which)
        .order_by(PackRow.audit_at.desc(), PackRow.made_at.desc(), PackRow.id)
        .limit(1)
    )
    record = await session.scalar(query)
    return None if record is None else decode_record(Pack, record)


async def _forget(store: Store, session: AsyncSession, *which: ColumnElement[bool]) -> None:
    """Delete packs and mark their blobs, so that the next prune removes those nothing else needs."""
    ids = list(await session.scalars(select(PackRow.id).where(*which)))
    if not ids:
        return
    of_them = (
        select(PackBlobRow.sha256, func.max(PackBlobRow.size))
        .where(PackBlobRow.pack_id.in_(ids))
        .group_by(PackBlobRow.sha256)
    )
    sizes = dict((await session.execute(of_them)).all())
    await session.execute(delete(RemovalRow).where(RemovalRow.sha256.in_(sizes)))  # removed before and stored again
    rows = [{"sha256": sha, "size": size, "gone_at": None} for sha, size in sizes.items()]
    await store.once_each(session, RemovalRow, rows)
    await session.execute(delete(PackRow).where(PackRow.id.in_(ids)))


def _write_all(store: Store, blobs: Mapping[str, bytes]) -> None:
    for data in blobs.values():
        store.blobs.write(data)
