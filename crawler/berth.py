"""The page one device's tour works on: made when needed, renewed when old or spoilt, its browser replaced when it hangs."""

from __future__ import annotations

from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError

from crawler.limits import PAGE
from crawler.machine_time import patient
from crawler.stop import Stop
from crawler.tab import Tab
from crawler.trip import Trip
from crawler.visit import Visitor
from crawler.vocabulary import Device, GapReason

NO_PAGE = Stop(GapReason.TIMEOUT, "the browser gave no page")


class Berth:
    """Context and tab of one device. A context lives as long as its browser, a tab no longer than it is sound."""

    def __init__(self, trip: Trip, device: Device) -> None:
        self.trip = trip
        self.device = device
        self._context: BrowserContext | None = None
        self._tab: Tab | None = None

    async def visitor(self) -> Visitor:
        """A visitor on a sound page. Raises BrowserError where no browser can be started."""
        if self._tab is not None and (self._tab.spoilt or self._tab.opened >= PAGE.tab_loads):
            await self.leave()
        for attempt in (1, 2):
            if self._tab is not None:
                break
            try:
                self._context = self._context or await self.trip.engine.context(self.device)
                async with patient(PAGE.close_seconds):
                    self._tab = await Tab.open_in(
                        self._context, self.trip.engine.gate, self.trip.ledger, self.trip.clock
                    )
                    self._tab.burning = self.trip.engine.burning
            except (BrowserError, TimeoutError) as fault:
                await self._drop()
                if attempt == 2:
                    raise BrowserError(f"no page: {fault}") from fault
        if self._tab is None:
            raise AssertionError("unreachable")
        return Visitor(self.trip, self._tab, self.device)

    async def within(self) -> Visitor | Stop:
        """A visitor as long as the visit has time for one. Raises BrowserError where no browser can be started."""
        stop = self.trip.cut(NO_PAGE)
        try:
            if stop is NO_PAGE:
                async with self.trip.within():
                    return await self.visitor()
        except TimeoutError:
            stop = self.trip.cut(NO_PAGE)
        return stop

    async def leave(self) -> None:
        """Close the page; where that hangs, or the browser has swollen, the browser is replaced."""
        tab, self._tab = self._tab, None
        if tab is None:
            return
        try:
            async with self.trip.closing(2 * PAGE.close_seconds):
                sound = await tab.close() and not await self.trip.engine.swollen()
        except TimeoutError:
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
                return  # it went with its browser
            except TimeoutError:
                await self.trip.engine.replace(context.browser)

    async def _drop(self) -> None:
        context, self._context = self._context, None
        if context is not None:
            await self.trip.engine.replace(context.browser)
