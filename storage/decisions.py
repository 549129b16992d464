"""Persons' decisions: kept for ever beside each other, read back by platform; said twice in a row they are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring.carry import Decided
from scoring.decision import Decision, FlagDecision, LineDecision
from storage.codec import decode, encode
from storage.continuing import lineage
from storage.errors import NotFound
from storage.marks import hold_off_prunes, refuse_pruned
from storage.session import Store
from storage.tables import DecisionRow, PlatformRow, VisitRow

Word = Decision | LineDecision | FlagDecision
TICK = timedelta(microseconds=1)


class Kind(StrEnum):
    """What a decision is about."""

    ITEM = "item"
    RED_LINE = "red_line"
    PROFILE = "profile"


async def save_decisions(store: Store, decisions: Sequence[Word]) -> tuple[Word, ...]:
    """Keep all of them or none; returns those that say something new. Each must name its visit and its audit.

    One that says just what its assessor's last word on that audit says is that word, read twice. A new word is dated after the
    assessor's last one even where the clock went back. Raises NotFound for an unknown visit, Pruned.
    """
    kept: list[Word] = []
    async with store.writing() as session:
        await hold_off_prunes(store, session)
        platforms: dict[str, int] = {}
        for each in decisions:
            if each.visit not in platforms:
                await refuse_pruned(session, each.visit)
                platforms[each.visit] = await _platform(session, each.visit)
            last = await _last(session, each)
            if last is not None and _alike(last, each):
                continue
            if last is not None:
                after = datetime.fromisoformat(last.at) + TICK
                each = replace(each, at=max(after, datetime.fromisoformat(each.at)).astimezone(UTC).isoformat())
            session.add(_row(platforms[each.visit], each))
            await session.flush()  # the next one may be of the same assessor on the same subject
            kept.append(each)
    return tuple(kept)


async def load_decisions(store: Store, platform_url: str, visit: str | None = None) -> Decided:
    """All that was ever decided of a platform, in the order it was kept in; ``visit`` is the one it is wanted for.

    Raises RecordDamaged, and NotFound for an unknown visit.
    """
    query = (
        select(DecisionRow)
        .join(PlatformRow, PlatformRow.id == DecisionRow.platform_id)
        .where(PlatformRow.url == platform_url)
        .order_by(DecisionRow.id)
    )
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    continued = (await lineage(store, visit))[1:] if visit is not None else ()
    return Decided(
        tuple(decode(Decision, row.record) for row in rows if row.kind == Kind.ITEM),
        tuple(decode(LineDecision, row.record) for row in rows if row.kind == Kind.RED_LINE),
        tuple(decode(FlagDecision, row.record) for row in rows if row.kind == Kind.PROFILE),
        frozenset(continued),
    )


async def _platform(session: AsyncSession, visit: str) -> int:
    """The platform of a visit, held until the end of the transaction so that two readers of one sheet come one after the other."""
    row = await session.get(VisitRow, visit)
    if row is None:
        raise NotFound(visit)
    query = select(PlatformRow.id).where(PlatformRow.id == row.platform_id).with_for_update()
    return (await session.scalars(query)).one()


async def _last(session: AsyncSession, decision: Word) -> Word | None:
    """The last word of that assessor on that subject of that audit."""
    kind, subject, _, _ = _columns(decision)
    query = (
        select(DecisionRow.record)
        .where(DecisionRow.audit_id == decision.audit, DecisionRow.kind == kind, DecisionRow.subject == subject)
        .order_by(DecisionRow.id.desc())
    )
    for record in (await session.scalars(query)).all():
        known: Word = decode(type(decision), record)
        if known.assessor == decision.assessor:  # of the record: columns hold words cleaned and cut
            return known
    return None


def _alike(known: Word, said: Word) -> bool:
    """Whether it is said again. A second audit once named need not be named again."""
    if isinstance(known, LineDecision) and isinstance(said, LineDecision) and not said.second_audit:
        known = replace(known, second_audit="")
    return replace(known, at="") == replace(said, at="")


def _columns(decision: Word) -> tuple[Kind, str, str, float | None]:
    match decision:
        case Decision():
            return Kind.ITEM, decision.item, decision.verdict.value, decision.value
        case LineDecision():
            return Kind.RED_LINE, decision.line, "confirmed" if decision.confirmed else "cleared", None
        case FlagDecision():
            return Kind.PROFILE, decision.flag, "yes" if decision.value else "no", None


def _row(platform: int, decision: Word) -> DecisionRow:
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
        record=encode(decision),
    )
