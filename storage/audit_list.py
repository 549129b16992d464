"""Lists of audits, including interrupted visits, and finding one by the first letters of its id."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from scoring.score import Score, Stage
from storage.db.session import Store
from storage.db.tables import AuditRow, PlatformRow, ScoreRow, ViewRow, VisitKind, VisitRow, VisitState
from storage.db.visit_names import names_visit
from storage.errors import Ambiguous, NotFound
from storage.visits.visits import mark_interrupted

_PREFIX = re.compile(r"[0-9a-f]{1,32}")
SHORT, LETTERS = 8, 16  # of an id, shown and in all


@dataclass(frozen=True, slots=True)
class ListedAudit:
    """One line of a list with its scores: an audit, or a visit without one (``audit`` is None)."""

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
        """The id shown on a command line: the audit's, or the visit's where there is no audit."""
        return self.audit or self.visit

    @property
    def short(self) -> str:
        return self.id[:SHORT]


async def list_audits(store: Store, limit: int = 50) -> tuple[ListedAudit, ...]:
    """The newest ``limit`` audits and visits without an audit, newest first."""
    return await select_listed_audits(store, limit=limit)


async def list_platform_audits(store: Store, url: str, limit: int = 50) -> tuple[ListedAudit, ...]:
    """The newest ``limit`` audits, and visits without one, of the platform with that address, newest first; none for an unknown one."""
    return await select_listed_audits(store, PlatformRow.url == url, limit=limit)


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """Where an audit stands in a list, newest first: when it was judged, or begun, its visit and its own id ("" without)."""

    at: datetime
    visit: str
    audit: str

    @classmethod
    def of(cls, listed: ListedAudit) -> AuditPlace:
        """The place of a line."""
        return cls(listed.created_at or listed.started_at, listed.visit, listed.audit or "")


async def list_audits_after(
    store: Store, after: AuditPlace | None, limit: int, urls: Collection[str] | None = None
) -> tuple[ListedAudit, ...]:
    """Like ``list_audits``, from the line below that place on; ``urls``: of these platforms alone."""
    where: list[ColumnElement[bool]] = [] if urls is None else [PlatformRow.url.in_(urls)]
    if after is not None:
        at, id = func.coalesce(AuditRow.created_at, VisitRow.started_at), func.coalesce(AuditRow.id, "")
        below = or_(VisitRow.id > after.visit, and_(VisitRow.id == after.visit, id > after.audit))
        where.append(or_(at < after.at, and_(at == after.at, below)))
    return await select_listed_audits(store, *where, limit=limit)


async def find_audit(store: Store, prefix: str) -> ListedAudit:
    """The one audit whose id, or whose visit's id, starts with ``prefix``; if a visit was judged several times, the newest.

    Raises NotFound, Ambiguous.
    """
    prefix = prefix.strip().lower()
    if not _PREFIX.fullmatch(prefix):
        raise NotFound(prefix[:40])
    if len(prefix) == LETTERS and (found := await _find_whole(store, prefix)) is not None:
        return found[0]
    audits = await select_listed_audits(store, begins_with(AuditRow.id, prefix), limit=2)
    visits = await select_listed_audits(store, begins_with(VisitRow.id, prefix), limit=50)
    if len(audits) == 1 and not visits:
        return audits[0]
    if not audits and len({visit.visit for visit in visits}) == 1:
        return visits[0]
    if not audits and not visits:
        raise NotFound(prefix)
    raise Ambiguous(", ".join(dict.fromkeys([*(audit.id for audit in audits), *(visit.visit for visit in visits)])))


async def find_audit_and_newest(store: Store, prefix: str) -> tuple[ListedAudit, ListedAudit]:
    """What ``find_audit`` gives, and the newest audit of its visit. Raises NotFound, Ambiguous."""
    if len(prefix) == LETTERS and _PREFIX.fullmatch(prefix) and (found := await _find_whole(store, prefix)) is not None:
        return found
    listed = await find_audit(store, prefix)
    return listed, listed if prefix == listed.visit else await find_audit(store, listed.visit)


async def _find_whole(store: Store, id: str) -> tuple[ListedAudit, ListedAudit] | None:
    """The audit or visit of that whole id, and its visit's newest audit; None where that is not plain, and while the visit may go on."""
    async with store.looking_up() as session:
        rows = (await session.execute(_WHOLE, {"id": id})).all()
        if not rows or any(row[0].state == VisitState.RUNNING.value for row in rows):
            return None
        if len({row[0].id for row in rows}) > 1:
            return None
        own = [row for row in rows if row[2] is not None and row[2].id == id]
        newest = sorted(rows, key=_place)[0]
        found = own[0] if own else newest
        ids = list({row[2].id for row in (found, newest) if row[2] is not None})
        scores = (await session.execute(_SCORES, {"audits": ids})).all() if ids else ()
    by_audit = _group_scores(scores)
    return _line(*found, by_audit), _line(*newest, by_audit)


