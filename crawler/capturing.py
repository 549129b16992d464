"""Freezes a page that was read into a View, with its picture, its exchanges and what OCR reads from its pictures."""

from __future__ import annotations

import asyncio
import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler import picture
from crawler.addressing import registrable
from crawler.browser.page_picture import page_picture
from crawler.browser.scrolling import Scrolled
from crawler.layers import Closing
from crawler.reading import PageReading
from crawler.session.picture_reading import read_pictures
from crawler.site import Cookie, Thoroughness, View
from crawler.tab import Tab
from crawler.trip import Trip
from crawler.vocabulary import Device, FoundBy, Role


@dataclass(frozen=True, slots=True)
class Came:
    """How a page was come to."""

    asked: str = ""
    found_by: FoundBy = FoundBy.GIVEN
    clicks: int | None = 0
    path: tuple[str, ...] = ()
    by: str = ""


def unkept(tab: Tab, device: Device, look: int, page: PageReading, came: Came) -> View:
    """The page as it is now, without picture, exchanges or id."""
    return View(
        id="",
        role=Role.HOME,
        state="",
        device=device,
        look=look,
        asked=came.asked,
        url=tab.page.url,
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
        console_errors=tuple(tab.notes.console_errors),
        dialogs=tuple(tab.notes.dialogs),
        found_by=came.found_by,
        clicks=came.clicks,
        path=came.path,
        by=came.by,
    )


async def kept(
    trip: Trip, tab: Tab, page: PageReading, seen: View, closing: Closing, scrolled: Scrolled, role: Role, state: str
) -> View:
    """The view of a page as it is now, with all that belongs to it stored. Raises PictureFailed or BrowserError where it went away."""
    shot, made = await page_picture(tab.cdp, tab.world)
    # Measuring and reading pictures is computing: meanwhile the browser hands over bodies and cookies.
    inked, pictures, frozen, cookies = await asyncio.gather(
        asyncio.to_thread(picture.ink, shot.data),
        read_pictures(trip, tab, page, shot, role),
        tab.freeze(seen.url, trip.keep),
        tab.page.context.cookies(),
    )
    notes = [*page.notes, *scrolled.notes, *made, *(["consent was given to see the page"] if closing.consented else [])]
    notes += pictures.notes
    notes += [f"stopped {said}" for said in tab.notes.refused[:5]]
    notes += [f"window not opened {said[:300]}" for said in tab.notes.popups[:5]]
    return dataclasses.replace(
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
        third_party=registrable(domain) != registrable(urlsplit(url).hostname or ""),
    )
