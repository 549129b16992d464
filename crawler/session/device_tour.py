"""One device's tour of a shop: the home page first, then a page for each wanted role, found as a person would find it."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urljoin

from crawler.discovery.absence_proof import doubt_absence, leads_to_seen_list, leave_second_ways
from crawler.discovery.framed import find_framed
from crawler.discovery.further_pages import hides_pages
from crawler.discovery.guessed_urls import MISSING_PAGE
from crawler.discovery.menus import open_menus
from crawler.discovery.opener import Opener
from crawler.discovery.products.leads_beside_goods import find_leads_beside_goods
from crawler.discovery.search import search_shop
from crawler.discovery.tried_leads import HOLDS_NONE
from crawler.failure import LoadFailure
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.links.shelf_tabs import shelf_tabs
from crawler.links.told_role import ill_named
from crawler.session.adoption import adopt_named, adopt_pages
from crawler.session.exploring import Exploration
from crawler.session.gone_links import add_gone_links
from crawler.session.guessing import GuessedPages
from crawler.session.hunting import FurtherPageHunts
from crawler.session.landing import Landing
from crawler.session.looking_ahead import with_next
from crawler.session.product_tour import ProductTour
from crawler.session.unopened_entries import explain_unopened_name
from crawler.site import Element, View
from crawler.urls import url_pattern
from crawler.visit import portal
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import PageSession
from crawler.visit.page_slot import PageSlot
from crawler.vocabulary import ARRIVED, FURTHER, LANDED, MENUS, Device, FoundBy, GapReason, Role

# Roles whose pages are found otherwise than by the words of a link.
OWN_WAY = frozenset({Role.HOME, Role.SEARCH, Role.ERROR, Role.LIST, Role.PRODUCT})
GOODS = (Role.LIST, Role.PRODUCT)
ORDER = {role: number for number, role in enumerate(role_links.ORDER)}
NO_GOODS = LoadFailure(GapReason.BLANK, "no address that we could tell for one of such a page")


class DeviceTour:
    """Looks at every wanted page on one device in one fresh context; each ends as a view or a gap."""

    def __init__(self, trip: CrawlState, device: Device) -> None:
        self.trip = trip
        self.device = device
        self.wanted = frozenset((want.role, want.state) for want in trip.plan.wants if want.device is device)
        self.roles = sorted(
            (role for role in Role if (role, LANDED) in self.wanted),
            key=lambda role: (-trip.plan.stakes.get(role, 0.0), ORDER.get(role, len(ORDER))),
        )
        self.berth = PageSlot(trip, device)
        self.landing = Landing(trip, device, self.berth, (Role.HOME, ARRIVED) in self.wanted)
        self.opener = Opener(trip, self.berth)
        self.goods = ProductTour(trip, device, self.opener, self.roles)
        self.guesses = GuessedPages(trip, self.opener)
        self.looked = asyncio.Event()  # a page of each role was looked for, except goods and further linked pages
        self.hunted = asyncio.Event()  # and every page that is linked by name was, too
        self.explored = asyncio.Event()  # and what no name leads to was pressed or opened
        self.ended = asyncio.Event()
        self.others: tuple[DeviceTour, ...] = ()  # the tours of the other devices
        self._menus: tuple[Element, ...] = ()
        self._pressed: tuple[Lead, ...] = ()  # controls of the home page clicked when it was first looked at
        self._lacked: dict[Role, LoadFailure | None] = {}
        self._hunting = FurtherPageHunts(trip, device, self.opener, tuple(self._by_words()))

    async def run(self) -> None:
        """Run the tour. Raises BrowserError if no browser can be started any more."""
        try:
            home = await self._home()
            if home is None:
                return
            await self._searched(home)
            await self.goods.first(self._all_shown(home))
            await self._others(home)
            self.looked.set()
            # Named papers first: a device that lacks them waits for this one's. A second look confirms mostly what no goods tell.
            first = (self.goods.rest, self._guessed, self._explore, self.goods.last, self._settle, self._error_page)
            second = (self._guessed, self._explore, self._settle, self._error_page, self.goods.rest, self.goods.last)
            for stage in (self._further, *(first if self.trip.plan.look == 1 else second)):
                await stage(self._all_shown(self.trip.latest(home)))
            for role in filter(self.roles.__contains__, GOODS):
                # That no address looks like a product's says more about our patterns than about the shop.
                await self._missed(role, home, self.trip.spent_stop() or NO_GOODS)
        finally:
            for event in (self.looked, self.hunted, self.explored):
                event.set()
            if self.goods.chooses:
                await self.trip.sampling.end()
            await self.guesses.end()
            try:
                await self.berth.end()
            finally:
                self.ended.set()

    def _have(self, role: Role, state: str = LANDED) -> tuple[View, ...]:
        return self.trip.have(role, state, self.device)

    # -- the home page ---------------------------------------------------------------------------------------------

    async def _home(self) -> View | None:
        for view in self.trip.views:  # views of an interrupted visit
            if view.device is self.device and view.look == self.trip.plan.look and view.state == LANDED:
                self.opener.remember(view)
        home, menus = (next(iter(self._have(Role.HOME, state)), None) for state in (LANDED, MENUS))
        if home is not None and (menus is not None or not self._needs_menus()):
            self._menus = tuple(element for element in menus.elements if element.opened_by) if menus is not None else ()
            return home
        landed = await self.landing.home()
        if isinstance(landed, LoadFailure):
            # What is stored stays: a page that failed after it was captured was still seen.
            for role, state in sorted(self.wanted) if home is None else []:
                await self._gap(role, state, landed)
            return home
        visitor, home = landed
        self.opener.remember(home)
        if self._needs_menus():
            await self._open_menus(visitor, home)
        await self._press_here(visitor, home)
        return home

    async def _press_here(self, visitor: PageSession, home: View) -> None:
        """Click the home page's controls that must be clicked anyway while it is open, since later it would have to be reloaded."""
        leads: list[Lead] = []
        for role, found in find_leads_beside_goods(self._with_menus(home), self._by_words()).items():
            sure = role_links.pages_wanted(role) - len(self._have(role)) - bool(self.trip.platform.hints.get(role))
            leads += [lead for lead in found[: max(sure, 0)] if not lead.url]
        if leads and await self.landing.guarded(visitor.still_on(home), visitor) is True:
            self._pressed = await self.opener.look_here(visitor, leads)

    def _by_words(self) -> list[Role]:
        """The roles whose pages are found by the words of links, those that decide most points first."""
        return [role for role in self.roles if role not in OWN_WAY]

    def _needs_menus(self) -> bool:
        return (Role.HOME, MENUS) in self.wanted or bool(set(self.roles) - OWN_WAY)

    async def _open_menus(self, visitor: PageSession, home: View) -> None:
        opened = await self.landing.guarded(open_menus(visitor, home), visitor)
        self._menus, stop = ((), opened) if isinstance(opened, LoadFailure) else opened
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
        """The home page view plus links that were visible when it loaded and are not now, such as lines of a ticker."""
        return add_gone_links(self._with_menus(home), self._have(Role.HOME, ARRIVED))

    # -- the other pages -------------------------------------------------------------------------------------------

    async def _searched(self, home: View) -> None:
        if Role.SEARCH not in self.roles or self._have(Role.SEARCH):
            return
        found = await self.landing.on_page(lambda visitor: search_shop(visitor, self._with_menus(home)))
        if isinstance(found, LoadFailure):
            unopened = explain_unopened_name(Role.SEARCH, [home]) if found.reason is GapReason.NOT_OFFERED else None
            await self._gap(Role.SEARCH, LANDED, unopened or found)
            await self.berth.leave()

    async def _others(self, home: View) -> None:
        roles = self._by_words()
        if not roles:
            return
        leads = find_leads_beside_goods(self._all_shown(home), {*roles, *role_links.VOUCHING})
        for role, after in with_next(roles):
            await self._hinted(role)
            await self._first(role, leads[role], leads[after][:1] if after is not None else ())
        if self._lacking(roles):
            for role in role_links.VOUCHING:
                if role not in roles:
                    await self._first(role, leads[role][:1])
        walked: set[str] = set()
        while (view := self._unwalked(walked)) is not None:
            walked.add(view.id)
            further = [
                *self._lacking(roles),
                *([Role.PRIVACY] if view.role is Role.PRIVACY and Role.PRIVACY in roles else []),
            ]
            for role, more in find_leads_beside_goods(view, further).items():
                await self._first(role, [lead for lead in more if lead.url or view.role is not Role.PRIVACY])
            badly = ill_named({role: self._have(role) for role in roles})
            for role, more in find_leads_beside_goods(view, badly).items():
                named = (lead for lead in more if role_links.is_name(role, lead.path[-1]))
                if (lead := next(named, None)) is not None:
                    await self.opener.look_at(lead)
            for lead in shelf_tabs(view):
                await self.opener.look_at(lead)
            for lead in find_framed(view, self._lacking(roles)):
                await self.opener.look_at(lead)
        self.guesses.begin((role for role in self._lacking(roles) if role not in self.opener.failed), home.url)

    async def _guessed(self, home: View) -> None:
        """Open what pictures name and usual addresses gave, and note why nothing may be said of the roles that have no page even so."""
        lacking = self._lacking(self._by_words())
        shown = self._all_shown(await self.trip.read_pictures(home)) if lacking else home
        for role, leads in find_leads_beside_goods(shown, lacking).items():
            await self._first(role, [lead for lead in leads if lead.url and not self.opener.knows(lead.url)])
        await self.guesses.open()
        self._lacked = {role: self._why_lacking(role) for role in self._lacking(self._by_words())}

    async def _further(self, home: View) -> None:
        """Look at pages linked by name, roles that decide most first."""
        await self._hunting.run(home)
        self.hunted.set()

    async def _explore(self, home: View) -> None:
        """Open what another device found by name, then what is left."""
        others = [(other.device, (other.looked, other.hunted)) for other in self.others]
        left = await adopt_named(self.trip, self.opener, self._hunting.roles, self.device, others, self._hunting.left)
        if self._hunting.roles:
            await Exploration(self.trip, self.device, self.opener, left).run(home)
        self.explored.set()

    async def _settle(self, home: View) -> None:
        """Open what another device found without a name for it, and say of each role without a page why there is none."""
        roles = self._by_words()
        ends = [(other.device, (other.explored,)) for other in self.others] if self.trip.plan.look == 1 else []
        await adopt_pages(self.trip, self.opener, roles, self.device, ends, len(roles))
        for role in roles:
            cut = LoadFailure(GapReason.BUDGET, "named pages were not reached") if role in self._hunting.cut else None
            await self._missed(role, home, cut or self._lacked.get(role))
            if (failed := self.opener.failed.get(role)) is None or not self._have(role):
                continue
            # An authority's page that failed to load hides nothing of the shop.
            if failed.own and hides_pages(failed.stop) and failed.stop.reason is not GapReason.BUDGET:
                await self.trip.add_stop(role, FURTHER, self.device, failed.stop, failed.url)

    def _unwalked(self, walked: Collection[str]) -> View | None:
        """A page whose links were not followed yet, of those that start a second step or were found by one; last the account's."""
        named = (view for role in role_links.SECOND_LEVEL for view in self._have(role))
        pages = (*named, *filter(portal.is_account, self._have(Role.OTHER)))
        return next((view for view in pages if view.id not in walked), None)

    def _lacking(self, roles: Iterable[Role]) -> list[Role]:
        return [role for role in roles if not self._have(role)]

    def _why_lacking(self, role: Role) -> LoadFailure | None:
        """Why nothing may be said about a role that nothing links to, or None."""
        if (spent := self.trip.spent_stop()) is not None:
            return spent
        failed = {other: one for other, one in self.opener.failed.items() if not self._have(other)}
        seen_lists = {one for one, why in failed.items() if leads_to_seen_list(why, self.trip.views, self.device)}
        unseen = {other: one for other, one in failed.items() if other not in seen_lists}
        papers = (role for role in self.roles if role not in HOLDS_NONE)
        seen = len({url_pattern(view.url) for paper in papers for view in self._have(paper)})
        lost = leave_second_ways(self.guesses.lost(), self.trip.views, self.device)
        return doubt_absence(role, unseen, seen, lost)

    async def _hinted(self, role: Role) -> None:
        if hint := self.trip.platform.hints.get(role):
            url = urljoin(self.trip.platform.url, hint)
            await self.opener.look_at(Lead(role, url, None, 0.0, FoundBy.HINT, None, ()))

    async def _first(self, role: Role, leads: Sequence[Lead], after: Sequence[Lead] = ()) -> None:
        """Look at the best pages of a role, as many as are wanted; bare pages do not count. ``after``: what is looked at next."""
        most = role_links.pages_wanted(role)
        for lead, then in with_next(leads[: most + role_links.STUB_TRIES]):
            if (lacks := most - sum(not view.bare for view in self._have(role))) <= 0:
                break
            if lead not in self._pressed:
                await self.opener.look_at(lead, then if lacks > 1 else next(iter(after), None))

    async def _error_page(self, home: View) -> None:
        if (Role.ERROR, LANDED) not in self.wanted or self._have(Role.ERROR):
            return
        view = await self.landing.at(urljoin(home.url, MISSING_PAGE), Role.ERROR)
        if isinstance(view, LoadFailure):
            await self._gap(Role.ERROR, LANDED, view)

    # -- what could not be had -------------------------------------------------------------------------------------

    async def _missed(self, role: Role, home: View, otherwise: LoadFailure | None) -> None:
        """Record the gap of a role without a view: our failure if a lead failed or the budget ran out, else the shop's."""
        if self._have(role):
            return
        failed = self.opener.failed.get(role)
        stop = failed.stop if failed is not None else otherwise
        stop = stop or explain_unopened_name(role, [home, *self._have(Role.HOME, MENUS)])
        if stop is not None:
            url = failed.url if failed is not None else self.trip.platform.url
            await self.trip.add_stop(role, LANDED, self.device, stop, url)
        else:
            await self.trip.add_gap(role, LANDED, self.device, GapReason.NOT_OFFERED, "", home.url)

    async def _gap(self, role: Role, state: str, stop: LoadFailure) -> None:
        await self.trip.add_stop(role, state, self.device, stop, self.trip.platform.url)