def begins_with(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """Whether an id begins so. Ids are of 0-9 and a-f: as a range, it is looked up in the column's index, as LIKE is not."""
    return and_(column >= prefix, column < f"{prefix}g")


async def select_listed_audits(
    store: Store, *where: ColumnElement[bool], limit: int | None, few: bool = False
) -> tuple[ListedAudit, ...]:
    """Audits, and visits without one, that meet all of these conditions, newest first; ``limit`` None = all.

    ``few``: the conditions name some rows that an index finds.
    """
    await mark_interrupted(store)
    async with store.looking_up() if few else store.reading() as session:
        if limit is None:
            rows = list((await session.execute(_listed(*where))).all())
        else:
            rows = await _newest(session, where, limit)
        ids = [audit.id for _, _, audit, _ in rows if audit is not None]
        scores = (await session.execute(_SCORES, {"audits": ids})).all()
    by_audit = _group_scores(scores)
    return tuple(
        _line(visit, platform, audit, count, by_audit) for visit, platform, audit, count in sorted(rows, key=_place)
    )


_Listed = Row[VisitRow, PlatformRow, AuditRow, int]  # of a visit without an audit, the third is None


def _listed(*where: ColumnElement[bool]) -> Select[VisitRow, PlatformRow, AuditRow, int]:
    """The rows of these audits and visits, each with the number of the visit's views."""
    views = select(func.count()).where(ViewRow.visit_id == VisitRow.id).correlate(VisitRow).scalar_subquery()
    return (
        select(VisitRow, PlatformRow, AuditRow, views)
        .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
        .outerjoin(AuditRow, AuditRow.visit_id == VisitRow.id)
        .where(VisitRow.kind == VisitKind.AUDIT.value, *where)
    )


# Made once: to make a statement takes longer than to answer it.
_WHOLE = _listed(names_visit(bindparam("id", type_=String())))
_SCORES = select(
    ScoreRow.audit_id, ScoreRow.stage, ScoreRow.value, ScoreRow.coverage, ScoreRow.low, ScoreRow.high
).where(ScoreRow.audit_id.in_(bindparam("audits", expanding=True)))


def _group_scores(rows: Iterable[Sequence[Any]]) -> dict[str, dict[Stage, Score]]:
    by_audit: dict[str, dict[Stage, Score]] = {}
    for id, stage, value, coverage, low, high in rows:
        by_audit.setdefault(id, {})[Stage(stage)] = Score(value, coverage, low, high)
    return by_audit


def _place(row: _Listed) -> tuple[float, str, str]:
    visit, _, audit, _ = row
    at = audit.created_at if audit else visit.started_at
    return -at.timestamp(), visit.id, audit.id if audit else ""


async def _newest(session: AsyncSession, where: Sequence[ColumnElement[bool]], limit: int) -> list[_Listed]:
    """The newest ``limit`` of them, in any order. What they hold is read of these alone, however many there are."""
    audits, times = [], []
    for id, at in await session.execute(find_newest_audits(where, limit)):
        audits.append(id)
        times.append(at)
    since = times[-1] if len(times) == limit else None  # older visits without an audit come after all of these
    visits = list(await session.scalars(find_newest_unjudged(where, limit, since)))
    rows: list[_Listed] = []
    if audits:
        rows += (await session.execute(_listed(AuditRow.id.in_(audits)))).all()
    if visits:
        rows += (await session.execute(_listed(VisitRow.id.in_(visits), AuditRow.id.is_(None)))).all()
    return sorted(rows, key=_place)[:limit]


def find_newest_audits(where: Sequence[ColumnElement[bool]], limit: int) -> Select[str, datetime]:
    """The query for ids and times of judging of the newest audits that meet these conditions, newest first."""
    return (
        select(AuditRow.id, AuditRow.created_at)
        .join(VisitRow, VisitRow.id == AuditRow.visit_id)
        .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
        .where(VisitRow.kind == VisitKind.AUDIT.value, *where)
        .order_by(AuditRow.created_at.desc(), VisitRow.id, AuditRow.id)
        .limit(limit)
    )


def find_newest_unjudged(where: Sequence[ColumnElement[bool]], limit: int, since: datetime | None) -> Select[str]:
    """Ids of the newest visits without an audit, begun at ``since`` or later (None = whenever)."""
    query = (
        select(VisitRow.id)
        .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
        .outerjoin(AuditRow, AuditRow.visit_id == VisitRow.id)
        .where(VisitRow.kind == VisitKind.AUDIT.value, AuditRow.id.is_(None), *where)
        .order_by(VisitRow.started_at.desc(), VisitRow.id)
        .limit(limit)
    )
    return query if since is None else query.where(VisitRow.started_at >= since)


def _line(
    visit: VisitRow,
    platform: PlatformRow,
    audit: AuditRow | None,
    views: int,
    scores: Mapping[str, Mapping[Stage, Score]],
) -> ListedAudit:
    return ListedAudit(
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
