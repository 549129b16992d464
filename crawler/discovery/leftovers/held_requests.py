"""While a control is pressed, hold what would leave its page or send anything: addresses are noted, and no document is loaded."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Error as BrowserError
from playwright.async_api import Request, Response, Route

from crawler.browser.page import BrowserPage
from crawler.browser.page_guard import SAFE
from crawler.limits import PAGE
from crawler.machine_time import patient_timeout

_ALL = "**/*"
_MOST = 20  # of each kind are noted
_READ = frozenset({"xhr", "fetch", "document", "script"})  # what may bring the words that a press shows
_HEARS = frozenset({"ping", "beacon", "csp_report", "cspreport"})  # whose answers show nothing


@dataclass  # the driver hangs attributes of its own on the methods it calls
class HeldRequests:
    """What was held since the last ``clear``.

    ``led``: addresses that the window would have gone to; ``unsent``: requests that are no reads; ``failed``: answers
    that the page did not get, so that what it shows may not be all.
    """

    led: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Forget what was held: another control is about to be pressed."""
        for noted in (self.led, self.unsent, self.failed):
            noted.clear()

    def note_answer(self, response: Response) -> None:
        """Remember an answer that brought nothing."""
        if response.status >= 400 and response.request.resource_type in _READ and len(self.failed) < _MOST:
            self.failed.append(f"{response.status} {response.url[:300]}")

    async def pass_on(self, route: Route, request: Request) -> None:
        """Let a read of the page itself through; note and stop all else. Aborted, the page stays as it is."""
        with contextlib.suppress(BrowserError):  # the page went away meanwhile
            if request.method not in SAFE:
                if request.resource_type not in _HEARS and len(self.unsent) < _MOST:
                    self.unsent.append(f"{request.method} {request.url[:300]}")
            elif not (request.is_navigation_request() and _is_whole_page(request)):
                await route.fallback()
                return
            elif len(self.led) < _MOST:
                self.led.append(request.url[:2000])
            await route.abort("aborted")


@asynccontextmanager
async def hold_requests(tab: BrowserPage) -> AsyncIterator[HeldRequests]:
    """Hold what the page would load as a document of its own, and what it would send; new windows are never opened anyway.

    Its scripts, pictures and framed documents are loaded as ever. Raises BrowserError if the page is gone.
    """
    held, context = HeldRequests(), tab.page.context
    await context.route(_ALL, held.pass_on)
    context.on("response", held.note_answer)
    try:
        yield held
    finally:
        context.remove_listener("response", held.note_answer)
        with contextlib.suppress(BrowserError, TimeoutError):
            async with patient_timeout(PAGE.close_seconds):
                await context.unroute(_ALL, held.pass_on)


def _is_whole_page(request: Request) -> bool:
    """Whether a navigation is a window's own; that of a window just opened has no frame yet."""
    try:
        return request.frame.parent_frame is None
    except BrowserError:
        return True
