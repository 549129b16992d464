"""Which views of an interrupted visit an audit goes on with, and which pages it looks at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.plan import Act
from crawler.site import View
from crawler.vocabulary import ARRIVED, LANDED, MENUS, GapReason, Role
from storage.salvage import Place, Salvaged, place_of, salvage, set_aside
from storage.session import Store
from xuncha import schedule

ENTRY = frozenset({ARRIVED, LANDED, MENUS})  # of the home page: one load shows them all


# What may be gone when it is looked at again: only these are tried again by themselves.
PASSING = frozenset({
    GapReason.UNREACHABLE, GapReason.TIMEOUT, GapReason.BLOCKED, GapReason.MAINTENANCE, GapReason.ERROR_PAGE,
    GapReason.BLANK, GapReason.CRASHED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """What an interrupted visit left: ``views`` that stand, and all ``ids`` that it gave."""

    views: tuple[View, ...] = ()
    ids: tuple[str, ...] = ()


async def left(store: Store, visit: str, since: datetime | None, acts: Iterable[Act]) -> Left:
    """What a visit that was just taken up goes on with; all else is set aside for good."""
    found = await salvage(store, visit)
    views = standing(found, since, acts)
    await set_aside(store, visit, [view.id for view in views])
    return Left(views, found.ids)


def fresh() -> timedelta:
    """How old a view may be that is not looked at again."""
    return timedelta(hours=float(schedule.settings()["resume"]["hours"]))


def standing(salvaged: Salvaged, since: datetime | None, acts: Iterable[Act]) -> tuple[View, ...]:
    """The views that stand, in their order. ``since``: older ones do not; None = all do.

    Places go whole: where one view of a place is too old or lost, all of that place are looked at again, so that their order is
    that of one tour. So do the states that one load or one act brings up.
    """
    views = salvaged.views
    gone = set(salvaged.lost)
    gone |= {place_of(view) for view in views if since is not None and view.at < since}
    seen = {place_of(view) for view in views} | gone
    gone |= {
        place for place in seen if _entry(place) and any(_entry(other) and _beside(place, other) for other in gone)
    }
    for act in acts:
        brought = {capture for capture in act.captures if capture[1] != LANDED}
        for device, look in {(place.device, place.look) for place in seen}:
            own = {place for place in seen if (place.device, place.look) == (device, look)}
            own = {place for place in own if (place.role, place.state) in brought}
            if len(own - gone) < len(brought):  # cut off within the act: it begins anew
                gone |= own
    return tuple(view for view in views if place_of(view) not in gone)


def _entry(place: Place) -> bool:
    return place.role is Role.HOME and place.state in ENTRY


def _beside(one: Place, other: Place) -> bool:
    return (one.device, one.look) == (other.device, other.look)
