"""Tell a blank page of a living app from a blank look of ours: does the app answer an address that it cannot know by the same nothing?"""

from __future__ import annotations

import dataclasses
from urllib.parse import urldefrag, urljoin

from playwright.async_api import Error as BrowserError

from crawler.dom.empty import LIMITS, TITLE_CHARS, find_refusals, is_unknown_route, opened_bare
from crawler.failure import NO_ROUTE, LoadFailure
from crawler.limits import PAGE
from crawler.links.role_links import Lead
from crawler.machine_time import patient_timeout
from crawler.site import View
from crawler.urls import page_identity, same_site
from crawler.visit import capture
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import PageSession
from crawler.visit.page_slot import PageSlot
from crawler.visit.presses.pressing import Presser
from crawler.vocabulary import GapReason, Role

# What an app cannot have a page for, beside the address of the page in question: as long as a person's word, and nobody's.
UNKNOWABLE = "xuncha-no-such-page-404"
_GOODS = frozenset({Role.HOME, Role.ERROR, Role.LIST, Role.PRODUCT})


class UnknownRoutes:
    """The addresses of one device's tour at which the shop's app draws nothing at all."""

    def __init__(self, trip: CrawlState, berth: PageSlot) -> None:
        self.trip = trip
        self.berth = berth
        self._left: int = LIMITS.compared
        self._nowhere: dict[str, View | None] = {}
        self._told: dict[str, bool] = {}

    async def explain(self, lead: Lead, home: View | None) -> LoadFailure | None:
        """``NO_ROUTE`` if the blank page a lead ended at is none of the app's; None if nothing may be said.

        The page is opened anew by its address, then an address beside it that cannot be one of the app's; and a link is pressed
        as well, since an app may carry with a press what its page needs.
        """
        if home is None or lead.role in _GOODS or self._left <= 0:
            return None
        visitor = await self.berth.visitor()
        url = visitor.shown.url
        if not same_site(self.trip.platform.url, url) or page_identity(url) in map(page_identity, (lead.on, home.url)):
            return None
        known = self._told.get(page_identity(url))
        if known is None:
            self._left -= 1
            known = self._told[page_identity(url)] = await self._is_none(visitor, url, home)
        if not known or (lead.url and not await self._pressed_in_vain(lead, url)):
            return None
        return NO_ROUTE

    async def _is_none(self, visitor: PageSession, url: str, home: View) -> bool:
        seen = await self._bare(visitor, url, home)
        if seen is None:
            return False
        beside = find_beside(url)
        if beside not in self._nowhere:
            self._nowhere[beside] = await self._bare(visitor, beside, home)
        nowhere = self._nowhere[beside]
        return nowhere is not None and is_unknown_route(seen, nowhere, home)

    async def _bare(self, visitor: PageSession, url: str, home: View) -> View | None:
        """The page at that address if it opened wholly and holds no more than a title, however long it is waited for."""
        tab = visitor.tab
        try:
            async with patient_timeout(PAGE.whole_seconds):
                if await visitor.load(url) is not None or page_identity(visitor.shown.url) != page_identity(url):
                    return None
                if await tab.words_come(TITLE_CHARS, PAGE.late_seconds) or await tab.settle() is not None:
                    return None
                page = await visitor.prepare() or await visitor.read()
                if isinstance(page, LoadFailure) or tab.recorder.busy or not tab.loaded:
                    return None
                frozen = await tab.freeze(visitor.shown.url, self.trip.keep)
                refusals = find_refusals(await tab.recorder.data())
                seen = capture.make_unkept_view(tab, visitor.device, visitor.look, page, visitor.came)
                seen = dataclasses.replace(seen, exchanges=frozen.exchanges)
                return seen if opened_bare(seen, home, refusals) else None
        except (BrowserError, TimeoutError):
            tab.spoilt = True
            return None

    async def _pressed_in_vain(self, lead: Lead, url: str) -> bool:
        """Whether pressing the link where it stands brings up that blank page too. A link that we did not see is not pressed."""
        if lead.element is None:
            return False
        visitor = await self.berth.visitor()
        try:
            async with patient_timeout(PAGE.whole_seconds):
                pressed = await Presser().press(visitor, lead, None)
        except (BrowserError, TimeoutError):
            visitor.tab.spoilt = True
            return False
        there = page_identity(visitor.shown.url) == page_identity(url)
        return there and isinstance(pressed, LoadFailure) and pressed.reason is GapReason.BLANK


def find_beside(url: str) -> str:
    """An address beside that one which no app can know: of the same folder, of its path or of its route after the hash."""
    bare, route = urldefrag(url)
    if not route.lstrip("!").startswith("/"):
        return urljoin(bare, UNKNOWABLE)
    return f"{bare}#{route.partition('?')[0].rstrip('/').rpartition('/')[0]}/{UNKNOWABLE}"
