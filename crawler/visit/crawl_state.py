"""What one crawl shares between its devices: interfaces, budgets, rate limits and everything captured so far."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawler.browser.engine import Engine
from crawler.dom.ocr import Ocr
from crawler.failure import LoadFailure
from crawler.limits import AUDIT, MANNERS
from crawler.machine_time import patient_timeout
from crawler.network.bodies import BodyLedger
from crawler.network.clock_offset import ServerClock
from crawler.network.http_client import Fetcher, FetchResult
from crawler.plan import CaptureSink, Plan, RateLimit
from crawler.politeness import RobotsRules, read_robots
from crawler.site import Fetch, Gap, Platform, Timing, View
from crawler.urls import is_openable
from crawler.visit.pictures.picture_budget import PictureBudget
from crawler.visit.pictures.waiting_pictures import WaitingPictures
from crawler.visit.shared_sample import SharedSample
from crawler.vocabulary import FURTHER, LANDED, Device, FoundBy, GapReason, Role


@dataclass(slots=True)
class CrawlState:
    """Mutable during one crawl, frozen into a Site at its end."""

    platform: Platform
    plan: Plan
    keep: CaptureSink
    engine: Engine
    fetcher: Fetcher
    pace: RateLimit
    ocr: Ocr | None
    deadline: float  # time.monotonic(); see ``within``
    tell: Callable[[View], None] = lambda view: None  # called with each view that was seen, which may be stored later
    views: list[View] = field(default_factory=list)
    taken: frozenset[str] = frozenset()  # ids this visit has given to views before, whatever became of them
    resumed: frozenset[str] = frozenset()  # ids of views that existed when this crawl began
    gaps: list[Gap] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    timings: list[Timing] = field(default_factory=list)
    ledger: BodyLedger = field(default_factory=BodyLedger)
    clock: ServerClock = field(default_factory=ServerClock)
    loads: int = 0
    pictures: PictureBudget = field(default_factory=PictureBudget)
    waiting: WaitingPictures | None = None  # None = every picture is read before its page is looked at further
    sampling: SharedSample = field(default_factory=SharedSample)
    guessing: asyncio.Lock = field(default_factory=asyncio.Lock)
    site_map: tuple[str, ...] | None = None  # None = not read yet
    guessed: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # by guessed address, where it led and its first words
    missing: str | None = None  # the page given for an address that cannot exist; "" = an error, as it should be
    weighed: dict[str, str] = field(
        default_factory=dict
    )  # by address, what was found in responses that killed their pages; "" = nothing
    walls: dict[object, str] = field(default_factory=dict)  # pictures of what stood in the place of pages, by SHA-256
    _robots: dict[str, RobotsRules] = field(default_factory=dict)
    _robots_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _numbers: dict[str, int] = field(default_factory=dict)
    _kept: int = field(init=False)  # of the views, the first that are stored
    _keeping: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._kept = len(self.views)

    def number(self, kind: str) -> str:
        """The next id of a kind: views are v1, v2 ... in the first look, w1, w2 ... in the second."""
        letter = {"view": "vwxyz"[min(self.plan.look, 5) - 1], "fetch": f"h{self.plan.look}."}[kind]
        if kind not in self._numbers:
            given = {*self.taken, *(view.id for view in self.views)} if kind == "view" else ()
            own = [int(id[1:]) for id in given if id.startswith(letter) and id[1:].isdecimal()]
            self._numbers[kind] = max(own, default=0)  # an interrupted visit may have left gaps in the numbering
        self._numbers[kind] += 1
        return f"{letter}{self._numbers[kind]}"

    def spent(self) -> str | None:
        """Which budget has run out, or None."""
        if time.monotonic() > self.deadline:
            return "time"
        if self.loads >= (self.plan.pages or AUDIT.pages):
            return "pages"
        return None

    def spent_stop(self) -> LoadFailure | None:
        """Why a page is not looked for any more, or None."""
        return LoadFailure(GapReason.BUDGET, budget) if (budget := self.spent()) is not None else None

    def within(self, seconds: float = math.inf) -> AbstractAsyncContextManager[None]:
        """A ``patient_timeout`` that never outlives the visit, for everything we wait for.

        A page being looked at when the visit's time ends has ``finish_seconds`` more.
        """
        return patient_timeout(seconds, self.deadline + AUDIT.finish_seconds)

    def closing(self, seconds: float = math.inf) -> AbstractAsyncContextManager[None]:
        """A ``patient_timeout`` for cleaning up: it ends ``grace_seconds`` after the visit's time, however busy the machine is."""
        return patient_timeout(seconds, self.deadline + AUDIT.grace_seconds)

    def cut(self, otherwise: LoadFailure) -> LoadFailure:
        """Why a wait had to end: the visit's time if that is used up, else ``otherwise``, for which the page is to blame."""
        return LoadFailure(GapReason.BUDGET, "time") if self.spent() == "time" else otherwise

    async def allowed(self, url: str) -> bool:
        """Whether we may choose this page."""
        return await self.forbidden(url) is None

    async def forbidden(self, url: str) -> LoadFailure | None:
        """Why robots.txt of its host forbids choosing this page, or None; a recorded consent of the platform lifts it."""
        if "robots" in self.platform.consents:
            return None
        return (await self.robots(url)).forbids(url)

    async def light(self, url: str, max_bytes: int, seconds: float | None = None) -> FetchResult | None:
        """Fetch a page with the HTTP client, as politely as a page load; None if we may not have it."""
        if self.spent() is not None or not is_openable(url):
            return None
        try:
            async with self.within():
                if not await self.allowed(url):
                    return None
                await self.pace.turn(url)
                return self._heard(await self.fetcher.get(url, max_bytes=max_bytes, timeout=seconds))
        except TimeoutError:
            return None  # the visit's time is used up

    def _heard(self, fetched: FetchResult) -> FetchResult:
        """Tell the clock of a quick response; of a slow one it is not known when its headers arrived."""
        if fetched.error is None and fetched.seconds < 1.0:
            self.clock.heard(fetched.url, dict(fetched.headers), fetched.at + timedelta(seconds=fetched.seconds))
        return fetched

    async def robots(self, url: str) -> RobotsRules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        async with self._robots_lock:
            if origin not in self._robots:
                fetched = self._heard(await self.fetcher.get(f"{origin}/robots.txt", max_bytes=MANNERS.robots_bytes))
                await self.add_fetch("robots", fetched)
                rules = read_robots(fetched)
                self._robots[origin] = rules
                if rules.delay:
                    self.pace.slow_to(parts.netloc.lower(), rules.delay)
            return self._robots[origin]

    async def add_fetch(self, purpose: str, fetched: FetchResult, text: str | None = None) -> Fetch:
        fetch = Fetch(
            id=self.number("fetch"),
            purpose=purpose,
            look=self.plan.look,
            asked=fetched.asked,
            url=fetched.url,
            status=fetched.status,
            at=fetched.at,
            seconds=round(fetched.seconds, 4),
            media=(fetched.header("content-type") or "")[:100],
            text=(fetched.text()[:20_000] if text is None else text),
            error=f"{fetched.error}: {fetched.detail}" if fetched.error else "",
        )
        return await self.note(fetch)

    async def note(self, fetch: Fetch) -> Fetch:
        self.fetches.append(fetch)
        await _whole(self.keep.fetch(fetch))
        return fetch

    async def add_view(self, view: View) -> View:
        """Add a view, and store what of the views is complete: pictures of this one may wait to be read."""
        view = self.waiting.filled(view) if self.waiting is not None else view
        self.views.append(view)
        await self.store_views()
        self.tell(view)
        return view

    async def store_views(self) -> None:
        """Store the views that wait for no picture, in the order in which they were seen."""
        await _whole(self._store_views())

    async def _store_views(self) -> None:
        async with self._keeping:
            while self._kept < len(self.views):
                view = self.views[self._kept]
                if self.waiting is not None:
                    if self.waiting.holds(view):
                        break
                    view = self.views[self._kept] = self.waiting.filled(view)
                await self.keep.view(view)
                self._kept += 1

    async def add_stop(self, role: Role, state: str, device: Device, stop: LoadFailure, url: str) -> None:
        """Record that a view is missing for that reason, with what is kept of what was met instead."""
        await self.add_gap(role, state, device, stop.reason, stop.detail, url, stop.exchanges, stop.screenshot)

    async def add_gap(
        self,
        role: Role,
        state: str,
        device: Device,
        reason: GapReason,
        detail: str = "",
        url: str = "",
        exchanges_record: str = "",
        screenshot: str = "",
    ) -> None:
        """Record why a view is missing, once: the first reason stays. For further pages each address has its own."""
        known = any(
            gap.role is role and gap.state == state and gap.device is device and (state != FURTHER or gap.url == url)
            for gap in self.gaps
        )
        if known or self.have(role, state, device):
            return
        gap = Gap(
            role, state, device, self.plan.look, reason, detail[:300], url, screenshot, exchanges_record, datetime.now(UTC),
        )  # fmt: skip
        self.gaps.append(gap)
        await _whole(self.keep.gap(gap))

    def latest(self, view: View) -> View:
        """The view of that id as it is now: words of its pictures may have been read since."""
        return next((one for one in self.views if one.id == view.id), view)

    async def read_pictures(self, view: View) -> View:
        """The view of that id after its pictures were read, as far as the visit's time allows."""
        if self.waiting is not None:
            with contextlib.suppress(TimeoutError):
                async with self.within():
                    await self.waiting.read(view)
        return self.latest(view)

    def have(self, role: Role, state: str, device: Device) -> tuple[View, ...]:
        return tuple(
            view
            for view in self.views
            if view.role is role and view.state == state and view.device is device and view.look == self.plan.look
        )

    def before(self, role: Role, device: Device, found_by: FoundBy, path: tuple[str, ...]) -> View | None:
        """The view that a control opened before the visit was interrupted: it has no address to be recognised by."""
        seen = (view for view in self.have(role, LANDED, device) if view.id in self.resumed)
        return next((view for view in seen if (view.found_by, view.path) == (found_by, path)), None)


async def _whole(work: Coroutine[Any, Any, None]) -> None:
    """Finish this even if our time runs out meanwhile: what the visit says it has must be stored."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
