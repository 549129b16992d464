"""Keep a login page reached through another page's entry as the shop's own one: often nothing else leads there."""

from __future__ import annotations

import dataclasses

from playwright.async_api import Error as BrowserError

from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.links.role_links import Lead, for_merchants
from crawler.machine_time import patient_timeout
from crawler.plan import Want
from crawler.site import View
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity, same_site
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import Lost
from crawler.visit.page_slot import PageSlot
from crawler.vocabulary import LANDED, Role


async def login_page(trip: CrawlState, berth: PageSlot, lead: Lead) -> View | None:
    """The current page after a lead met a login wall, stored as the login page; None if it does not count.

    None if one was seen already, none is wanted, or the wall is not a page of the shop with an address of its own. A
    merchants' login is not one for buyers.
    """
    device = berth.device
    if lead.role is Role.SELLER or any(for_merchants(plain_words(said), Role.LOGIN) for said in lead.path):
        return None
    if Want(Role.LOGIN, LANDED, device) not in trip.plan.wants or trip.have(Role.LOGIN, LANDED, device):
        return None
    visitor = await berth.visitor()
    url = visitor.shown.url
    if (
        not is_openable(url)
        or page_identity(url) == page_identity(lead.url or lead.on)
        or not same_site(trip.platform.url, url)
    ):
        return None
    visitor.come_by(lead.found_by, lead.clicks, lead.path)
    visitor.came = dataclasses.replace(visitor.came, asked=url)
    try:
        async with patient_timeout(PAGE.whole_seconds):
            page = await visitor.prepare() or await visitor.read()
            if isinstance(page, LoadFailure) or visitor.obstacle(page, Role.LOGIN) is not None:
                return None
            return await visitor.store(page, Role.LOGIN, LANDED)
    except (Lost, BrowserError, TimeoutError):
        visitor.tab.spoilt = True  # it may still be reached by an entry of its own
        return None
