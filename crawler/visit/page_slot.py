"""The page that one device's tour works on: created when needed, renewed when old or spoilt; a hanging browser is replaced."""

from __future__ import annotations

import asyncio

from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError

from crawler.browser.page import BrowserPage
from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME, patient_timeout
from crawler.visit.capture import Arrival
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_ahead import PageAhead
from crawler.visit.page_session import PageSession, Spares, Walls, spare_none
from crawler.vocabulary import Device, GapReason

NO_PAGE = LoadFailure(GapReason.TIMEOUT, "the browser gave no page")


class PageSlot:
    """Context and tabs of one device. A context lasts as long as its browser, a tab only while it is sound.

    The tour works in one tab; in a second one the page that it will look at next may load meanwhile.
    """

    def __init__(self, trip: CrawlState, device: Device) -> None:
        self.trip = trip
        self.device = device
        self._context: BrowserContext | None = None
        self._tab: BrowserPage | None = None
        self._second: BrowserPage | None = None
        self._ahead: tuple[str, asyncio.Task[PageAhead | None]] | None = None
        self.spares: Spares = spare_none
        self._walls: Walls = {}

    async def visitor(self, url: str = "") -> PageSession:
        """A visitor on a sound page: that of ``url``, if it was loaded ahead. Raises BrowserError if no browser can be started."""
        if self._tab is not None and self._tab.recorder.flooded:  # what loaded beside a flood may have suffered from it
            await self._leave_ahead()
            await self._close_second()
        if (ahead := await self._come_ahead(url)) is not None:
            return ahead
        if _is_worn(self._tab):
            await self.leave()
        for attempt in (1, 2):
            if self._tab is not None:
                break
            try:
                self._context = self._context or await self.trip.engine.context(self.device)
                self._tab = await self._new_tab(self._context)
            except (BrowserError, TimeoutError) as fault:
                await self._drop()
                if attempt == 2:
                    raise BrowserError(f"no page: {fault}") from fault
        if self._tab is None:
            raise AssertionError("unreachable")
        visitor = PageSession(self.trip, self._tab, self.device)
        visitor.spares, visitor.walls = self.spares, self._walls
        return visitor

    async def _new_tab(self, context: BrowserContext) -> BrowserPage:
        engine = self.trip.engine
        async with patient_timeout(PAGE.close_seconds):
            tab = await BrowserPage.open_in(context, self.device, engine.gate, self.trip.ledger, self.trip.clock)
        tab.burning = engine.burning
        return tab

    def load_ahead(self, came: Arrival) -> None:
        """Begin to load the page at ``came.asked`` in the second tab, where machine and memory leave room for it.

        One that was loaded and never asked for makes way.
        """
        idle = self._ahead is None or self._ahead[1].done()
        room = MACHINE_TIME.slowdown <= PAGE.ahead_slowdown and self.trip.engine.has_room(PAGE.ahead_share)
        if idle and room and self._context is not None and self.trip.spent() is None:
            loading = asyncio.create_task(self._load_ahead(self._context, came))
            self._ahead = came.asked, loading

    async def _load_ahead(self, context: BrowserContext, came: Arrival) -> PageAhead | None:
        """The visitor on that page, or None where it is to be loaded in its turn: what failed beside another page may not fail alone.

        A trap is the page's own doing, whatever stands beside it, and is not sprung twice.
        """
        try:
            if _is_worn(self._second):
                await self._close_second()
            async with self.trip.within(PAGE.whole_seconds):
                tab = self._second = self._second or await self._new_tab(context)
                visitor = PageAhead(self.trip, tab, self.device, came, self.spares)
                stop = await visitor.come_ahead()
        except (BrowserError, TimeoutError):
            if self._second is not None:
                self._second.spoilt = True
            return None
        return visitor if stop is None or stop.reason is GapReason.TRAP else None

    async def _come_ahead(self, url: str) -> PageAhead | None:
        """The visitor on the page of that address that was loaded ahead, in the tab that is the tour's from now on."""
        if self._ahead is None or self._ahead[0] != url:
            return None
        loading = self._ahead[1]
        await asyncio.wait([loading])
        self._ahead = None
        if (visitor := loading.result()) is not None:
            visitor.walls = self._walls
            self._tab, self._second = visitor.tab, self._tab
        return visitor

    async def within(self, url: str = "") -> PageSession | LoadFailure:
        """A visitor, on the page of ``url`` if it was loaded ahead; a LoadFailure if the visit has no time left.

        Raises BrowserError if no browser can be started.
        """
        stop = self.trip.cut(NO_PAGE)
        try:
            if stop is NO_PAGE:
                async with self.trip.within():
                    return await self.visitor(url)
        except TimeoutError:
            stop = self.trip.cut(NO_PAGE)
        return stop

    async def leave(self) -> None:
        """Close the page; replace the browser if closing hangs or it uses too much memory. A flood's cookies are dropped too."""
        tab, self._tab = self._tab, None
        if not await self._close(tab):
            await self._drop()

    async def _close_second(self) -> None:
        tab, self._second = self._second, None
        if not await self._close(tab) and self._context is not None:
            await self.trip.engine.replace(self._context.browser)

    async def _close(self, tab: BrowserPage | None) -> bool:
        """Whether the browser is sound once that page is closed."""
        if tab is None:
            return True
        try:
            async with self.trip.closing(2 * PAGE.close_seconds):
                sound = await tab.close() and not self.trip.engine.swollen()
                if sound and tab.recorder.flooded and self._context is not None:
                    await self._context.clear_cookies()
        except (BrowserError, TimeoutError):
            return False
        return sound

    async def _leave_ahead(self) -> None:
        """Give up the page that loads ahead."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead[1].cancel()
            await asyncio.wait([ahead[1]])

    async def end(self) -> None:
        await self._leave_ahead()
        await self._close_second()
        await self.leave()
        context, self._context = self._context, None
        if context is not None:
            try:
                async with self.trip.closing(PAGE.close_seconds):
                    await context.close()
            except BrowserError:
                return  # it ended with its browser
            except TimeoutError:
                await self.trip.engine.replace(context.browser)

    async def _drop(self) -> None:
        await self._leave_ahead()
        self._second = None
        context, self._context = self._context, None
        if context is not None:
            await self.trip.engine.replace(context.browser)


def _is_worn(tab: BrowserPage | None) -> bool:
    """Whether a tab is to be renewed."""
    return tab is not None and (tab.spoilt or tab.opened >= PAGE.tab_loads)
