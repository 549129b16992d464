"""How a visit came to be judged as it is now: all its judgements in order, the decisions known by then, and which one counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from storage.audit_list import ListedAudit, select_listed_audits
from storage.audits import Circumstances
from storage.db.codec import decode_record
from storage.db.session import Store
from storage.db.tables import AuditRow, VisitRow

AnyDecision = Decision | LineDecision | FlagDecision

# Made once: to make a statement takes longer than to answer it. Visits that began as those did, of the same platform.
_NAMED = aliased(VisitRow)
_ALIKE = select(VisitRow.id, VisitRow.platform_id, VisitRow.started_at).join(
    _NAMED,
    and_(
        _NAMED.platform_id == VisitRow.platform_id,
        _NAMED.started_at == VisitRow.started_at,
        _NAMED.id.in_(bindparam("visits", expanding=True)),
    ),
)


@dataclass(frozen=True, slots=True)
class JudgementStep:
    """One judgement, or a visit that has none yet (``listed.audit`` is None).

    ``words`` are the persons' decisions that held when it was made, ``added`` those the previous judgement did not use,
    ``dropped`` how many the previous one used and this one does not. ``current`` is the id of the judgement that counts
    now, possibly its own.
    """

    listed: ListedAudit
    current: str
    words: tuple[AnyDecision, ...] = ()
    added: tuple[AnyDecision, ...] = ()
    dropped: int = 0
    before: ListedAudit | None = None

    @property
    def counts(self) -> bool:
        return self.current == self.listed.id


async def load_judgement_steps(store: Store, visits: Collection[str]) -> dict[str, tuple[JudgementStep, ...]]:
    """For each of these visits, all judgements of what it saw, oldest first. Raises RecordDamaged.

    A visit that continues another saw all that it saw: they are judged as one, and the newest judgement counts.
    """
    one = len(visits) == 1
    read = store.looking_up if one else store.reading
    async with read() as session:
        alike = (await session.execute(_ALIKE, {"visits": list(visits)})).all()
    group_of = {id: (platform, at) for id, platform, at in alike}
    wanted = {visit: group_of[visit] for visit in visits if visit in group_of}
    if not wanted:
        return {}
    groups: dict[tuple[int, datetime], list[ListedAudit]] = {group: [] for group in wanted.values()}
    for audit in await select_listed_audits(store, VisitRow.id.in_(group_of), limit=None, few=one):
        groups[group_of[audit.visit]].append(audit)
    audits = [audit.audit for listed in groups.values() for audit in listed if audit.audit]
    records = select(AuditRow.id, AuditRow.record).where(AuditRow.id.in_(audits))
    async with read() as session:
        around = {
            id: _words(decode_record(Circumstances, record)) for id, record in (await session.execute(records)).all()
        }
    made = {group: _in_order(listed, around) for group, listed in groups.items()}
    return {visit: made[group] for visit, group in wanted.items()}


def _words(around: Circumstances) -> tuple[AnyDecision, ...]:
    return (*around.decisions, *around.line_decisions, *around.flag_decisions)


def _in_order(
    listed: Collection[ListedAudit], around: Mapping[str, tuple[AnyDecision, ...]]
) -> tuple[JudgementStep, ...]:
    """``listed`` is ordered newest first."""
    judged = [audit for audit in reversed(list(listed)) if audit.audit is not None]
    others = [audit for audit in listed if audit.audit is None]
    current = judged[-1].id if judged else ""
    steps = [JudgementStep(audit, current or audit.id) for audit in others]
    before: ListedAudit | None = None
    held: tuple[AnyDecision, ...] = ()
    for judgement in judged:
        words = around.get(judgement.id, ())
        added = tuple(word for word in words if word not in held)
        steps.append(JudgementStep(judgement, current, words, added, sum(word not in words for word in held), before))
        before, held = judgement, words
    return tuple(steps)
