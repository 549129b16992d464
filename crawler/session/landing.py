"""Land on pages, above all the home page: each step has its own time limit, and what failed once gets one more chance."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from playwright.async_api import Error as BrowserError

from crawler.failure import SLOW, LoadFailure, crash_stop
from crawler.limits import PAGE
from crawler.site import View
from crawler.visit.crawl_state import CrawlState
from crawler.visit.failed_exchanges import keep_witnessed
from crawler.visit.page_session import Lost, PageSession
from crawler.visit.page_slot import PageSlot
from crawler.vocabulary import ARRIVED, LANDED, Device, FoundBy, GapReason, Role

Seen = TypeVar("Seen")  # the result of work on a page


class Landing:
    """The landings of one device's tour. ``arrives``: the home page before anything is closed is wanted too."""

    def __init__(self, trip: CrawlState, device: Device, berth: PageSlot, arrives: bool) -> None:
        self.trip = trip
        self.device = device
        self.berth = berth
        self.arrives = arrives

    async def home(self) -> tuple[PageSession, View] | LoadFailure:
        """The home page, with the visitor on it.

        A trap, a timeout and a crashed browser get one more chance each, on a fresh page: another page, or our machine,
        may be to blame.
        """
        tried: set[bool] = set()
        while True:
            visitor = await self.berth.within()
            if isinstance(visitor, LoadFailure):
                return visitor
            landed: View | LoadFailure | None = await self.guarded(self._arrive(visitor), visitor)
            if landed is None:
                landed = await self.guarded(self._land(visitor), visitor)
            if isinstance(landed, View):
                return visitor, landed
            died = landed.reason is GapReason.CRASHED
            if died in tried or not landed.spoils or self.trip.spent() is not None:
                return landed
            tried.add(died)
            await self.berth.end()

    async def guarded(self, work: Coroutine[Any, Any, Seen], visitor: PageSession) -> Seen | LoadFailure:
        """The result of work on a page, whatever the page does; each piece of work has its own time limit."""
        found: Seen | LoadFailure
        try:
            async with self.trip.within(PAGE.whole_seconds):
                found = await work
        except Lost as lost:
            found = lost.stop
        except TimeoutError:
            found = await keep_witnessed(self.trip.cut(SLOW), visitor.tab, self.trip)
            await self.berth.leave()
        except BrowserError as fault:
            await self.berth.leave()
            return crash_stop(fault)
        return await keep_witnessed(found, visitor.tab, self.trip) if isinstance(found, LoadFailure) else found

    async def _arrive(self, visitor: PageSession) -> LoadFailure | None:
        """Load the home page and capture its first appearance."""
        visitor.come_by(FoundBy.GIVEN, 0, ())
        platform = self.trip.platform
        home = platform.mobile_url if self.device is Device.MOBILE and platform.mobile_url else platform.url
        if (stop := await visitor.load(home)) is not None:
            return stop
        media = visitor.tab.headers.get("content-type", "text/html").split(";")[0].strip().lower()
        if media not in ("", "text/html", "application/xhtml+xml"):
            return LoadFailure(GapReason.ERROR_PAGE, f"not HTML: {media[:80]}")
        # A splash screen, or a script that waits, shows nothing at first: only what stays blank is a blank page.
        if await visitor.tab.words_come(0, PAGE.late_seconds) and (late := await visitor.tab.settle()) is not None:
            return late
        page = await visitor.read()
        if isinstance(page, LoadFailure):
            return page
        if (wall := visitor.obstacle(page, Role.HOME)) is not None:
            return wall
        if self.arrives and not self.trip.have(Role.HOME, ARRIVED, self.device):
            await visitor.store(page, Role.HOME, ARRIVED)
        return None

    async def at(self, url: str, role: Role) -> View | LoadFailure:
        """The page of that role at an address of our own choice."""
        return await self.on_page(lambda visitor: self._at(visitor, url, role))

    async def on_page(self, work: Callable[[PageSession], Coroutine[Any, Any, Seen]]) -> Seen | LoadFailure:
        """The result of work on the tour's page, ``guarded``; why there is no page if there is none."""
        visitor = await self.berth.within()
        return visitor if isinstance(visitor, LoadFailure) else await self.guarded(work(visitor), visitor)

    async def _at(self, visitor: PageSession, url: str, role: Role) -> View | LoadFailure:
        visitor.come_by(FoundBy.KNOWN_PATH, None, ())
        return await visitor.load(url) or await self.landed(visitor, role)

    async def _land(self, visitor: PageSession) -> View | LoadFailure:
        """The home page after all of it was seen; one captured before the visit was interrupted is not stored again."""
        known = next(iter(self.trip.have(Role.HOME, LANDED, self.device)), None)
        return await self.landed(visitor, Role.HOME) if known is None else await visitor.prepare() or known

    async def landed(self, visitor: PageSession, role: Role) -> View | LoadFailure:
        """Prepare the page, check for a wall, capture."""
        if (stop := await visitor.prepare()) is not None:
            return stop
        page = await visitor.read()
        if isinstance(page, LoadFailure):
            return page
        if (wall := visitor.obstacle(page, role)) is not None:
            return wall
        return await visitor.store(page, role, LANDED)
