"""What the queues of people are made of: of each visit its newest audit's verdicts and who decided what, as small rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.verdict import ItemVerdict
from storage.db.codec import decode_record
from storage.db.session import Store
from storage.db.tables import AuditRow, DecisionRow, PlatformRow, VerdictRow, VisitKind, VisitRow

# Made once: to make a statement takes longer than to answer it.
_HEADS = (
    select(
        VisitRow.id.label("visit"), VisitRow.platform_id.label("platform"), VisitRow.started_at, AuditRow.id.label("audit"),
        AuditRow.created_at.label("judged_at"), PlatformRow.url, PlatformRow.name,
    )
    .join(VisitRow, VisitRow.id == AuditRow.visit_id)
    .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
    .where(AuditRow.visit_id.in_(bindparam("visits", expanding=True)))
    .order_by(AuditRow.created_at, AuditRow.id.desc())
)  # fmt: skip
_DECIDED = (
    select(
        DecisionRow.visit_id, DecisionRow.kind, DecisionRow.subject, DecisionRow.assessor, DecisionRow.said, DecisionRow.value,
        DecisionRow.at,
    )
    .where(DecisionRow.visit_id.in_(bindparam("visits", expanding=True)))
    .order_by(DecisionRow.id)
)  # fmt: skip
_LAST, _COUNTED = select(func.max(DecisionRow.id)), select(func.count(DecisionRow.id))
_EARLIER = (
    select(DecisionRow.platform_id, DecisionRow.subject, VisitRow.id.label("visit"), VisitRow.started_at)
    .join(VisitRow, VisitRow.id == DecisionRow.visit_id)
    .where(DecisionRow.platform_id.in_(bindparam("platforms", expanding=True)), DecisionRow.kind == "item")
    .distinct()
)


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """One decision's head: ``kind`` item, red_line or profile; ``said`` and ``value`` as stored."""

    kind: str
    subject: str
    assessor: str
    said: str
    value: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class QueuedVisit:
    """One visit with the verdicts of its newest audit by item, the decisions on it, and the subjects decided on earlier visits of its shop."""

    visit: str
    audit: str
    url: str
    name: str
    started_at: datetime
    judged_at: datetime
    verdicts: Mapping[str, str] = field(default_factory=dict)
    decided: tuple[DecidedLine, ...] = ()
    earlier: frozenset[str] = frozenset()


async def load_queued_visits(
    store: Store, visits: Collection[str], known: dict[str, Mapping[str, str]] | None = None
) -> dict[str, QueuedVisit]:
    """These visits as far as they are judged, by id. ``known``: verdicts by audit that were read before; what is read is added to it."""
    known = {} if known is None else known
    if not visits:
        return {}
    async with store.glancing() as session:
        heads = await _heads(session, visits)
        unknown = [head.audit for head in heads.values() if head.audit not in known]
        known |= await _verdicts(session, unknown) if unknown else {}
        decided = await _decided(session, heads)
        earlier = await _earlier(session, heads)
    return {
        id: QueuedVisit(
            id, head.audit, head.url, head.name, head.started_at, head.judged_at, known.get(head.audit, {}),
            tuple(decided.get(id, ())), frozenset(earlier.get(id, ())),
        )
        for id, head in heads.items()
    }  # fmt: skip


async def list_newest_visits(store: Store, limit: int, without: Collection[str] = ()) -> tuple[str, ...]:
    """The newest judged visits, those of ``without`` left out."""
    query = (
        select(VisitRow.id)
        .where(VisitRow.kind == VisitKind.AUDIT.value, exists().where(AuditRow.visit_id == VisitRow.id))
        .order_by(VisitRow.started_at.desc(), VisitRow.id)
        .limit(limit)
    )
    query = query.where(VisitRow.id.not_in(without)) if without else query
    async with store.looking_up() as session:
        return tuple((await session.scalars(query)).all())


async def list_visits_of_two(store: Store, limit: int) -> tuple[str, ...]:
    """The newest visits on which exactly two people decided some item."""
    pairs = (
        select(DecisionRow.visit_id, DecisionRow.subject)
        .where(DecisionRow.kind == "item")
        .group_by(DecisionRow.visit_id, DecisionRow.subject)
        .having(func.count(func.distinct(DecisionRow.assessor)) == 2)
        .subquery()
    )
    query = (
        select(VisitRow.id)
        .where(VisitRow.id.in_(select(pairs.c.visit_id)))
        .order_by(VisitRow.started_at.desc(), VisitRow.id)
        .limit(limit)
    )
    async with store.reading() as session:
        return tuple((await session.scalars(query)).all())


async def list_decided_visits(store: Store) -> frozenset[str]:
    """The visits on which anybody decided anything."""
    async with store.reading() as session:
        return frozenset((await session.scalars(select(DecisionRow.visit_id).distinct())).all())


async def stamp_decisions(store: Store) -> int:
    """A number that changes whenever a decision is added: they are never changed or deleted.

    SQLite has one writer at a time, so its last number tells; elsewhere one that was numbered before may be stored later.
    """
    async with store.looking_up() as session:
        return await session.scalar(_LAST if store.engine.dialect.name == "sqlite" else _COUNTED) or 0


async def _heads(session: AsyncSession, visits: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for head in (await session.execute(_HEADS, {"visits": list(visits)})).all():
        found[head.visit] = head  # the last one is the newest
    return found


async def _verdicts(session: AsyncSession, audits: Collection[str]) -> dict[str, dict[str, str]]:
    query = (
        select(VerdictRow.audit_id, VerdictRow.item, VerdictRow.verdict)
        .where(VerdictRow.audit_id.in_(audits))
        .order_by(VerdictRow.audit_id, VerdictRow.position)
    )
    found: dict[str, dict[str, str]] = {}
    for audit, item, verdict in (await session.execute(query)).all():
        found.setdefault(audit, {})[item] = verdict
    return found


async def _decided(session: AsyncSession, visits: Collection[str]) -> dict[str, list[DecidedLine]]:
    found: dict[str, list[DecidedLine]] = {}
    for visit, kind, subject, assessor, said, value, at in (
        await session.execute(_DECIDED, {"visits": list(visits)})
    ).all():
        found.setdefault(visit, []).append(DecidedLine(kind, subject, assessor, said, value, at))
    return found


async def _earlier(session: AsyncSession, heads: Mapping[str, Any]) -> dict[str, set[str]]:
    platforms = {head.platform for head in heads.values()}
    said: dict[int, list[Any]] = {}
    for row in (await session.execute(_EARLIER, {"platforms": list(platforms)})).all():
        said.setdefault(row.platform_id, []).append(row)
    return {
        id: {row.subject for row in said.get(head.platform, ()) if row.visit != id and row.started_at < head.started_at}
        for id, head in heads.items()
    }


async def load_item_verdicts(store: Store, audits: Collection[str], item: str) -> dict[str, ItemVerdict]:
    """The machine's and people's verdict on one item in each of these audits, by audit. Raises RecordDamaged."""
    query = select(VerdictRow.audit_id, VerdictRow.record).where(
        VerdictRow.audit_id.in_(audits), VerdictRow.item == item
    )
    async with store.reading() as session:
        return {audit: decode_record(ItemVerdict, record) for audit, record in (await session.execute(query)).all()}
