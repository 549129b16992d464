"""Judgements of many platforms as stored bytes, so that another process may read them. Read only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from scoring.score import Score, Stage
from scoring.verdict import ItemVerdict
from storage.audits import Circumstances
from storage.db.codec import decode_record
from storage.db.session import Store
from storage.db.tables import AuditRow, ScoreRow, VerdictRow
from storage.overview.audit_heads import AuditHead
from storage.standings import JudgedVisit

AT_ONCE = 400  # ids of one query


@dataclass(frozen=True, slots=True)
class RawAudit:
    """One judgement as stored: its circumstances, its scores by stage, its verdicts by item (item, record) in order."""

    head: AuditHead
    around: bytes
    scores: tuple[tuple[str, float | None, float, float, float], ...]
    verdicts: tuple[tuple[str, bytes], ...]


async def load_raw_audits(store: Store, heads: Collection[AuditHead]) -> dict[str, RawAudit]:
    """These judgements as their stored bytes, by the audit's id; one that is gone by now is left out."""
    known = {head.audit: head for head in heads}
    ids = list(known)
    around: dict[str, bytes] = {}
    scores: dict[str, list[tuple[str, float | None, float, float, float]]] = {}
    verdicts: dict[str, list[tuple[str, bytes]]] = {}
    async with store.reading() as session:
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            rows = await session.execute(select(AuditRow.id, AuditRow.record).where(AuditRow.id.in_(some)))
            around.update((id, record) for id, record in rows.all())
            marks = select(
                ScoreRow.audit_id, ScoreRow.stage, ScoreRow.value, ScoreRow.coverage, ScoreRow.low, ScoreRow.high
            ).where(ScoreRow.audit_id.in_(some))
            for audit, stage, value, coverage, low, high in (await session.execute(marks)).all():
                scores.setdefault(audit, []).append((stage, value, coverage, low, high))
            said = (
                select(VerdictRow.audit_id, VerdictRow.item, VerdictRow.record)
                .where(VerdictRow.audit_id.in_(some))
                .order_by(VerdictRow.audit_id, VerdictRow.position)
            )
            for audit, item, record in (await session.execute(said)).all():
                verdicts.setdefault(audit, []).append((item, record))
    return {
        id: RawAudit(known[id], around[id], tuple(scores.get(id, ())), tuple(verdicts.get(id, ())))
        for id in ids
        if id in around
    }


def decode_raw_audit(raw: RawAudit) -> JudgedVisit:
    """What one judgement says of its platform, read from its stored bytes; needs no store. Raises RecordDamaged."""
    around = decode_record(Circumstances, raw.around)
    seen = around.facts.get("profile")
    profile = {str(flag): bool(value) for flag, value in seen.items()} if isinstance(seen, dict) else {}
    return JudgedVisit(
        raw.head.audit, raw.head.visit, raw.head.at, raw.head.created_at, raw.head.ruleset, profile, around.red_lines,
        {Stage(stage): Score(value, coverage, low, high) for stage, value, coverage, low, high in raw.scores},
        tuple(decode_record(ItemVerdict, record) for _, record in raw.verdicts),
    )  # fmt: skip
