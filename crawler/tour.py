"""One device's tour of a shop: home first, then a page for each role asked for, found as a person would find it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from playwright.async_api import BrowserContext
from playwright.async_api import Error as BrowserError

from crawler import discover, documents
from crawler.addressing import identity
from crawler.discover import Lead
from crawler.limits import PAGE
from crawler.menus import open_menus
from crawler.search import search
from crawler.site import Element, Thoroughness, View
from crawler.tab import Stop, Tab
from crawler.trip import Trip
from crawler.visit import Lost, Visitor
from crawler.vocabulary import ARRIVED, LANDED, MENUS, Device, FoundBy, GapReason, Region, Role
from crawler.words import plain

# Pages that are come by otherwise than by the words of a link.
OWN_WAY = frozenset({Role.HOME, Role.SEARCH, Role.ERROR, Role.LIST, Role.PRODUCT})
DEAD = "pressing the control brought up nothing that we could see"
NEW_TEXT = 200  # characters: more than a carousel's next slide says
MISSING_PAGE = "/xuncha-no-such-page-404"


class Tour:
    """Looks at every wanted page of one device in one fresh context; each ends as a view or as a gap."""

    def __init__(self, trip: Trip, device: Device) -> None:
        self.trip = trip
        self.device = device
        self.wanted = frozenset((want.role, want.state) for want in trip.plan.wants if want.device is device)
        self.roles = [role for role in Role if (role, LANDED) in self.wanted]
        self._context: BrowserContext | None = None
        self._tab: Tab | None = None
        self._seen: dict[str, View] = {}
        self._failed: dict[Role, Stop] = {}
        self._menus: tuple[Element, ...] = ()
        self._dead: set[tuple[str, str]] = set()
        self._resting: Visitor | None = None

    async def run(self) -> None:
        try:
            home = await self._home()
            if home is None:
                return
            await self._search_and_goods(home)
            await self._others(home)
            if (Role.ERROR, LANDED) in self.wanted:
                await self._error_page(home)
        finally:
            await self._end()

    # -- pages -----------------------------------------------------------------------------------------------------

    async def _home(self) -> View | None:
        have = self.trip.have(Role.HOME, LANDED, self.device)
        if have:
            return have[0]
        stop: Stop | None = None
        for _ in range(2):  # a browser that hung or died is replaced and gets one more chance
            visitor = await self._visitor()
            visitor.come_by(FoundBy.GIVEN, 0, ())
            stop = await visitor.load(self.trip.platform.url)
            if stop is None:
                view = await self._land_home(visitor)
                if isinstance(view, View):
                    return view
                stop = view
            await self._leave()
            if stop.reason is not GapReason.CRASHED:
                break
        if stop is not None:
            for role, state in sorted(self.wanted):
                await self._gap(role, state, stop)
        return None

    async def _land_home(self, visitor: Visitor) -> View | Stop:
        media = visitor.tab.headers.get("content-type", "text/html").split(";")[0].strip().lower()
        if media not in ("", "text/html", "application/xhtml+xml"):
            return Stop(GapReason.ERROR_PAGE, f"not HTML: {media[:80]}")
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        if (wall := visitor.obstacle(page, Role.HOME)) is not None:
            return wall
        if (Role.HOME, ARRIVED) in self.wanted and not self.trip.have(Role.HOME, ARRIVED, self.device):
            await visitor.store(page, Role.HOME, ARRIVED)
        view = await self._land(visitor, Role.HOME)
        if isinstance(view, View):
            self._seen[identity(view.url)] = view
            self._seen.setdefault(identity(visitor.asked), view)
            if self._needs_menus(view):
                self._menus = await open_menus(visitor, view)
                shown = dataclasses.replace(view, elements=view.elements + self._menus)
                if (Role.HOME, MENUS) in self.wanted:
                    number = self.trip.number("view")
                    await self.trip.add_view(dataclasses.replace(shown, id=number, state=MENUS))
        return view

    def _needs_menus(self, home: View) -> bool:
        return (Role.HOME, MENUS) in self.wanted or bool(set(self.roles) - OWN_WAY)

    async def _land(self, visitor: Visitor, role: Role) -> View | Stop:
        """Prepare, check for a wall, capture."""
        if (stop := await visitor.prepare()) is not None:
            return stop
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        if (wall := visitor.obstacle(page, role)) is not None:
            return wall
        return await visitor.store(page, role, LANDED)

    async def _search_and_goods(self, home: View) -> None:
        goods = [role for role in (Role.LIST, Role.PRODUCT) if role in self.roles]
        found: View | None = None
        if Role.SEARCH in self.roles and not self.trip.have(Role.SEARCH, LANDED, self.device):
            visitor = await self._visitor()
            found = await search(visitor, home)
            if found is None:
                await self._leave()
        if not goods:
            return
        leads = discover.leads(self._with_menus(home), goods)
        if Role.LIST in goods:
            listed = await self._first(Role.LIST, leads[Role.LIST])
            found = listed or found
        if Role.PRODUCT in goods:
            options = list(leads[Role.PRODUCT])
            for page in (found, *self.trip.have(Role.LIST, LANDED, self.device)):
                if page is not None:
                    options += discover.leads(page, [Role.PRODUCT])[Role.PRODUCT]
            await self._first(Role.PRODUCT, options)
        for role in goods:
            await self._not_offered(role, home)

    async def _others(self, home: View) -> None:
        roles = [role for role in self.roles if role not in OWN_WAY]
        leads = discover.leads(self._with_menus(home), roles)
        for role in roles:
            await self._hinted(role)
            await self._first(role, leads[role])
        lacking = [role for role in roles if not self.trip.have(role, LANDED, self.device)]
        for view in [view for role in discover.SECOND_LEVEL for view in self.trip.have(role, LANDED, self.device)]:
            further = [*lacking, *([Role.PRIVACY] if view.role is Role.PRIVACY else [])]
            if not further:
                break
            for role, more in discover.leads(view, further).items():
                await self._first(role, [lead for lead in more if lead.url])
        for role in lacking:
            if role not in self._failed and not self.trip.have(role, LANDED, self.device):
                await self._known_path(role, home)
        for role in roles:
            await self._not_offered(role, home)

    async def _hinted(self, role: Role) -> None:
        hint = self.trip.platform.hints.get(role)
        if hint:
            url = urljoin(self.trip.platform.url, hint)
            await self._look_at(Lead(role, url, None, 0.0, FoundBy.HINT, None, ()))

    async def _first(self, role: Role, leads: Iterable[Lead]) -> View | None:
        """The best pages of a role, as many as are read of it; the first of them, or None."""
        first: View | None = None
        most = discover.pages(role)
        for lead in itertools.islice(leads, most + 1):
            if len(self.trip.have(role, LANDED, self.device)) >= most:
                break
            view = await self._look_at(lead)
            first = first or view
        return first

    async def _look_at(self, lead: Lead) -> View | None:
        """Open a lead, or use again what was seen at that address, under the lead's role."""
        known = self._seen.get(identity(lead.url)) if lead.url else None
        if known is not None:
            if known.role is lead.role or any(
                view.url == known.url for view in self.trip.have(lead.role, LANDED, self.device)
            ):
                return None
            again = dataclasses.replace(
                known, id=self.trip.number("view"), role=lead.role, clicks=lead.clicks, path=lead.path
            )
            return await self.trip.add_view(again)
        visitor = await self._visitor()
        visitor.come_by(lead.found_by, lead.clicks, lead.path)
        try:
            view = await (self._opened(visitor, lead) if lead.url else self._pressed(visitor, lead))
        except Lost as lost:
            view = lost.stop
        if isinstance(view, View):
            self._seen[identity(lead.url or view.url)] = view
            return view
        self._failed.setdefault(lead.role, view)
        if view.reason in (GapReason.TRAP, GapReason.CRASHED, GapReason.TIMEOUT):
            await self._leave()
        return None

    async def _opened(self, visitor: Visitor, lead: Lead) -> View | Stop:
        stop = await visitor.load(lead.url)
        if stop is not None:
            if visitor.tab.notes.downloads or documents.kind("", lead.url):
                return await self._document(visitor, lead) or stop
            return stop
        kind = documents.kind(visitor.tab.headers.get("content-type", ""), "")
        if kind is not None:
            return await self._document(visitor, lead) or Stop(
                GapReason.ERROR_PAGE, f"a {kind} file that cannot be read"
            )
        return await self._land(visitor, lead.role)

    async def _pressed(self, visitor: Visitor, lead: Lead) -> View | Stop:
        """A control without an address: press it where it stands, and look at what comes up.

        Controls that did nothing leave the page as it was, so the next one is pressed without loading it again.
        """
        if lead.element is None:
            raise ValueError("a lead without an address needs its element")
        if (lead.on, lead.element.selector) in self._dead:
            return Stop(GapReason.BLANK, DEAD)
        if self._resting is None or self._resting.asked != lead.on or self._resting.tab is not visitor.tab:
            stop = await visitor.load(lead.on)
            if stop is None and not await visitor.open_here():
                stop = visitor.stop
            if stop is not None:
                return stop
        else:
            resting, self._resting = self._resting, None
            resting.come_by(lead.found_by, lead.clicks, lead.path)
            visitor = resting
        before = visitor.here
        if not await visitor.click(lead.element):
            return visitor.stop or Stop(GapReason.BLANK, "the control could not be pressed")
        if not brought_up(before, visitor.here):
            self._dead.add((lead.on, lead.element.selector))
            self._resting = visitor
            return Stop(GapReason.BLANK, DEAD)
        page = await visitor.read()
        if isinstance(page, Stop):
            return page
        if (wall := visitor.obstacle(page, lead.role)) is not None:
            return wall
        return await visitor.store(page, lead.role, LANDED)

    async def _document(self, visitor: Visitor, lead: Lead) -> View | None:
        """A PDF or Word file, read as text by the light client; None where it is not readable."""
        fetched = await self.trip.fetcher.get(lead.url)
        kind = documents.kind(fetched.header("content-type") or "", fetched.url)
        if fetched.error is not None or fetched.status is None or not 200 <= fetched.status < 300 or kind is None:
            return None
        text = documents.text(fetched.body, kind)
        if text is None:
            return None
        sha = await self.trip.keep.blob(fetched.body, "application/octet-stream")
        fetch = await self.trip.add_fetch("document", fetched, text="")
        view = View(
            id=self.trip.number("view"), role=lead.role, state=LANDED, device=self.device, look=self.trip.plan.look,
            asked=lead.url, url=fetched.url, status=fetched.status, at=fetch.at, title=(lead.path or ("",))[-1], text=text,
            html="", elements=(), width=0, height=0, viewport_height=0, screenshot="", found_by=lead.found_by,
            clicks=lead.clicks, path=lead.path,
            thoroughness=Thoroughness(True, True, True, True, 0, len("".join(text.split())), 1.0, (f"{kind} file {sha}",)),
        )  # fmt: skip
        return await self.trip.add_view(view)

    async def _known_path(self, role: Role, home: View) -> None:
        """Addresses where such pages usually are, tried with the light client first: most shops have none of them."""
        for url in discover.known_paths(role, home.url):
            if self.trip.spent() or identity(url) in self._seen or not await self.trip.allowed(url):
                continue
            fetched = await self.trip.fetcher.get(url, max_bytes=2_000_000)
            if fetched.error is not None or fetched.status != 200 or identity(fetched.url) != identity(url):
                continue
            head = plain(fetched.text()[:20_000])
            words = discover.RULES[role].words
            if "html" in (fetched.header("content-type") or "") and any(
                len(word) > 1 and word in head for word in words
            ):
                await self._look_at(Lead(role, url, None, 0.0, FoundBy.KNOWN_PATH, None, ()))
                return

    async def _error_page(self, home: View) -> None:
        visitor = await self._visitor()
        visitor.come_by(FoundBy.KNOWN_PATH, None, ())
        parts = urlsplit(home.url)
        stop = await visitor.load(f"{parts.scheme}://{parts.netloc}{MISSING_PAGE}")
        view = stop or await self._land(visitor, Role.ERROR)
        if isinstance(view, Stop):
            await self._gap(Role.ERROR, LANDED, view)

    # -- what could not be had -------------------------------------------------------------------------------------

    async def _not_offered(self, role: Role, home: View) -> None:
        """The gap of a role without a view: our own failure where a lead failed or the budget ran out, else theirs."""
        if self.trip.have(role, LANDED, self.device):
            return
        if role in self._failed:
            await self._gap(role, LANDED, self._failed[role])
        elif (budget := self.trip.spent()) is not None:
            await self._gap(role, LANDED, Stop(GapReason.BUDGET, budget))
        else:
            await self.trip.add_gap(role, LANDED, self.device, GapReason.NOT_OFFERED, "", home.url)

    async def _gap(self, role: Role, state: str, stop: Stop) -> None:
        await self.trip.add_gap(role, state, self.device, stop.reason, stop.detail, self.trip.platform.url)

    # -- the browser -----------------------------------------------------------------------------------------------

    def _with_menus(self, home: View) -> View:
        return dataclasses.replace(home, elements=home.elements + self._menus)

    async def _visitor(self) -> Visitor:
        """A visitor on this tour's page; page and context are made anew where the last were lost or have grown old."""
        if self._tab is not None and self._tab.opened >= PAGE.tab_loads:
            await self._leave()
        if self._tab is None:
            for attempt in (1, 2):
                try:
                    self._context = self._context or await self.trip.engine.context(self.device)
                    self._tab = await Tab.open_in(self._context, self.trip.engine.gate, self.trip.ledger)
                    break
                except BrowserError:
                    self._context = None
                    if attempt == 2:
                        raise
        if self._tab is None:
            raise AssertionError("unreachable")
        return Visitor(self.trip, self._tab, self.device)

    async def _leave(self) -> None:
        """Close the page; where it hangs, or the browser has swollen, the browser is replaced."""
        tab, self._tab = self._tab, None
        if tab is not None and (not await tab.close() or await self.trip.engine.swollen()):
            await self.trip.engine.replace()
            self._context = None

    async def _end(self) -> None:
        await self._leave()
        context, self._context = self._context, None
        if context is not None:
            try:
                await context.close()
            except BrowserError:
                return  # it went with its browser


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
