"""The archive replays: each answer by the rules of the format, and whole pages in a player that others wrote."""

import dataclasses
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Page, ViewportSize, async_playwright

from crawler.browser import launch
from crawler.browser.admission import admit_context
from crawler.crawl import crawl_site
from crawler.limits import SCREENS
from crawler.network import exchange_log
from crawler.network.proxy import Gate
from crawler.plan import Plan
from crawler.site import Platform, Site, View
from crawler.vocabulary import ARRIVED, Role
from storage.visits.audit import Audit
from tests.crawler.crawl_helpers import BOTH, Memory, Reply, Route, Shop, crawled, page, served, shrink, wants
from tests.pack.archive import replayweb
from tests.pack.archive.replaying import READY, Archive, NoPlayer, Record, player, playing
from tests.shops.server import serving
from xuncha.judging.rules import load_rules
from xuncha.pack.archive import wacz
from xuncha.pack.parts import PackFacts

pytestmark = pytest.mark.browser

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
STYLE = 'body { background: #d0e0f0; font-size: 18px } main::before { content: "巡查样式" }'
PICTURE = io.BytesIO()
Image.new("RGB", (60, 40), "#308060").save(PICTURE, "PNG")
HEAD = "<link rel='stylesheet' href='/style.css'><script src='/a.js'></script>"
BODY = "<img src='/picture.png' alt=''><a href='/help'>帮助中心</a><a href='/about'>关于我们</a>"
FRESH = {"Cache-Control": "no-store"}  # each page asks for all of it again
MOST_DIFFERENT = 4.0  # of 255: mean difference of small grey pictures; a page without its styles has more than 15


def archived(site: Site, blob: Callable[[str], bytes | None]) -> bytes:
    audit = Audit("visit", "ruleset", MADE, (), (), {}, id="audit1")
    (part,) = wacz.make_web_archive(PackFacts(audit, site, load_rules(), {}, (), blob, MADE))
    return part.data


@dataclass(frozen=True)
class Visited:
    site: Site
    keep: Memory


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visited() -> Visited:
    """A shop whose pages share a style, a script and a picture that no cache may keep, on both devices."""
    routes: dict[str, Route] = {
        "/": page(BODY, head=HEAD),
        "/help": page(BODY + "怎样退货", "帮助中心", HEAD),
        "/about": page(BODY + "我们是谁", "关于我们", HEAD),
        "/style.css": Reply(STYLE.encode(), kind="text/css", headers={**FRESH, "X-Shop": "style"}),
        "/a.js": Reply(b"var a = 1;", kind="text/javascript", headers=FRESH),
        "/picture.png": Reply(PICTURE.getvalue(), kind="image/png", headers=FRESH),
    }
    keep = Memory()
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP, Role.ABOUT, devices=BOTH, keep=keep)
    return Visited(site, keep)


def exchanges(site: Site, blob: Callable[[str], bytes | None]) -> list[dict[str, Any]]:
    """All that were answered and of which a body is kept."""
    records = [
        exchange_log.unpack_record(blob(view.exchanges_record) or b"") for view in site.views if view.exchanges_record
    ]
    answered = [exchange for record in records for exchange in record["exchanges"] if exchange["response"] is not None]
    return [
        exchange
        for exchange in answered
        if exchange["response"]["from"] != "gate" and exchange.get("body", {}).get("sha256")
    ]


def dated(entry: dict[str, Any]) -> str:
    return str(entry["at"])[:23] + "Z"


@pytest.mark.parametrize("turned", [False, True], ids=["as it went", "told backwards"])
async def test_every_answer_replays_with_its_own_head_and_bytes(visited: Visited, turned: bool) -> None:
    site, blobs = visited.site, visited.keep.blobs
    if turned:  # pages are told of in the order of the plan: what is told of first may have been asked for last
        site = dataclasses.replace(site, views=site.views[::-1])
    archive = Archive(archived(site, blobs.get))
    assert len(archive.revisits()) >= 6, "the pages share three files that no cache may keep"
    for revisit in archive.revisits():
        assert revisit.refers[1] <= revisit.date, "a revisit is never older than what it refers to"
        assert revisit.body == b""
    entries = exchanges(site, blobs.get)
    assert len(entries) > 12
    for entry in entries:
        found = archive.nearest(entry["url"], dated(entry))
        assert any(same(archive, record, entry, blobs) for record in found), (entry["url"], found)


