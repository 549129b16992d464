"""Find out why a response killed its page: the HTTP client examines it in bounded pieces, without drawing it."""

from __future__ import annotations

import asyncio
import re

from crawler.browser.page import BrowserPage
from crawler.failure import STREAM, LoadFailure
from crawler.limits import PAGE
from crawler.network.http_client import FetchError, FetchResult
from crawler.visit.crawl_state import CrawlState
from crawler.vocabulary import GapReason

_ELEMENT = re.compile(rb"<[a-zA-Z]")


async def weigh_answer(stop: LoadFailure, tab: BrowserPage, trip: CrawlState) -> LoadFailure:
    """The same LoadFailure under its true name, if the response explains it: a bomb, an endless stream, too many elements.

    The address is fetched once more, by GET, as politely as always; once per address and visit. If the HTTP client
    finds nothing, the LoadFailure stays as it was: the page's scripts may have killed its process.
    """
    asked = tab.recorder.suspect() if _unexplained(stop) else ""
    if not asked:
        return stop
    if asked not in trip.weighed:
        fetched = await trip.light(asked, PAGE.bytes, PAGE.weigh_seconds)
        if fetched is None:
            return stop
        trip.weighed[asked] = await asyncio.to_thread(_told, fetched)
        await trip.add_fetch("weighed", fetched, text="")
    detail = trip.weighed[asked]
    return LoadFailure(GapReason.TRAP, detail, stop.exchanges) if detail else stop


def _unexplained(stop: LoadFailure) -> bool:
    if stop.reason is GapReason.CRASHED:
        return True
    return stop.reason is GapReason.TRAP and stop.detail == f"more than {PAGE.bytes} decoded bytes"


def _told(fetched: FetchResult) -> str:
    """What such a response does to a page, "" if nothing."""
    if fetched.error is FetchError.TOO_LARGE:
        if fetched.packed * PAGE.bomb_share <= len(fetched.body):
            return f"a compressed bomb: {fetched.packed} bytes unpack to more than {PAGE.bytes} decoded bytes"
        return "" if fetched.header("content-length") else f"{STREAM}more than {PAGE.bytes} decoded bytes"
    if len(_ELEMENT.findall(fetched.body)) > PAGE.elements:
        return f"a page of more than {PAGE.elements} elements"
    return ""
