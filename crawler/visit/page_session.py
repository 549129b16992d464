"""The operations of a visit: open, click, hover, focus, wait, capture. Nothing is judged here, typed or submitted."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable

from playwright.async_api import Error as BrowserError

from crawler.browser.click import use_element
from crawler.browser.glance import measure_extent, take_glance
from crawler.browser.isolated_world import Hung, IsolatedWorld
from crawler.browser.overlays import ClosedOverlays, close_layers
from crawler.browser.page import BrowserPage
from crawler.browser.scrolling import ScrollResult, go_back_to_top
from crawler.dom import snapshot
from crawler.dom.screenshot import PictureFailed
from crawler.dom.snapshot import PageReading
from crawler.failure import LoadFailure, crash_stop
from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME, patient_timeout
from crawler.site import Element, View
from crawler.urls import is_openable, page_identity
from crawler.visit import capture as capturing
from crawler.visit.capture import Arrival
from crawler.visit.crawl_state import CrawlState
from crawler.visit.failed_exchanges import keep_witnessed
from crawler.visit.framed.shop_frame import ShopFrame
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Role


class Lost(Exception):
    """The page went away while it was being captured."""

    def __init__(self, stop: LoadFailure) -> None:
        super().__init__(f"{stop.reason}: {stop.detail}")
        self.stop = stop


# Why a window need not be opened for which a control of that role asks.
Spares = Callable[[str, Role], LoadFailure | None]
# The log-ins that presses met, by the role looked for and the page: what leads there again need not be looked through again.
Walls = dict[tuple[Role, str], LoadFailure]


def spare_none(_url: str, _role: Role) -> None:
    """Open every window that a press asks for."""


class PageSession:
    """A tab of one device at work; ``here`` is the page last captured or arrived at. Implements ``plan.Visit``."""

    def __init__(self, trip: CrawlState, tab: BrowserPage, device: Device) -> None:
        self.trip = trip
        self.tab = tab
        self.device = device
        self.look = trip.plan.look
        self.opened_before = tab.opened  # loads of the tab before it was this visitor's
        self.shown = ShopFrame(tab)
        self.stop: LoadFailure | None = None
        self.spares: Spares = spare_none
        self.walls: Walls = {}
        self.expects = Role.HOME  # the role of the page an act is on: a login form is no wall on the login page
        self.came = Arrival()
        self._here: View | None = None
        self._closing, self._scrolled = ClosedOverlays(), ScrollResult()
        self._avoid = frozenset[str]()  # kinds of controls of overlays that led away

    @property
    def here(self) -> View:
        if self._here is None:
            raise RuntimeError("nothing has been captured on this page yet")
        return self._here

    def come_by(self, found_by: FoundBy, clicks: int | None, path: tuple[str, ...]) -> None:
        """Record how the page opened next was found."""
        self.came = Arrival(self.came.asked, found_by, clicks, path)

    async def load(self, url: str) -> LoadFailure | None:
        """Navigate, if budget, robots.txt and rate limit allow; overlays and scrolling are not handled yet."""
        self.came = dataclasses.replace(self.came, asked=url)
        if not is_openable(url):
            return LoadFailure(GapReason.REFUSED_BY_GUARD, f"not a web address: {url[:100]}")
        if (budget := self.trip.spent()) is not None:
            return LoadFailure(GapReason.BUDGET, budget)
        if (stop := await self.trip.forbidden(url)) is not None:
            return stop
        await self.trip.pace.turn(url)
        self.trip.loads += 1
        self._closing, self._scrolled = ClosedOverlays(), ScrollResult()
        return await self.tab.open(url) or await self.shown.show(url, self.came.found_by, self.trip.views)

    async def prepare(self) -> LoadFailure | None:
        """Close overlays, scroll to a stable height, close what appeared meanwhile; what led away is not clicked again."""
        return await self._answered(self._prepare())

    async def _prepare(self) -> LoadFailure | None:
        self._avoid = frozenset()
        url = self.tab.page.url
        first = await close_layers(self.tab.page, self.tab.world)
        while first.left and len(self._avoid) < 2:
            self._avoid |= {first.left}
            self.trip.loads += 1
            if (stop := await self.tab.open(url)) is not None:
                return stop
            first = await close_layers(self.tab.page, self.tab.world, self._avoid)
        self._scrolled, self._closing = await self.tab.scroll(), first
        return await self._close_late()

    async def _close_late(self) -> LoadFailure | None:
        """Close what has come over the page since its layers were closed."""
        was, late = self._closing, await close_layers(self.tab.page, self.tab.world, self._avoid)
        covered = late.still_covered or bool(late.left or was.left)
        self._closing = ClosedOverlays(was.closed + late.closed, was.consented or late.consented, covered, was.left)
        if late.left:
            return LoadFailure(GapReason.TRAP, "closing a layer led away from the page")
        return self.tab.sprung()

    async def _answered(self, work: Awaitable[LoadFailure | None]) -> LoadFailure | None:
        """What came of work on the page, or why it gave no answer."""
        try:
            return await work
        except Hung:
            return await self._silent()
        except BrowserError as fault:
            return self._sprung(crash_stop(fault))

    def _sprung(self, otherwise: LoadFailure) -> LoadFailure:
        self.tab.spoilt = True
        return self.tab.sprung() or otherwise

    async def _silent(self) -> LoadFailure:
        self.tab.spoilt = True
        return await self.tab.silent()

    async def read(self) -> PageReading | LoadFailure:
        try:
            page = await snapshot.read_page(self.tab.page, self.tab.cdp)
            return dataclasses.replace(page, url=await self.shown.follow())
        except snapshot.ReadTimeout:
            return await self._silent()
        except (snapshot.ReadFailed, BrowserError) as fault:
            return self._sprung(crash_stop(fault))

    def obstacle(self, page: PageReading, role: Role) -> LoadFailure | None:
        """The wall that this page is, or None."""
        return capturing.find_wall(self.tab, self.came.asked, self.shown.url, page, role)

    async def store(self, page: PageReading, role: Role, state: str) -> View:
        """Freeze the page reading with screenshot and exchanges, and store it. Raises Lost if the page went away."""
        seen = capturing.make_unkept_view(self.tab, self.device, self.look, page, self.came)
        try:
            met = self._closing, self._scrolled
            view = await capturing.keep_view(self.trip, self.tab, page, seen, *met, role, state)
        except PictureFailed as fault:
            hung = str(fault) == "timeout"
            raise Lost(await self._silent() if hung else self._sprung(crash_stop(fault))) from fault
        except BrowserError as fault:
            raise Lost(self._sprung(crash_stop(fault))) from fault
        self._here = view
        return await self.trip.add_view(view)

    # -- the verbs acts may use ------------------------------------------------------------------------------------

    async def open(self, url: str) -> bool:
        self.stop = await self.load(url) or await self.prepare()
        return await self._arrived()

    async def open_here(self) -> bool:
        """Prepare the page just loaded and read it into ``here``."""
        self.stop = await self.prepare()
        return await self._arrived()

    async def still_on(self, view: View) -> bool:
        """Whether the tab still shows the page of that view; it is then read into ``here`` without another load."""
        self.came, self.expects = dataclasses.replace(self.came, asked=view.asked), view.role
        self._closing, self._scrolled = capturing.tell_preparation(view)
        stays = not self.tab.spoilt and self.tab.loaded and page_identity(self.shown.url) == page_identity(view.url)
        return stays and await self._arrived()

    async def reload(self) -> bool:
        return await self.open(self.shown.url)

    async def back(self) -> bool:
        try:
            await self.tab.page.go_back(wait_until="domcontentloaded", timeout=PAGE.load_seconds * 1000)
        except BrowserError:
            return False
        self.stop = await self.tab.settle() or await self.prepare()
        return await self._arrived()

    async def click(self, element: Element) -> bool:
        before, url = len(self.tab.notes.popups), self.shown.url
        stood = await self._stands()
        if not await self._act(element, "click"):
            return False
        self.stop = await self.tab.settle()
        new = [url for url in self.tab.notes.popups[before:] if is_openable(url)]
        if self.stop is None and new:  # the control opens a new window: look at it in ours
            self.stop = self.spares(new[-1], self.expects)
            return self.stop is None and await self.open(new[-1])
        here = page_identity(self.shown.url)
        moved, place = here != page_identity(url), (self.expects, here)
        self.trip.loads += moved
        self.stop = self.stop or (self.walls.get(place) if moved else None)
        if self.stop is None:
            self.stop = await self._answered(self._scroll_on(stood))
        arrived = await self._arrived()
        if moved and self.stop is not None and self.stop.reason is GapReason.LOGIN:
            self.walls[place] = self.stop
        return arrived

    async def _scroll_on(self, stood: object) -> None:
        """Scroll alone, for an overlay that a press brings up is what was wanted; only back to the top where all stands as it ``stood``."""
        if stood is not None and await self._stands() == stood:
            await go_back_to_top(self.tab.world)
        else:
            self._scrolled = await self.tab.scroll()

    async def _stands(self) -> object:
        """What a press that does anything changes; None if the page does not answer."""
        extent = await self._told(measure_extent)
        return None if extent is None else (self.shown.url, self.tab.recorder.requests, extent)

    async def hover(self, element: Element) -> bool:
        return await self._act(element, "hover") and await self._shown()

    async def focus(self, element: Element) -> bool:
        return await self._act(element, "blur") and await self._shown()

    async def reveals(self, element: Element, verb: str) -> bool:
        """Whether a hover, focus (held, as by keyboard) or click changes what is drawn; then ``here`` is read again."""
        before = await self._told(take_glance)
        if not await self._act(element, verb):
            return False
        await asyncio.sleep(MACHINE_TIME.stretched(PAGE.menu_wait_ms / 1000))
        in_shadow = " >> " in element.selector  # which the glance does not reach
        return (in_shadow or await self._told(take_glance) != before) and await self._arrived()

    async def _told(self, ask: Callable[[IsolatedWorld], Awaitable[object]]) -> object:
        """What the page answers, None if it gives no answer."""
        try:
            return await ask(self.tab.world)
        except Hung:
            self.stop = await self._silent()
        except BrowserError as fault:
            self.stop = self._sprung(crash_stop(fault))
        return None

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._arrived()

    async def capture(
        self, role: Role, state: str = LANDED, found_by: FoundBy = FoundBy.CLICK, path: tuple[str, ...] = ()
    ) -> View:
        self.came = dataclasses.replace(self.came, found_by=found_by, path=path or self.came.path)
        try:
            page = await self.read()
            if isinstance(page, LoadFailure):
                raise Lost(page)
            return await self.store(page, role, state)
        except Lost as lost:
            stop = lost.stop = await keep_witnessed(lost.stop, self.tab, self.trip)
            await self.trip.add_stop(role, state, self.device, stop, self.came.asked)
            raise

    async def nothing(self, role: Role, state: str, detail: str) -> None:
        await self.trip.add_gap(role, state, self.device, GapReason.NOT_OFFERED, detail, self.came.asked)

    async def _act(self, element: Element, verb: str) -> bool:
        try:
            async with patient_timeout(PAGE.hang_seconds):
                return await use_element(await snapshot.locate_element(self.tab.page, element), verb)
        except (BrowserError, LookupError):
            return False
        except TimeoutError:
            self.stop = await self._silent()
            return False

    async def _shown(self) -> bool:
        """Wait until what a hover or focus brings up is drawn, then read the page."""
        await asyncio.sleep(MACHINE_TIME.stretched(PAGE.menu_wait_ms / 1000))
        return await self._arrived()

    async def _arrived(self) -> bool:
        """Read the page as it is now into ``here``, without storing it."""
        if self.stop is not None:
            return False
        page = await self.read()
        if isinstance(page, LoadFailure):
            self.stop = page
            return False
        if (wall := self.obstacle(page, self.expects)) is not None:
            self.stop = wall
            return False
        self._here = capturing.make_unkept_view(self.tab, self.device, self.look, page, self.came)
        return True
