"""The page that one device's tour works on: created when needed, renewed when old or spoilt; a hanging browser is replaced."""

from __future__ import annotations

from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError

from crawler.browser.page import BrowserPage
from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.machine_time import patient_timeout
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import PageSession, Spares, spare_none
from crawler.vocabulary import Device, GapReason

NO_PAGE = LoadFailure(GapReason.TIMEOUT, "the browser gave no page")


class PageSlot:
    """Context and tab of one device. A context lasts as long as its browser, a tab only while it is sound."""

    def __init__(self, trip: CrawlState, device: Device) -> None:
        self.trip = trip
        self.device = device
        self._context: BrowserContext | None = None
        self._tab: BrowserPage | None = None
        self.spares: Spares = spare_none

    async def visitor(self) -> PageSession:
        """A visitor on a sound page. Raises BrowserError if no browser can be started."""
        if self._tab is not None and (self._tab.spoilt or self._tab.opened >= PAGE.tab_loads):
            await self.leave()
        for attempt in (1, 2):
            if self._tab is not None:
                break
            try:
                self._context = self._context or await self.trip.engine.context(self.device)
                async with patient_timeout(PAGE.close_seconds):
                    self._tab = await BrowserPage.open_in(
                        self._context, self.device, self.trip.engine.gate, self.trip.ledger, self.trip.clock
                    )
                    self._tab.burning = self.trip.engine.burning
            except (BrowserError, TimeoutError) as fault:
                await self._drop()
                if attempt == 2:
                    raise BrowserError(f"no page: {fault}") from fault
        if self._tab is None:
            raise AssertionError("unreachable")
        visitor = PageSession(self.trip, self._tab, self.device)
        visitor.spares = self.spares
        return visitor

    async def within(self) -> PageSession | LoadFailure:
        """A visitor, or a LoadFailure if the visit has no time left. Raises BrowserError if no browser can be started."""
        stop = self.trip.cut(NO_PAGE)
        try:
            if stop is NO_PAGE:
                async with self.trip.within():
                    return await self.visitor()
        except TimeoutError:
            stop = self.trip.cut(NO_PAGE)
        return stop

    async def leave(self) -> None:
        """Close the page; replace the browser if closing hangs or it uses too much memory. A flood's cookies are dropped too."""
        tab, self._tab = self._tab, None
        if tab is None:
            return
        try:
            async with self.trip.closing(2 * PAGE.close_seconds):
                sound = await tab.close() and not self.trip.engine.swollen()
                if sound and tab.recorder.flooded and self._context is not None:
                    await self._context.clear_cookies()
        except (BrowserError, TimeoutError):
            sound = False
        if not sound:
            await self._drop()

    async def end(self) -> None:
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
        context, self._context = self._context, None
        if context is not None:
            await self.trip.engine.replace(context.browser)
