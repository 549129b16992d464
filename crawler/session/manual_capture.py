"""A page opened by a person: our browser in a window, behind the same egress proxy, captured when the person says so.

For pages behind a wall that only people may pass. Xuncha solves nothing: it shows the page, waits and looks. While the
person operates the page, what the watch otherwise stops (submitted forms, dialogs, many navigations) is the person's
own doing and passes.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from playwright.async_api import Error as BrowserError
from playwright.async_api import Page

from crawler.browser import launch
from crawler.browser.engine import Engine
from crawler.dom.ocr import Ocr, ocr_available
from crawler.failure import LoadFailure, crash_stop
from crawler.limits import MANNERS
from crawler.network.consent import consented_places
from crawler.network.http_client import Fetcher
from crawler.network.proxy import Gate
from crawler.plan import CaptureSink, Plan, Want
from crawler.politeness import LocalRateLimit, user_agent
from crawler.site import Platform, View
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import Lost, PageSession
from crawler.visit.page_slot import PageSlot
from crawler.vocabulary import Device, FoundBy, GapReason

GIVEN_UP = LoadFailure(GapReason.BLOCKED, "the person gave up")


class Person(Protocol):
    """The person at the window."""

    @property
    def name(self) -> str: ...

    async def ready(self, page: Page, wall: str) -> bool:
        """Return when the page shown is the one to capture; False = given up.

        ``wall`` says why the last attempt was not a page, if so.
        """
        ...


async def open_by_hand(
    platform: Platform,
    keep: CaptureSink,
    want: Want,
    url: str,
    person: Person,
    *,
    already: Sequence[View] = (),
    look: int = 1,
    allow_private: bool = False,
    private: tuple[str, ...] = (),
    browser: Path | None = None,
    ocr: bool = True,
    visible: bool = True,
) -> View | LoadFailure:
    """Show ``url`` on that device and capture what the person brings up, as the wanted view.

    ``allow_private`` and ``private`` are as in a Plan.
    ``already`` are the visit's views: the new one's id follows theirs. If the person gives up or closes the window, the
    Stop says what was there. Raises NoBrowser.
    """
    executable = launch.find_visible(browser) if visible else launch.find_chromium(browser)
    async with (
        Gate(consented=consented_places(platform, allow_private, private)) as gate,
        Engine(executable, gate, visible=visible) as engine,
        Fetcher(gate, user_agent=user_agent(Device.DESKTOP, engine.version)) as fetcher,
    ):
        reader = Ocr() if ocr and ocr_available() else None
        trip = CrawlState(
            platform=platform,
            plan=Plan(
                frozenset({want}), devices=(want.device,), look=look, allow_private=allow_private, private=private
            ),
            keep=keep,
            engine=engine,
            fetcher=fetcher,
            pace=LocalRateLimit(MANNERS.pace),
            ocr=reader,
            deadline=math.inf,  # no deadline for a person
            views=list(already),
        )
        try:
            return await _attended(trip, want, url, person)
        finally:
            if reader is not None:
                await reader.close()


async def _attended(trip: CrawlState, want: Want, url: str, person: Person) -> View | LoadFailure:
    berth = PageSlot(trip, want.device)
    try:
        visitor = await berth.visitor()
        visitor.come_by(FoundBy.HAND, None, ())
        visitor.came = dataclasses.replace(visitor.came, asked=url, by=person.name)
        visitor.tab.watch.attended = True
        visitor.tab.recorder.bounded = False
        first = await visitor.tab.open(url)
        return await _until_captured(visitor, want, person, first)
    except BrowserError as fault:
        return crash_stop(fault)
    finally:
        await berth.end()


async def _until_captured(
    visitor: PageSession, want: Want, person: Person, first: LoadFailure | None
) -> View | LoadFailure:
    """Wait for the person, look, and wait again if there is still a wall."""
    stop = first
    while await person.ready(visitor.tab.page, f"{stop.reason}: {stop.detail}" if stop else ""):
        if visitor.tab.page.is_closed():
            break
        seen = await _capture(visitor, want)
        if isinstance(seen, View):
            return seen
        stop = seen
    return stop or GIVEN_UP


async def _capture(visitor: PageSession, want: Want) -> View | LoadFailure:
    """The page as it is now, prepared like every page, or what it is instead of a page."""
    if (stop := await visitor.tab.settle()) is not None:
        return stop
    page = await visitor.read()
    if isinstance(page, LoadFailure):
        return page
    if (wall := visitor.obstacle(page, want.role)) is not None:
        return wall
    if (stop := await visitor.prepare()) is not None:
        return stop
    page = await visitor.read()
    if isinstance(page, LoadFailure):
        return page
    try:
        return await visitor.store(page, want.role, want.state)
    except Lost as lost:
        return lost.stop
