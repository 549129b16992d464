"""Audits: what one visit was judged to be under one ruleset. Written once, never changed, found by the first letters of their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, count, repeat

import sqlalchemy
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from probes.finding import Finding
from scoring.decision import Decision, FlagDecision, LineDecision
from scoring.red_lines import Raised
from scoring.score import Stage, StageScore
from scoring.verdict import ItemVerdict
from storage.codec import decode, encode
from storage.errors import NotFound
from storage.marks import hold_off_prunes, refuse_pruned
from storage.session import Store
from storage.tables import AuditRow, FindingRow, ScoreRow, Table, VerdictRow
from storage.visits import new_id


@dataclass(frozen=True, slots=True)
class Audit:
    """One judgement. The decisions are those that held when it was made.

    ``facts`` is what else a report says of its making: by whom, for what, with which versions (JSON-like)."""

    visit: str
    ruleset: str
    created_at: datetime
    findings: tuple[Finding, ...]
    verdicts: tuple[ItemVerdict, ...]
    scores: Mapping[Stage, StageScore]
    red_lines: tuple[Raised, ...] = ()
    decisions: tuple[Decision, ...] = ()
    line_decisions: tuple[LineDecision, ...] = ()
    flag_decisions: tuple[FlagDecision, ...] = ()
    rejudged_from: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What of an audit has no table of its own."""

    created_at: datetime
    red_lines: tuple[Raised, ...] = ()
    decisions: tuple[Decision, ...] = ()
    line_decisions: tuple[LineDecision, ...] = ()
    flag_decisions: tuple[FlagDecision, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """What an audit answers, as it is kept: the records of its findings and verdicts in their order, of its scores by stage."""

    findings: tuple[bytes, ...]
    verdicts: tuple[bytes, ...]
    scores: tuple[bytes, ...]


def encoded(audit: Audit, before: Answers | None = None) -> Answers:
    """The answers of an audit that was just made, as ``save_audit`` keeps them; those of one ``before`` where they say the same."""
    stages = [audit.scores[stage] for stage in sorted(audit.scores)]
    return Answers(
        _records(audit.findings, before.findings if before else ()),
        _records(audit.verdicts, before.verdicts if before else ()),
        _records(stages, before.scores if before else ()),
    )


def _records(things: Iterable[object], before: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(map(encode, things, chain(before, repeat(b""))))


async def stored_answers(store: Store, audit: str) -> Answers:
    """The answers of a stored audit as they lie there, not decoded; empty ones where there is no such audit."""
    of_findings = select(FindingRow.record).where(FindingRow.audit_id == audit).order_by(FindingRow.position)
    of_verdicts = select(VerdictRow.record).where(VerdictRow.audit_id == audit).order_by(VerdictRow.position)
    of_scores = select(ScoreRow.stage, ScoreRow.record).where(ScoreRow.audit_id == audit)
    async with store.reading() as session:
        findings = (await session.scalars(of_findings)).all()
        verdicts = (await session.scalars(of_verdicts)).all()
        scores = sorted((stage, record) for stage, record in (await session.execute(of_scores)).all())
    return Answers(tuple(findings), tuple(verdicts), tuple(record for _, record in scores))


async def save_audit(store: Store, audit: Audit, answers: Answers | None = None) -> str:
    """Keep an audit, whole or not at all; returns its id. One of the same id, or of an unknown visit, is refused (IntegrityError).

    ``answers`` are ``encoded(audit)`` where the caller has them already.
    Raises Pruned where the evidence went while it was judged: a red line that nothing shows any more must not be kept.
    """
    answers = answers or encoded(audit)
    stages = [audit.scores[stage] for stage in sorted(audit.scores)]
    around = Circumstances(
        audit.created_at, audit.red_lines, audit.decisions, audit.line_decisions, audit.flag_decisions, audit.facts
    )
    async with store.writing() as session:
        await hold_off_prunes(store, session)
        await refuse_pruned(session, audit.visit)
        session.add(
            AuditRow(
                id=audit.id,
                visit_id=audit.visit,
                ruleset=audit.ruleset,
                created_at=audit.created_at,
                rejudged_from=audit.rejudged_from,
                record=encode(around),
            )
        )
        await session.flush()  # what follows refers to it
        await _add(session, FindingRow, map(_finding_row, repeat(audit.id), count(), audit.findings, answers.findings))
        await _add(session, VerdictRow, map(_verdict_row, repeat(audit.id), count(), audit.verdicts, answers.verdicts))
        await _add(session, ScoreRow, map(_score_row, repeat(audit.id), stages, answers.scores))
    return audit.id


async def load_circumstances(store: Store, id: str) -> Circumstances:
    """Of that audit, what has no table of its own. Raises NotFound, RecordDamaged."""
    async with store.reading() as session:
        row = await session.get(AuditRow, id)
    if row is None:
        raise NotFound(id)
    return decode(Circumstances, row.record)


async def load_audit(store: Store, id: str) -> Audit:
    """The audit of that whole id. Raises NotFound, RecordDamaged."""
    async with store.reading() as session:
        row = await session.get(AuditRow, id)
        if row is None:
            raise NotFound(id)
        findings = (
            await session.scalars(
                select(FindingRow.record).where(FindingRow.audit_id == id).order_by(FindingRow.position)
            )
        ).all()
        verdicts = (
            await session.scalars(
                select(VerdictRow.record).where(VerdictRow.audit_id == id).order_by(VerdictRow.position)
            )
        ).all()
        scores = (await session.scalars(select(ScoreRow.record).where(ScoreRow.audit_id == id))).all()
    around = decode(Circumstances, row.record)
    stages = {each.stage: each for each in (decode(StageScore, score) for score in scores)}
    return Audit(
        visit=row.visit_id,
        ruleset=row.ruleset,
        created_at=around.created_at,
        findings=tuple(decode(Finding, each) for each in findings),
        verdicts=tuple(decode(ItemVerdict, each) for each in verdicts),
        scores={stage: stages[stage] for stage in Stage if stage in stages},
        red_lines=around.red_lines,
        decisions=around.decisions,
        line_decisions=around.line_decisions,
        flag_decisions=around.flag_decisions,
        rejudged_from=row.rejudged_from,
        facts=around.facts,
        id=row.id,
    )


async def _add(session: AsyncSession, table: type[Table], rows: Iterable[dict[str, object]]) -> None:
    """Add them by their plain table: by the mapped class they take three times as long."""
    plain = table.__table__
    assert isinstance(plain, sqlalchemy.Table)
    if held := list(rows):
        await session.execute(insert(plain), held)


def _finding_row(audit: str, place: int, finding: Finding, record: bytes) -> dict[str, object]:
    return {
        "audit_id": audit,
        "position": place,
        "name": finding.id,
        "probe": finding.probe,
        "device": finding.device.value,
        "look": finding.look,
        "outcome": finding.outcome.value,
        "fraction": finding.answer.fraction,
        "reason": finding.answer.reason,
        "record": record,
    }


def _verdict_row(audit: str, place: int, verdict: ItemVerdict, record: bytes) -> dict[str, object]:
    return {
        "audit_id": audit,
        "position": place,
        "item": verdict.item,
        "verdict": verdict.verdict.value,
        "value": verdict.value,
        "reason": verdict.reason,
        "record": record,
    }


def _score_row(audit: str, score: StageScore, record: bytes) -> dict[str, object]:
    return {
        "audit_id": audit,
        "stage": score.stage.value,
        "value": score.score.value,
        "coverage": score.score.coverage,
        "low": score.score.low,
        "high": score.score.high,
        "record": record,
    }
