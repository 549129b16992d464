"""What platforms were found wanting in, and what persons said of it: each shortfall a row, each word kept beside the ones before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.tables import Verdict
from scoring.verdict import ItemVerdict
from storage.codec import decode, encode, many
from storage.errors import NotFound
from storage.register_tables import RectificationRow, RectificationWordRow
from storage.session import Store
from storage.tables import AuditRow, PlatformRow, VerdictRow, VisitRow

TOLD = (Verdict.FAIL, Verdict.PARTIAL, Verdict.PASS, Verdict.NOT_APPLICABLE)


class Key(NamedTuple):
    """Which shortfall: platform, item, and when it was first seen."""

    platform: int
    item: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What persons say of one shortfall; ``reason`` is why it was closed."""

    notified_at: datetime | None = None
    due_at: datetime | None = None
    person: str = ""
    note: str = ""
    closed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What audits show of an item: first and last seen wanting, by which audit, and when it was found well after that."""

    item: str
    opened_at: datetime
    last_seen_at: datetime
    audit: str
    rechecked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rectification:
    """One shortfall as it stands; ``words`` counts what persons said of it so far."""

    key: Key
    found: Found
    said: Said
    words: int


@dataclass(frozen=True, slots=True)
class Told:
    """One verdict that says something: decided, or not applicable. ``confirmed``: by a person; only told of what is partly met."""

    at: datetime
    audit: str
    item: str
    verdict: Verdict
    confirmed: bool


async def told_of(store: Store, platform: int) -> tuple[Told, ...]:
    """All verdicts that say something, of every visit's newest judgement, oldest visit first. Raises RecordDamaged."""
    audits = (
        select(VisitRow.started_at, AuditRow.id)
        .join(VisitRow, VisitRow.id == AuditRow.visit_id)
        .where(VisitRow.platform_id == platform)
        .order_by(VisitRow.started_at, AuditRow.created_at, AuditRow.id)
    )
    async with store.reading() as session:
        newest: dict[datetime, str] = {}
        for at, audit in (await session.execute(audits)).all():
            newest[at] = audit
        when = {audit: at for at, audit in newest.items()}
        of = select(VerdictRow.audit_id, VerdictRow.item, VerdictRow.verdict).where(
            VerdictRow.audit_id.in_(when), VerdictRow.verdict.in_([each.value for each in TOLD])
        )
        rows = (await session.execute(of)).all()
        partly = (
            await session.scalars(
                select(VerdictRow).where(VerdictRow.audit_id.in_(when), VerdictRow.verdict == Verdict.PARTIAL.value)
            )
        ).all()
    with many():
        confirmed = {(row.audit_id, row.item) for row in partly if decode(ItemVerdict, row.record).confirmed}
    found = [
        Told(when[audit], audit, item, Verdict(verdict), (audit, item) in confirmed) for audit, item, verdict in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.item)))


async def rectifications(
    store: Store, platforms: Collection[int], *, closed: bool = False
) -> tuple[Rectification, ...]:
    """The open shortfalls of these platforms (``closed``: all), by platform, item and time."""
    query = select(RectificationRow).where(RectificationRow.platform_id.in_(platforms))
    if not closed:
        query = query.where(RectificationRow.closed_at.is_(None))
    query = query.order_by(RectificationRow.platform_id, RectificationRow.item, RectificationRow.opened_at)
    async with store.reading() as session:
        return tuple(_rectification(row) for row in await session.scalars(query))


async def put_found(store: Store, platform: int, found: Sequence[Found], now: datetime) -> None:
    """Keep what audits show: an open row of the item is brought up to date, else a new one is opened.

    Nothing is opened for what was last seen wanting before a person closed it. Two that do this at once leave one row.
    """
    async with store.writing() as session:
        await session.scalars(select(PlatformRow.id).where(PlatformRow.id == platform).with_for_update())
        rows = (await session.scalars(select(RectificationRow).where(RectificationRow.platform_id == platform))).all()
        for each in found:
            own = [row for row in rows if row.item == each.item]
            row = next((row for row in own if row.closed_at is None), None)
            if row is None:
                if any(row.closed_at >= each.last_seen_at or row.opened_at == each.opened_at for row in own if row.closed_at):  # fmt: skip
                    continue
                row = RectificationRow(
                    platform_id=platform, item=each.item, opened_at=each.opened_at, person="", note="", reason="", words=0,
                    changed_at=now,
                )  # fmt: skip
                session.add(row)
            row.last_seen_at, row.audit_id, row.rechecked_at = each.last_seen_at, each.audit, each.rechecked_at


async def rectification(store: Store, key: Key) -> Rectification:
    """Raises NotFound."""
    async with store.reading() as session:
        return _rectification(await _row(session, key))


async def words_of(store: Store, key: Key) -> tuple[Said, ...]:
    """All that persons said of one shortfall, oldest first. Raises RecordDamaged."""
    query = (
        select(RectificationWordRow.record)
        .where(
            RectificationWordRow.platform_id == key.platform,
            RectificationWordRow.item == key.item,
            RectificationWordRow.opened_at == key.opened_at,
        )
        .order_by(RectificationWordRow.number)
    )
    async with store.reading() as session:
        return tuple(decode(Said, record) for record in await session.scalars(query))


async def say(store: Store, key: Key, said: Said, upon: int, now: datetime) -> bool:
    """Keep a person's word; False where it says nothing new, or where more than ``upon`` words were said in the meantime.

    Raises NotFound.
    """
    async with store.writing() as session:
        row = await _row(session, key, lock=True)
        if row.words != upon or _rectification(row).said == said:
            return False
        row.notified_at, row.due_at, row.person, row.note = said.notified_at, said.due_at, said.person, said.note
        row.closed_at, row.reason, row.changed_at, row.words = said.closed_at, said.reason, now, upon + 1
        session.add(
            RectificationWordRow(
                platform_id=key.platform,
                item=key.item,
                opened_at=key.opened_at,
                number=upon + 1,
                at=now,
                record=encode(said),
            )
        )
    return True


async def _row(session: AsyncSession, key: Key, lock: bool = False) -> RectificationRow:
    row = await session.get(RectificationRow, tuple(key), with_for_update=lock or None)
    if row is None:
        raise NotFound(f"{key.platform} {key.item}")
    return row


def _rectification(row: RectificationRow) -> Rectification:
    return Rectification(
        Key(row.platform_id, row.item, row.opened_at),
        Found(row.item, row.opened_at, row.last_seen_at, row.audit_id, row.rechecked_at),
        Said(row.notified_at, row.due_at, row.person, row.note, row.closed_at, row.reason),
        row.words,
    )
