"""Audits: the judgement of one visit under one ruleset, written once, never changed, found by the first letters of its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, count, repeat

import sqlalchemy
from sqlalchemy import BindParameter, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from probes.finding import Finding
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.red_lines import Raised
from scoring.score import Stage, StageScore
from scoring.verdict import ItemVerdict
from storage.db.codec import decode_record, encode_record
from storage.db.connecting.one_trip import Answer, Question
from storage.db.evidence_locks import lock_against_prune, raise_if_pruned
from storage.db.judging_bases import JudgingBasis, add_basis, hash_visit_in
from storage.db.session import Store
from storage.db.standing_rows import forget_standing
from storage.db.tables import AuditRow, FindingRow, ScoreRow, Table, VerdictRow
from storage.errors import NotFound
from storage.visits.audit import Audit

# Made once: to make a statement takes longer than to answer it.
_AUDIT: BindParameter[str] = bindparam("audit")
_AROUND = select(AuditRow.id, AuditRow.visit_id, AuditRow.ruleset, AuditRow.rejudged_from, AuditRow.record).where(
    AuditRow.id == _AUDIT
)
_FINDINGS = select(FindingRow.record).where(FindingRow.audit_id == _AUDIT).order_by(FindingRow.position)
_VERDICTS = select(VerdictRow.record).where(VerdictRow.audit_id == _AUDIT).order_by(VerdictRow.position)
_SCORES = select(ScoreRow.stage, ScoreRow.record).where(ScoreRow.audit_id == _AUDIT)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The parts of an audit that have no table of their own."""

    created_at: datetime
    red_lines: tuple[Raised, ...] = ()
    decisions: tuple[Decision, ...] = ()
    line_decisions: tuple[LineDecision, ...] = ()
    flag_decisions: tuple[FlagDecision, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EncodedAnswers:
    """An audit's answers as stored: the records of its findings and verdicts in order, and of its scores by stage."""

    findings: tuple[bytes, ...]
    verdicts: tuple[bytes, ...]
    scores: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class AuditRecords:
    """An audit as it is stored, not decoded: its row, ``record`` of its Circumstances, and its answers."""

    id: str
    visit: str
    ruleset: str
    rejudged_from: str | None
    record: bytes
    answers: EncodedAnswers


def encode_answers(audit: Audit, before: EncodedAnswers | None = None, read: Sequence[Finding] = ()) -> EncodedAnswers:
    """Encode the answers of a new audit for ``save_audit``, reusing the records of ``before`` wherever they say the same.

    ``read``: the findings of ``before``, where they were read to be taken over.
    """
    stages = [audit.scores[stage] for stage in sorted(audit.scores)]
    return EncodedAnswers(
        tuple(_findings(audit.findings, before.findings if before else (), read)),
        _records(audit.verdicts, before.verdicts if before else ()),
        _records(stages, before.scores if before else ()),
    )


def _findings(findings: Iterable[Finding], before: Iterable[bytes], read: Iterable[Finding]) -> Iterator[bytes]:
    """Their records. An answer that was taken over is the same object, and what is the same has the same record."""
    for now, known, then in zip(findings, chain(before, repeat(b"")), chain(read, repeat(None)), strict=False):
        taken = then is not None and now.answer is then.answer and now == then
        yield known if taken else encode_record(now, known)


def _records(things: Iterable[object], before: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(map(encode_record, things, chain(before, repeat(b""))))


async def load_answers(store: Store, audit: str) -> EncodedAnswers:
    """The stored answers of an audit, not decoded; empty if there is no such audit."""
    return _read_answers(*await store.look_up(*_ask_for_answers(audit)))


def _ask_for_answers(audit: str) -> tuple[Question, ...]:
    return tuple(Question(statement, {"audit": audit}) for statement in (_FINDINGS, _VERDICTS, _SCORES))


def _read_answers(findings: Answer, verdicts: Answer, scores: Answer) -> EncodedAnswers:
    return EncodedAnswers(
        tuple(record for (record,) in findings),
        tuple(record for (record,) in verdicts),
        tuple(record for _, record in sorted((stage, record) for stage, record in scores)),
    )


async def save_audit(
    store: Store,
    audit: Audit,
    answers: EncodedAnswers | None = None,
    basis: JudgingBasis | None = None,
    seen: str = "",
) -> str:
    """Store an audit, whole or not at all, and return its id. Raises IntegrityError for a used id or an unknown visit.

    ``answers``: the result of ``encode_answers(audit)`` if the caller has it already. ``basis``: what judged it, None =
    not noted, so that all of it is judged again one day. ``seen``: the hash of the visit as it was judged, "" = as it
    is stored now.
    Raises Pruned if the evidence was pruned during judging: a red line without any evidence left must not be stored.
    """
    answers = answers or encode_answers(audit)
    stages = [audit.scores[stage] for stage in sorted(audit.scores)]
    around = Circumstances(
        audit.created_at, audit.red_lines, audit.decisions, audit.line_decisions, audit.flag_decisions, audit.facts
    )
    async with store.writing() as session:
        await lock_against_prune(store, session)
        await raise_if_pruned(session, audit.visit)
        session.add(
            AuditRow(
                id=audit.id,
                visit_id=audit.visit,
                ruleset=audit.ruleset,
                created_at=audit.created_at,
                rejudged_from=audit.rejudged_from,
                record=encode_record(around),
            )
        )
        await session.flush()  # the rows below refer to it
        await forget_standing(session, audit.visit)
        if basis is not None:
            await add_basis(session, audit.id, seen or await hash_visit_in(session, audit.visit), basis)
        await _add(session, FindingRow, map(_finding_row, repeat(audit.id), count(), audit.findings, answers.findings))
        await _add(session, VerdictRow, map(_verdict_row, repeat(audit.id), count(), audit.verdicts, answers.verdicts))
        await _add(session, ScoreRow, map(_score_row, repeat(audit.id), stages, answers.scores))
    return audit.id


async def load_circumstances(store: Store, id: str) -> Circumstances:
    """The parts of that audit that have no table of their own. Raises NotFound, RecordDamaged."""
    async with store.reading() as session:
        row = await session.get(AuditRow, id)
    if row is None:
        raise NotFound(id)
    return decode_record(Circumstances, row.record)


async def load_audit(store: Store, id: str) -> Audit:
    """The audit with exactly this id. Raises NotFound, RecordDamaged."""
    return decode_audit(await load_audit_records(store, id))


async def load_audit_records(store: Store, id: str) -> AuditRecords:
    """The audit with exactly this id as it is stored, nothing of it read. Raises NotFound."""
    found, *answers = await store.look_up(Question(_AROUND, {"audit": id}), *_ask_for_answers(id))
    if not found:
        raise NotFound(id)
    _, visit, ruleset, before, record = found[0]
    return AuditRecords(id, visit, ruleset, before, record, _read_answers(*answers))


def decode_audit(records: AuditRecords) -> Audit:
    """The audit that those records hold; needs no store. Raises RecordDamaged."""
    around = decode_record(Circumstances, records.record)
    stages = {made.stage: made for made in (decode_record(StageScore, score) for score in records.answers.scores)}
    return Audit(
        visit=records.visit,
        ruleset=records.ruleset,
        created_at=around.created_at,
        findings=tuple(decode_record(Finding, finding) for finding in records.answers.findings),
        verdicts=tuple(decode_record(ItemVerdict, verdict) for verdict in records.answers.verdicts),
        scores={stage: stages[stage] for stage in Stage if stage in stages},
        red_lines=around.red_lines,
        decisions=around.decisions,
        line_decisions=around.line_decisions,
        flag_decisions=around.flag_decisions,
        rejudged_from=records.rejudged_from,
        facts=around.facts,
        id=records.id,
    )


async def _add(session: AsyncSession, table: type[Table], rows: Iterable[dict[str, object]]) -> None:
    """Insert the rows through the plain table: through the mapped class it takes three times as long."""
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
