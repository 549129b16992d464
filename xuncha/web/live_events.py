"""Server-sent events (HTML standard, 9.2) that say no more than that a page has news; the page itself is fetched as ever."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import Request
from fastapi.responses import StreamingResponse

from storage.errors import StorageError
from xuncha.web.web_state import WebState

log = logging.getLogger(__name__)
EVERY = 1.0  # seconds between two looks
ALIVE = 15.0  # seconds after which something is said, so that nobody between takes the line for dead


def stream_changes(request: Request, state: WebState, stamp: Callable[[], Awaitable[str]]) -> StreamingResponse:
    """The answer that tells of changes until whoever asked has gone, or this process is asked to end."""

    async def is_gone() -> bool:
        return state.memory.ending or await request.is_disconnected()

    events = follow_changes(stamp, is_gone, state.settings.pages.live_minutes)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def follow_changes(
    stamp: Callable[[], Awaitable[str]],
    is_gone: Callable[[], Awaitable[bool]],
    minutes: float,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[str]:
    """An event ``changed`` at once and whenever the stamp is another; ``end`` after those minutes: a page must not keep a log-in alive.

    A store that is away is waited for.
    """
    began = said = time.monotonic()
    before: str | None = None
    yield "retry: 3000\n\n"
    while not await is_gone():
        if time.monotonic() - began > 60 * minutes:
            yield "event: end\ndata: \n\n"
            return
        try:
            now: str | None = await stamp()
        except StorageError as fault:
            log.debug("nothing could be followed: %s", fault)
            now = before
        if now is not None and now != before:
            before, said = now, time.monotonic()
            yield f"event: changed\ndata: {now}\n\n"
        elif time.monotonic() - said > ALIVE:
            said = time.monotonic()
            yield ": alive\n\n"
        await sleep(EVERY)
