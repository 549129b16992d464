"""Persons' decisions: stored for ever side by side and read back by platform; repeated in a row they count once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.decisions.decision_reuse import PlatformDecisions
from storage.db.codec import decode_record, encode_record
from storage.db.evidence_locks import lock_against_prune, raise_if_pruned
from storage.db.session import Store
from storage.db.tables import DecisionRow, PlatformRow, VisitRow
from storage.errors import NotFound
from storage.people.action_log import append_action
from storage.people.signoffs import void_signoffs
from storage.visits.extend import trace_visit_lineage

AnyDecision = Decision | LineDecision | FlagDecision
TICK = timedelta(microseconds=1)


class DecisionKind(StrEnum):
    """The subject of a decision."""

    ITEM = "item"
    RED_LINE = "red_line"
    PROFILE = "profile"


async def save_decisions(store: Store, decisions: Sequence[AnyDecision], actor: str = "") -> tuple[AnyDecision, ...]:
    """Store all of them or none; returns those that say something new. Each must name its visit and its audit.

    With what is new the log gets a line of ``actor`` ("" = none), and signatures under the visit are void.

    A decision that repeats its assessor's last one on that audit counts as the same, read twice. A new one is dated
    after the assessor's last even if the clock went back. Raises NotFound for an unknown visit, Pruned.
    """
    kept: list[AnyDecision] = []
    async with store.writing() as session:
        await lock_against_prune(store, session)
        platforms: dict[str, int] = {}
        for decision in decisions:
            if decision.visit not in platforms:
                await raise_if_pruned(session, decision.visit)
                platforms[decision.visit] = await _platform(session, decision.visit)
            last = await _last(session, decision)
            if last is not None and _alike(last, decision):
                continue
            if last is not None:
                after = datetime.fromisoformat(last.at) + TICK
                decision = replace(
                    decision, at=max(after, datetime.fromisoformat(decision.at)).astimezone(UTC).isoformat()
                )
            session.add(_row(platforms[decision.visit], decision))
            await session.flush()  # the next one may be by the same assessor on the same subject
            kept.append(decision)
            await _tell_people(store, session, decision, actor)
    return tuple(kept)


async def load_decisions(store: Store, platform_url: str, visit: str | None = None) -> PlatformDecisions:
    """All decisions ever made about a platform, in the order they were stored; ``visit`` is the visit they are wanted for.

    Raises RecordDamaged, and NotFound for an unknown visit.
    """
    query = (
        select(DecisionRow)
        .join(PlatformRow, PlatformRow.id == DecisionRow.platform_id)
        .where(PlatformRow.url == platform_url)
        .order_by(DecisionRow.id)
    )
    async with store.looking_up() as session:
        rows = (await session.scalars(query)).all()
    continued = (await trace_visit_lineage(store, visit))[1:] if visit is not None else ()
    return PlatformDecisions(
        tuple(decode_record(Decision, row.record) for row in rows if row.kind == DecisionKind.ITEM),
        tuple(decode_record(LineDecision, row.record) for row in rows if row.kind == DecisionKind.RED_LINE),
        tuple(decode_record(FlagDecision, row.record) for row in rows if row.kind == DecisionKind.PROFILE),
        frozenset(continued),
    )


async def _tell_people(store: Store, session: AsyncSession, decision: AnyDecision, actor: str) -> None:
    """Void what was signed before, and add a line to the log."""
    kind, subject, said, value = _columns(decision)
    now = datetime.now(UTC)
    await void_signoffs(session, decision.visit, f"decision {subject}", now)
    if actor:
        detail = {"kind": kind.value, "subject": subject, "said": said, "value": value, "at": decision.at}
        named = {"assessor": decision.assessor, "audit": decision.audit}
        await append_action(store, session, now, actor, "decide", f"visit:{decision.visit}", {**detail, **named})


async def _platform(session: AsyncSession, visit: str) -> int:
    """The platform of a visit, locked until the transaction ends so that two readers of one sheet take turns."""
    row = await session.get(VisitRow, visit)
    if row is None:
        raise NotFound(visit)
    query = select(PlatformRow.id).where(PlatformRow.id == row.platform_id).with_for_update()
    return (await session.scalars(query)).one()


async def _last(session: AsyncSession, decision: AnyDecision) -> AnyDecision | None:
    """That assessor's last decision on that subject of that audit."""
    kind, subject, _, _ = _columns(decision)
    query = (
        select(DecisionRow.record)
        .where(DecisionRow.audit_id == decision.audit, DecisionRow.kind == kind, DecisionRow.subject == subject)
        .order_by(DecisionRow.id.desc())
    )
    for record in (await session.scalars(query)).all():
        known: AnyDecision = decode_record(type(decision), record)
        if known.assessor == decision.assessor:  # compare records: columns hold text cleaned and cut
            return known
    return None


def _alike(known: AnyDecision, said: AnyDecision) -> bool:
    """Whether the decision only repeats the known one. A second audit once named need not be named again."""
    if isinstance(known, LineDecision) and isinstance(said, LineDecision) and not said.second_audit:
        known = replace(known, second_audit="")
    return replace(known, at="") == replace(said, at="")


def _columns(decision: AnyDecision) -> tuple[DecisionKind, str, str, float | None]:
    match decision:
        case Decision():
            return DecisionKind.ITEM, decision.item, decision.verdict.value, decision.value
        case LineDecision():
            return DecisionKind.RED_LINE, decision.line, "confirmed" if decision.confirmed else "cleared", None
        case FlagDecision():
            return DecisionKind.PROFILE, decision.flag, "yes" if decision.value else "no", None


def _row(platform: int, decision: AnyDecision) -> DecisionRow:
    kind, subject, said, value = _columns(decision)
    return DecisionRow(
        platform_id=platform,
        visit_id=decision.visit,
        audit_id=decision.audit,
        kind=kind.value,
        subject=subject,
        said=said,
        value=value,
        assessor=decision.assessor,
        at=datetime.fromisoformat(decision.at),
        reason=decision.reason,
        record=encode_record(decision),
    )
