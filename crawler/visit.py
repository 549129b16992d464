"""The verbs of a visit: open, press, hover, focus, wait, capture. Nothing is judged here, typed or submitted."""

from __future__ import annotations

import asyncio
import dataclasses

from playwright.async_api import Error as BrowserError

from crawler import capturing, obstacles, reading
from crawler.addressing import identity, openable
from crawler.browser.glance import glance
from crawler.browser.scrolling import Scrolled
from crawler.capturing import Came
from crawler.layers import Closing, close_layers
from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME, patient
from crawler.picture import PictureFailed
from crawler.press import press
from crawler.reading import PageReading
from crawler.site import Element, View
from crawler.stop import Stop, crashed
from crawler.tab import Tab
from crawler.trip import Trip
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Role
from crawler.witness import witnessed
from crawler.world import Hung

HOVER_SECONDS = 2.0


class Lost(Exception):
    """The page went away while it was being captured."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(f"{stop.reason}: {stop.detail}")
        self.stop = stop


class Visitor:
    """A tab of one device at work; ``here`` is what was last captured or arrived at. Implements ``plan.Visit``."""

    def __init__(self, trip: Trip, tab: Tab, device: Device) -> None:
        self.trip = trip
        self.tab = tab
        self.device = device
        self.look = trip.plan.look
        self.stop: Stop | None = None
        self.expects = Role.HOME  # what page an act is on: a login form is no wall on the login page
        self.came = Came()
        self._here: View | None = None
        self._closing = Closing()
        self._scrolled = Scrolled()

    @property
    def here(self) -> View:
        if self._here is None:
            raise RuntimeError("nothing has been captured on this page yet")
        return self._here

    @property
    def asked(self) -> str:
        """The address this page was opened by."""
        return self.came.asked

    def come_by(self, found_by: FoundBy, clicks: int | None, path: tuple[str, ...]) -> None:
        """How the page that is opened next was found."""
        self.came = Came(self.came.asked, found_by, clicks, path)

    async def load(self, url: str) -> Stop | None:
        """Navigate after budget, robots and pace have agreed; layers and scrolling are not touched yet."""
        self.came = dataclasses.replace(self.came, asked=url)
        if not openable(url):
            return Stop(GapReason.REFUSED_BY_GUARD, f"not a web address: {url[:100]}")
        if (budget := self.trip.spent()) is not None:
            return Stop(GapReason.BUDGET, budget)
        if (stop := await self.trip.forbidden(url)) is not None:
            return stop
        await self.trip.pace.turn(url)
        self.trip.loads += 1
        self._closing, self._scrolled = Closing(), Scrolled()
        return await self.tab.open(url)

    async def prepare(self) -> Stop | None:
        """Close layers, scroll to a stable height, close what came up meanwhile.

        Where pressing a control of a layer leads away from the page, the page is opened again and that kind of control
        is not pressed any more.
        """
        avoid: frozenset[str] = frozenset()
        url = self.tab.page.url
        try:
            first = await close_layers(self.tab.page, self.tab.world)
            while first.left and len(avoid) < 2:
                avoid |= {first.left}
                self.trip.loads += 1
                if (stop := await self.tab.open(url)) is not None:
                    return stop
                first = await close_layers(self.tab.page, self.tab.world, avoid)
            self._scrolled = await self.tab.scroll()
            late = await close_layers(self.tab.page, self.tab.world, avoid)
        except Hung:
            return await self._silent()
        except BrowserError as fault:
            return self._sprung(crashed(fault))
        self._closing = Closing(
            first.closed + late.closed,
            first.consented or late.consented,
            late.still_covered or bool(late.left or first.left),
        )
        if late.left:
            return Stop(GapReason.TRAP, "closing a layer led away from the page")
        return self.tab.sprung()

    def _sprung(self, otherwise: Stop) -> Stop:
        self.tab.spoilt = True
        return self.tab.sprung() or otherwise

    async def _silent(self) -> Stop:
        self.tab.spoilt = True
        return await self.tab.silent()

    async def read(self) -> PageReading | Stop:
        try:
            return await reading.read(self.tab.page, self.tab.cdp)
        except reading.ReadTimeout:
            return await self._silent()
        except (reading.ReadFailed, BrowserError) as fault:
            return self._sprung(crashed(fault))

    def obstacle(self, page: PageReading, role: Role) -> Stop | None:
        """The wall this page is, or None."""
        found = obstacles.classify(
            obstacles.Look(
                asked=self.asked,
                url=self.tab.page.url,
                status=self.tab.status,
                title=page.title,
                text=page.text,
                html_bytes=len(page.html),
                requests=self.tab.recorder.addresses,
                role=role,
                **obstacles.told(page.elements),
            )
        )
        return Stop(found.reason, found.detail) if found else None

    async def store(self, page: PageReading, role: Role, state: str) -> View:
        """Freeze what was read, with picture and exchanges, and keep it. Raises Lost where the page went away meanwhile."""
        seen = capturing.unkept(self.tab, self.device, self.look, page, self.came)
        try:
            view = await capturing.kept(self.trip, self.tab, page, seen, self._closing, self._scrolled, role, state)
        except PictureFailed as fault:
            hung = str(fault) == "timeout"
            raise Lost(await self._silent() if hung else self._sprung(crashed(fault))) from fault
        except BrowserError as fault:
            raise Lost(self._sprung(crashed(fault))) from fault
        self._here = view
        return await self.trip.add_view(view)

    # -- the verbs acts may use ------------------------------------------------------------------------------------

    async def open(self, url: str) -> bool:
        self.stop = await self.load(url) or await self.prepare()
        return await self._arrived()

    async def open_here(self) -> bool:
        """Prepare the page that was just loaded and read it into ``here``."""
        self.stop = await self.prepare()
        return await self._arrived()

    async def still_on(self, view: View) -> bool:
        """Whether the tab still shows the page of that view, which is then read into ``here`` without another load."""
        self.came, self.expects = dataclasses.replace(self.came, asked=view.asked), view.role
        stays = not self.tab.spoilt and self.tab.loaded and identity(self.tab.page.url) == identity(view.url)
        return stays and await self._arrived()

    async def reload(self) -> bool:
        return await self.open(self.tab.page.url)

    async def back(self) -> bool:
        try:
            await self.tab.page.go_back(wait_until="domcontentloaded", timeout=PAGE.load_seconds * 1000)
        except BrowserError:
            return False
        self.stop = await self.tab.settle() or await self.prepare()
        return await self._arrived()

    async def click(self, element: Element) -> bool:
        before = len(self.tab.notes.popups)
        url = self.tab.page.url
        if not await self._act(element, "click"):
            return False
        self.stop = await self.tab.settle()
        new = [url for url in self.tab.notes.popups[before:] if openable(url)]
        if self.stop is None and new:  # the control opens a window of its own: look at it in ours
            return await self.open(new[-1])
        if identity(self.tab.page.url) != identity(url):
            self.trip.loads += 1
        if self.stop is None:
            self.stop = await self.prepare_after_press()
        return await self._arrived()

    async def prepare_after_press(self) -> Stop | None:
        """After a press only scroll: a layer that came up now is what was asked for."""
        try:
            self._scrolled = await self.tab.scroll()
        except Hung:
            return await self._silent()
        except BrowserError as fault:
            return self._sprung(crashed(fault))
        return None

    async def hover(self, element: Element) -> bool:
        return await self._act(element, "hover") and await self._shown()

    async def focus(self, element: Element) -> bool:
        return await self._act(element, "blur") and await self._shown()

    async def reveals(self, element: Element, verb: str) -> bool:
        """Whether a hover, focus (held, as a keyboard does) or click changes what is drawn; then ``here`` is read anew."""
        before = await self._drawn()
        if not await self._act(element, verb):
            return False
        await asyncio.sleep(MACHINE_TIME.stretched(PAGE.menu_wait_ms / 1000))
        in_shadow = " >> " in element.selector  # where the short look does not reach
        return (in_shadow or await self._drawn() != before) and await self._arrived()

    async def _drawn(self) -> object:
        """A sum over the boxes in the viewport: equal where nothing has come up. None where the page does not answer."""
        try:
            return await glance(self.tab.world)
        except Hung:
            self.stop = await self._silent()
        except BrowserError as fault:
            self.stop = self._sprung(crashed(fault))
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
            if isinstance(page, Stop):
                raise Lost(page)
            return await self.store(page, role, state)
        except Lost as lost:
            stop = lost.stop = await witnessed(lost.stop, self.tab, self.trip)
            await self.trip.add_gap(role, state, self.device, stop.reason, stop.detail, self.asked, stop.exchanges)
            raise

    async def nothing(self, role: Role, state: str, detail: str) -> None:
        await self.trip.add_gap(role, state, self.device, GapReason.NOT_OFFERED, detail, self.asked)

    async def _act(self, element: Element, verb: str) -> bool:
        try:
            async with patient(PAGE.hang_seconds):
                handle = await reading.locate(self.tab.page, element)
                if verb == "click":
                    await press(handle)
                elif verb == "hover":
                    await handle.hover(timeout=MACHINE_TIME.stretched(HOVER_SECONDS) * 1000)
                else:
                    await handle.focus()
                    if verb == "blur":
                        await handle.evaluate("control => control.blur()")
        except (BrowserError, LookupError):
            return False
        except TimeoutError:
            self.stop = await self._silent()
            return False
        return True

    async def _shown(self) -> bool:
        """Give what a hover or focus brings up the time to be drawn, then read the page."""
        await asyncio.sleep(MACHINE_TIME.stretched(PAGE.menu_wait_ms / 1000))
        return await self._arrived()

    async def _arrived(self) -> bool:
        """Read the page as it is now into ``here``, without keeping it."""
        if self.stop is not None:
            return False
        page = await self.read()
        if isinstance(page, Stop):
            self.stop = page
            return False
        wall = self.obstacle(page, self.expects)
        if wall is not None:
            self.stop = wall
            return False
        self._here = capturing.unkept(self.tab, self.device, self.look, page, self.came)
        return True
