"""Looks once more at a page that holds nothing: late words are read, and one that is finished is kept as what it is, an empty page."""

from __future__ import annotations

import asyncio
import dataclasses

from playwright.async_api import Error as BrowserError

from crawler import capturing
from crawler.addressing import alike, identity, same_site
from crawler.berth import Berth
from crawler.discover import Lead
from crawler.dom.empty import DATA, is_empty, is_short, refuses
from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME, patient
from crawler.reading import PageReading
from crawler.site import View
from crawler.stop import Stop
from crawler.trip import Trip
from crawler.visit import Lost, Visitor
from crawler.vocabulary import EMPTY, LANDED, Role

WAIT = 2.0  # seconds for words that come late
# Pages of which nothing but words is asked; elsewhere an empty page is no answer.
DOCUMENTS = frozenset({
    Role.LICENCE, Role.AGREEMENT, Role.RULES, Role.PRIVACY, Role.HELP, Role.SERVICE, Role.COMPLAINT, Role.AFTER_SALES, Role.PAYMENT,
    Role.DELIVERY, Role.CREDIT, Role.MEMBER, Role.SELLER, Role.ABOUT, Role.SOCIAL,
})  # fmt: skip


class Emptied:
    """The blank pages of one device's tour."""

    def __init__(self, trip: Trip, berth: Berth) -> None:
        self.trip = trip
        self.berth = berth

    async def looked_at(self, lead: Lead, home: View | None, status: int | None) -> View | None:
        """The page the browser stands on after a lead met a blank one, as a view with the note ``EMPTY``; None where nothing may be said.

        ``status`` is that of the page that was opened; nothing may be said where none was.
        """
        if home is None or lead.role not in DOCUMENTS or (lead.url and status != 200):
            return None
        visitor = await self.berth.visitor()
        url = visitor.tab.page.url
        stays = not lead.url and identity(url) == identity(lead.on)
        if stays or not visitor.tab.loaded or not same_site(self.trip.platform.url, url):
            return None
        visitor.come_by(lead.found_by, lead.clicks, lead.path)
        visitor.came = dataclasses.replace(visitor.came, asked=lead.url or url)
        try:
            async with patient(PAGE.whole_seconds):
                return await self._kept(visitor, lead, home)
        except (Lost, BrowserError, TimeoutError):
            visitor.tab.spoilt = True
            return None

    async def _kept(self, visitor: Visitor, lead: Lead, home: View) -> View | None:
        role = lead.role
        page = await self.noted(visitor, lead, home)
        if isinstance(page, Stop) or (not is_short(page.text) and visitor.obstacle(page, role) is not None):
            return None
        told = EMPTY in page.notes or not is_short(page.text)
        return await visitor.store(page, role, LANDED) if told else None

    async def noted(self, visitor: Visitor, lead: Lead, home: View) -> PageReading | Stop:
        """The page as it is a moment later, with the note ``EMPTY`` where it is a document's, finished, and holds no more than a title."""
        await asyncio.sleep(MACHINE_TIME.stretched(WAIT))
        page = await visitor.tab.settle() or await visitor.prepare() or await visitor.read()
        tab = visitor.tab
        if isinstance(page, Stop) or lead.role not in DOCUMENTS or not is_short(page.text) or tab.recorder.busy:
            return page
        frozen = await tab.freeze(tab.page.url, self.trip.keep)
        seen = capturing.unkept(tab, visitor.device, visitor.look, page, visitor.came)
        refusals = [url for url, body in await tab.recorder.data() if refuses(body)]
        empty = is_empty(dataclasses.replace(seen, exchanges=frozen.exchanges), home, refusals, self._usual(lead))
        return dataclasses.replace(page, notes=(*page.notes, EMPTY)) if empty else page

    def _usual(self, lead: Lead) -> frozenset[str]:
        """Data that tell nothing of a page: what every page asks for; after a press what the pages before it had asked for."""
        trip, device = self.trip, self.berth.device
        seen = [view for view in trip.views if view.device is device and view.look == trip.plan.look and view.exchanges]
        if lead.url:
            return frozenset.intersection(*map(_data, seen)) if seen else frozenset()
        before = [view for view in seen if view.role is Role.HOME or alike(view.url) == alike(lead.on)]
        return frozenset().union(*map(_data, before))


def _data(view: View) -> frozenset[str]:
    return frozenset(each.url for each in view.exchanges if each.kind in DATA)
