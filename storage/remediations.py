"""Platforms' shortfalls and what persons said about them: one row per shortfall, every remark kept beside the earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.db.codec import decode_record, encode_record, pause_garbage_collection
from storage.db.register_tables import RectificationRow, RectificationWordRow
from storage.db.session import Store
from storage.db.tables import AuditRow, PlatformRow, VerdictRow, VisitRow
from storage.errors import NotFound

TOLD = (Verdict.FAIL, Verdict.PARTIAL, Verdict.PASS, Verdict.NOT_APPLICABLE)


class ShortfallKey(NamedTuple):
    """Identifies a shortfall: platform, item, and when it was first seen."""

    platform: int
    item: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A person's remark on one shortfall; ``reason`` is why it was closed."""

    notified_at: datetime | None = None
    due_at: datetime | None = None
    person: str = ""
    note: str = ""
    closed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FoundShortfall:
    """What audits show about an item: when the shortfall was first and last seen, by which audit, and when it was found mended."""

    item: str
    opened_at: datetime
    last_seen_at: datetime
    audit: str
    rechecked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Remediation:
    """One shortfall as it stands; ``words`` counts persons' remarks so far."""

    key: ShortfallKey
    found: FoundShortfall
    said: Said
    words: int


@dataclass(frozen=True, slots=True)
class DecidedVerdict:
    """A verdict that is decided or not applicable. ``confirmed``: by a person; set only for partial verdicts."""

    at: datetime
    audit: str
    item: str
    verdict: Verdict
    confirmed: bool


async def load_decided_verdicts(store: Store, platform: int) -> tuple[DecidedVerdict, ...]:
    """All decided or not applicable verdicts of each visit's newest judgement, oldest visit first. Raises RecordDamaged."""
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
            VerdictRow.audit_id.in_(when), VerdictRow.verdict.in_([verdict.value for verdict in TOLD])
        )
        rows = (await session.execute(of)).all()
        partly = (
            await session.scalars(
                select(VerdictRow).where(VerdictRow.audit_id.in_(when), VerdictRow.verdict == Verdict.PARTIAL.value)
            )
        ).all()
    with pause_garbage_collection():
        confirmed = {(row.audit_id, row.item) for row in partly if decode_record(ItemVerdict, row.record).confirmed}
    found = [
        DecidedVerdict(when[audit], audit, item, Verdict(verdict), (audit, item) in confirmed)
        for audit, item, verdict in rows
    ]
    return tuple(sorted(found, key=lambda verdict: (verdict.at, verdict.item)))


async def list_remediations(
    store: Store, platforms: Collection[int], *, closed: bool = False
) -> tuple[Remediation, ...]:
    """The open shortfalls of these platforms (``closed``: closed ones too), by platform, item and time."""
    query = select(RectificationRow).where(RectificationRow.platform_id.in_(platforms))
    if not closed:
        query = query.where(RectificationRow.closed_at.is_(None))
    query = query.order_by(RectificationRow.platform_id, RectificationRow.item, RectificationRow.opened_at)
    async with store.reading() as session:
        return tuple(_rectification(row) for row in await session.scalars(query))


async def save_found_shortfalls(store: Store, platform: int, found: Sequence[FoundShortfall], now: datetime) -> None:
    """Store what audits show: an item's open row is updated, or else a new one is opened.

    Nothing is opened for a shortfall last seen before a person closed it. Two calls at once leave one row.
    """
    async with store.writing() as session:
        await session.scalars(select(PlatformRow.id).where(PlatformRow.id == platform).with_for_update())
        rows = (await session.scalars(select(RectificationRow).where(RectificationRow.platform_id == platform))).all()
        for shortfall in found:
            own = [row for row in rows if row.item == shortfall.item]
            row = next((row for row in own if row.closed_at is None), None)
            if row is None:
                if any(row.closed_at >= shortfall.last_seen_at or row.opened_at == shortfall.opened_at for row in own if row.closed_at):  # fmt: skip
                    continue
                row = RectificationRow(
                    platform_id=platform, item=shortfall.item, opened_at=shortfall.opened_at, person="", note="", reason="", words=0,
                    changed_at=now,
                )  # fmt: skip
                session.add(row)
            row.last_seen_at, row.audit_id, row.rechecked_at = (
                shortfall.last_seen_at,
                shortfall.audit,
                shortfall.rechecked_at,
            )


async def load_remediation(store: Store, key: ShortfallKey) -> Remediation:
    """The shortfall of that key. Raises NotFound."""
    async with store.reading() as session:
        return _rectification(await _row(session, key))


async def load_remarks(store: Store, key: ShortfallKey) -> tuple[Said, ...]:
    """All persons' remarks on one shortfall, oldest first. Raises RecordDamaged."""
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
        return tuple(decode_record(Said, record) for record in await session.scalars(query))


async def save_remark(store: Store, key: ShortfallKey, said: Said, upon: int, now: datetime) -> bool:
    """Store a person's remark; False if it says nothing new, or if more than ``upon`` remarks exist by now.

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
                record=encode_record(said),
            )
        )
    return True


async def _row(session: AsyncSession, key: ShortfallKey, lock: bool = False) -> RectificationRow:
    row = await session.get(RectificationRow, tuple(key), with_for_update=lock or None)
    if row is None:
        raise NotFound(f"{key.platform} {key.item}")
    return row


def _rectification(row: RectificationRow) -> Remediation:
    return Remediation(
        ShortfallKey(row.platform_id, row.item, row.opened_at),
        FoundShortfall(row.item, row.opened_at, row.last_seen_at, row.audit_id, row.rechecked_at),
        Said(row.notified_at, row.due_at, row.person, row.note, row.closed_at, row.reason),
        row.words,
    )
