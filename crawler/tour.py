"""One device's tour of a shop: home first, then a page for each role asked for, found as a person would find it."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
from collections.abc import Collection, Iterable
from urllib.parse import urljoin

from crawler import discover
from crawler.addressing import alike, identity, openable
from crawler.berth import Berth
from crawler.discover import Lead
from crawler.discovery.framed import framed
from crawler.discovery.ill_named import ill_named
from crawler.discovery.shelf_tabs import shelf_tabs
from crawler.discovery.unopened import named_unopened
from crawler.dom.bare import bare
from crawler.doubt import doubt
from crawler.further import hides
from crawler.goods import Goods
from crawler.guesses import MISSING_PAGE, guesses
from crawler.menus import open_menus
from crawler.opener import Opener
from crawler.search import search
from crawler.session.hunting import Hunting
from crawler.session.landing import Landing
from crawler.session.tried import HOLDS_NONE
from crawler.site import Element, View
from crawler.stop import Stop
from crawler.trip import Trip
from crawler.visit import Visitor
from crawler.vocabulary import ARRIVED, FURTHER, LANDED, MENUS, Device, FoundBy, GapReason, Role

# Pages that are come by otherwise than by the words of a link.
OWN_WAY = frozenset({Role.HOME, Role.SEARCH, Role.ERROR, Role.LIST, Role.PRODUCT})
GOODS = (Role.LIST, Role.PRODUCT)
ORDER = {role: number for number, role in enumerate(discover.ORDER)}
NO_GOODS = Stop(GapReason.BLANK, "no address that we could tell for one of such a page")


class Tour:
    """Looks at every wanted page of one device in one fresh context; each ends as a view or as a gap."""

    def __init__(self, trip: Trip, device: Device) -> None:
        self.trip = trip
        self.device = device
        self.wanted = frozenset((want.role, want.state) for want in trip.plan.wants if want.device is device)
        self.roles = sorted(
            (role for role in Role if (role, LANDED) in self.wanted),
            key=lambda role: (-trip.plan.stakes.get(role, 0.0), ORDER.get(role, len(ORDER))),
        )
        self.berth = Berth(trip, device)
        self.landing = Landing(trip, device, self.berth, (Role.HOME, ARRIVED) in self.wanted)
        self.opener = Opener(trip, self.berth)
        self.goods = Goods(trip, device, self.opener, self.roles)
        # ``looked``: for a page of each role but the sample of goods and pages that are linked further on
        self.looked = asyncio.Event()
        self.ended = asyncio.Event()
        self._menus: tuple[Element, ...] = ()
        self._pressed: tuple[Lead, ...] = ()  # controls of the home page that were pressed when it was first looked at
        self._lacked: dict[Role, Stop | None] = {}

    async def run(self) -> None:
        """Raises BrowserError where no browser can be started any more."""
        try:
            home = await self._home()
            if home is None:
                return
            shown = self._all_shown(home)
            await self._searched(home)
            await self.goods.first(shown)
            await self._others(home)
            self.looked.set()
            await self.goods.rest(shown)
            await self._further(shown)
            await self.goods.last(shown)
            for role in GOODS:
                if role in self.roles:
                    # That no address looks like a product's says more about our patterns than about the shop.
                    await self._missed(role, home, self._spent() or NO_GOODS)
            if (Role.ERROR, LANDED) in self.wanted and not self._have(Role.ERROR):
                await self._error_page(home)
        finally:
            self.looked.set()
            if self.goods.chooses:
                await self.trip.sampling.end()
            try:
                await self.berth.end()
            finally:
                self.ended.set()

    def _have(self, role: Role, state: str = LANDED) -> tuple[View, ...]:
        return self.trip.have(role, state, self.device)

    # -- the home page ---------------------------------------------------------------------------------------------

    async def _home(self) -> View | None:
        for view in self.trip.views:  # of an interrupted visit
            if view.device is self.device and view.look == self.trip.plan.look and view.state == LANDED:
                self.opener.remember(view)
        home = next(iter(self._have(Role.HOME)), None)
        menus = next(iter(self._have(Role.HOME, MENUS)), None)
        if home is not None and (menus is not None or not self._needs_menus()):
            self._menus = tuple(element for element in menus.elements if element.opened_by) if menus is not None else ()
            return home
        landed = await self.landing.home()
        if isinstance(landed, Stop):
            # What is stored stays: a page that came to grief after it was seen was seen.
            for role, state in sorted(self.wanted) if home is None else []:
                await self._gap(role, state, landed)
            return home
        visitor, home = landed
        self.opener.remember(home)
        if self._needs_menus():
            await self._open_menus(visitor, home)
        await self._press_here(visitor, home)
        return home

    async def _press_here(self, visitor: Visitor, home: View) -> None:
        """Press those controls of the home page that must be pressed in any case while it stands there, for later it would be loaded again."""
        leads: list[Lead] = []
        for role, found in discover.leads(self._with_menus(home), self._by_words()).items():
            sure = discover.pages(role) - len(self._have(role)) - bool(self.trip.platform.hints.get(role))
            leads += [lead for lead in found[: max(sure, 0)] if not lead.url]
        if leads and await self.landing.guarded(visitor.still_on(home), visitor) is True:
            self._pressed = await self.opener.look_here(visitor, leads)

    def _by_words(self) -> list[Role]:
        """The roles whose pages are found by the words of links, in the order of what is at stake."""
        return [role for role in self.roles if role not in OWN_WAY]

    def _needs_menus(self) -> bool:
        return (Role.HOME, MENUS) in self.wanted or bool(set(self.roles) - OWN_WAY)

    async def _open_menus(self, visitor: Visitor, home: View) -> None:
        opened = await self.landing.guarded(open_menus(visitor, home), visitor)
        self._menus, stop = ((), opened) if isinstance(opened, Stop) else opened
        if (Role.HOME, MENUS) not in self.wanted:
            return
        if stop is not None:
            await self._gap(Role.HOME, MENUS, stop)
            return
        shown = self._with_menus(home)
        await self.trip.add_view(dataclasses.replace(shown, id=self.trip.number("view"), state=MENUS))

    def _with_menus(self, home: View) -> View:
        return dataclasses.replace(home, elements=home.elements + self._menus)

    def _all_shown(self, home: View) -> View:
        """The same with links that were seen when the page came up and have made way since, as the lines of a ticker do."""
        shown = self._with_menus(home)
        known = {identity(element.href) for element in shown.elements if element.seen}
        gone: dict[str, Element] = {}
        for view in self._have(Role.HOME, ARRIVED):
            for one in view.elements:
                if one.seen and openable(one.href) and identity(one.href) not in known:
                    gone.setdefault(identity(one.href), one)
        first = len(shown.elements)
        more = (dataclasses.replace(one, id=first + at, parent=None) for at, one in enumerate(gone.values()))
        return dataclasses.replace(shown, elements=(*shown.elements, *more))

    # -- the other pages -------------------------------------------------------------------------------------------

    async def _searched(self, home: View) -> None:
        if Role.SEARCH not in self.roles or self._have(Role.SEARCH):
            return
        visitor = await self.berth.within()
        found: View | Stop
        if isinstance(visitor, Stop):
            found = visitor
        else:
            found = await self.landing.guarded(search(visitor, self._with_menus(home)), visitor)
        if isinstance(found, Stop):
            unopened = named_unopened(Role.SEARCH, [home]) if found.reason is GapReason.NOT_OFFERED else None
            await self._gap(Role.SEARCH, LANDED, unopened or found)
            await self.berth.leave()

    async def _others(self, home: View) -> None:
        roles = self._by_words()
        if not roles:
            return
        leads = discover.leads(self._all_shown(home), {*roles, *discover.VOUCHING})
        for role in roles:
            await self._hinted(role)
            await self._first(role, leads[role])
        if self._lacking(roles):
            for role in discover.VOUCHING:
                if role not in roles:
                    await self._first(role, leads[role][:1])
        walked: set[str] = set()
        while (view := self._unwalked(walked)) is not None:
            walked.add(view.id)
            further = [
                *self._lacking(roles),
                *([Role.PRIVACY] if view.role is Role.PRIVACY and Role.PRIVACY in roles else []),
            ]
            for role, more in discover.leads(view, further).items():
                pressed = view.role is not Role.PRIVACY
                await self._first(role, [lead for lead in more if lead.url or pressed])
            for role, more in discover.leads(view, ill_named({role: self._have(role) for role in roles})).items():
                named = (lead for lead in more if discover.is_name(role, lead.path[-1]))
                if (lead := next(named, None)) is not None:
                    await self.opener.look_at(lead)
            for lead in shelf_tabs(view):
                await self.opener.look_at(lead)
            for lead in framed(view, self._lacking(roles)):
                await self.opener.look_at(lead)
        for role in self._lacking(roles):
            if role not in self.opener.failed:
                async for lead in guesses(self.trip, role, home.url, self.opener.knows):
                    if await self.opener.look_at(lead) is not None:
                        break
        self._lacked = {role: self._why_lacking(role) for role in self._lacking(roles)}

    async def _further(self, home: View) -> None:
        """Pages that are linked by name, for the roles with most at stake first; then what none of it gave is a gap."""
        roles = self._by_words()
        hunting = Hunting(self.trip, self.device, self.opener, tuple(roles))
        await hunting.run(home)
        for role in roles:
            cut = Stop(GapReason.BUDGET, "named pages were not reached") if role in hunting.cut else None
            await self._missed(role, home, cut or self._lacked.get(role))
            failed = self.opener.failed.get(role)
            if failed is None or not self._have(role):
                continue
            # An authority's page that could not be had hides nothing of the shop.
            if failed.own and hides(failed.stop) and failed.stop.reason is not GapReason.BUDGET:
                stop, url = failed.stop, failed.lead.url or failed.lead.on
                await self.trip.add_gap(role, FURTHER, self.device, stop.reason, stop.detail, url, stop.exchanges)

    def _unwalked(self, walked: Collection[str]) -> View | None:
        """A page whose links were not followed yet, of those a second step starts from: what that step brings up is one, too."""
        pages = (view for role in discover.SECOND_LEVEL for view in self._have(role))
        return next((view for view in pages if view.id not in walked), None)

    def _lacking(self, roles: Iterable[Role]) -> list[Role]:
        return [role for role in roles if not self._have(role)]

    def _spent(self) -> Stop | None:
        budget = self.trip.spent()
        return Stop(GapReason.BUDGET, budget) if budget is not None else None

    def _why_lacking(self, role: Role) -> Stop | None:
        """Why nothing may be said of a role nobody links, or None."""
        if (spent := self._spent()) is not None:
            return spent
        unseen = {other: failed for other, failed in self.opener.failed.items() if not self._have(other)}
        documents = [view for each in self.roles if each not in HOLDS_NONE for view in self._have(each)]
        seen = len({alike(view.url) for view in documents})
        return doubt(role, unseen, seen, tuple(self.opener.lost.values()))

    async def _hinted(self, role: Role) -> None:
        hint = self.trip.platform.hints.get(role)
        if hint:
            url = urljoin(self.trip.platform.url, hint)
            await self.opener.look_at(Lead(role, url, None, 0.0, FoundBy.HINT, None, ()))

    async def _first(self, role: Role, leads: Iterable[Lead]) -> None:
        """The best pages of a role, as many as are read of it; mere stubs do not count."""
        most = discover.pages(role)
        for lead in itertools.islice(leads, most + discover.STUB_TRIES):
            if sum(not bare(view) for view in self._have(role)) >= most:
                break
            if lead not in self._pressed:
                await self.opener.look_at(lead)

    async def _error_page(self, home: View) -> None:
        visitor = await self.berth.within()
        view: View | Stop
        if isinstance(visitor, Stop):
            view = visitor
        else:
            view = await self.landing.guarded(self._at_error(visitor, urljoin(home.url, MISSING_PAGE)), visitor)
        if isinstance(view, Stop):
            await self._gap(Role.ERROR, LANDED, view)

    async def _at_error(self, visitor: Visitor, url: str) -> View | Stop:
        visitor.come_by(FoundBy.KNOWN_PATH, None, ())
        return await visitor.load(url) or await self.landing.landed(visitor, Role.ERROR)

    # -- what could not be had -------------------------------------------------------------------------------------

    async def _missed(self, role: Role, home: View, otherwise: Stop | None) -> None:
        """The gap of a role without a view: our own failure where a lead failed or the budget ran out, else theirs."""
        if self._have(role):
            return
        failed = self.opener.failed.get(role)
        stop = failed.stop if failed is not None else otherwise
        stop = stop or named_unopened(role, [home, *self._have(Role.HOME, MENUS)])
        if stop is not None:
            url = failed.lead.url or failed.lead.on if failed is not None else self.trip.platform.url
            await self.trip.add_gap(role, LANDED, self.device, stop.reason, stop.detail, url, stop.exchanges)
        else:
            await self.trip.add_gap(role, LANDED, self.device, GapReason.NOT_OFFERED, "", home.url)

    async def _gap(self, role: Role, state: str, stop: Stop) -> None:
        url = self.trip.platform.url
        await self.trip.add_gap(role, state, self.device, stop.reason, stop.detail, url, stop.exchanges)
