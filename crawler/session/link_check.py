"""Check where a sample of the home page's links leads: without a browser, and without asking again for what a tour has opened."""

from __future__ import annotations

import random

from crawler.discovery.leftovers.shop_switches import turns_shop
from crawler.limits import LINKS
from crawler.links.role_links import does_something
from crawler.site import Fetch, View
from crawler.urls import is_openable, page_identity, same_site
from crawler.visit.crawl_state import CrawlState


async def check_links(trip: CrawlState, home: View) -> None:
    """Record a Fetch of purpose ``link`` for each internal link of a sample that is seeded by the address, without links that act.

    A link that a tour has followed to a page is known to lead there, and costs the shop no further request.
    """
    links = {
        page_identity(element.href): element.href
        for element in home.elements
        if element.seen
        and is_openable(element.href)
        and same_site(home.url, element.href)
        and not does_something(element.href)
        and not turns_shop(element.words, element.href)
    }
    links.pop(page_identity(home.url), None)
    chosen = random.Random(page_identity(home.url)).sample(sorted(links), min(LINKS.sample, len(links)))
    for key in chosen:
        if trip.spent() is not None:
            return
        if (seen := _opened(trip, key)) is not None:
            await trip.note(_told(trip, links[key], seen))
        elif (fetched := await trip.light(links[key], 200_000, LINKS.seconds)) is not None:
            await trip.add_fetch("link", fetched, text="")


def _opened(trip: CrawlState, key: str) -> View | None:
    """A page of this look that was opened at that address and answered well."""
    return next(
        (
            view
            for view in trip.views
            if view.look == trip.plan.look
            and page_identity(view.asked) == key
            and view.status is not None
            and view.status < 400
        ),
        None,
    )


def _told(trip: CrawlState, url: str, seen: View) -> Fetch:
    return Fetch(
        id=trip.number("fetch"),
        purpose="link",
        look=trip.plan.look,
        asked=url,
        url=seen.url,
        status=seen.status,
        at=seen.at,
        seconds=0.0,
        media=seen.headers.get("content-type", "")[:100],
        text="",
        device=seen.device,
    )
