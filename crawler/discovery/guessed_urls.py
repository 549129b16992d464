"""Guessed addresses: usual paths and the shop's own site map, checked by the HTTP client before a page is loaded."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable
from urllib.parse import urlsplit

from crawler.discovery import sitemap
from crawler.limits import DISCOVERY, MANNERS
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.network.http_client import FetchResult
from crawler.spelling import plain_words
from crawler.urls import page_identity, same_site
from crawler.visit.crawl_state import CrawlState
from crawler.visit.unknown_routes import UNKNOWABLE
from crawler.vocabulary import FoundBy, Role

MISSING_PAGE = f"/{UNKNOWABLE}"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)


async def guess_leads(
    trip: CrawlState, role: Role, home: str, known: Callable[[str], bool]
) -> AsyncGenerator[Lead, None]:
    """Leads to pages that answer and mention the role. ``known`` recognises addresses already looked at."""
    for url, found_by in [(url, FoundBy.KNOWN_PATH) for url in role_links.known_paths(role, home)]:
        if not known(url) and await _speaks(trip, url, role, home):
            yield Lead(role, url, None, 0.0, found_by, None, ())
    listed = [url for url in await site_map(trip, home) if role_links.is_hinted(url, role) and not known(url)]
    for url in sorted(listed, key=len)[: DISCOVERY.guessed]:
        if await _speaks(trip, url, role, home):
            yield Lead(role, url, None, 0.0, FoundBy.SITE_MAP, None, ())


async def _speaks(trip: CrawlState, url: str, role: Role, home: str) -> bool:
    """Whether that address has a page of its own (not the one given for any unknown address) with a word of the role."""
    answered, text = await _head(trip, url)
    if page_identity(answered) != page_identity(url):
        return False
    said = plain_words(text)
    if not any(len(word) > 1 and word in said for word in role_links.RULES[role].words):
        return False
    missing = await _missing(trip, home)
    return missing is None or (_title(text) != _title(missing) and text != missing)


async def _head(trip: CrawlState, url: str) -> tuple[str, str]:
    """Where that address leads and how the page there begins, asked for once for all devices; "" and "" if there is none."""
    async with trip.guessing:
        if url not in trip.guessed:
            fetched = await trip.light(url, MANNERS.page_bytes)
            there = fetched is not None and _is_page(fetched)
            trip.guessed[url] = (
                (fetched.url, fetched.text()[: DISCOVERY.head]) if fetched is not None and there else ("", "")
            )
        return trip.guessed[url]


def _is_page(fetched: FetchResult | None) -> bool:
    return (
        fetched is not None
        and fetched.error is None
        and fetched.status == 200
        and "html" in (fetched.header("content-type") or "")
    )


async def _missing(trip: CrawlState, home: str) -> str | None:
    """The page that the shop gives with status 200 for an address that cannot exist; None if it answers as it should."""
    async with trip.guessing:
        if trip.missing is None:
            parts = urlsplit(home)
            fetched = await trip.light(f"{parts.scheme}://{parts.netloc}{MISSING_PAGE}", MANNERS.page_bytes)
            trip.missing = fetched.text()[: DISCOVERY.head] if fetched is not None and _is_page(fetched) else ""
            if fetched is not None:
                await trip.add_fetch("control", fetched, text="")
    return trip.missing or None


def _title(html: str) -> str:
    found = _TITLE.search(html)
    return plain_words(found.group(1)) if found else html


async def site_map(trip: CrawlState, home: str) -> tuple[str, ...]:
    """The shop's own pages in its site map, read once per audit."""
    async with trip.guessing:
        if trip.site_map is None:
            trip.site_map = await _read(trip, home)
    return trip.site_map


async def _read(trip: CrawlState, home: str) -> tuple[str, ...]:
    parts = urlsplit(home)
    named = (await trip.robots(home)).site_maps if "robots" not in trip.platform.consents else ()
    waiting = [*named, f"{parts.scheme}://{parts.netloc}/sitemap.xml"]
    pages: dict[str, None] = {}
    asked: set[str] = set()
    while waiting and len(asked) < MANNERS.site_maps and len(pages) < MANNERS.site_map_pages:
        url = waiting.pop(0)
        if url in asked or not same_site(home, url):
            continue
        asked.add(url)
        fetched = await trip.light(url, MANNERS.site_map_bytes)
        if fetched is None:
            continue
        await trip.add_fetch("site_map", fetched, text="")
        if fetched.status == 200:
            found, further = sitemap.read_addresses(fetched.body, MANNERS.site_map_bytes, MANNERS.site_map_pages)
            pages.update(dict.fromkeys(page for page in found if same_site(home, page)))
            waiting += further
    return tuple(pages)
