"""Turn a lead into a view: open its address, click its control, or read the file it leads to; remember what was seen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from playwright.async_api import Error as BrowserError

from crawler import obstacles
from crawler.browser.page import DOWNLOAD
from crawler.discovery.further_pages import hides_pages
from crawler.discovery.leftovers.linked_files import read_linked_file
from crawler.discovery.leftovers.spot_presses import SpotPresses
from crawler.discovery.products import product_page
from crawler.discovery.products.address_templates import Template, fits_template
from crawler.discovery.products.lead_to_goods import explain_other_lead
from crawler.discovery.products.list_leads import may_misfit
from crawler.discovery.trap_memory import TrapMemory
from crawler.discovery.tried_leads import HOLDS_NONE, FailedLead, describe_control, make_failure, note_failure
from crawler.dom import document_text
from crawler.dom.empty import is_short
from crawler.dom.snapshot import PageReading
from crawler.failure import DEAD, DEAD_LINK, KNOWN_WINDOW, SEEN_BEFORE, SLOW, LoadFailure, crash_stop
from crawler.limits import PAGE
from crawler.links import fitting
from crawler.links.own_parts import leads_within
from crawler.links.role_links import Lead
from crawler.links.told_role import tell_role
from crawler.site import View
from crawler.urls import is_openable, page_identity, url_pattern
from crawler.visit import portal
from crawler.visit.capture import Arrival
from crawler.visit.crawl_state import CrawlState
from crawler.visit.emptied import DOCUMENTS, BlankPages
from crawler.visit.failed_exchanges import keep_witnessed
from crawler.visit.login_page import login_page
from crawler.visit.page_session import Lost, PageSession
from crawler.visit.page_slot import PageSlot
from crawler.visit.presses.app_folder import AppFolder
from crawler.visit.presses.known_windows import KnownWindows
from crawler.visit.presses.pressing import Presser, new_elements
from crawler.vocabulary import LANDED, FoundBy, GapReason, Role


class Opener:
    """Opens leads on one device's page. ``failed`` says why a role's first lead gave nothing."""

    def __init__(self, trip: CrawlState, berth: PageSlot) -> None:
        self.trip = trip
        self.berth = berth
        self.failed: dict[Role, FailedLead] = {}
        self.lost: dict[str, FailedLead] = {}  # leads to pages of the shop that failed
        self.status: int | None = None  # of the page opened last
        self.templates: tuple[Template, ...] = ()  # address patterns of this shop's products, as far as known
        self._seen: dict[str, View] = {}
        self._lost: dict[str, LoadFailure] = {}
        self._presser, self._windows = Presser(), KnownWindows(DOCUMENTS)
        berth.spares = self._windows.spare
        self.folder = AppFolder()
        self._traps = TrapMemory()
        self._home: View | None = None
        self.emptied = BlankPages(trip, berth)
        self.spot = SpotPresses(trip, berth.device, self.knows, self.remember)
        self._pressed_in_vain: set[tuple[Role, str]] = set()

    def remember(self, view: View) -> None:
        """Remember a page that was seen, under the address requested and the one it ended at."""
        for url in (view.url, view.asked):
            self._seen.setdefault(url_pattern(url), view)
        if view.role is Role.HOME:
            self._home = view

    async def look_here(self, visitor: PageSession, leads: Iterable[Lead]) -> tuple[Lead, ...]:
        """Click controls on the visitor's page while they have no effect, and leave it with what one opened; returns those clicked."""
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
        return self.seen_at(url) is not None or self.stop_at(url) is not None

    def seen_at(self, url: str) -> View | None:
        """The view first captured at that address."""
        return self._seen.get(url_pattern(self.folder.move(url)))

    def stop_at(self, url: str) -> LoadFailure | None:
        """Why that address gave nothing, or None."""
        return self._lost.get(url_pattern(self.folder.move(url)))

    async def look_at(self, lead: Lead, then: Lead | None = None) -> View | None:
        """The lead's page as a view of the lead's role, or None with the reason in ``failed``.

        ``then``: what is surely looked at next; its page loads meanwhile.
        """
        lead = self.folder.with_folder(self.spot.with_address(lead))
        if lead.url and (known := self.seen_at(lead.url)) is not None:
            return await self._again(known, lead)
        was = None if lead.url else self.trip.before(lead.role, self.berth.device, lead.found_by, lead.path)
        if was is not None:
            return was
        if not lead.url and (lead.role, describe_control(lead)) in self._pressed_in_vain:
            return None  # the same control in another page's header
        stop = self.stop_at(lead.url) if lead.url else None
        own_form = stop is not None and stop.reason is GapReason.LOGIN and lead.role in obstacles.OWN_FORM
        if stop is None or own_form:  # the wall that was met is what this lead looks for
            trap = self._traps.known(lead.url)
            view = trap or await self._tried(lead, then)
            view = await self._second_way(lead, view) or view
            if isinstance(view, View):
                if lead.url or page_identity(view.url) != page_identity(lead.on):
                    self.remember(view)
                return view
            stop = view
            if trap is None:
                self._traps.note(lead.url, stop)
            if lead.url and stop not in (*fitting.OF_ANOTHER_ROLE, portal.NO_WAY):
                self._lost[url_pattern(lead.url)] = stop  # else it may be a page of another role
            if not lead.url and not hides_pages(stop):
                self._pressed_in_vain.add((lead.role, describe_control(lead)))
            await self._note(lead, stop)
            if stop.reason is GapReason.LOGIN:
                login = await login_page(self.trip, self.berth, lead)
                if login is not None:
                    self.remember(login)
        self._fail(lead, stop)
        return None

    def _fail(self, lead: Lead, stop: LoadFailure) -> FailedLead:
        here = self.seen_at(lead.on)
        told = make_failure(lead, stop, self.trip.platform.url, here)
        first = self.failed.get(lead.role)
        # A failure that may hide a page says more than one that hides none; a dead link says more than one into its own page.
        within = stop == DEAD and lead.element is not None and here is not None and leads_within(lead.element, here)
        if first is None or (first.stop in (DEAD, DEAD_LINK) and not within):
            self.failed[lead.role] = told
        return told

    async def _note(self, lead: Lead, stop: LoadFailure) -> None:
        """Record a lead that failed."""
        told = make_failure(lead, stop, self.trip.platform.url)
        if lead.role not in HOLDS_NONE and told.own and lead.url:
            self.lost.setdefault(url_pattern(lead.url), told)
        await note_failure(self.trip, told, self.status, self.berth.device)

    async def _second_way(self, lead: Lead, came: View | LoadFailure) -> View | LoadFailure | None:
        """What a blank page is after all, or what a press shows where the address alone leads home again; None if neither helps."""
        if isinstance(came, View) or came.reason is GapReason.BLANK:
            return None if isinstance(came, View) else await self.emptied.looked_at(lead, self._home, self.status)
        if not self.folder.may_press(lead, came, self._home):
            return None
        pressed = await self._tried(dataclasses.replace(lead, url="", found_by=FoundBy.CLICK))
        self.folder.learn(lead, pressed)
        return pressed if isinstance(pressed, View) else None

    async def _again(self, known: View, lead: Lead) -> View | None:
        """What was seen at that address before under another role; a login page belongs only to its own role."""
        if known.role is lead.role or any(
            view.url == known.url for view in self.trip.have(lead.role, LANDED, known.device)
        ):
            return None
        wall = obstacles.classify_obstacle(obstacles.look_at(dataclasses.replace(known, asked=lead.url), lead.role))
        stop = LoadFailure(wall.reason, wall.detail) if wall else self._other(lead.role, known)
        if (stop := stop or product_page.explain_no_list(lead, known, known.text)) is not None:
            self._fail(lead, stop)
            return None
        again = dataclasses.replace(known, id=self.trip.number("view"), role=lead.role, found_by=lead.found_by)
        return await self.trip.add_view(dataclasses.replace(again, clicks=lead.clicks, path=lead.path))

    def _load_ahead(self, lead: Lead | None, now: Lead) -> None:
        """Begin to load the page of what is looked at next, if it has an address that nobody has opened or opens ``now``."""
        lead = None if lead is None else self.folder.with_folder(self.spot.with_address(lead))
        if lead is None or not is_openable(lead.url) or self.knows(lead.url) or self._traps.suspects(lead.url):
            return
        if url_pattern(lead.url) != url_pattern(now.url) and document_text.document_kind("", lead.url) is None:
            self.berth.load_ahead(Arrival(lead.url, lead.found_by, lead.clicks, lead.path))

    async def _tried(self, lead: Lead, then: Lead | None = None) -> View | LoadFailure:
        """Try once, and again if the browser died, since that may have been another page's doing."""
        stop: LoadFailure | None = None
        for _ in range(2):
            visitor = await self.berth.within(lead.url)
            if isinstance(visitor, LoadFailure):
                return visitor
            visitor.come_by(lead.found_by, lead.clicks, lead.path)
            self._load_ahead(then, lead)
            try:
                async with self.trip.within(PAGE.whole_seconds):
                    view = await (self._opened(visitor, lead) if lead.url else self._pressed(visitor, lead))
            except Lost as lost:
                view = lost.stop
            except TimeoutError:
                visitor.tab.spoilt, view = True, self.trip.cut(SLOW)
            except BrowserError as fault:
                visitor.tab.spoilt, view = True, crash_stop(fault)
            if isinstance(view, View):
                await self.spot.press_all(visitor, view)
                return view
            loaded = visitor.tab.opened > visitor.opened_before
            self.status = visitor.tab.status if loaded else None
            seen = loaded or (not lead.url and view not in (DEAD, DEAD_LINK))
            stop = await keep_witnessed(view, visitor.tab, self.trip) if seen else view
            if stop.reason is not GapReason.CRASHED:
                break
        assert stop is not None
        return stop

    async def _opened(self, visitor: PageSession, lead: Lead) -> View | LoadFailure:
        stop = await visitor.load(lead.url)
        if stop is not None:
            file = stop.detail == DOWNLOAD or document_text.document_kind("", lead.url)
            return (await read_linked_file(self.trip, visitor, lead) if file else None) or stop
        kind = document_text.document_kind(visitor.tab.headers.get("content-type", ""), "")
        if kind is not None:
            unread = LoadFailure(GapReason.ERROR_PAGE, f"a {kind} file that cannot be read")
            return await read_linked_file(self.trip, visitor, lead) or unread
        return await visitor.prepare() or await self._stored(visitor, lead)

    async def _stored(self, visitor: PageSession, lead: Lead, before: View | None = None) -> View | LoadFailure:
        """Check for a wall, then capture. After a click, only what the click opened can be the wall."""
        page = await self.emptied.read_grown(visitor, lead)
        if isinstance(page, LoadFailure):
            return page
        stays = before is not None and page_identity(before.url) == page_identity(page.url)
        self._windows.note(lead, page)
        new = new_elements(before, page.elements) if before is not None and stays else page.elements
        if (wall := visitor.obstacle(dataclasses.replace(page, elements=new), lead.role)) is not None:
            return wall
        if portal.leads_to_account(lead) and not portal.asks_login(page.elements):
            return await self._through(visitor, lead)
        seen = self.seen_at(page.url)
        if (other := explain_other_lead(self.trip, visitor.device, lead, page, seen, self.templates)) is not None:
            return other
        if (other := product_page.explain_no_list(lead, page, page.text)) is not None:
            if self._other(Role.OTHER, page) is None:  # no list, but a page of the shop all the same
                self.remember(await visitor.store(page, tell_role(page.title, page.elements), LANDED))
            return other
        if lead.found_by is FoundBy.OTHER_DEVICE and self._leads_elsewhere(lead, page):
            return fitting.NOT_SERVED
        if lead.role is Role.OTHER and not lead.url and self._was_seen(page.url, lead):
            return SEEN_BEFORE
        misfit = self._other(lead.role, page) if may_misfit(lead, page.title, self._home) and not stays else None
        if misfit is not None:
            return misfit
        if self._home is not None and lead.role in DOCUMENTS and not stays and is_short(page.text):
            page = await self.emptied.noted(visitor, lead, self._home)
            if isinstance(page, LoadFailure):
                return page
            if (wall := visitor.obstacle(page, lead.role)) is not None:
                return wall
        if lead.role is Role.PRODUCT and not lead.url:  # what a click opened is opened again by its own address
            visitor.came = dataclasses.replace(visitor.came, asked=page.url)
        role = tell_role(page.title, page.elements, (lead.path or ("",))[-1]) if lead.role is Role.OTHER else lead.role
        return await visitor.store(page, role, LANDED)

    def _was_seen(self, url: str, lead: Lead) -> bool:
        """Whether an entry without an address led to a page seen already, or to goods, which are looked at otherwise."""
        known = fits_template(url, self.templates) or self.seen_at(url) is not None
        return known and page_identity(url) != page_identity(lead.on)

    def _leads_elsewhere(self, lead: Lead, page: PageReading) -> bool:
        """Whether an address that another device found leads this one to a page seen already, or to one of a few words."""
        if page_identity(page.url) == page_identity(lead.url):
            return False
        return is_short(page.text) or self.seen_at(page.url) is not None

    async def _through(self, visitor: PageSession, lead: Lead) -> View | LoadFailure:
        """The login page behind an account page that does not itself ask for a login."""
        if (stop := await portal.pass_on(visitor, lead, self.remember)) is not None:
            return stop
        page = await self.emptied.read_grown(visitor, lead)
        if isinstance(page, LoadFailure):
            return page
        return await visitor.store(page, lead.role, LANDED) if portal.asks_login(page.elements) else portal.NO_WAY

    def _other(self, role: Role, page: PageReading | View) -> LoadFailure | None:
        """Why a page is not one of that role: the home page again, for merchants, no cart."""
        return fitting.find_misfit(role, page.url, page.title, page.text, page.elements, self._home)

    async def _pressed(self, visitor: PageSession, lead: Lead) -> View | LoadFailure:
        """Look at what a click on a control without an address brings up."""
        known = self.seen_at(lead.on)
        pressed = await self._presser.press(visitor, lead, known)
        if pressed is KNOWN_WINDOW and (page := self.seen_at(self._windows.asked)) is not None:
            stop = self._other(lead.role, page) or SEEN_BEFORE
            return await self._again(page, dataclasses.replace(lead, url=self._windows.asked)) or stop
        came = await self._kept(lead, pressed)
        if isinstance(came, View) or self._home is None or not self._presser.may_walk(came, lead, known):
            return came
        walked = await self._kept(lead, await self._presser.walk(visitor, lead, known, self._home))
        return walked if isinstance(walked, View) else came

    async def _kept(self, lead: Lead, pressed: tuple[PageSession, View] | LoadFailure) -> View | LoadFailure:
        return pressed if isinstance(pressed, LoadFailure) else await self._stored(pressed[0], lead, pressed[1])
