"""What a platform's audits said of each item over time, without their reasons. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from scoring.score import Score, Stage
from storage.db.connecting.one_trip import Answer, Question
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
    (found,) = await store.look_up(ask_for_heads(platform))
    heads = read_newest_heads(found, limit)
    verdicts, scores = await store.look_up(*ask_for_outlines(heads))
    return read_outlines(heads, verdicts, scores)


def ask_for_heads(platform: int) -> Question:
    """What asks for the judgements that ``read_newest_heads`` reads."""
    return Question(_HEADS, {"platform": platform})


def read_newest_heads(
    found: Answer, limit: int, before: tuple[datetime, datetime, str] | None = None
) -> tuple[AuditHead, ...]:
    """The newest judgement of each of the last visits, the latest visit first; ``before``: those after that place alone."""
    newest = {row[3]: AuditHead(*row) for row in found}
    heads = sorted(newest.values(), key=lambda head: head.place, reverse=True)
    return tuple(head for head in heads if before is None or head.place < before)[:limit]


def ask_for_outlines(heads: Iterable[AuditHead]) -> tuple[Question, Question]:
    """What asks for the verdicts and scores that ``read_outlines`` reads."""
    ids = [head.audit for head in heads]
    return Question(_VERDICTS, {"audits": ids}), Question(_SCORES, {"audits": ids})


def read_outlines(heads: Iterable[AuditHead], judged: Answer, scored: Answer) -> tuple[AuditOutline, ...]:
    """These judgements with their verdicts and scores."""
    verdicts: dict[str, dict[str, tuple[str, float | None]]] = {}
    for audit, item, verdict, value in judged:
        verdicts.setdefault(audit, {})[item] = verdict, value
    scores: dict[str, dict[Stage, Score]] = {}
    for audit, stage, value, coverage, low, high in scored:
        scores.setdefault(audit, {})[Stage(stage)] = Score(value, coverage, low, high)
    return tuple(AuditOutline(head, verdicts.get(head.audit, {}), scores.get(head.audit, {})) for head in heads)
