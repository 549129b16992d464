"""Freeze a page reading into a View, with its screenshot, its exchanges and the words OCR reads from its pictures."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler import obstacles
from crawler.browser.overlays import ClosedOverlays
from crawler.browser.page import BrowserPage
from crawler.browser.page_screenshot import take_page_screenshot
from crawler.browser.scrolling import ScrollResult
from crawler.dom import screenshot
from crawler.dom.snapshot import PageReading
from crawler.failure import LoadFailure
from crawler.network.address_policy import plain_host
from crawler.network.proxy import Gate
from crawler.record.network_record import Cookie, Exchange
from crawler.record.thoroughness import Thoroughness
from crawler.site import View
from crawler.urls import registrable_domain
from crawler.visit.crawl_state import CrawlState
from crawler.visit.picture_reading import read_pictures
from crawler.vocabulary import KEPT_BACK, Device, FoundBy, Role

NEEDED = frozenset({"document", "stylesheet", "script", "xhr", "fetch", "image"})  # what may add to a page
MOST_KEPT_BACK = 5


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a page was reached."""

    asked: str = ""
    found_by: FoundBy = FoundBy.GIVEN
    clicks: int | None = 0
    path: tuple[str, ...] = ()
    by: str = ""


def make_unkept_view(tab: BrowserPage, device: Device, look: int, page: PageReading, came: Arrival) -> View:
    """The page as it is now, as a View without screenshot, exchanges or id."""
    return View(
        id="",
        role=Role.HOME,
        state="",
        device=device,
        look=look,
        asked=came.asked,
        url=page.url,
        status=tab.status,
        at=datetime.now(UTC),
        title=page.title,
        text=page.text,
        html=page.html,
        elements=page.elements,
        width=page.width,
        height=page.height,
        viewport_height=page.viewport_height,
        lang=page.lang,
        headers=tab.headers,
        frames=page.frames,
        storage_keys=page.storage_keys,
        console_errors=tuple(tab.notes.console_errors[tab.notes.earlier_errors :]),
        dialogs=tuple(tab.notes.dialogs),
        found_by=came.found_by,
        clicks=came.clicks,
        path=came.path,
        by=came.by,
    )


async def keep_view(
    trip: CrawlState,
    tab: BrowserPage,
    page: PageReading,
    seen: View,
    closing: ClosedOverlays,
    scrolled: ScrollResult,
    role: Role,
    state: str,
) -> View:
    """The page as it is now, as a View with everything it refers to stored.

    Raises PictureFailed, or BrowserError if the page went away.
    """
    shot, made = await take_page_screenshot(tab.cdp, tab.world)
    await tab.feel_again()
    # Measuring and reading pictures takes CPU: meanwhile the browser delivers bodies and cookies.
    inked, pictures, frozen, cookies = await asyncio.gather(
        asyncio.to_thread(screenshot.ink_share, shot.data),
        read_pictures(trip, tab, page, shot, role),
        tab.freeze(seen.url, trip.keep),
        tab.page.context.cookies(),
    )
    notes = [*page.notes, *scrolled.notes, *made, *(["consent was given to see the page"] if closing.consented else [])]
    notes += kept_back(frozen.exchanges, trip.engine.gate)
    notes += [f"stopped {said}" for said in tab.notes.refused[:5]]
    notes += [f"window not opened {said[:300]}" for said in tab.notes.popups[:5]]
    notes += pictures.notes
    kept = dataclasses.replace(
        seen,
        id=trip.number("view"),
        role=role,
        state=state,
        elements=pictures.elements,
        exchanges=frozen.exchanges,
        exchanges_record=frozen.record,
        cookies=tuple(_cookie(raw, seen.url) for raw in cookies),
        screenshot=await trip.keep.blob(shot.data, "image/jpeg"),
        screenshot_scale=shot.scale,
        closed_layers=closing.closed,
        thoroughness=Thoroughness(
            scripts_ran=tab.loaded,
            scrolled_stable=scrolled.stable,
            layers_closed=not closing.still_covered,
            frames_read=page.frames_read,
            images_unread=len(pictures.unread),
            chars=len("".join(page.text.split())),
            ink=inked,
            notes=tuple(notes),
            unread_images=tuple(pictures.unread),
        ),
    )
    if pictures.waiting and trip.waiting is not None:
        trip.waiting.add(kept, pictures.waiting, pictures.unread)
    return kept


def find_wall(tab: BrowserPage, asked: str, url: str, page: PageReading, role: Role) -> LoadFailure | None:
    """The wall that a page is, or None. ``asked``: the address that was to be opened; ``url``: the one of the page."""
    found = obstacles.classify_obstacle(
        obstacles.LoadedPage(
            asked=asked,
            url=url,
            status=tab.status,
            title=page.title,
            text=page.text,
            html_bytes=len(page.html),
            requests=tab.recorder.addresses,
            role=role,
            **obstacles.tell_elements(page.elements),
        )
    )
    return LoadFailure(found.reason, found.detail) if found else None


def tell_preparation(view: View) -> tuple[ClosedOverlays, ScrollResult]:
    """How far a page that was seen had been scrolled and freed of layers, for what is read of it without another load."""
    had = view.thoroughness
    return ClosedOverlays(view.closed_layers, still_covered=not had.layers_closed), ScrollResult(had.scrolled_stable)


def kept_back(exchanges: Sequence[Exchange], gate: Gate) -> list[str]:
    """A note for each private place that a page of a private shop needed and was refused, up to a limit.

    For a public shop there is no note: no customer's browser can reach such a place either, so nothing is missing.
    """
    if not gate.consented:
        return []
    asked = (_place(exchange.url) for exchange in exchanges if exchange.kind in NEEDED)
    refused = {place: reason for place in asked if place and (reason := gate.refused(*place))}
    return [f"{KEPT_BACK}{host}:{port} ({reason})" for (host, port), reason in refused.items()][:MOST_KEPT_BACK]


def _place(url: str) -> tuple[str, int] | None:
    parts = urlsplit(url)
    try:
        return plain_host(parts.hostname or ""), parts.port or (443 if parts.scheme in ("https", "wss") else 80)
    except ValueError:
        return None


def _cookie(raw: object, url: str) -> Cookie:
    cookie = dict(raw) if isinstance(raw, dict) else {}
    domain = str(cookie.get("domain", "")).lstrip(".")
    return Cookie(
        name=str(cookie.get("name", ""))[:100],
        domain=domain,
        secure=bool(cookie.get("secure")),
        http_only=bool(cookie.get("httpOnly")),
        same_site=str(cookie.get("sameSite", "")),
        session=float(cookie.get("expires", -1) or -1) < 0,
        third_party=registrable_domain(domain) != registrable_domain(urlsplit(url).hostname or ""),
    )
