"""Pages whose addresses another device found: opened on this device too, before it is said that it has no such page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.opener import Opener
from crawler.discovery.tried_leads import HOLDS_NONE
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.urls import is_openable, page_identity
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import LANDED, Device, FoundBy, Role

_MOST = FILE.load().limits.adopted


async def adopt_pages(
    trip: CrawlState,
    opener: Opener,
    roles: Iterable[Role],
    device: Device,
    others: Sequence[tuple[Device, asyncio.Event]],
    left: int,
) -> int:
    """Open the documents of those roles that this device lacks at the addresses where other devices saw them; returns the loads left.

    ``others``: the other devices, each with the event that it has looked for all pages; they are waited for, within the
    visit's time, only if a role is lacking. Such a view says that no entry led to it (``FoundBy.OTHER_DEVICE``, no
    clicks). A page that is not served here leaves what was known of its role as it was.
    """
    lacking = [role for role in roles if role not in HOLDS_NONE and not trip.have(role, LANDED, device)]
    if not lacking or not others:
        return left
    try:
        async with trip.within():
            for _, hunted in others:
                await hunted.wait()
    except TimeoutError:
        return left
    failed, lost, most = dict(opener.failed), dict(opener.lost), min(left, _MOST)
    for role in lacking:
        for url in _addresses(trip, role, [other for other, _ in others]):
            known = opener.knows(url)
            if trip.spent() is not None or (not known and most <= 0):
                continue
            most, left = most - (not known), left - (not known)
            await opener.look_at(Lead(role, url, None, 0.0, FoundBy.OTHER_DEVICE, None, ()))
    opener.failed, opener.lost = failed, lost
    return left


def _addresses(trip: CrawlState, role: Role, devices: Iterable[Device]) -> list[str]:
    """The addresses at which those devices saw pages of the role, home's own aside, as many as are read of a role."""
    homes = {page_identity(view.url) for view in trip.views if view.role is Role.HOME}
    found: dict[str, str] = {}
    for device in devices:
        for view in trip.have(role, LANDED, device):
            if is_openable(view.url) and page_identity(view.url) not in homes:
                found.setdefault(page_identity(view.url), view.url)
    rule = role_links.RULES[role]
    return list(found.values())[: rule.pages + rule.further_pages]
