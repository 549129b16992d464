"""Turns a lead into a view: opens its address, presses its control, or reads the file it leads to; remembers what was seen."""

from __future__ import annotations

import asyncio
import dataclasses

from playwright.async_api import Error as BrowserError

from crawler import discover, documents, obstacles, product
from crawler.addressing import identity
from crawler.berth import Berth
from crawler.discover import Lead
from crawler.limits import PAGE, SCREENS
from crawler.reading import PageReading
from crawler.site import Thoroughness, View
from crawler.stop import DEAD, Stop, crashed
from crawler.tab import DOWNLOAD
from crawler.trip import Trip
from crawler.visit import HANGS, Lost, Visitor
from crawler.vocabulary import LANDED, GapReason, Region, Role
from crawler.witness import of_fetch, witnessed
from crawler.words import plain

NEW_TEXT = 200  # characters: more than a carousel's next slide says


class Opener:
    """Opens leads on one device's page. ``failed`` says why a role's first lead gave nothing."""

    def __init__(self, trip: Trip, berth: Berth) -> None:
        self.trip = trip
        self.berth = berth
        self.failed: dict[Role, Stop] = {}
        self.status: int | None = None  # of what was opened last
        self._seen: dict[str, View] = {}
        self._lost: dict[str, Stop] = {}
        self._dead: set[tuple[str, str]] = set()
        self._home_text = ""
        self._resting: Visitor | None = None

    def remember(self, view: View) -> None:
        """A page that was seen, under the address asked for and the one it ended at."""
        for url in (view.url, view.asked):
            self._seen.setdefault(identity(url), view)
        if view.role is Role.HOME:
            self._home_text = plain(view.text)

    def knows(self, url: str) -> bool:
        return identity(url) in self._seen or identity(url) in self._lost

    def seen_at(self, url: str) -> View | None:
        """What was first seen at that address."""
        return self._seen.get(identity(url))

    def stop_at(self, url: str) -> Stop | None:
        """Why that address gave nothing, or None."""
        return self._lost.get(identity(url))

    async def look_at(self, lead: Lead) -> View | None:
        """The lead's page as a view of the lead's role, or None with the reason in ``failed``."""
        key = identity(lead.url) if lead.url else ""
        if key in self._seen:
            return await self._again(self._seen[key], lead)
        if (pressed := self._pressed_before(lead)) is not None:
            return pressed
        stop = self._lost.get(key)
        if stop is None or _own_form(stop, lead):
            view = await self._tried(lead)
            if isinstance(view, View):
                if lead.url or identity(view.url) != identity(lead.on):
                    self.remember(view)
                return view
            stop = view
            if key:
                self._lost[key] = stop
        self.failed.setdefault(lead.role, stop)
        return None

    def _pressed_before(self, lead: Lead) -> View | None:
        """What that control brought up before the visit was interrupted: it has no address to be known by."""
        return next(
            (
                view
                for view in (() if lead.url else self.trip.have(lead.role, LANDED, self.berth.device))
                if view.id in self.trip.resumed and (view.found_by, view.path) == (lead.found_by, lead.path)
            ),
            None,
        )

    async def _again(self, known: View, lead: Lead) -> View | None:
        """What was seen at that address before, under another role; a login page is one of its own role only."""
        if known.role is lead.role or any(
            view.url == known.url for view in self.trip.have(lead.role, LANDED, known.device)
        ):
            return None
        wall = obstacles.classify(obstacles.look_at(dataclasses.replace(known, asked=lead.url), lead.role))
        if wall is not None:
            self.failed.setdefault(lead.role, Stop(wall.reason, wall.detail))
            return None
        again = dataclasses.replace(
            known,
            id=self.trip.number("view"),
            role=lead.role,
            found_by=lead.found_by,
            clicks=lead.clicks,
            path=lead.path,
        )
        return await self.trip.add_view(again)

    async def _tried(self, lead: Lead) -> View | Stop:
        """One try, and another where the browser died, for that may have been another page's doing."""
        stop: Stop | None = None
        for _ in range(2):
            visitor = await self.berth.visitor()
            visitor.come_by(lead.found_by, lead.clicks, lead.path)
            before = visitor.tab.opened
            try:
                async with asyncio.timeout(PAGE.whole_seconds):
                    view = await (self._opened(visitor, lead) if lead.url else self._pressed(visitor, lead))
            except Lost as lost:
                view = lost.stop
            except TimeoutError:
                visitor.tab.spoilt, view = True, HANGS
            except BrowserError as fault:
                visitor.tab.spoilt, view = True, crashed(fault)
            if isinstance(view, View):
                return view
            loaded = visitor.tab.opened > before
            self.status = visitor.tab.status if loaded else None
            seen = loaded or (not lead.url and view is not DEAD)
            stop = await witnessed(view, visitor.tab, self.trip.keep) if seen else view
            if stop.reason is not GapReason.CRASHED:
                break
        if stop is None:
            raise AssertionError("unreachable")
        return stop

    async def _opened(self, visitor: Visitor, lead: Lead) -> View | Stop:
        stop = await visitor.load(lead.url)
        if stop is not None:
            file = stop.detail == DOWNLOAD or documents.kind("", lead.url)
            return (await self._document(visitor, lead) if file else None) or stop
        kind = documents.kind(visitor.tab.headers.get("content-type", ""), "")
        if kind is not None:
            unread = Stop(GapReason.ERROR_PAGE, f"a {kind} file that cannot be read")
            return await self._document(visitor, lead) or unread
        if (stop := await visitor.prepare()) is not None:
            return stop
        return await self._stored(visitor, lead)

    async def _stored(self, visitor: Visitor, lead: Lead) -> View | Stop:
        """Check for a wall, capture."""
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        if (wall := visitor.obstacle(page, lead.role)) is not None:
            return wall
        if lead.role is Role.PRODUCT and (other := self._no_product(visitor, page)) is not None:
            return other
        elsewhere = lead.url and lead.role not in (Role.LIST, Role.PRODUCT)
        if elsewhere and self._home_text and plain(page.text) == self._home_text:
            return Stop(GapReason.ERROR_PAGE, "the link brings up the home page again")
        return await visitor.store(page, lead.role, LANDED)

    def _no_product(self, visitor: Visitor, page: PageReading) -> Stop | None:
        """Why what a product's address gave is none: sold no more, or another page. Those at hand need no sign that they are one."""
        known = self.seen_at(page.url)
        if known is not None and known.role is not Role.PRODUCT:
            return Stop(GapReason.ERROR_PAGE, f"{product.OTHER}it leads to <{known.role}>")
        sure = len(self.trip.have(Role.PRODUCT, LANDED, visitor.device)) >= discover.pages(Role.PRODUCT)
        return product.other_than(page, sure)

    async def _pressed(self, visitor: Visitor, lead: Lead) -> View | Stop:
        """A control without an address: press it where it stands, and look at what comes up.

        Controls that did nothing leave the page as it was, so the next one is pressed without loading it again.
        """
        if lead.element is None:
            raise ValueError("a lead without an address needs its element")
        if (lead.on, lead.element.selector) in self._dead:
            return DEAD
        resting, self._resting = self._resting, None
        if resting is not None and resting.asked == lead.on and resting.tab is visitor.tab:
            visitor = resting
            visitor.come_by(lead.found_by, lead.clicks, lead.path)
        else:
            stop = await visitor.load(lead.on)
            if stop is None and not await visitor.open_here():
                stop = visitor.stop
            if stop is not None:
                return stop
        await self._menu(visitor, lead)
        before = visitor.here
        visitor.expects = lead.role
        if not await visitor.click(lead.element):
            return visitor.stop or Stop(GapReason.BLANK, "the control could not be pressed")
        if not brought_up(before, visitor.here):
            self._dead.add((lead.on, lead.element.selector))
            self._resting = visitor
            return DEAD
        return await self._stored(visitor, lead)

    async def _menu(self, visitor: Visitor, lead: Lead) -> None:
        """Bring up the menu the control stands in."""
        opened_by = lead.element.opened_by if lead.element is not None else ""
        trigger = next((one for one in visitor.here.elements if opened_by and one.selector == opened_by), None)
        if trigger is not None:
            await (visitor.click(trigger) if SCREENS[visitor.device].mobile else visitor.hover(trigger))

    async def _document(self, visitor: Visitor, lead: Lead) -> View | None:
        """A PDF or Word file, read as text by the light client; None where it is not readable."""
        await self.trip.pace.turn(lead.url)
        fetched = await self.trip.fetcher.get(lead.url)
        kind = documents.kind(fetched.header("content-type") or "", fetched.url)
        if fetched.error is not None or fetched.status is None or not 200 <= fetched.status < 300 or kind is None:
            return None
        text = await documents.read(fetched.body, kind)
        if text is None:
            return None
        sha = await self.trip.keep.blob(fetched.body, documents.media(kind))
        fetch = await self.trip.add_fetch("document", fetched, text="")
        record = await of_fetch(fetched, sha, self.trip.keep)
        view = View(
            id=self.trip.number("view"), role=lead.role, state=LANDED, device=visitor.device, look=visitor.look,
            asked=lead.url, url=fetched.url, status=fetched.status, at=fetch.at, title=(lead.path or ("",))[-1], text=text,
            html="", elements=(), width=0, height=0, viewport_height=0, screenshot="", found_by=lead.found_by,
            clicks=lead.clicks, path=lead.path, exchanges_record=record,
            thoroughness=Thoroughness(True, True, True, True, 0, len("".join(text.split())), 1.0, (f"{kind} file {sha}",)),
        )  # fmt: skip
        return await self.trip.add_view(view)


def _own_form(stop: Stop, lead: Lead) -> bool:
    """Whether the wall that stood there is what this lead looks for."""
    return stop.reason is GapReason.LOGIN and lead.role in obstacles.OWN_FORM


def brought_up(before: View, after: View) -> bool:
    """Whether a press led anywhere: another address, a form, a dialog, or a good deal of text that was not there."""
    if identity(before.url) != identity(after.url):
        return True
    known = {element.selector for element in before.elements if element.seen}
    new = [element for element in after.elements if element.seen and element.selector not in known]
    if any(element.input_type or element.tag in ("textarea", "form") for element in new):
        return True
    layer = any(element.region is Region.DIALOG and element.words.strip() for element in new)
    return layer or sum(len(element.own) for element in new) >= NEW_TEXT
