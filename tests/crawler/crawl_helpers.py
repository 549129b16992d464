"""A small shop on loopback with behaviours of its own, and whole crawls of it, for the tests of looking."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from crawler.browser import launch
from crawler.browser.engine import Engine
from crawler.browser.page import BrowserPage
from crawler.browser.scrolling import ScrollResult
from crawler.crawl import crawl_site
from crawler.network.http_client import Fetcher
from crawler.network.proxy import Gate
from crawler.plan import Act, Plan, Want
from crawler.politeness import LocalRateLimit
from crawler.site import Fetch, Gap, Platform, Site, Timing, View
from crawler.visit.crawl_state import CrawlState
from crawler.visit.page_session import PageSession
from crawler.vocabulary import LANDED, Device, Role

BUSY = "import time\nend = time.monotonic() + 600\nwhile time.monotonic() < end: pass"
# Enough words to be a page with content of its own.
FILL = "本店经营家居日用与食品，价格公道，品质可靠，欢迎选购。" * 24


@dataclass
class Reply:
    """One answer. ``chunks`` come after the body, without a length; ``wait`` is awaited before anything is sent."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Callable[[], AsyncIterator[bytes]] | None = None


Route = Reply | str | Callable[[str], Reply]


@dataclass
class Shop:
    """What is served, and all that was asked: ``asked`` holds "METHOD /path?query"."""

    routes: Mapping[str, Route]
    missing: Reply = field(default_factory=lambda: Reply("<title>404</title>没有这一页".encode(), 404))
    asked: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)  # paths that are heard and never answered
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def count(self, path: str, method: str = "GET") -> int:
        """How often that path was asked for."""
        return sum(1 for one in self.asked if one.split("?")[0] == f"{method} {path}")

    def methods(self) -> set[str]:
        return {one.split(" ")[0] for one in self.asked}

    def reply(self, target: str) -> Reply:
        route = self.routes.get(target, self.routes.get(target.split("?")[0], self.missing))
        if isinstance(route, str):
            return Reply(route.encode())
        return route if isinstance(route, Reply) else route(target)


def page(body: str, title: str = "商城", head: str = "", fill: str = FILL) -> str:
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title>{head}</head><body>{body}<main><p>{fill}</p></main></body></html>"
    )


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


@asynccontextmanager
async def served(shop: Shop) -> AsyncIterator[Shop]:
    """Serve it; connections still open at the end are cut."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                await _answer(shop, head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError, asyncio.CancelledError):
            return
        finally:
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    shop.port = server.sockets[0].getsockname()[1]
    try:
        yield shop
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answer(shop: Shop, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    method, target, _ = head.split(" ", 2)
    shop.asked.append(f"{method} {target}")
    shop.at.append(asyncio.get_running_loop().time())
    fields = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head.split("\r\n"))
    }
    shop.agents.add(fields.get("user-agent", ""))
    await reader.readexactly(int(fields.get("content-length", "0")))
    if target.split("?")[0] in shop.held:
        await asyncio.sleep(600)
    reply = shop.reply(target)
    lines = [f"HTTP/1.1 {reply.status} X", f"Content-Type: {reply.kind}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    lines.append("Connection: close" if reply.chunks else f"Content-Length: {len(reply.body)}")
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + (reply.body if method != "HEAD" else b""))
    await writer.drain()
    if reply.chunks is not None:
        async for chunk in reply.chunks():
            writer.write(chunk)
            await writer.drain()
        raise ConnectionResetError("done")


@dataclass
class Memory:
    """The keep port, in memory."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    timings: list[Timing] = field(default_factory=list)

    async def blob(self, data: bytes, media: str) -> str:
        name = hashlib.sha256(data).hexdigest()
        self.blobs[name] = data
        return name

    async def view(self, view: View) -> None:
        self.views.append(view)

    async def gap(self, gap: Gap) -> None:
        self.gaps.append(gap)

    async def fetch(self, fetch: Fetch) -> None: ...

    async def timing(self, timing: Timing) -> None:
        self.timings.append(timing)


DESKTOP = (Device.DESKTOP,)
BOTH = (Device.DESKTOP, Device.MOBILE)


def wants(roles: Iterable[Role | tuple[Role, str]], devices: Iterable[Device] = DESKTOP) -> frozenset[Want]:
    pairs = [(Role.HOME, LANDED), *(one if isinstance(one, tuple) else (one, LANDED) for one in roles)]
    return frozenset(Want(role, state, device) for role, state in pairs for device in devices)


async def crawled(
    shop: Shop,
    *roles: Role | tuple[Role, str],
    devices: tuple[Device, ...] = DESKTOP,
    platform: Mapping[str, Any] | None = None,
    already: Iterable[View] = (),
    acts: tuple[Act, ...] = (),
    keep: Memory | None = None,
    **plan: Any,
) -> Site:
    """One crawl of a shop that is being served; every want is checked to be a view or a gap, and never both."""
    wanted = Plan(
        wants=wants(roles, devices),
        acts=acts,
        devices=devices,
        **{"ocr": False, "pace": 0.0, "allow_private": True, **plan},
    )
    site = await crawl_site(Platform(shop.url, **(platform or {})), wanted, keep or Memory(), tuple(already))
    for want in wanted.wants:
        narrow = site.only(wanted.look, want.device)
        has, lacks = (
            narrow.view(want.role, want.state),
            [g for g in narrow.gaps if g.role is want.role and g.state == want.state],
        )
        assert (has is None) == (len(lacks) == 1), (want, has and has.url, lacks)
    return site


def shrink(monkeypatch: pytest.MonkeyPatch, table: str = "PAGE", **limits: Any) -> None:
    """Set limits of that table in every module of the crawler that has read it."""
    from crawler import limits as limits_module

    now = getattr(limits_module, table)
    small = dataclasses.replace(now, **limits)
    for name, module in list(sys.modules.items()):
        if name.startswith("crawler.") and getattr(module, table, None) is now:
            monkeypatch.setattr(module, table, small)


@asynccontextmanager
async def visiting(shop: Shop, device: Device = Device.DESKTOP) -> AsyncIterator[PageSession]:
    """One visitor on one page, with all that a crawl has round it, for tests of single verbs."""
    executable = launch.find_chromium()
    async with (
        served(shop),
        Gate(allow_private=True) as gate,
        Engine(executable, gate) as engine,
        Fetcher(gate, user_agent="Test/1") as fetcher,
    ):
        trip = CrawlState(
            platform=Platform(shop.url),
            plan=Plan(wants=frozenset(), pace=0, allow_private=True, ocr=False),
            keep=Memory(),
            engine=engine,
            fetcher=fetcher,
            pace=LocalRateLimit(0),
            ocr=None,
            deadline=asyncio.get_running_loop().time() + 600,
        )
        context = await engine.context(device)
        tab = await BrowserPage.open_in(context, device, gate, trip.ledger)
        try:
            yield PageSession(trip, tab, device)
        finally:
            await tab.close()
            with contextlib.suppress(Exception):
                await context.close()


@contextmanager
def load(processes: int) -> Iterator[None]:
    """Other work on this machine, ended with the block."""
    working = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in working:
            process.kill()
        for process in working:
            process.wait()


def watch_scrolls(monkeypatch: pytest.MonkeyPatch, visitor: PageSession) -> list[str]:
    """The addresses at which the visitor's tab scrolls from now on, in a list that grows."""
    scrolled: list[str] = []
    scroll = visitor.tab.scroll

    async def told() -> ScrollResult:
        scrolled.append(visitor.tab.page.url)
        return await scroll()

    monkeypatch.setattr(visitor.tab, "scroll", told)
    return scrolled
