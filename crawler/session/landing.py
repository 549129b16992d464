"""Lands on pages, the home page above all: each step has its own time, and what went wrong once gets one more chance."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from playwright.async_api import Error as BrowserError

from crawler.berth import Berth
from crawler.limits import PAGE
from crawler.site import View
from crawler.stop import SLOW, Stop, crashed
from crawler.trip import Trip
from crawler.visit import Lost, Visitor
from crawler.vocabulary import ARRIVED, LANDED, Device, FoundBy, GapReason, Role
from crawler.witness import witnessed

Seen = TypeVar("Seen")  # what work on a page gives


class Landing:
    """The landings of one device's tour. ``arrives``: how the home page looks before anything is closed is wanted too."""

    def __init__(self, trip: Trip, device: Device, berth: Berth, arrives: bool) -> None:
        self.trip = trip
        self.device = device
        self.berth = berth
        self.arrives = arrives

    async def home(self) -> tuple[Visitor, View] | Stop:
        """The home page, with who stands on it. A trap, a time-out and a browser that died get one more chance each, on a fresh page:
        they may have been another page's doing, or our machine's."""
        tried: set[bool] = set()
        while True:
            visitor = await self.berth.within()
            if isinstance(visitor, Stop):
                return visitor
            landed: View | Stop | None = await self.guarded(self._arrive(visitor), visitor)
            if landed is None:
                landed = await self.guarded(self._land(visitor), visitor)
            if isinstance(landed, View):
                return visitor, landed
            died = landed.reason is GapReason.CRASHED
            if died in tried or not landed.spoils or self.trip.spent() is not None:
                return landed
            tried.add(died)
            await self.berth.end()

    async def guarded(self, work: Coroutine[Any, Any, Seen], visitor: Visitor) -> Seen | Stop:
        """What comes of work on a page, whatever the page does; each has a time of its own."""
        found: Seen | Stop
        try:
            async with self.trip.within(PAGE.whole_seconds):
                found = await work
        except Lost as lost:
            found = lost.stop
        except TimeoutError:
            found = await witnessed(self.trip.cut(SLOW), visitor.tab, self.trip)
            await self.berth.leave()
        except BrowserError as fault:
            await self.berth.leave()
            return crashed(fault)
        return await witnessed(found, visitor.tab, self.trip) if isinstance(found, Stop) else found

    async def _arrive(self, visitor: Visitor) -> Stop | None:
        """Load the home page and keep how it looks at first."""
        visitor.come_by(FoundBy.GIVEN, 0, ())
        platform = self.trip.platform
        home = platform.mobile_url if self.device is Device.MOBILE and platform.mobile_url else platform.url
        if (stop := await visitor.load(home)) is not None:
            return stop
        media = visitor.tab.headers.get("content-type", "text/html").split(";")[0].strip().lower()
        if media not in ("", "text/html", "application/xhtml+xml"):
            return Stop(GapReason.ERROR_PAGE, f"not HTML: {media[:80]}")
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        if (wall := visitor.obstacle(page, Role.HOME)) is not None:
            return wall
        if self.arrives and not self.trip.have(Role.HOME, ARRIVED, self.device):
            await visitor.store(page, Role.HOME, ARRIVED)
        return None

    async def _land(self, visitor: Visitor) -> View | Stop:
        """The home page as it stands when all of it was seen; one seen before the visit was interrupted is not stored again."""
        known = next(iter(self.trip.have(Role.HOME, LANDED, self.device)), None)
        return await self.landed(visitor, Role.HOME) if known is None else await visitor.prepare() or known

    async def landed(self, visitor: Visitor, role: Role) -> View | Stop:
        """Prepare, check for a wall, capture."""
        if (stop := await visitor.prepare()) is not None:
            return stop
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        if (wall := visitor.obstacle(page, role)) is not None:
            return wall
        return await visitor.store(page, role, LANDED)
