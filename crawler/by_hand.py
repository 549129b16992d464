"""A page that a person opens: our browser in a window, behind the same gate, captured when the person says so.

For pages behind a wall that only people may pass. Xuncha solves nothing: it shows the page, waits and looks. While the person works the
page, what the watch else stops (forms sent, dialogs, many navigations) is the person's own doing and passes.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from playwright.async_api import Error as BrowserError
from playwright.async_api import Page

from crawler import chromium
from crawler.berth import Berth
from crawler.engine import Engine
from crawler.fetching import Fetcher
from crawler.gate import Gate
from crawler.limits import MANNERS
from crawler.manners import Pace, user_agent
from crawler.ocr import Ocr, available
from crawler.plan import Keep, Plan, Want
from crawler.site import Platform, View
from crawler.stop import Stop, crashed
from crawler.trip import Trip
from crawler.visit import Lost, Visitor
from crawler.vocabulary import Device, FoundBy, GapReason

GIVEN_UP = Stop(GapReason.BLOCKED, "the person gave up")


class Person(Protocol):
    """Whoever sits before the window."""

    @property
    def name(self) -> str: ...

    async def ready(self, page: Page, wall: str) -> bool:
        """Return once the page shown is the one to capture; False = given up. ``wall`` says why the last try was no page, if so."""
        ...


async def open_by_hand(
    platform: Platform,
    keep: Keep,
    want: Want,
    url: str,
    person: Person,
    *,
    already: Sequence[View] = (),
    look: int = 1,
    allow_private: bool = False,
    browser: Path | None = None,
    ocr: bool = True,
    visible: bool = True,
) -> View | Stop:
    """Show ``url`` on that device and capture what the person brings up, as the view that was wanted.

    ``already`` are the visit's views: the new one's id follows theirs. Where the person gives up, or closes the window, the Stop says
    what stood there. Raises NoBrowser.
    """
    executable = chromium.find_visible(browser) if visible else chromium.find(browser)
    async with (
        Gate(allow_private=allow_private) as gate,
        Engine(executable, gate, visible=visible) as engine,
        Fetcher(gate, user_agent=user_agent(Device.DESKTOP, engine.version)) as fetcher,
    ):
        reader = Ocr() if ocr and available() else None
        trip = Trip(
            platform=platform,
            plan=Plan(frozenset({want}), devices=(want.device,), look=look, allow_private=allow_private),
            keep=keep,
            engine=engine,
            fetcher=fetcher,
            pace=Pace(MANNERS.pace),
            ocr=reader,
            deadline=math.inf,  # a person takes the time a person takes
            views=list(already),
        )
        try:
            return await _attended(trip, want, url, person)
        finally:
            if reader is not None:
                await reader.close()


async def _attended(trip: Trip, want: Want, url: str, person: Person) -> View | Stop:
    berth = Berth(trip, want.device)
    try:
        visitor = await berth.visitor()
        visitor.come_by(FoundBy.HAND, None, ())
        visitor.came = dataclasses.replace(visitor.came, asked=url, by=person.name)
        visitor.tab.watch.attended = True
        visitor.tab.recorder.overflow = _unbounded
        first = await visitor.tab.open(url)
        return await _until_captured(visitor, want, person, first)
    except BrowserError as fault:
        return crashed(fault)
    finally:
        await berth.end()


def _unbounded() -> None:
    """A person's walk may take many pages: their bytes together are no trap."""


async def _until_captured(visitor: Visitor, want: Want, person: Person, first: Stop | None) -> View | Stop:
    """Wait for the person, look, and wait again where what stands there is still a wall."""
    stop = first
    while await person.ready(visitor.tab.page, f"{stop.reason}: {stop.detail}" if stop else ""):
        if visitor.tab.page.is_closed():
            break
        seen = await _capture(visitor, want)
        if isinstance(seen, View):
            return seen
        stop = seen
    return stop or GIVEN_UP


async def _capture(visitor: Visitor, want: Want) -> View | Stop:
    """The page as it stands, prepared as every page is, or what it is instead of a page."""
    if (stop := await visitor.tab.settle()) is not None:
        return stop
    page = await visitor.read()
    if isinstance(page, Stop):
        return page
    if (wall := visitor.obstacle(page, want.role)) is not None:
        return wall
    if (stop := await visitor.prepare()) is not None:
        return stop
    page = await visitor.read()
    if isinstance(page, Stop):
        return page
    try:
        return await visitor.store(page, want.role, want.state)
    except Lost as lost:
        return lost.stop
