"""What the queues of people are made of: of each visit its newest audit's verdicts and who decided what, as small rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Integer, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from scoring.verdict import ItemVerdict
from storage.db.codec import decode_record
from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import AssignmentRow
from storage.db.session import Store
from storage.db.tables import AuditRow, DecisionRow, PlatformRow, VerdictRow, VisitKind, VisitRow
from storage.people.work.assignments import Assignment, ask_for_assignments, read_assignments

T = TypeVar("T")

# Made once: to make a statement takes longer than to answer it.
_HEADS = (
    select(
        VisitRow.id, VisitRow.platform_id, VisitRow.started_at, AuditRow.id, AuditRow.created_at, PlatformRow.url, PlatformRow.name,
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
_OF = aliased(VisitRow)
_EARLIER = (
    select(DecisionRow.platform_id, DecisionRow.subject, VisitRow.id, VisitRow.started_at)
    .join(VisitRow, VisitRow.id == DecisionRow.visit_id)
    .where(
        DecisionRow.platform_id.in_(select(_OF.platform_id).where(_OF.id.in_(bindparam("visits", expanding=True)))),
        DecisionRow.kind == "item",
    )
    .distinct()
)
_VERDICTS = (
    select(VerdictRow.audit_id, VerdictRow.item, VerdictRow.verdict)
    .where(VerdictRow.audit_id.in_(bindparam("audits", expanding=True)))
    .order_by(VerdictRow.audit_id, VerdictRow.position)
)
_RECORDS = select(VerdictRow.audit_id, VerdictRow.item, VerdictRow.record).where(
    VerdictRow.audit_id.in_(bindparam("audits", expanding=True)),
    VerdictRow.item.in_(bindparam("items", expanding=True)),
)
_NEWEST = (
    select(VisitRow.id)
    .where(VisitRow.kind == VisitKind.AUDIT.value, exists().where(AuditRow.visit_id == VisitRow.id))
    .order_by(VisitRow.started_at.desc(), VisitRow.id)
    .limit(bindparam("limit", type_=Integer()))
)
_OTHERS = _NEWEST.where(
    VisitRow.id.not_in(
        select(AssignmentRow.visit_id).where(
            AssignmentRow.user_id == bindparam("user"), AssignmentRow.ended_at.is_(None)
        )
    )
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
    """One visit with the verdicts of its newest audit by item (the machine's own where people decided on this visit), the decisions on it,
    the subjects decided on earlier visits of its shop, and who is asked to read it."""

    visit: str
    audit: str
    url: str
    name: str
    started_at: datetime
    judged_at: datetime
    verdicts: Mapping[str, str] = field(default_factory=dict)
    decided: tuple[DecidedLine, ...] = ()
    earlier: frozenset[str] = frozenset()
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueBeginning:
    """``said``: a number that changes whenever a decision is added; ``own``: what the person is asked; ``others``: the newest other visits."""

    said: int
    own: tuple[Assignment, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    visit: str
    platform: int
    started_at: datetime
    audit: str
    judged_at: datetime
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class _Earlier:
    subject: str
    visit: str
    started_at: datetime


async def load_queued_visits(
    store: Store,
    visits: Collection[str],
    known: dict[str, Mapping[str, str]] | None = None,
    told: Sequence[Answer] = (),
    with_verdicts: bool = True,
) -> dict[str, QueuedVisit]:
    """These visits as far as they are judged, by id. ``known``: verdicts by audit that were read before; what is read is added to it.

    ``told``: what was found by ``ask_for_queued_visits`` already; ``with_verdicts``: without, no audit's are read.
    """
    known = {} if known is None else known
    if not visits:
        return {}
    rows, decided, earlier, asked = told or await store.look_up(*ask_for_queued_visits(visits))
    heads = {head.visit: head for head in (_Head(*row) for row in rows)}  # the last one is the newest
    lines = _group(decided, DecidedLine)
    unknown = {head.audit: _list_items(lines.get(id, ())) for id, head in heads.items() if head.audit not in known}
    known |= await _load_verdicts(store, unknown) if unknown and with_verdicts else {}
    said = _group(earlier, _Earlier)
    readers = _group([(one.visit, one.who) for one in read_assignments(asked)], str)
    return {
        id: QueuedVisit(
            id, head.audit, head.url, head.name, head.started_at, head.judged_at, known.get(head.audit, {}), tuple(lines.get(id, ())),
            frozenset(
                one.subject for one in said.get(head.platform, ()) if one.visit != id and one.started_at < head.started_at
            ),
            tuple(readers.get(id, ())),
        )
        for id, head in heads.items()
    }  # fmt: skip


def ask_for_queued_visits(visits: Collection[str]) -> tuple[Question, ...]:
    """What asks for these visits. What is asked last may be of a later state than what is asked first: a decision, a reader more."""
    of = {"visits": list(visits)}
    return Question(_HEADS, of), Question(_DECIDED, of), Question(_EARLIER, of), ask_for_assignments(visits)


async def load_own_reading(store: Store, user: int) -> tuple[int, tuple[Assignment, ...]]:
    """A number that changes whenever a decision is added, and what the person is asked to decide."""
    said, asked = await store.look_up(_ask_for_stamp(store), ask_for_assignments(user=user))
    return said[0][0] or 0, read_assignments(asked)


async def begin_queue(store: Store, user: int, limit: int, told: Sequence[Answer] = ()) -> QueueBeginning:
    """What the queue of that person begins with, at most ``limit`` of others' visits.

    ``told``: what was found by ``ask_for_beginning`` already.
    """
    said, asked, newest = told or await store.look_up(*ask_for_beginning(store, user, limit))
    return QueueBeginning(said[0][0] or 0, read_assignments(asked), tuple(id for (id,) in newest))


def ask_for_beginning(store: Store, user: int, limit: int) -> tuple[Question, ...]:
    """What asks for the beginning of that person's queue."""
    others = Question(_OTHERS, {"user": user, "limit": limit})
    return _ask_for_stamp(store), ask_for_assignments(user=user), others


async def list_newest_visits(store: Store, limit: int) -> tuple[str, ...]:
    """The newest judged visits."""
    (found,) = await store.look_up(Question(_NEWEST, {"limit": limit}))
    return tuple(id for (id,) in found)


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


def _ask_for_stamp(store: Store) -> Question:
    """What asks for a number that changes whenever a decision is added: they are never changed or deleted.

    SQLite has one writer at a time, so its last number tells; elsewhere one that was numbered before may be stored later.
    """
    return Question(_LAST if store.engine.dialect.name == "sqlite" else _COUNTED)


async def _load_verdicts(store: Store, audits: Mapping[str, frozenset[str]]) -> dict[str, dict[str, str]]:
    """The verdicts of these audits; of the items named with each, on which people decided, the machine's own. Raises RecordDamaged."""
    decided = frozenset[str]().union(*audits.values())
    of = {"audits": [audit for audit, items in audits.items() if items], "items": list(decided)}
    asked = Question(_VERDICTS, {"audits": list(audits)}), *([Question(_RECORDS, of)] if decided else [])
    rows, *records = await store.look_up(*asked)
    found: dict[str, dict[str, str]] = {}
    for audit, item, verdict in rows:
        found.setdefault(audit, {})[item] = verdict
    for audit, item, record in (row for part in records for row in part):
        machine = decode_record(ItemVerdict, record).machine
        if machine is not None and item in audits[audit]:
            found[audit][item] = machine.verdict.value
    return found


def _list_items(lines: Iterable[DecidedLine]) -> frozenset[str]:
    return frozenset(line.subject for line in lines if line.kind == "item")


def _group(rows: Iterable[Sequence[Any]], kind: Callable[..., T]) -> dict[Any, list[T]]:
    """The rest of each row by its first column."""
    found: dict[Any, list[T]] = {}
    for key, *rest in rows:
        found.setdefault(key, []).append(kind(*rest))
    return found


async def load_item_verdicts(store: Store, audits: Collection[str], item: str) -> dict[str, ItemVerdict]:
    """The machine's and people's verdict on one item in each of these audits, by audit. Raises RecordDamaged."""
    query = select(VerdictRow.audit_id, VerdictRow.record).where(
        VerdictRow.audit_id.in_(audits), VerdictRow.item == item
    )
    async with store.reading() as session:
        return {audit: decode_record(ItemVerdict, record) for audit, record in (await session.execute(query)).all()}
