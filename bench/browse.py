"""(a) Full evidence of a page against what bare Playwright needs for the same pages, with the same Chromium at the same time."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from playwright.async_api import Page, async_playwright

from bench import pages
from bench.figures import Measurement, in_turn, least, most
from crawler.browser import launch
from crawler.browser.engine import Engine
from crawler.browser.page import BrowserPage
from crawler.failure import LoadFailure
from crawler.limits import PAGE, SCREENS
from crawler.network import exchange_log
from crawler.network.http_client import Fetcher
from crawler.network.proxy import Gate
from crawler.plan import Plan
from crawler.politeness import LocalRateLimit, user_agent
from crawler.site import Fetch, Gap, Platform, Timing, View
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import PageSession
from crawler.vocabulary import LANDED, Device, Role

# The window alone, as a plain script would scroll it.
SCROLL = """(y => { scrollTo({top: y, behavior: 'instant'});
return [document.documentElement.scrollHeight, innerHeight]; })(%d)"""

AT_ONCE = 2
ROUNDS = 3


@dataclass(slots=True)
class Hold:
    """A keep port in memory: what was captured is there until the round ends."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    recorded: int = 0  # bytes of the records of exchanges

    async def blob(self, data: bytes, media: str) -> str:
        sha = hashlib.sha256(data).hexdigest()
        self.recorded += len(data) if media == exchange_log.MEDIA else 0
        self.bodies[sha] = data
        return sha

    async def view(self, view: View) -> None:
        self.views.append(view)

    async def gap(self, gap: Gap) -> None:
        self.gaps.append(gap)

    async def fetch(self, fetch: Fetch) -> None:
        """Light looks play no part here."""

    async def timing(self, timing: Timing) -> None:
        """Nor do timings."""


async def measure(rounds: int = ROUNDS) -> list[Measurement]:
    """Views a second of the product and of the two bare ways, and the ratios between them."""
    executable = launch.find_chromium()
    with pages.serving() as origin:
        addresses = [origin + path for path in pages.paths()]
        async with Gate(allow_private=True) as gate, Engine(executable, gate) as engine, _bare(executable) as new_page:
            fetcher = Fetcher(gate, user_agent=user_agent(Device.DESKTOP, engine.version))

            recorded: list[int] = []

            async def whole() -> float:
                taken, size = await _whole(engine, fetcher, origin, addresses)
                recorded.append(size)
                return taken

            async def unrecorded() -> float:
                return (await _whole(engine, fetcher, origin, addresses, recording=False))[0]

            async def bare() -> float:
                return await _bare_round(new_page, addresses, _evidence)

            async def content() -> float:
                return await _bare_round(new_page, addresses, _content)

            async with fetcher:
                for warm in (whole, bare):
                    await warm()
                taken = await in_turn(
                    {"whole": whole, "unrecorded": unrecorded, "bare": bare, "content": content}, rounds
                )
    count = len(addresses)
    record = taken["whole"] - taken["unrecorded"]
    return [
        Measurement("full-evidence views", count / taken["whole"], "views/s"),
        Measurement("bare Playwright, goto + scroll + content + full-page JPEG", count / taken["bare"], "pages/s"),
        Measurement("bare Playwright, goto + content", count / taken["content"], "pages/s"),
        least("full evidence : bare with scroll and picture", taken["bare"] / taken["whole"], "", 0.6),
        Measurement("full evidence : bare goto + content", taken["content"] / taken["whole"], ""),
        Measurement("full-evidence views without the record of exchanges", count / taken["unrecorded"], "views/s"),
        Measurement("the record of exchanges adds, time a view", record / count * 1000, "ms/view"),
        Measurement("the record of exchanges adds, a view", max(recorded) / count / 1000, "KB/view"),
        most("the record of exchanges, share of time", record / taken["unrecorded"] * 100, "%", 20),
    ]


