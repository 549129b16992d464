"""How each stored visit was last judged: what rejudging many visits needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.db.session import Store
from storage.db.tables import AuditRow, DecisionRow, PlatformRow, VisitKind, VisitRow, VisitState
from storage.visits.visits import mark_interrupted


@dataclass(frozen=True, slots=True)
class LatestJudgement:
    """A visit with its newest audit; without one, ``audit`` and ``ruleset`` are "" and ``judged_at`` is None.

    ``touched_at``: when the visit last changed; ``decided_at``: when a person last decided something about its
    platform.
    """

    visit: str
    url: str
    name: str
    state: VisitState
    started_at: datetime
    touched_at: datetime
    audit: str = ""
    ruleset: str = ""
    judged_at: datetime | None = None
    decided_at: datetime | None = None


async def list_latest_judgements(store: Store, since: datetime | None = None) -> tuple[LatestJudgement, ...]:
    """Every visit begun at ``since`` or later, oldest first: small rows, however much the visits saw."""
    await mark_interrupted(store)
    visits = (
        select(
            VisitRow.id,
            VisitRow.platform_id,
            VisitRow.state,
            VisitRow.started_at,
            VisitRow.beat_at,
            PlatformRow.url,
            PlatformRow.name,
        )
        .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
        .where(VisitRow.kind == VisitKind.AUDIT.value)
        .order_by(VisitRow.started_at, VisitRow.id)
    )
    if since is not None:
        visits = visits.where(VisitRow.started_at >= since)
    # The last one wins: of two made at the same moment, the one that lists and ``find_audit`` choose.
    audits = select(AuditRow.visit_id, AuditRow.id, AuditRow.ruleset, AuditRow.created_at).order_by(
        AuditRow.created_at, AuditRow.id.desc()
    )
    words = select(DecisionRow.platform_id, func.max(DecisionRow.at)).group_by(DecisionRow.platform_id)
    async with store.reading() as session:
        seen = (await session.execute(visits)).all()
        newest = {row.visit_id: row for row in (await session.execute(audits)).all()}
        decided = {row[0]: row[1] for row in (await session.execute(words)).all()}
    return tuple(
        LatestJudgement(
            visit=row.id,
            url=row.url,
            name=row.name,
            state=VisitState(row.state),
            started_at=row.started_at,
            touched_at=row.beat_at,
            audit=last.id if (last := newest.get(row.id)) else "",
            ruleset=last.ruleset if last else "",
            judged_at=last.created_at if last else None,
            decided_at=decided.get(row.platform_id),
        )
        for row in seen
    )
