"""Which visits' evidence may be removed: old evidence that nothing needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.decisions.decision import LineDecision
from scoring.red_lines import RedLineState
from storage.audits import Circumstances
from storage.db.codec import decode_record
from storage.db.prune_tables import HoldRow, PruningRow
from storage.db.register_tables import RunRow
from storage.db.tables import AuditRow, DecisionRow, DocumentRow, VisitRow, VisitState
from storage.decisions import DecisionKind
from storage.errors import RecordDamaged
from storage.jobs.jobs import OPEN


@dataclass(frozen=True, slots=True)
class RetentionLimits:
    """Which visits may be pruned: those that ended before ``before``.

    The newest ``keep_audits`` finished visits of each platform (at least one) are kept all the same.
    """

    before: datetime
    keep_audits: int = 1

    def __post_init__(self) -> None:
        if self.keep_audits < 1:
            raise ValueError("the newest visit of a platform always stays")


@dataclass(frozen=True, slots=True)
class PrunableVisit:
    """A visit whose evidence may be removed."""

    visit: str
    platform: int
    ended_at: datetime


async def find_prunable_visits(
    session: AsyncSession, limits: RetentionLimits, only: str | None = None
) -> tuple[PrunableVisit, ...]:
    """The visits whose evidence may be removed, oldest first; ``only`` asks about one.

    Kept: visits that run or are to be resumed, those a person decided on or filed a document for, those on hold, and
    those that show a red line in any of their audits or are named as the second audit showing one. A record that cannot
    be read keeps its visit.
    """
    ended = func.coalesce(VisitRow.finished_at, VisitRow.beat_at)
    newest = func.row_number().over(
        partition_by=VisitRow.platform_id,
        order_by=(VisitRow.started_at.desc(), ended.desc(), VisitRow.id),
    )
    done = select(VisitRow.id, newest.label("place")).where(VisitRow.state == VisitState.DONE.value)
    open_runs = RunRow.state.in_([state.value for state in OPEN])
    waited_for = select(RunRow.visit_id).where(open_runs, RunRow.visit_id.is_not(None))
    second = select(DecisionRow.record).where(DecisionRow.kind == DecisionKind.RED_LINE.value)
    if only is not None:  # its own platform alone: all platforms for each visit would take their number squared
        platform = select(VisitRow.platform_id).where(VisitRow.id == only).scalar_subquery()
        done = done.where(VisitRow.platform_id == platform)
        waited_for = waited_for.where(RunRow.platform_id == platform)
        second = second.where(DecisionRow.platform_id == platform)
    numbered = done.subquery()
    query = (
        select(VisitRow.id, VisitRow.platform_id, ended)
        .outerjoin(numbered, numbered.c.id == VisitRow.id)
        .where(VisitRow.state != VisitState.RUNNING.value, ended < limits.before)
        .where(or_(numbered.c.place.is_(None), numbered.c.place > limits.keep_audits))
        .where(~exists().where(PruningRow.visit_id == VisitRow.id))
        .where(~exists().where(DecisionRow.visit_id == VisitRow.id))
        .where(~exists().where(DocumentRow.visit_id == VisitRow.id))
        .where(~exists().where(HoldRow.visit_id == VisitRow.id))
        .where(VisitRow.id.not_in(waited_for))
        .order_by(ended, VisitRow.id)
    )
    if only is not None:
        query = query.where(VisitRow.id == only)
    found = [PrunableVisit(*row) for row in (await session.execute(query)).all()]
    stands = await _shown_again(session, second)
    return tuple([old for old in found if old.visit not in stands and not await _red(session, old.visit)])


async def _shown_again(session: AsyncSession, decided: Select[bytes]) -> Collection[str]:
    """Visits with an audit that is named as the second one showing a red line, by these decisions."""
    records = await session.scalars(decided)
    audits = {decode_record(LineDecision, record).second_audit for record in records.all()} - {""}
    if not audits:
        return frozenset()
    return frozenset(await session.scalars(select(AuditRow.visit_id).where(AuditRow.id.in_(audits))))


async def _red(session: AsyncSession, visit: str) -> bool:
    """Whether any audit of the visit shows a red line or cannot be read."""
    records = await session.scalars(select(AuditRow.record).where(AuditRow.visit_id == visit))
    try:
        return any(
            line.state is not RedLineState.NONE
            for record in records.all()
            for line in decode_record(Circumstances, record).red_lines
        )
    except RecordDamaged:
        return True
