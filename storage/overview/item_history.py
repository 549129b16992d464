"""What a platform's audits said of each item over time, without their reasons. Read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.score import Score, Stage
from storage.db.session import Store
from storage.db.tables import AuditRow, ScoreRow, VerdictRow, VisitRow
from storage.overview.audit_heads import AuditHead

# Made once: to make a statement takes longer than to answer it.
_HEADS = (
    select(VisitRow.platform_id, AuditRow.id, VisitRow.id, VisitRow.started_at, AuditRow.created_at, AuditRow.ruleset)
    .join(VisitRow, VisitRow.id == AuditRow.visit_id)
    .where(VisitRow.platform_id == bindparam("platform"))
    .order_by(VisitRow.started_at, AuditRow.created_at, AuditRow.id)
)
_THESE: BindParameter[Any] = bindparam("audits", expanding=True)
_VERDICTS = select(VerdictRow.audit_id, VerdictRow.item, VerdictRow.verdict, VerdictRow.value).where(
    VerdictRow.audit_id.in_(_THESE)
)
_SCORES = select(
    ScoreRow.audit_id, ScoreRow.stage, ScoreRow.value, ScoreRow.coverage, ScoreRow.low, ScoreRow.high
).where(ScoreRow.audit_id.in_(_THESE))


@dataclass(frozen=True, slots=True)
class AuditOutline:
    """One judgement. ``verdicts``: by item, its verdict and value."""

    head: AuditHead
    verdicts: Mapping[str, tuple[str, float | None]]
    scores: Mapping[Stage, Score]


async def list_audit_outlines(store: Store, platform: int, limit: int) -> tuple[AuditOutline, ...]:
    """The newest judgement of each of a platform's last visits, the latest visit first."""
    async with store.reading() as session:
        return await read_audit_outlines(session, platform, limit)


async def read_audit_outlines(
    session: AsyncSession, platform: int, limit: int, before: tuple[datetime, datetime, str] | None = None
) -> tuple[AuditOutline, ...]:
    """What ``list_audit_outlines`` gives, within a transaction; ``before``: those after that place alone."""
    newest = {row[3]: AuditHead(*row) for row in (await session.execute(_HEADS, {"platform": platform})).all()}
    heads = sorted(newest.values(), key=lambda head: head.place, reverse=True)
    heads = [head for head in heads if before is None or head.place < before][:limit]
    ids = [head.audit for head in heads]
    verdicts: dict[str, dict[str, tuple[str, float | None]]] = {}
    for audit, item, verdict, value in (await session.execute(_VERDICTS, {"audits": ids})).all():
        verdicts.setdefault(audit, {})[item] = verdict, value
    scores: dict[str, dict[Stage, Score]] = {}
    for audit, stage, value, coverage, low, high in (await session.execute(_SCORES, {"audits": ids})).all():
        scores.setdefault(audit, {})[Stage(stage)] = Score(value, coverage, low, high)
    return tuple(AuditOutline(head, verdicts.get(head.audit, {}), scores.get(head.audit, {})) for head in heads)
