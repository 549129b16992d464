"""What can be reused of an interrupted visit: views whose record and evidence are complete, and what must be captured again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from crawler.site import View
from crawler.vocabulary import Device, Role
from storage.blobs.blob_store import BlobStore
from storage.db.codec import decode_record, pause_garbage_collection
from storage.db.session import Store
from storage.db.tables import ViewRow
from storage.errors import BlobDamaged, BlobMissing, RecordDamaged


@dataclass(frozen=True, slots=True, order=True)
class ViewPlace:
    """What a view shows; views of one place belong together, and their order tells which is best."""

    role: Role
    state: str
    device: Device
    look: int


@dataclass(frozen=True, slots=True)
class SalvagedVisit:
    """``views`` in the order of capture; ``lost``: places of views that cannot be read completely; ``ids``: all ids ever given."""

    views: tuple[View, ...]
    lost: frozenset[ViewPlace]
    ids: tuple[str, ...]


def view_place_of(view: View) -> ViewPlace:
    """The place that a view shows, by which views of one place are found together."""
    return ViewPlace(view.role, view.state, view.device, view.look)


async def salvage_visit(store: Store, visit: str) -> SalvagedVisit:
    """What of a visit's views can be read with all its evidence, what cannot, and all ids given; views set aside are neither. Reads every blob."""
    query = select(ViewRow).where(ViewRow.visit_id == visit).order_by(ViewRow.position, ViewRow.id)
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    standing = [row for row in rows if row.position is not None]
    read = await asyncio.to_thread(_whole, store.blobs, [row.blob for row in standing])
    lost = (
        ViewPlace(Role(row.role), row.state, Device(row.device), row.look)
        for row, view in zip(standing, read, strict=True)
        if view is None
    )
    return SalvagedVisit(
        tuple(view for view in read if view is not None), frozenset(lost), tuple(row.id for row in rows)
    )


async def keep_only_views(store: Store, visit: str, but: Collection[str]) -> None:
    """Set aside all the visit's views but these; the others keep their ids but are in no Site."""
    async with store.writing() as session:
        rows = await session.scalars(select(ViewRow.id).where(ViewRow.visit_id == visit, ViewRow.position.is_not(None)))
        for id in set(rows) - set(but):
            await session.execute(
                update(ViewRow).where(ViewRow.visit_id == visit, ViewRow.id == id).values(position=None)
            )


def _whole(blobs: BlobStore, names: Sequence[str]) -> list[View | None]:
    sound: dict[str, bool] = {}

    def is_sound(sha: str) -> bool:
        if sha not in sound:
            try:
                blobs.read(sha)
                sound[sha] = True
            except (BlobMissing, BlobDamaged):
                sound[sha] = False
        return sound[sha]

    def whole(name: str) -> View | None:
        try:
            view = decode_record(View, blobs.read(name))
        except (BlobMissing, BlobDamaged, RecordDamaged):
            return None
        own = (view.screenshot, view.exchanges_record)
        evidence = [sha for sha in (*own, *(exchange.body for exchange in view.exchanges)) if sha]
        return view if all(is_sound(sha) for sha in evidence) else None

    with pause_garbage_collection():
        return [whole(name) for name in names]
