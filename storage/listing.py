"""Lists of audits, interrupted visits among them, and finding one by the first letters of its id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from scoring.score import Score, Stage
from storage.errors import Ambiguous, NotFound
from storage.session import Store
from storage.tables import AuditRow, PlatformRow, ScoreRow, ViewRow, VisitKind, VisitRow, VisitState
from storage.visits import mark_interrupted

_PREFIX = re.compile(r"[0-9a-f]{1,32}")
SHORT = 8


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: an audit, or a visit that has none (``audit`` is None), with its scores."""

    audit: str | None
    visit: str
    url: str
    name: str
    state: VisitState
    started_at: datetime
    finished_at: datetime | None
    created_at: datetime | None
    ruleset: str
    rejudged_from: str | None
    views: int
    scores: Mapping[Stage, Score] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What names it on a command line."""
        return self.audit or self.visit

    @property
    def short(self) -> str:
        return self.id[:SHORT]


async def list_audits(store: Store, limit: int = 50) -> tuple[Listed, ...]:
    """The newest audits, and visits without one, newest first."""
    return await _listed(store, limit=limit)


async def audits_of(store: Store, url: str, limit: int = 50) -> tuple[Listed, ...]:
    """The same, of one platform."""
    return await _listed(store, PlatformRow.url == url, limit=limit)


async def find_audit(store: Store, prefix: str) -> Listed:
    """The one audit whose id, or whose visit's id, begins so; of several judgements of one visit the newest.

    Raises NotFound, Ambiguous.
    """
    prefix = prefix.strip().lower()
    if not _PREFIX.fullmatch(prefix):
        raise NotFound(prefix[:40])
    audits = await _listed(store, AuditRow.id.startswith(prefix), limit=2)
    visits = await _listed(store, VisitRow.id.startswith(prefix), limit=50)
    if len(audits) == 1 and not visits:
        return audits[0]
    if not audits and len({each.visit for each in visits}) == 1:
        return visits[0]
    if not audits and not visits:
        raise NotFound(prefix)
    raise Ambiguous(", ".join(dict.fromkeys([*(each.id for each in audits), *(each.visit for each in visits)])))


async def _listed(store: Store, *where: ColumnElement[bool], limit: int) -> tuple[Listed, ...]:
    await mark_interrupted(store)
    views = select(func.count()).where(ViewRow.visit_id == VisitRow.id).correlate(VisitRow).scalar_subquery()
    query = (
        select(VisitRow, PlatformRow, AuditRow, views)
        .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
        .outerjoin(AuditRow, AuditRow.visit_id == VisitRow.id)
        .where(VisitRow.kind == VisitKind.AUDIT.value, *where)
        .order_by(func.coalesce(AuditRow.created_at, VisitRow.started_at).desc(), VisitRow.id, AuditRow.id)
        .limit(limit)
    )
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
        ids = [audit.id for _, _, audit, _ in rows if audit is not None]
        scores = (await session.scalars(select(ScoreRow).where(ScoreRow.audit_id.in_(ids)))).all()
    by_audit: dict[str, dict[Stage, Score]] = {}
    for each in scores:
        by_audit.setdefault(each.audit_id, {})[Stage(each.stage)] = Score(
            each.value, each.coverage, each.low, each.high
        )
    return tuple(_line(visit, platform, audit, count, by_audit) for visit, platform, audit, count in rows)


def _line(
    visit: VisitRow,
    platform: PlatformRow,
    audit: AuditRow | None,
    views: int,
    scores: Mapping[str, Mapping[Stage, Score]],
) -> Listed:
    return Listed(
        audit=audit.id if audit else None,
        visit=visit.id,
        url=platform.url,
        name=platform.name,
        state=VisitState(visit.state),
        started_at=visit.started_at,
        finished_at=visit.finished_at,
        created_at=audit.created_at if audit else None,
        ruleset=audit.ruleset if audit else "",
        rejudged_from=audit.rejudged_from if audit else None,
        views=views,
        scores=scores.get(audit.id, {}) if audit else {},
    )