def same(archive: Archive, record: Record, entry: dict[str, Any], blobs: dict[str, bytes]) -> bool:
    """Whether what is shown of that record is the body and the head that were stored of the exchange."""
    body = blobs[entry["body"]["sha256"]]
    # What came from the browser's cache has the head of an earlier answer, which need not be the nearest.
    asked = entry["response"]["from"] != "cache"
    kept = [(name, value) for name, value in entry["response"]["headers"] if asked and name.lower() not in MOVED]
    media = record.header("Content-Type")
    return (
        archive.shown(record) == body
        and record.header("Content-Length") == str(len(body))
        and record.status == str(entry["response"]["status"])
        and all(pair in record.headers for pair in kept)
        and (body.isascii() or not entry["body"]["text"] or "utf-8" in media.lower())
    )


MOVED = ("content-length", "content-type", "content-encoding", "transfer-encoding")


async def test_what_was_not_kept_does_not_stand_before_what_was(visited: Visited) -> None:
    """A player takes the answer nearest in time: an empty one must not hide the picture that was kept a second before."""
    site, blobs = visited.site, dict(visited.keep.blobs)
    lost = ""
    for view in site.views[1:]:
        record = exchange_log.unpack_record(blobs[view.exchanges_record])
        for entry in record["exchanges"]:
            if entry["url"].endswith(("/picture.png", "/style.css")):
                lost = entry["url"]
                entry["body"] = {"sha256": "", "size": 0, "whole": 9, "text": False, "cut": "length", "earlier": False}
        blobs[view.exchanges_record] = exchange_log.pack_record(record)
    archive = Archive(archived(site, blobs.get))
    assert lost
    assert [archive.shown(record) != b"" for record in archive.records if record.url == lost] == [True]
    # Of one that nothing was kept of, it is said that there was an answer.
    gone = {name: data for name, data in blobs.items() if data != PICTURE.getvalue()}
    cut = [record.cut for record in Archive(archived(site, gone.get)).records if record.url.endswith("/picture.png")]
    assert cut
    assert set(cut) == {"unspecified"}


async def test_pictures_leave_room_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, bodies_bytes=4_000, pages_bytes=60_000)
    large = {f"/{name}.png": Reply(PICTURE.getvalue() + bytes(3_000), kind="image/png") for name in "abc"}
    images = "".join(f"<img src='{name}' alt=''>" for name in large)
    routes: dict[str, Route] = {"/": page(BODY + images), "/help": page(BODY, "帮助中心", HEAD), **large}
    routes |= {"/style.css": Reply(STYLE.encode(), kind="text/css"), "/a.js": Reply(b"1", kind="text/javascript")}
    keep = Memory()
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP, keep=keep)
    kept = {exchange.url.rpartition("/")[2] for view in site.views for exchange in view.exchanges if exchange.body}
    assert {"", "help", "style.css"} <= kept
    assert len(kept & {"a.png", "b.png", "c.png"}) <= 1


# -- in a player


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return player(tmp_path_factory.mktemp("player") / "venv")
    except NoPlayer as fault:
        pytest.skip(f"no player to replay with ({fault}); {READY} names a Python that has one")


@dataclass(frozen=True)
class Toured:
    """A visit of a whole shop: its archive, and the views that are held against what a player shows."""

    data: bytes
    views: tuple[View, ...]
    pictures: dict[str, bytes]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def toured() -> Toured:
    """Home and a product, on both devices."""
    keep = Memory()
    wanted = wants([(Role.HOME, ARRIVED), Role.PRODUCT], BOTH)
    with serving("complete") as url:
        plan = Plan(wanted, devices=BOTH, pace=0, allow_private=True, ocr=False)
        site = await crawl_site(Platform(url), plan, keep)
    views = tuple(
        view for view in site.views if (view.role, view.state) == (Role.HOME, ARRIVED) or view.role is Role.PRODUCT
    )
    assert {(view.role, view.device) for view in views} == {
        (role, at) for role in (Role.HOME, Role.PRODUCT) for at in BOTH
    }
    data = archived(site, keep.blobs.get)
    assert Archive(data).revisits()
    return Toured(data, views, {view.id: keep.blobs[view.screenshot] for view in views})


