"""Keeps the login page that another page's entry has led to as the shop's own one: often nothing else leads there."""

from __future__ import annotations

import dataclasses

from playwright.async_api import Error as BrowserError

from crawler.addressing import identity, openable, same_site
from crawler.berth import Berth
from crawler.discover import Lead
from crawler.limits import PAGE
from crawler.machine_time import patient
from crawler.plan import Want
from crawler.site import View
from crawler.stop import Stop
from crawler.trip import Trip
from crawler.visit import Lost
from crawler.vocabulary import LANDED, Role


async def login_page(trip: Trip, berth: Berth, lead: Lead) -> View | None:
    """The page the browser stands on after a lead met a login wall, stored as the login page; None where one was seen, none is wanted,
    or the wall is no page of the shop's with an address of its own."""
    device = berth.device
    if Want(Role.LOGIN, LANDED, device) not in trip.plan.wants or trip.have(Role.LOGIN, LANDED, device):
        return None
    visitor = await berth.visitor()
    url = visitor.tab.page.url
    if not openable(url) or identity(url) == identity(lead.url or lead.on) or not same_site(trip.platform.url, url):
        return None
    visitor.come_by(lead.found_by, lead.clicks, lead.path)
    visitor.came = dataclasses.replace(visitor.came, asked=url)
    try:
        async with patient(PAGE.whole_seconds):
            page = await visitor.prepare() or await visitor.read()
            if isinstance(page, Stop) or visitor.obstacle(page, Role.LOGIN) is not None:
                return None
            return await visitor.store(page, Role.LOGIN, LANDED)
    except (Lost, BrowserError, TimeoutError):
        visitor.tab.spoilt = True  # it may be had yet by an entry of its own
        return None
