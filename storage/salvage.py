"""What an interrupted visit left that can be used again: views whose record and evidence are all there, and what must be made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from crawler.site import View
from crawler.vocabulary import Device, Role
from storage.blobs import Blobs
from storage.codec import decode, many
from storage.errors import BlobDamaged, BlobMissing, RecordDamaged
from storage.session import Store
from storage.tables import ViewRow


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What a view shows: views of one place belong together, for their order says which is the best."""

    role: Role
    state: str
    device: Device
    look: int


@dataclass(frozen=True, slots=True)
class Salvaged:
    """``views`` in the order of capture; ``lost`` are places of views that cannot be read whole; ``ids`` are all that were given."""

    views: tuple[View, ...]
    lost: frozenset[Place]
    ids: tuple[str, ...]


def place_of(view: View) -> Place:
    return Place(view.role, view.state, view.device, view.look)


async def salvage(store: Store, visit: str) -> Salvaged:
    """Read what a visit stored, but for what was set aside."""
    query = select(ViewRow).where(ViewRow.visit_id == visit).order_by(ViewRow.position, ViewRow.id)
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    standing = [row for row in rows if row.position is not None]
    read = await asyncio.to_thread(_whole, store.blobs, [row.blob for row in standing])
    lost = (
        Place(Role(row.role), row.state, Device(row.device), row.look)
        for row, view in zip(standing, read, strict=True)
        if view is None
    )
    return Salvaged(tuple(view for view in read if view is not None), frozenset(lost), tuple(row.id for row in rows))


async def set_aside(store: Store, visit: str, but: Collection[str]) -> None:
    """From now on the visit holds of its views only those; the others keep their names and are in no Site."""
    async with store.writing() as session:
        rows = await session.scalars(select(ViewRow.id).where(ViewRow.visit_id == visit, ViewRow.position.is_not(None)))
        for id in set(rows) - set(but):
            await session.execute(
                update(ViewRow).where(ViewRow.visit_id == visit, ViewRow.id == id).values(position=None)
            )


def _whole(blobs: Blobs, names: Sequence[str]) -> list[View | None]:
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
            view = decode(View, blobs.read(name))
        except (BlobMissing, BlobDamaged, RecordDamaged):
            return None
        own = (view.screenshot, view.exchanges_record)
        evidence = [sha for sha in (*own, *(exchange.body for exchange in view.exchanges)) if sha]
        return view if all(is_sound(sha) for sha in evidence) else None

    with many():
        return [whole(name) for name in names]