@asynccontextmanager
async def screens() -> AsyncIterator[Callable[[View], Awaitable[Page]]]:
    """Opens a tab as large as the screen of a view's device, each in a browser context of its own."""
    async with Gate(allow_private=True) as gate, async_playwright() as playwright:
        browser = await launch.launch_chromium(playwright, launch.find_chromium(None), gate)

        async def opened(view: View) -> Page:
            screen = SCREENS[view.device]
            size: ViewportSize = {"width": screen.width, "height": screen.height}
            context = await browser.new_context(viewport=size, is_mobile=screen.mobile, has_touch=screen.mobile)
            await admit_context(context, gate)
            return await context.new_page()

        yield opened
        await browser.close()


async def test_pages_in_a_player_look_as_in_the_visit(python: Path, toured: Toured, tmp_path: Path) -> None:
    """Words and pictures."""
    with playing(python, toured.data, tmp_path) as base:
        async with screens() as opened:
            for view in toured.views:
                tab = await opened(view)
                await look(tab, view, base, toured.pictures[view.id], tmp_path / f"{view.id}.png")
                await tab.context.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return replayweb.build(tmp_path_factory.mktemp("replayweb"))
    except NoPlayer as fault:
        pytest.skip(f"no ReplayWeb.page ({fault}); {replayweb.READY} names a folder that has a build")


async def test_pages_in_replayweb_page_look_as_in_the_visit(built: Path, toured: Toured, tmp_path: Path) -> None:
    """The first of each kind. The player reads the file itself: its pages, its index, its records; words and pictures."""
    first = {(view.role, view.device): view for view in reversed(toured.views)}
    with replayweb.embedding(built, toured.data, tmp_path / "served") as base:
        async with screens() as opened:
            for view in first.values():
                tab = await opened(view)
                shown = await replayweb.shown(tab, base, view.url, moment(view))
                assert not (lacking := unsaid(view, await shown.inner_text("body"))), (view.id, lacking)
                shot = await replayweb.picture(tab, shown)
                (to := tmp_path / f"{view.id}.png").write_bytes(shot)
                assert different(toured.pictures[view.id], shot) < MOST_DIFFERENT, (view.id, to)
                await tab.context.close()


def test_a_build_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="not what it was"):
        replayweb.unpacked(b"another", tmp_path / "build")
    assert not (tmp_path / "build").exists()


def moment(view: View) -> str:
    """As addresses of players write it: 14 digits."""
    return re.sub(r"\D", "", view.at.astimezone(UTC).isoformat(timespec="seconds")[:19])


async def look(tab: Page, view: View, base: str, picture: bytes, to: Path) -> None:
    """Hold the page as it is replayed against the view of it."""
    failed: list[str] = []
    tab.on("requestfailed", lambda request: failed.append(request.url))
    await tab.goto(f"{base}{moment(view)}mp_/{view.url}", wait_until="networkidle")
    shot = await tab.screenshot(path=to, full_page=True)
    assert not failed, failed
    assert not (lacking := unsaid(view, await tab.inner_text("body"))), (view.id, lacking)
    assert different(picture, shot) < MOST_DIFFERENT, (view.id, to)


def unsaid(view: View, words: str) -> list[str]:
    """Lines of the view that the words lack."""
    said = "".join(words.split())
    return [line for line in view.text.splitlines() if "".join(line.split()) not in said]


def different(one: bytes, other: bytes) -> float:
    """Mean difference, of 255, of two pictures made small and grey; 255 where one is a third higher than the other."""
    first, second = (Image.open(io.BytesIO(content)).convert("L") for content in (one, other))
    shapes = [image.height / image.width for image in (first, second)]
    if max(shapes) > 1.33 * min(shapes):
        return 255.0
    size = (64, max(1, round(64 * min(shapes))))
    return float(ImageStat.Stat(ImageChops.difference(first.resize(size), second.resize(size))).mean[0])
