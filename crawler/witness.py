"""What went over the wire where no view came of it: kept with the reason, for there it matters most."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator, Mapping

from playwright.async_api import Error as BrowserError

from crawler import wire
from crawler.bodies import LENGTH, UNSPECIFIED, Body
from crawler.fetching import Fetched, FetchError
from crawler.limits import PAGE
from crawler.plan import Keep
from crawler.stop import Stop
from crawler.tab import Tab
from crawler.trip import Trip
from crawler.wire import Heard


async def witnessed(stop: Stop, tab: Tab, trip: Trip) -> Stop:
    """The same stop with the record of the page it happened on; as it is where nothing was sent, the page is gone or time is up."""
    if stop.exchanges or not tab.recorder.addresses or not tab.recorder.recording:
        return stop
    try:
        async with trip.closing(PAGE.whole_seconds):
            frozen = await tab.freeze(tab.page.url, trip.keep)
    except (BrowserError, TimeoutError):
        return stop
    return dataclasses.replace(stop, exchanges=frozen.record)


async def of_fetch(fetched: Fetched, sha: str, keep: Keep) -> str:
    """The record of a light fetch, whose body is kept as ``sha``; returns the record's own SHA-256.

    What the light client sent in its headers is not known here, nor are those of the redirects it followed.
    """
    heard = list(_heard(fetched, sha))
    record = wire.written(heard, len(heard) - 1, fetched.url)
    return await keep.blob(await asyncio.to_thread(wire.packed, record), wire.MEDIA)


def _heard(fetched: Fetched, sha: str) -> Iterator[Heard]:
    for number, hop in enumerate(fetched.hops):
        one = _asked(fetched, hop.url, number, hop.status, {"location": hop.location})
        one.body = Body(cut=UNSPECIFIED)
        yield one
    joined: dict[str, str] = {}
    for name, value in fetched.headers:
        joined[name] = f"{joined[name]}\n{value}" if name in joined else value
    one = _asked(fetched, fetched.url, len(fetched.hops), fetched.status, joined)
    one.size, one.ended = len(fetched.body), fetched.seconds
    cut = LENGTH if fetched.error is FetchError.TOO_LARGE else UNSPECIFIED if fetched.error else ""
    one.body = Body(sha, one.size, one.size, False, cut)
    yield one


def _asked(fetched: Fetched, url: str, hop: int, status: int | None, headers: Mapping[str, str]) -> Heard:
    media = headers.get("content-type", "").partition(";")[0].strip()
    answer = {"status": status, "headers": dict(headers), "mimeType": media}
    return Heard(
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
