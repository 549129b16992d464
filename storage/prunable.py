"""Which visits' evidence may go: old, and nothing stands on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.decision import LineDecision
from scoring.red_lines import State
from storage.audits import Circumstances
from storage.codec import decode
from storage.decisions import Kind
from storage.errors import RecordDamaged
from storage.prune_tables import HoldRow, PruningRow
from storage.register_tables import RunRow, RunState
from storage.tables import AuditRow, DecisionRow, DocumentRow, VisitRow, VisitState


@dataclass(frozen=True, slots=True)
class Limits:
    """Visits that ended ``before`` may go, but for the newest ``keep_audits`` done ones of each platform (at least one)."""

    before: datetime
    keep_audits: int = 1

    def __post_init__(self) -> None:
        if self.keep_audits < 1:
            raise ValueError("the newest visit of a platform always stays")


@dataclass(frozen=True, slots=True)
class Old:
    """A visit whose evidence may go."""

    visit: str
    platform: int
    ended_at: datetime


async def prunable(session: AsyncSession, limits: Limits, only: str | None = None) -> tuple[Old, ...]:
    """The visits whose evidence may go, oldest first; ``only`` asks about one.

    Stays what runs, what is to be gone on with, what a person decided on or filed a document for, what is held, and what shows a red
    line in any of its audits or is named as the second audit that shows one. A record that cannot be read keeps its visit.
    """
    ended = func.coalesce(VisitRow.finished_at, VisitRow.beat_at)
    newest = func.row_number().over(
        partition_by=VisitRow.platform_id,
        order_by=(VisitRow.started_at.desc(), ended.desc(), VisitRow.id),
    )
    done = select(VisitRow.id, newest.label("place")).where(VisitRow.state == VisitState.DONE.value).subquery()
    waits = and_(RunRow.visit_id == VisitRow.id, RunRow.state.in_([RunState.WAITING.value, RunState.RUNNING.value]))
    query = (
        select(VisitRow.id, VisitRow.platform_id, ended)
        .outerjoin(done, done.c.id == VisitRow.id)
        .where(VisitRow.state != VisitState.RUNNING.value, ended < limits.before)
        .where(or_(done.c.place.is_(None), done.c.place > limits.keep_audits))
        .where(~exists().where(PruningRow.visit_id == VisitRow.id))
        .where(~exists().where(DecisionRow.visit_id == VisitRow.id))
        .where(~exists().where(DocumentRow.visit_id == VisitRow.id))
        .where(~exists().where(HoldRow.visit_id == VisitRow.id))
        .where(~exists().where(waits))
        .order_by(ended, VisitRow.id)
    )
    if only is not None:
        query = query.where(VisitRow.id == only)
    found = [Old(*row) for row in (await session.execute(query)).all()]
    stands = await _shown_again(session)
    return tuple([old for old in found if old.visit not in stands and not await _red(session, old.visit)])


async def _shown_again(session: AsyncSession) -> Collection[str]:
    """Visits whose audits are named as the second ones that show a red line."""
    records = await session.scalars(select(DecisionRow.record).where(DecisionRow.kind == Kind.RED_LINE.value))
    audits = {decode(LineDecision, record).second_audit for record in records.all()} - {""}
    if not audits:
        return frozenset()
    return frozenset(await session.scalars(select(AuditRow.visit_id).where(AuditRow.id.in_(audits))))


async def _red(session: AsyncSession, visit: str) -> bool:
    """Whether any audit of the visit shows a red line, or cannot be read."""
    records = await session.scalars(select(AuditRow.record).where(AuditRow.visit_id == visit))
    try:
        return any(
            line.state is not State.NONE for record in records.all() for line in decode(Circumstances, record).red_lines
        )
    except RecordDamaged:
        return True