async def _in_parallel(addresses: list[str], work: Callable[[list[str]], Awaitable[None]]) -> float:
    """Seconds until all workers have emptied the list."""
    todo = list(reversed(addresses))
    began = time.perf_counter()
    await asyncio.gather(*(work(todo) for _ in range(AT_ONCE)))
    return time.perf_counter() - began


async def _whole(
    engine: Engine, fetcher: Fetcher, origin: str, addresses: list[str], *, recording: bool = True
) -> tuple[float, int]:
    """Seconds of one round, and bytes of the records of exchanges it kept."""
    hold = Hold()
    plan = Plan(frozenset(), devices=(Device.DESKTOP,), pages=10_000, pace=0, allow_private=True, ocr=False)
    trip = CrawlState(
        Platform(origin + "/"), plan, hold, engine, fetcher, LocalRateLimit(0), None, time.monotonic() + 3600
    )

    async def work(todo: list[str]) -> None:
        context = await engine.context(Device.DESKTOP)
        tab = await BrowserPage.open_in(context, Device.DESKTOP, engine.gate, trip.ledger)
        while todo:
            url = todo.pop()
            if tab.opened >= PAGE.tab_loads:
                await tab.close()
                tab = await BrowserPage.open_in(context, Device.DESKTOP, engine.gate, trip.ledger)
            tab.recorder.recording = recording
            await _view(PageSession(trip, tab, Device.DESKTOP), url)
        await context.close()

    taken = await _in_parallel(addresses, work)
    if len(hold.views) != len(addresses) or not all(view.screenshot and view.exchanges for view in hold.views):
        raise RuntimeError(f"{len(hold.views)} views of {len(addresses)} pages: there is nothing to compare")
    if recording != all(view.exchanges_record for view in hold.views):
        raise RuntimeError("views with and without a record of their exchanges: there is nothing to compare")
    return taken, hold.recorded


async def _view(visitor: PageSession, url: str) -> None:
    """What a tour does with each page."""
    stop = await visitor.load(url) or await visitor.prepare()
    page = stop or await visitor.read()
    if isinstance(page, LoadFailure):
        raise RuntimeError(f"{url}: {page.reason} {page.detail}")
    visitor.obstacle(page, Role.LIST)
    await visitor.store(page, Role.LIST, LANDED)


NewPage = Callable[[], Awaitable[Page]]


@contextlib.asynccontextmanager
async def _bare(executable: launch.Executable) -> AsyncIterator[NewPage]:
    screen = SCREENS[Device.DESKTOP]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable.path, headless=True)

        async def new_page() -> Page:
            context = await browser.new_context(viewport={"width": screen.width, "height": screen.height})
            return await context.new_page()

        yield new_page
        await browser.close()


async def _bare_round(new_page: NewPage, addresses: list[str], one: Callable[[Page, str], Awaitable[None]]) -> float:
    async def work(todo: list[str]) -> None:
        page = await new_page()
        while todo:
            await one(page, todo.pop())
        await page.context.close()

    return await _in_parallel(addresses, work)


async def _content(page: Page, url: str) -> None:
    await page.goto(url)
    await page.content()


async def _evidence(page: Page, url: str) -> None:
    await page.goto(url)
    await _scroll(page)
    await page.content()
    await page.screenshot(full_page=True, type="jpeg", quality=PAGE.picture_quality)


async def _scroll(page: Page) -> None:
    """The product's own steps and waits, through Playwright's own call."""
    y, stable, height = 0, 0, -1.0
    for _ in range(PAGE.scroll_screens):
        now, screen = map(float, await page.evaluate(SCROLL % y))
        await asyncio.sleep(PAGE.scroll_wait_ms / 1000)
        at_end = y + screen >= now - 2
        stable = stable + 1 if at_end and now == height else 0
        if stable >= PAGE.stable_rounds:
            break
        height = now
        y = int(min(y + screen * 0.9, max(now - screen, 0))) if not at_end else int(max(now - screen, 0))
    await page.evaluate(SCROLL % 0)
    await asyncio.sleep(PAGE.scroll_wait_ms / 1000)
