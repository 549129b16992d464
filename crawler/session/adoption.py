"""Pages whose addresses another device found: opened on this device too, before it is said that it has no such page."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from crawler.discovery.leftovers.goods_addresses import shown_beside_goods
from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.opener import Opener
from crawler.discovery.tried_leads import HOLDS_NONE
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.session.looking_ahead import with_next
from crawler.urls import is_openable, page_identity
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import LANDED, Device, FoundBy, Role

_LIMITS = FILE.load().limits
_MOST, _MORE, _THIN = _LIMITS.adopted, _LIMITS.adopted_more, _LIMITS.thin


async def adopt_pages(
    trip: CrawlState,
    opener: Opener,
    roles: Iterable[Role],
    device: Device,
    others: Sequence[tuple[Device, Sequence[asyncio.Event]]],
    left: int,
) -> int:
    """Open the documents of those roles that this device lacks at the addresses where other devices saw them; returns the loads left.

    ``others``: the other devices, each with the events that it has looked for a page of each role, and for all pages.
    They are waited for in turn, within the visit's time, only if a role is lacking: what is found early is opened
    while the rest is still looked for, since a slow visit may end before that. Such a view says that no entry led to it
    (``FoundBy.OTHER_DEVICE``, no clicks). A page that is not served here leaves what was known of its role as it was.
    """
    lacking = [role for role in roles if role not in HOLDS_NONE and not trip.have(role, LANDED, device)]
    if not lacking or not others:
        return left
    failed, lost, most = dict(opener.failed), dict(opener.lost), min(left, _MOST)
    tried: set[tuple[Role, str]] = set()
    for stage in zip(*(events for _, events in others), strict=True):
        try:
            async with trip.within():
                for event in stage:
                    await event.wait()
        except TimeoutError:
            break
        for (role, url), after in with_next(_found(trip, lacking, [other for other, _ in others])):
            known = opener.knows(url)
            if (role, url) in tried or trip.spent() is not None or (not known and most <= 0):
                continue
            tried.add((role, url))
            most, left = most - (not known), left - (not known)
            then = None if after is None or after in tried or most <= 0 else _lead(*after)
            await opener.look_at(_lead(role, url), then)
    opener.failed, opener.lost = failed, lost
    return left


async def adopt_named(
    trip: CrawlState,
    opener: Opener,
    roles: Sequence[Role],
    device: Device,
    others: Sequence[tuple[Device, Sequence[asyncio.Event]]],
    left: int,
) -> int:
    """``adopt_pages``, then further pages of roles of which this device saw but a small part of as many as another.

    Menus that a phone folds away may hide all but one of them. Returns the loads left.
    """
    left = await adopt_pages(trip, opener, roles, device, others, left)
    if not others:
        return left
    try:
        async with trip.within():
            for _, events in others:
                await events[-1].wait()
    except TimeoutError:
        return left
    failed, lost, most = dict(opener.failed), dict(opener.lost), min(left, _MORE)
    for role, url in _more(trip, roles, device, [other for other, _ in others]):
        if trip.spent() is not None or most <= 0:
            break
        if not opener.knows(url):
            most, left = most - 1, left - 1
            await opener.look_at(_lead(role, url))
    opener.failed, opener.lost = failed, lost
    return left


def _lead(role: Role, url: str) -> Lead:
    return Lead(role, url, None, 0.0, FoundBy.OTHER_DEVICE, None, ())


def _found(trip: CrawlState, roles: Iterable[Role], devices: Sequence[Device]) -> list[tuple[Role, str]]:
    return [(role, url) for role in roles for url in _addresses(trip, role, devices)]


def _more(trip: CrawlState, roles: Iterable[Role], device: Device, others: Sequence[Device]) -> list[tuple[Role, str]]:
    """Where other devices saw pages of those roles, far more than this one did."""
    found = []
    for role in roles:
        mine = {page_identity(view.url) for view in trip.have(role, LANDED, device)}
        theirs = _addresses(trip, role, others)
        if role not in HOLDS_NONE and 0 < len(mine) <= _THIN * len(theirs):
            found += [(role, url) for url in theirs if page_identity(url) not in mine]
    return found


def _addresses(trip: CrawlState, role: Role, devices: Iterable[Device]) -> list[str]:
    """The addresses at which those devices saw pages of the role, as many as are read of a role.

    Home's own are none of them, nor those of goods: what a press showed there is not what an address opens.
    """
    homes = {page_identity(view.url) for view in trip.views if view.role is Role.HOME}
    beside = shown_beside_goods(trip.views)
    found: dict[str, str] = {}
    for device in devices:
        for view in trip.have(role, LANDED, device):
            if is_openable(view.url) and page_identity(view.url) not in homes and view.id not in beside:
                found.setdefault(page_identity(view.url), view.url)
    rule = role_links.RULES[role]
    return list(found.values())[: rule.pages + rule.further_pages]
