"""What happened with one platform: visits for timings, days of light checks, what persons decided. Read only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Integer, bindparam, func, select

from storage.db.connecting.one_trip import Answer, Question
from storage.db.session import Store
from storage.db.tables import DecisionRow, Moment, PlatformRow, TimingRow, ViewRow, VisitKind, VisitRow

# Made once: to make a statement takes longer than to answer it.
_DECIDED = (
    select(DecisionRow.visit_id, DecisionRow.kind, DecisionRow.subject, DecisionRow.assessor)
    .where(DecisionRow.visit_id.in_(bindparam("visits", expanding=True)))
    .distinct()
)
_VISITS = (
    select(
        VisitRow.id, VisitRow.kind, VisitRow.state, VisitRow.started_at, VisitRow.finished_at,
        select(func.count()).where(ViewRow.visit_id == VisitRow.id).correlate(VisitRow).scalar_subquery(),
        select(func.count()).where(TimingRow.visit_id == VisitRow.id).correlate(VisitRow).scalar_subquery(),
    )
    .where(VisitRow.platform_id == bindparam("platform"), VisitRow.started_at <= bindparam("until"))
    .order_by(VisitRow.started_at.desc(), VisitRow.id)
    .limit(bindparam("limit", type_=Integer()))
)  # fmt: skip
_AT = func.max(DecisionRow.at)
_DECISIONS = (
    select(DecisionRow.visit_id, DecisionRow.assessor, _AT, func.count())
    .where(DecisionRow.platform_id == bindparam("platform"))
    .group_by(DecisionRow.visit_id, DecisionRow.assessor)
    .having(bindparam("until", type_=Moment()) >= _AT)
    .order_by(_AT.desc(), DecisionRow.visit_id, DecisionRow.assessor)
    .limit(bindparam("limit", type_=Integer()))
)
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoredPlatformName:
    """A platform of the store, registered or not."""

    id: int
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class VisitEvent:
    """One visit. ``views``: captured pages; ``loads``: timed loads."""

    visit: str
    kind: VisitKind
    state: str
    at: datetime
    ended_at: datetime | None
    views: int
    loads: int


@dataclass(frozen=True, slots=True)
class DecisionEvent:
    """Decisions of one person on one visit, stored on one occasion or over a day."""

    visit: str
    assessor: str
    at: datetime
    many: int


@dataclass(frozen=True, slots=True)
class DecidedSubject:
    """That a person decided something on a visit, not what. ``kind``: a ``storage.decisions.DecisionKind``."""

    visit: str
    kind: str
    subject: str
    assessor: str


async def find_platform_name(store: Store, platform: int) -> StoredPlatformName | None:
    """The platform of that number; None without one."""
    async with store.reading() as session:
        row = await session.get(PlatformRow, platform)
    return None if row is None else StoredPlatformName(row.id, row.url, row.name)


async def list_visit_events(store: Store, platform: int, limit: int) -> tuple[VisitEvent, ...]:
    """A platform's visits, the latest first."""
    (found,) = await store.look_up(ask_for_visits(platform, limit, LAST_MOMENT))
    return read_visit_events(found)


def ask_for_visits(platform: int, limit: int, until: datetime) -> Question:
    """What asks for the visits that ``read_visit_events`` reads, of those that began by then."""
    return Question(_VISITS, {"platform": platform, "limit": limit, "until": until})


def read_visit_events(found: Answer) -> tuple[VisitEvent, ...]:
    """Those visits, the latest first."""
    return tuple(VisitEvent(id, VisitKind(kind), *rest) for id, kind, *rest in found)


def ask_for_decisions(platform: int, limit: int, until: datetime) -> Question:
    """What asks who decided how many things on which visit, and last by then; the latest first, each a ``DecisionEvent``."""
    return Question(_DECISIONS, {"platform": platform, "limit": limit, "until": until})


def ask_for_subjects(visits: Collection[str]) -> Question:
    """What asks who decided what on each of these visits, each a ``DecidedSubject``."""
    return Question(_DECIDED, {"visits": list(visits)})
