"""Keep the network exchanges of a page that gave no view, and the picture of a wall, with the reason: there they matter most."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from playwright.async_api import Error as BrowserError

from crawler.browser.page import BrowserPage
from crawler.dom.empty import DATA
from crawler.dom.screenshot import PictureFailed, take_full_screenshot
from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.network import exchange_log
from crawler.network.bodies import LENGTH, UNSPECIFIED, KeptBody
from crawler.network.exchange_log import LoggedExchange
from crawler.network.http_client import FetchError, FetchResult
from crawler.obstacles import denied_words
from crawler.plan import CaptureSink
from crawler.record.network_record import Exchange
from crawler.visit.crawl_state import CrawlState
from crawler.visit.weighing import weigh_answer
from crawler.vocabulary import NO_SUCH_PAGE, GapReason

# What stands there instead of the page, to be looked at by a person: it answers, and draws something.
WALLS = frozenset(
    {GapReason.BLOCKED, GapReason.LOGIN, GapReason.APP_ONLY, GapReason.REGION, GapReason.MAINTENANCE}
)  # fmt: skip
FAULTS = frozenset({GapReason.ERROR_PAGE, GapReason.BLANK})  # ... that are ordinary once something of the shop was seen

WITHOUT_DATA = ", though what the page asked for did not come"


async def keep_witnessed(stop: LoadFailure, tab: BrowserPage, trip: CrawlState) -> LoadFailure:
    """The LoadFailure under its true name, with the record of the page's exchanges, and with the picture of a wall.

    Without either if nothing was sent, the page is gone or time is up.
    """
    stop = await weigh_answer(stop, tab, trip)
    if stop.exchanges or not tab.recorder.addresses or not tab.recorder.recording:
        return stop
    try:
        async with trip.closing(PAGE.whole_seconds):
            frozen = await tab.freeze(tab.page.url, trip.keep)
    except (BrowserError, TimeoutError):
        return stop
    stop = doubt_denial(stop, frozen.exchanges)
    return dataclasses.replace(stop, exchanges=frozen.record, screenshot=await _picture_wall(stop, tab, trip))


def doubt_denial(stop: LoadFailure, exchanges: Iterable[Exchange]) -> LoadFailure:
    """The LoadFailure, noted where its page says that there is none while something that it asked for did not come.

    Apps say 内容不存在 also where they were told nothing. That data are not there is an answer (404); a fault, a refusal
    and a request that still waits are none.
    """
    if denied_words(stop.detail) is None or not any(map(_lacks, exchanges)):
        return stop
    return dataclasses.replace(stop, detail=f"{stop.detail}{WITHOUT_DATA}")


def _lacks(exchange: Exchange) -> bool:
    """Whether it brought nothing to draw the page with: data, or a script of the shop's own."""
    if exchange.kind not in DATA and (exchange.kind != "script" or exchange.third_party):
        return False
    status = exchange.status
    return bool(exchange.failed) or status is None or (status >= 400 and status not in NO_SUCH_PAGE)


async def _picture_wall(stop: LoadFailure, tab: BrowserPage, trip: CrawlState) -> str:
    """The SHA-256 of the picture of what stands there, taken once an address and width, and of few in all; "" without one."""
    if stop.reason not in WALLS and (stop.reason not in FAULTS or trip.views):
        return ""
    size = tab.page.viewport_size
    place = tab.page.url, size and size["width"]
    if place in trip.walls or len(trip.walls) >= PAGE.wall_pictures:
        return trip.walls.get(place, "")
    try:
        async with trip.closing(PAGE.hang_seconds):
            shot = await take_full_screenshot(tab.cdp, quality=PAGE.picture_quality, max_height=PAGE.wall_height)
    except (BrowserError, PictureFailed, TimeoutError):
        return ""
    trip.walls[place] = made = await trip.keep.blob(shot.data, "image/jpeg")
    return made


async def of_fetch(fetched: FetchResult, sha: str, keep: CaptureSink) -> str:
    """Store the record of an HTTP client's fetch whose body is kept as ``sha``; returns the record's own SHA-256.

    The headers the HTTP client sent are not known here, nor those of the redirects it followed.
    """
    heard = list(_heard(fetched, sha))
    record = exchange_log.write_record(heard, len(heard) - 1, fetched.url)
    return await keep.blob(await asyncio.to_thread(exchange_log.pack_record, record), exchange_log.MEDIA)


def _heard(fetched: FetchResult, sha: str) -> Iterator[LoggedExchange]:
    for number, hop in enumerate(fetched.hops):
        one = _asked(fetched, hop.url, number, hop.status, {"location": hop.location})
        one.body = KeptBody(cut=UNSPECIFIED)
        yield one
    joined: dict[str, str] = {}
    for name, value in fetched.headers:
        joined[name] = f"{joined[name]}\n{value}" if name in joined else value
    one = _asked(fetched, fetched.url, len(fetched.hops), fetched.status, joined)
    one.size, one.ended = len(fetched.body), fetched.seconds
    cut = LENGTH if fetched.error is FetchError.TOO_LARGE else UNSPECIFIED if fetched.error else ""
    one.body = KeptBody(sha, one.size, one.size, False, cut)
    yield one


def _asked(fetched: FetchResult, url: str, hop: int, status: int | None, headers: Mapping[str, str]) -> LoggedExchange:
    media = headers.get("content-type", "").partition(";")[0].strip()
    answer = {"status": status, "headers": dict(headers), "mimeType": media}
    return LoggedExchange(
        id=f"light {fetched.asked}",
        url=url,
        method="GET",
        kind="document",
        initiator="light",
        at=0.0,
        wall=fetched.at.timestamp(),
        hop=hop,
        top=True,
        response=answer,
        status=status,
        media=media,
        done=True,
    )
