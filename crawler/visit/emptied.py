"""Look again at a page without content: late text is read, a finished page is kept as an empty one, or told to be none."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import islice

from playwright.async_api import Error as BrowserError

from crawler.dom.empty import (
    DATA,
    LIMITS,
    TITLE_CHARS,
    find_asked_data,
    find_refusals,
    find_usual_data,
    is_empty,
    is_short,
)
from crawler.dom.snapshot import PageReading
from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.machine_time import MACHINE_TIME, patient_timeout
from crawler.site import View
from crawler.urls import page_identity, same_site, url_pattern
from crawler.visit import capture
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import Lost, PageSession
from crawler.visit.page_slot import PageSlot
from crawler.visit.unknown_routes import UnknownRoutes
from crawler.vocabulary import EMPTY, LANDED, Role

# Roles whose pages are only read for their text; elsewhere an empty page is no answer.
DOCUMENTS = frozenset({
    Role.LICENCE, Role.AGREEMENT, Role.RULES, Role.PRIVACY, Role.HELP, Role.SERVICE, Role.COMPLAINT, Role.AFTER_SALES, Role.PAYMENT,
    Role.DELIVERY, Role.CREDIT, Role.MEMBER, Role.SELLER, Role.ABOUT, Role.SOCIAL,
})  # fmt: skip


class BlankPages:
    """The empty pages of one device's tour."""

    def __init__(self, trip: CrawlState, berth: PageSlot) -> None:
        self.trip = trip
        self.berth = berth
        self._unknown = UnknownRoutes(trip, berth)

    async def read_grown(self, visitor: PageSession, lead: Lead) -> PageReading | LoadFailure:
        """The page as it is; where a press brought up hardly a word it is waited for: frameworks draw a page before they ask for its data."""
        page, began = await visitor.read(), MACHINE_TIME.now()
        while not lead.url and MACHINE_TIME.now() - began < PAGE.late_seconds:
            if isinstance(page, LoadFailure) or len("".join(page.text.split())) > LIMITS.little:
                break
            page = await visitor.tab.settle() or await visitor.read()
        return page

    async def looked_at(self, lead: Lead, home: View | None, status: int | None) -> View | LoadFailure | None:
        """The current page after a lead met an empty one, as a view with the note ``EMPTY``; None if nothing may be said.

        A LoadFailure if the shop has no such page at all. ``status`` is that of the opened page; no page may be called
        empty if there was none.
        """
        return await self._empty(lead, home, status) or await self._unknown.explain(lead, home)

    async def _empty(self, lead: Lead, home: View | None, status: int | None) -> View | None:
        lead = _named_by_label(lead)
        if home is None or lead.role not in DOCUMENTS or (lead.url and status != 200):
            return None
        visitor = await self.berth.visitor()
        url = visitor.shown.url
        stays = not lead.url and page_identity(url) == page_identity(lead.on)
        if stays or not visitor.tab.loaded or not same_site(self.trip.platform.url, url):
            return None
        visitor.come_by(lead.found_by, lead.clicks, lead.path)
        visitor.came = dataclasses.replace(visitor.came, asked=lead.url or url)
        try:
            async with patient_timeout(PAGE.whole_seconds):
                return await self._kept(visitor, lead, home)
        except (Lost, BrowserError, TimeoutError):
            visitor.tab.spoilt = True
            return None

    async def _kept(self, visitor: PageSession, lead: Lead, home: View) -> View | None:
        role = lead.role
        page = await self.noted(visitor, lead, home)
        if not _is_told(page) and await self._asks_its_own(
            visitor, lead
        ):  # it has an answer: once more, if it was cut short
            page = await visitor.load(visitor.shown.url) or await self.noted(visitor, lead, home)
        if isinstance(page, LoadFailure) or (not is_short(page.text) and visitor.obstacle(page, role) is not None):
            return None
        return await visitor.store(page, role, LANDED) if _is_told(page) else None

    async def _asks_its_own(self, visitor: PageSession, lead: Lead) -> bool:
        frozen = await visitor.tab.freeze(visitor.shown.url, self.trip.keep)
        usual = self._usual(lead)
        return any(exchange.kind in DATA and exchange.url not in usual for exchange in frozen.exchanges)

    async def noted(self, visitor: PageSession, lead: Lead, home: View) -> PageReading | LoadFailure:
        """The page as it is a moment later, with the note ``EMPTY`` if it is a finished document page with no more than a title."""
        await visitor.tab.words_come(TITLE_CHARS, PAGE.late_seconds)
        page = await visitor.tab.settle() or await visitor.prepare() or await visitor.read()
        tab = visitor.tab
        if isinstance(page, LoadFailure) or lead.role not in DOCUMENTS or not is_short(page.text) or tab.recorder.busy:
            return page
        frozen = await tab.freeze(visitor.shown.url, self.trip.keep)
        seen = capture.make_unkept_view(tab, visitor.device, visitor.look, page, visitor.came)
        refusals = find_refusals(await tab.recorder.data())
        seen, usual = dataclasses.replace(seen, exchanges=frozen.exchanges), self._usual(lead)
        empty = any(is_empty(seen, one, refusals, usual) for one in (home, *self._around(lead)))
        return dataclasses.replace(page, notes=(*page.notes, EMPTY)) if empty else page

    def _around(self, lead: Lead) -> Iterator[View]:
        """The page with the entry, if it shows text: a phone may be led into a shop's other app, which shares nothing with its home."""
        trip, here = self.trip, page_identity(lead.on)
        seen = (view for view in trip.views if view.device is self.berth.device and view.look == trip.plan.look)
        shown = (view for view in seen if page_identity(view.url) == here and not is_short(view.text))
        return islice(shown, 1)

    def _usual(self, lead: Lead) -> frozenset[str]:
        """Data requests that say nothing about a page: those of every page; after a click those of the pages before it."""
        trip, device = self.trip, self.berth.device
        seen = [view for view in trip.views if view.device is device and view.look == trip.plan.look and view.exchanges]
        if lead.url:  # a second look may have seen no page but home, which asks for many a page's data beforehand
            told = trip.plan.usual_data.get(device)
            return find_usual_data(seen) if told is None else told
        before = [view for view in seen if view.role is Role.HOME or url_pattern(view.url) == url_pattern(lead.on)]
        return frozenset().union(*map(find_asked_data, before))


def _named_by_label(lead: Lead) -> Lead:
    """A lead of no role as one of the paper whose name its label is: a blank page tells no other."""
    if lead.role is not Role.OTHER or not lead.path:
        return lead
    label = lead.path[-1]
    named = (role for role in role_links.ORDER if role in DOCUMENTS and role_links.is_name(role, label))
    return dataclasses.replace(lead, role=next((role for role in named if role is not Role.LICENCE), lead.role))


def _is_told(page: PageReading | LoadFailure) -> bool:
    """Whether the page says something after all, or was found to be an empty one."""
    return not isinstance(page, LoadFailure) and (EMPTY in page.notes or not is_short(page.text))
