"""How one platform was judged over time: the newest judgement of every visit, in the order of the visits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from scoring.red_lines import Raised
from scoring.score import Score, Stage
from scoring.verdict import ItemVerdict
from storage.audits import Circumstances
from storage.db.codec import decode_record, pause_garbage_collection
from storage.db.session import Store
from storage.db.tables import AuditRow, PlatformRow, ScoreRow, VerdictRow, VisitRow


@dataclass(frozen=True, slots=True)
class JudgedVisit:
    """An audit without its findings. ``at``: when its visit began; ``profile``: what the platform was then taken to be."""

    audit: str
    visit: str
    at: datetime
    created_at: datetime
    ruleset: str
    profile: Mapping[str, bool]
    red_lines: tuple[Raised, ...]
    scores: Mapping[Stage, Score]
    verdicts: tuple[ItemVerdict, ...]


async def load_judged_visits(store: Store, platform: int, since: datetime | None = None) -> tuple[JudgedVisit, ...]:
    """The newest judgement of each visit begun at ``since`` or later, oldest visit first. Raises RecordDamaged.

    A visit that continues another saw all that it saw: only the newest judgement of the whole chain counts.
    """
    query = (
        select(VisitRow.started_at, AuditRow)
        .join(VisitRow, VisitRow.id == AuditRow.visit_id)
        .where(VisitRow.platform_id == platform)
        .order_by(VisitRow.started_at, AuditRow.created_at, AuditRow.id)
    )
    if since is not None:
        query = query.where(VisitRow.started_at >= since)
    async with store.reading() as session:
        newest: dict[datetime, AuditRow] = {}
        for at, row in (await session.execute(query)).all():
            newest[at] = row
        ids = [row.id for row in newest.values()]
        scores = (await session.scalars(select(ScoreRow).where(ScoreRow.audit_id.in_(ids)))).all()
        verdicts = (
            await session.execute(
                select(VerdictRow.audit_id, VerdictRow.record)
                .where(VerdictRow.audit_id.in_(ids))
                .order_by(VerdictRow.audit_id, VerdictRow.position)
            )
        ).all()
    by_audit: dict[str, dict[Stage, Score]] = {}
    for score in scores:
        made = Score(score.value, score.coverage, score.low, score.high)
        by_audit.setdefault(score.audit_id, {})[Stage(score.stage)] = made
    read = await asyncio.to_thread(_verdicts, [(audit, record) for audit, record in verdicts])
    return tuple(_judged(at, row, by_audit.get(row.id, {}), read.get(row.id, ())) for at, row in newest.items())


async def list_stored_platforms(store: Store) -> tuple[tuple[int, str, str], ...]:
    """Id, address and name of every platform ever visited or registered."""
    query = select(PlatformRow.id, PlatformRow.url, PlatformRow.name).order_by(PlatformRow.id)
    async with store.reading() as session:
        return tuple((id, url, name) for id, url, name in (await session.execute(query)).all())


def _verdicts(rows: Sequence[tuple[str, bytes]]) -> dict[str, tuple[ItemVerdict, ...]]:
    found: dict[str, list[ItemVerdict]] = {}
    with pause_garbage_collection():
        for audit, record in rows:
            found.setdefault(audit, []).append(decode_record(ItemVerdict, record))
    return {audit: tuple(verdicts) for audit, verdicts in found.items()}


def _judged(
    at: datetime, row: AuditRow, scores: Mapping[Stage, Score], verdicts: tuple[ItemVerdict, ...]
) -> JudgedVisit:
    around = decode_record(Circumstances, row.record)
    seen = around.facts.get("profile")
    profile = {str(flag): bool(value) for flag, value in seen.items()} if isinstance(seen, Mapping) else {}
    return JudgedVisit(
        row.id, row.visit_id, at, row.created_at, row.ruleset, profile, around.red_lines, scores, verdicts
    )  # fmt: skip
