"""Turns a lead into a view: opens its address, presses its control, or reads the file it leads to; remembers what was seen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from playwright.async_api import Error as BrowserError

from crawler import discover, documents, obstacles, product
from crawler.addressing import alike, identity
from crawler.berth import Berth
from crawler.discover import Lead
from crawler.discovery import fitting
from crawler.discovery.address_templates import Template
from crawler.discovery.fitting import FOR_MERCHANTS, NO_CART
from crawler.discovery.list_leads import is_guessed
from crawler.discovery.own_parts import leads_within
from crawler.discovery.trap_memory import TrapMemory
from crawler.dom.empty import is_short
from crawler.further import hides
from crawler.limits import PAGE
from crawler.reading import PageReading
from crawler.session import portal
from crawler.session.emptied import DOCUMENTS, Emptied
from crawler.session.login_page import login_page
from crawler.session.pressing import Presser, new_elements
from crawler.session.tried import HOLDS_NONE, Failure, failure, label_of, note
from crawler.site import Thoroughness, View
from crawler.stop import DEAD, DEAD_LINK, SLOW, Stop, crashed
from crawler.tab import DOWNLOAD
from crawler.trip import Trip
from crawler.visit import Lost, Visitor
from crawler.vocabulary import LANDED, GapReason, Role
from crawler.witness import of_fetch, witnessed


class Opener:
    """Opens leads on one device's page. ``failed`` says why a role's first lead gave nothing."""

    def __init__(self, trip: Trip, berth: Berth) -> None:
        self.trip = trip
        self.berth = berth
        self.failed: dict[Role, Failure] = {}
        self.lost: dict[str, Failure] = {}  # pages of the shop that were followed in vain
        self.status: int | None = None  # of what was opened last
        self.templates: tuple[Template, ...] = ()  # forms of a product's address at this shop, as far as known
        self._seen: dict[str, View] = {}
        self._lost: dict[str, Stop] = {}
        self._presser = Presser()
        self._traps = TrapMemory()
        self._home: View | None = None
        self.emptied = Emptied(trip, berth)
        self._pressed_in_vain: set[tuple[Role, str]] = set()

    def remember(self, view: View) -> None:
        """A page that was seen, under the address asked for and the one it ended at."""
        for url in (view.url, view.asked):
            self._seen.setdefault(alike(url), view)
        if view.role is Role.HOME:
            self._home = view

    async def look_here(self, visitor: Visitor, leads: Iterable[Lead]) -> tuple[Lead, ...]:
        """Press controls on the page the visitor has read, one after the other as long as they do nothing; those that were pressed.

        What one brought up is looked at like any lead's page; the page is then not as it was any more, and is left.
        """
        pressed: list[Lead] = []
        self._presser.rest(visitor)
        for lead in leads:
            pressed.append(lead)
            await self.look_at(lead)
            if not self._presser.rests():
                await self.berth.leave()
                break
        return tuple(pressed)

    def knows(self, url: str) -> bool:
        return alike(url) in self._seen or alike(url) in self._lost

    def seen_at(self, url: str) -> View | None:
        """What was first seen at that address."""
        return self._seen.get(alike(url))

    def stop_at(self, url: str) -> Stop | None:
        """Why that address gave nothing, or None."""
        return self._lost.get(alike(url))

    async def look_at(self, lead: Lead) -> View | None:
        """The lead's page as a view of the lead's role, or None with the reason in ``failed``."""
        known = self.seen_at(lead.url) if lead.url else None
        if known is not None:
            return await self._again(known, lead)
        if (pressed := self._pressed_before(lead)) is not None:
            return pressed
        if not lead.url and (lead.role, label_of(lead)) in self._pressed_in_vain:
            return None  # the same control in the header of another page
        stop = self.stop_at(lead.url) if lead.url else None
        if stop is None or _own_form(stop, lead):
            trap = self._traps.known(lead.url)
            view = trap or await self._tried(lead)
            if isinstance(view, Stop) and view.reason is GapReason.BLANK:
                view = await self.emptied.looked_at(lead, self._home, self.status) or view
            if isinstance(view, View):
                if lead.url or identity(view.url) != identity(lead.on):
                    self.remember(view)
                return view
            stop = view
            if trap is None:
                self._traps.note(lead.url, stop)
            if lead.url and stop not in (FOR_MERCHANTS, NO_CART, portal.NO_WAY):  # which it may be for another role
                self._lost[alike(lead.url)] = stop
            if not lead.url and not hides(stop):
                self._pressed_in_vain.add((lead.role, label_of(lead)))
            await self._note(lead, stop)
            if stop.reason is GapReason.LOGIN:
                login = await login_page(self.trip, self.berth, lead)
                if login is not None:
                    self.remember(login)
        self._fail(lead, stop)
        return None

    def _fail(self, lead: Lead, stop: Stop) -> Failure:
        told = failure(lead, stop, self.trip.platform.url)
        first = self.failed.get(lead.role)
        # What may hide a page says more than what hides none, and a link to nowhere more than one into its own page.
        here = self.seen_at(lead.on)
        within = stop == DEAD and lead.element is not None and here is not None and leads_within(lead.element, here)
        if first is None or (first.stop in (DEAD, DEAD_LINK) and not within):
            self.failed[lead.role] = told
        return told

    async def _note(self, lead: Lead, stop: Stop) -> None:
        """Write down what was followed in vain."""
        told = failure(lead, stop, self.trip.platform.url)
        if lead.role not in HOLDS_NONE and told.own and lead.url:
            self.lost.setdefault(alike(lead.url), told)
        await note(self.trip, told, self.status)

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
        stop = Stop(wall.reason, wall.detail) if wall else self._other(lead.role, known)
        if stop is not None:
            self._fail(lead, stop)
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
            visitor = await self.berth.within()
            if isinstance(visitor, Stop):
                return visitor
            visitor.come_by(lead.found_by, lead.clicks, lead.path)
            before = visitor.tab.opened
            try:
                async with self.trip.within(PAGE.whole_seconds):
                    view = await (self._opened(visitor, lead) if lead.url else self._pressed(visitor, lead))
            except Lost as lost:
                view = lost.stop
            except TimeoutError:
                visitor.tab.spoilt, view = True, self.trip.cut(SLOW)
            except BrowserError as fault:
                visitor.tab.spoilt, view = True, crashed(fault)
            if isinstance(view, View):
                return view
            loaded = visitor.tab.opened > before
            self.status = visitor.tab.status if loaded else None
            seen = loaded or (not lead.url and view not in (DEAD, DEAD_LINK))
            stop = await witnessed(view, visitor.tab, self.trip) if seen else view
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

    async def _stored(self, visitor: Visitor, lead: Lead, before: View | None = None) -> View | Stop:
        """Check for a wall, capture. Of a page that was there before a press only what the press brought up can be the wall."""
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        stays = before is not None and identity(before.url) == identity(page.url)
        new = new_elements(before, page.elements) if before is not None and stays else page.elements
        if (wall := visitor.obstacle(dataclasses.replace(page, elements=new), lead.role)) is not None:
            return wall
        if portal.leads_to_account(lead) and not portal.asks_login(page.elements):
            return await self._through(visitor, lead)
        if lead.role is Role.PRODUCT and (other := self._no_product(visitor, page, lead)) is not None:
            return other
        if is_guessed(lead) and (other := product.other_than_list(page)) is not None:
            return other
        if lead.role not in (Role.LIST, Role.PRODUCT) and not stays:
            other = self._other(lead.role, page)
            if other is not None:
                return other
        if self._home is not None and lead.role in DOCUMENTS and not stays and is_short(page.text):
            page = await self.emptied.noted(visitor, lead, self._home)
            if isinstance(page, Stop):
                return page
            if (wall := visitor.obstacle(page, lead.role)) is not None:
                return wall
        if lead.role is Role.PRODUCT and not lead.url:  # what a press brought up is opened again by its own address
            visitor.came = dataclasses.replace(visitor.came, asked=page.url)
        return await visitor.store(page, lead.role, LANDED)

    async def _through(self, visitor: Visitor, lead: Lead) -> View | Stop:
        """The login behind an account's page that asks for none itself."""
        if (stop := await portal.pass_on(visitor, lead)) is not None:
            return stop
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        return await visitor.store(page, lead.role, LANDED) if portal.asks_login(page.elements) else portal.NO_WAY

    def _other(self, role: Role, page: PageReading | View) -> Stop | None:
        """Why a page is none of that role: the home page again, for merchants, no cart."""
        return fitting.unfitting(role, page.url, page.title, page.text, page.elements, self._home)

    def _no_product(self, visitor: Visitor, page: PageReading, lead: Lead) -> Stop | None:
        """Why what a product's address gave is none: sold no more, or another page. Those at hand need no sign that they are one."""
        known = self.seen_at(page.url)
        if known is not None and known.role is not Role.PRODUCT:
            return Stop(GapReason.ERROR_PAGE, f"{product.OTHER}it leads to <{known.role}>")
        if known is not None and not lead.url:
            return Stop(GapReason.ERROR_PAGE, f"{product.OTHER}it was seen already")
        sure = len(self.trip.have(Role.PRODUCT, LANDED, visitor.device)) >= discover.pages(Role.PRODUCT)
        return product.other_than(page, sure, self.templates)

    async def _pressed(self, visitor: Visitor, lead: Lead) -> View | Stop:
        """A control without an address: press it where it stands, and look at what comes up."""
        pressed = await self._presser.press(visitor, lead, self.seen_at(lead.on))
        if isinstance(pressed, Stop):
            return pressed
        visitor, before = pressed
        return await self._stored(visitor, lead, before)

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
