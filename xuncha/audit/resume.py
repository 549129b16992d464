"""Which views of an interrupted visit an audit reuses, and which pages it visits again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.plan import Act
from crawler.site import View
from crawler.vocabulary import ARRIVED, LANDED, MENUS, GapReason, Role
from storage.db.session import Store
from storage.visits.salvage import SalvagedVisit, ViewPlace, keep_only_views, salvage_visit, view_place_of
from xuncha.settings import schedule

ENTRY = frozenset({ARRIVED, LANDED, MENUS})  # of the home page: one load shows them all


# Gaps that may be gone by the next try: only these are retried automatically.
PASSING = frozenset({
    GapReason.UNREACHABLE, GapReason.TIMEOUT, GapReason.BLOCKED, GapReason.MAINTENANCE, GapReason.ERROR_PAGE,
    GapReason.BLANK, GapReason.CRASHED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResumedViews:
    """What an interrupted visit left: the ``views`` that can be reused, and all ``ids`` it has used."""

    views: tuple[View, ...] = ()
    ids: tuple[str, ...] = ()


async def resume_views(store: Store, visit: str, since: datetime | None, acts: Iterable[Act]) -> ResumedViews:
    """Choose the views that a resumed visit reuses, and discard all others for good."""
    found = await salvage_visit(store, visit)
    views = select_reusable_views(found, since, acts)
    await keep_only_views(store, visit, [view.id for view in views])
    return ResumedViews(views, found.ids)


def load_resume_age() -> timedelta:
    """The greatest age of a view that is still reused."""
    return timedelta(hours=schedule.load_schedule_settings().resume.hours)


def select_reusable_views(salvaged: SalvagedVisit, since: datetime | None, acts: Iterable[Act]) -> tuple[View, ...]:
    """The views that can be reused, in their order. Views older than ``since`` cannot; None = any age.

    A place (page, state, device, pass) is kept or dropped whole: where one of its views is too old or lost, all of them
    are captured again, so that their order is that of one tour. So are states that one load or one act brings up
    together.
    """
    views = salvaged.views
    gone = set(salvaged.lost)
    gone |= {view_place_of(view) for view in views if since is not None and view.at < since}
    seen = {view_place_of(view) for view in views} | gone
    gone |= {
        place for place in seen if _entry(place) and any(_entry(other) and _beside(place, other) for other in gone)
    }
    for act in acts:
        brought = {capture for capture in act.captures if capture[1] != LANDED}
        for device, look in {(place.device, place.look) for place in seen}:
            own = {place for place in seen if (place.device, place.look) == (device, look)}
            own = {place for place in own if (place.role, place.state) in brought}
            if len(own - gone) < len(brought):  # interrupted within the act: start it again
                gone |= own
    return tuple(view for view in views if view_place_of(view) not in gone)


def _entry(place: ViewPlace) -> bool:
    return place.role is Role.HOME and place.state in ENTRY


def _beside(one: ViewPlace, other: ViewPlace) -> bool:
    return (one.device, one.look) == (other.device, other.look)
