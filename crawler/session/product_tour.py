"""The products of a tour: category lists, the nearest products, and a stratified sample of more (criteria 0.9).

A product's page is a view of role ``product``, state ``landed``; the first ones are those easiest to reach. The device that chooses
(the desktop, if it looks at products at all) draws up to the number in ``limits.toml``; the other looks at the first of the same
products, at the phone's own address if the page names one. Where the phone's cards have no address, the first is pressed as a visitor
would; if its page is of another app than those the desktop chose (/mobile beside /pc), the phone looks at its own.

An address that gave no product view is replaced by another candidate and never makes a gap if any product was seen. It
is kept as a Fetch of purpose ``product`` if shoppers are led to it (home page, lists, search), of ``site_map_product``
if only the site map names it: with ``error`` "" and the page's words in ``text`` if the product is no longer sold or not there
(``status`` 404, 410, or 200 with the shop's words), else with the reason in ``error`` (``blocked: ...``). Lists and articles leave none.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from crawler.discovery import guessed_urls
from crawler.discovery.opener import Opener
from crawler.discovery.products import product_page, stratified_sample
from crawler.discovery.products.address_templates import alike_but_for_numbers
from crawler.discovery.products.goods_table import LIMITS
from crawler.discovery.products.list_leads import leads_further, list_leads, lists_above, menu_lists
from crawler.discovery.products.product_leads import known_templates, make_lead_key, product_leads
from crawler.discovery.products.site_map_goods import proven_kinds, site_map_goods
from crawler.discovery.products.stratified_sample import ProductCandidate
from crawler.limits import SAMPLE
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.session.looking_ahead import with_next
from crawler.site import Fetch, View
from crawler.urls import absolute_url, is_openable, page_identity, same_site
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Role

_ALTERNATE = re.compile(r"<link\b(?=[^>]*\brel=[\"']?alternate)(?=[^>]*\bmedia=)[^>]*\bhref=[\"']([^\"']+)", re.I)


class ProductTour:
    """Lists and products of one device's tour."""

    def __init__(self, trip: CrawlState, device: Device, opener: Opener, roles: Collection[Role]) -> None:
        self.trip = trip
        self.device = device
        self.opener = opener
        self.roles = frozenset(roles)
        self._again = [_lead(url, FoundBy.LINK) for url in trip.plan.products]  # those of a look before
        # Keys of leads without an address already tried, and whether they gave a product.
        self._pressed: dict[str, bool] = {}
        self.chooses = device is Device.DESKTOP or not any(
            want.role is Role.PRODUCT and want.device is Device.DESKTOP and want.device in trip.plan.devices
            for want in trip.plan.wants
        )

    @property
    def _enough(self) -> int:
        """How many of the nearest products are looked at first."""
        return 1 if self.trip.plan.brief else role_links.pages_wanted(Role.PRODUCT)

    async def first(self, home: View) -> None:
        """Look at the best list and the nearest products."""
        if self.chooses:
            for view in self._have(Role.PRODUCT):  # views of an interrupted visit
                await self.trip.sampling.add(view.asked)
        if Role.LIST in self.roles:
            await self._lists(list_leads(home), 1)
        if Role.PRODUCT in self.roles and self.chooses:
            most = min(len(self._again) or self._enough, self._enough)
            await self._products([*self._again, *self._at_hand(home)], most)

    async def rest(self, home: View) -> None:
        """Look at lists of other categories, then at the sample, or at the first products the other device chose."""
        if self.trip.plan.brief:
            await (self.trip.sampling.end() if self.chooses else self._shared(home))
            return
        if self.chooses:
            await self._lists_of_goods()
        seed = self.trip.sampling.seed = self.trip.sampling.seed or stratified_sample.sample_seed(
            self.trip.platform.url
        )
        if Role.LIST in self.roles:
            await self._lists(stratified_sample.shuffle_leads(self._named_lists(home), seed), SAMPLE.lists[self.device])
        if Role.PRODUCT not in self.roles:
            return
        if not self.chooses:
            await self._shared(home)
            await self._lists_of_goods()
        else:
            await (self._products(self._again, len(self._again)) if self._again else self._draw(home, seed))
        if self.chooses:
            await self.trip.sampling.end()

    async def last(self, home: View) -> None:
        """Look at the rest of the other device's choice, and at own choices if that gave too few."""
        if Role.PRODUCT in self.roles and not self.chooses:
            most = 1 if self.trip.plan.brief else SAMPLE.products[self.device]
            await self._follow(most)
            if not self._have(Role.PRODUCT):
                await self._products(self._at_hand(home, *self._have(Role.OTHER)), most)
            elif self._own is not None:
                await self._products(self._at_hand(home), most)

    async def _shared(self, home: View) -> None:
        if Role.PRODUCT not in self.roles:
            return
        leads = self._at_hand(home)
        if not any(lead.url for lead in leads) and not self._have(Role.PRODUCT):
            await self._products(leads, 1)
        await self._follow(self._enough)

    @property
    def _own(self) -> View | None:
        """The product that a press on one of this device's own cards opened, where another device chooses."""
        homes = {page_identity(view.url) for view in self._have(Role.HOME)}
        pressed = [] if self.chooses else [one for one in self._have(Role.PRODUCT) if one.found_by is FoundBy.CLICK]
        return next((view for view in pressed if page_identity(view.url) not in homes), None)

    def _have(self, role: Role) -> tuple[View, ...]:
        return self.trip.have(role, LANDED, self.device)

    async def _lists(self, leads: Iterable[Lead], most: int) -> None:
        missed = 0
        for lead, then in with_next(leads):
            if len(self._have(Role.LIST)) >= most or missed > 1:
                return
            seen = await self.opener.look_at(lead, then if len(self._have(Role.LIST)) + 1 < most else None)
            missed += seen is None and not self.opener.knows(lead.url)

    async def _lists_of_goods(self) -> None:
        """Look at a list to which goods alone lead, or a menu that nobody opened, where the home page leads to none."""
        if Role.LIST in self.roles and not self._have(Role.LIST):
            goods = self._have(Role.PRODUCT)[-role_links.pages_wanted(Role.PRODUCT) :]
            found = [lead for page in goods for lead in list_leads(page) if lead.url]
            for page in (*goods, *self._have(Role.HOME)[:1]):  # its menu of all kinds may stand nowhere else
                found += (*menu_lists(page), *lists_above(page))
            await self._lists(found, 1)

    def _at_hand(self, home: View, *more: View) -> list[Lead]:
        pages = (home, *self._have(Role.LIST)[:1], *self._have(Role.SEARCH), *more)
        self._learn(pages)
        return [lead for page in pages for lead in product_leads(page, self.opener.templates)]

    def _named_lists(self, home: View) -> tuple[Lead, ...]:
        """Lists that the home page and the first list lead to, each once."""
        found = [list_leads(page) for page in (home, *self._have(Role.LIST)[:1])]
        return tuple({make_lead_key(lead): lead for leads in found for lead in leads}.values())

    def _learn(self, pages: Iterable[View]) -> None:
        """Learn the address patterns of products from these pages and the products seen."""
        self.opener.templates = known_templates(pages, self._have(Role.PRODUCT))

    def _tried(self, lead: Lead) -> bool:
        """Whether the lead was opened or clicked before."""
        return self.opener.knows(lead.url) if lead.url else make_lead_key(lead) in self._pressed

    async def _products(self, leads: Iterable[Lead], most: int) -> None:
        refused = 0
        for lead, then in with_next(leads):
            if len(self._have(Role.PRODUCT)) >= most or refused > role_links.pages_wanted(Role.PRODUCT):
                return
            if not self._tried(lead):
                refused += not await self._taken(lead, then=then if len(self._have(Role.PRODUCT)) + 1 < most else None)

    async def _taken(self, lead: Lead, source: str = "", then: Lead | None = None) -> bool:
        """Whether the lead gave a product's view; anything else it gave is recorded. ``then``: the lead after it."""
        view = await self.opener.look_at(lead, then)
        if not lead.url:
            self._pressed[make_lead_key(lead)] = view is not None
        if view is not None:
            # What a click opened can be opened again by address, if it has one of its own.
            url = (lead.url and view.asked) or (
                view.url if is_openable(view.url) and page_identity(view.url) != page_identity(lead.on) else ""
            )
            if self.chooses and url:
                await self.trip.sampling.add(url)
            return True
        # of what is only guessed from the site map, nobody said that it is goods
        stop = self.opener.stop_at(lead.url) if lead.url and (source or lead.found_by is not FoundBy.SITE_MAP) else None
        if stop is None or product_page.is_other(stop) or stop.reason is GapReason.BUDGET or not self.chooses:
            return False
        gone = product_page.is_gone(stop, self.opener.status)
        await self.trip.note(
            Fetch(
                id=self.trip.number("fetch"),
                purpose="site_map_product" if source == stratified_sample.SITE_MAP else "product",
                look=self.trip.plan.look,
                asked=lead.url,
                url=lead.url,
                status=self.opener.status,
                at=datetime.now(UTC),
                seconds=0.0,
                text=stop.detail[:300] if gone else "",
                error="" if gone else f"{stop.reason}: {stop.detail}"[:300],
            )
        )
        return False

    async def _draw(self, home: View, seed: str) -> None:
        if Role.LIST in self.roles and len(await self._pool(home)) < SAMPLE.products[self.device]:
            # A small catalogue can be seen completely: all its lists are looked at.
            await self._lists(stratified_sample.shuffle_leads(self._named_lists(home), seed), LIMITS.small_lists)
        pool = await self._listed_alone(home)
        seen = [one for one in pool if self._tried(one.lead)]
        told = self.trip.sampling
        told.candidates, told.strata = len(pool), len({one.source for one in pool})
        told.sellers = len({one.seller for one in pool if one.seller})
        left = [one for one in pool if one not in seen]
        await self._sampled(stratified_sample.draw_candidates(left, seed, seen, self.opener.templates))
        told.whole = self._whole(home, pool)

    async def _listed_alone(self, home: View) -> tuple[ProductCandidate, ...]:
        """What the shop has; where its pages lead to few goods or none, after the kinds of addresses of its site map were tried."""
        if len(await self._pool(home)) < SAMPLE.products[self.device]:
            opened = {url for view in self.trip.views for url in (view.url, view.asked)}
            found = site_map_goods(await guessed_urls.site_map(self.trip, home.url), opened, self._seen)
            failed, lost = dict(self.opener.failed), dict(self.opener.lost)
            await self._products(found, self._enough + len(self._have(Role.PRODUCT)))
            self.opener.failed, self.opener.lost = failed, lost  # that a guess led elsewhere says nothing of the shop
            await self._lists_of_goods()
        return await self._pool(home)

    async def _pool(self, home: View) -> tuple[ProductCandidate, ...]:
        pages = (*self._have(Role.LIST), *self._have(Role.SEARCH), home)
        self._learn(pages)
        listed = await guessed_urls.site_map(self.trip, home.url)
        self.opener.templates += proven_kinds(listed, self.trip.views)
        return stratified_sample.sample_candidates(pages, listed, self.opener.templates)

    def _whole(self, home: View, pool: Collection[ProductCandidate]) -> int | None:
        """How many products the shop has, if all lists were seen to the end and everything they lead to was looked at; else None."""
        lists = self._have(Role.LIST)
        products = {page_identity(view.url) for view in self._have(Role.PRODUCT)}
        if not products or not lists or len(pool) >= SAMPLE.products[self.device]:
            return None
        if any(
            leads_further(page) or not page.thoroughness.scrolled_stable for page in (*lists, *self._have(Role.SEARCH))
        ):
            return None
        if any(not lead.url or not self.opener.knows(lead.url) for lead in self._named_lists(home)):
            return None
        listed = {make_lead_key(lead) for page in lists for lead in product_leads(page, self.opener.templates)}
        if any(make_lead_key(one.lead) not in listed for one in pool):
            return None  # the lists do not contain everything on sale
        return len(products) if all(self._settled(one.lead) for one in pool) else None

    def _settled(self, lead: Lead) -> bool:
        """Whether the lead gave a product, or was found to lead to none on sale."""
        if not lead.url:
            return self._pressed.get(make_lead_key(lead), False)
        stop = self.opener.stop_at(lead.url)
        if stop is None:
            return self.opener.knows(lead.url)
        return product_page.is_other(stop) or product_page.is_gone(stop, None)

    async def _sampled(self, order: Iterable[ProductCandidate]) -> None:
        refused = walls = 0
        for candidate, after in with_next(tuple(order)):
            lacks = SAMPLE.products[self.device] - len(self._have(Role.PRODUCT))
            if lacks <= 0 or refused > SAMPLE.refused or walls >= SAMPLE.walls or self.trip.spent() is not None:
                return
            then = after.lead if after is not None and lacks > 1 else None
            if await self._taken(candidate.lead, candidate.source, then):
                walls = 0
                continue
            refused += 1
            stop = self.opener.stop_at(candidate.lead.url)
            walls = walls + 1 if stop is not None and stop.reason is GapReason.BLOCKED else 0

    async def _follow(self, most: int) -> None:
        chosen = await self.trip.sampling.first(most, self.trip.deadline - time.monotonic())
        for url, after in with_next(chosen):
            if len(self._have(Role.PRODUCT)) >= most:
                return
            if self._own is not None and not alike_but_for_numbers(url, self._own.url):
                continue  # the page of another device's app
            own = self._phones(url)
            then = None if after is None else _lead(self._phones(after) or after, FoundBy.LINK)
            if own is not None and (
                self._seen(own) or await self.opener.look_at(_lead(own, FoundBy.LINK), then) is not None
            ):
                continue
            await self.opener.look_at(_lead(url, FoundBy.LINK), then)

    def _seen(self, url: str) -> bool:
        return (view := self.opener.seen_at(url)) is not None and view.role is Role.PRODUCT

    def _phones(self, url: str) -> str | None:
        """The address for phones that the chosen page names."""
        views = self.trip.have(Role.PRODUCT, LANDED, Device.DESKTOP)
        seen = next((view for view in views if page_identity(view.asked) == page_identity(url)), None)
        found = _ALTERNATE.search(seen.html) if seen is not None else None
        own = absolute_url(seen.url, found.group(1)) if seen is not None and found is not None else ""
        return own if is_openable(own) and same_site(url, own) and page_identity(own) != page_identity(url) else None


def _lead(url: str, found_by: FoundBy) -> Lead:
    return Lead(Role.PRODUCT, url, None, 0.0, found_by, None, ())
