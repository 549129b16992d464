"""What a hostile page does ends the page with a named reason, never the crawl, and always in time."""

import asyncio
import gzip
import os
import signal
from collections.abc import AsyncIterator

import pytest

from crawler.browser.engine import Engine
from crawler.machine_time import MACHINE_TIME
from crawler.site import Gap, Site
from crawler.vocabulary import Device, GapReason, Role
from tests.crawler.crawl_helpers import BOTH, Reply, Shop, crawled, page, redirect, served, shrink, visiting
from tests.crawler.network.proxied_browsers import until

pytestmark = pytest.mark.browser

HELP = page('<a href="/trap">帮助中心</a><a href="/about">关于我们</a>')
ABOUT = page("<h1>关于我们</h1>", "关于我们")
LOOP = "<script>while (true) {}</script>"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(
        monkeypatch, load_seconds=3.0, hang_seconds=1.5, settle_seconds=1.0, rest_seconds=0.5, bytes=3_000_000, scroll_screens=6,
        menus=0,
    )  # fmt: skip


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """For scripts that loop: until they are ended they take all of a processor."""
    shrink(monkeypatch, load_seconds=1.5, hang_seconds=1.0)
    shrink(monkeypatch, "MACHINE", look_seconds=0.3)


async def looked_at(trap: Reply | str, more: dict[str, Reply | str] | None = None) -> tuple[Site, Shop]:
    """A crawl of a shop whose help page is the trap: its about page must be seen all the same."""
    shop = Shop({"/": HELP, "/about": ABOUT, "/trap": trap, **(more or {})})
    async with served(shop):
        began = MACHINE_TIME.now()  # seconds of a machine that nobody else uses
        site = await crawled(shop, Role.HELP, Role.ABOUT)
        assert MACHINE_TIME.now() - began < 40
    assert site.view(Role.ABOUT) is not None
    assert shop.methods() <= {"GET", "HEAD"}
    return site, shop


def the_gap(site: Site) -> Gap:
    gap = site.gap(Role.HELP)
    assert gap is not None
    return gap


async def test_endless_redirects_of_the_server() -> None:
    site, _ = await looked_at(redirect("/trap?again"))
    assert (the_gap(site).reason, the_gap(site).detail) == (GapReason.TRAP, "endless redirects")


async def test_endless_redirects_of_a_script() -> None:
    site, shop = await looked_at("<script>location.href = '/trap?' + Math.random()</script>正文")
    assert the_gap(site).reason is GapReason.TRAP
    assert "navigations" in the_gap(site).detail
    assert shop.count("/trap") < 60


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("when", ["at load", "later"])
async def test_a_script_that_never_ends(when: str) -> None:
    later = page("<script>addEventListener('load', () => setTimeout(() => { while (true) {} }, 50))</script>")
    site, _ = await looked_at(LOOP if when == "at load" else later)
    assert (the_gap(site).reason, the_gap(site).detail) == (GapReason.TRAP, "a script that never ends")


@pytest.mark.usefixtures("_short")
async def test_a_loop_that_starts_when_the_page_is_scrolled() -> None:
    tall = page('<div style="height:4000px"></div><script>onscroll = () => { while (true) {} }</script>')
    site, _ = await looked_at(tall)
    assert the_gap(site).reason is GapReason.TRAP


async def test_dialogs_without_end() -> None:
    site, _ = await looked_at("<script>while (true) { alert(1); confirm(2); prompt(3); }</script>")
    assert the_gap(site).reason is GapReason.TRAP
    assert "dialogs" in the_gap(site).detail


async def test_a_few_dialogs_print_windows_and_leaving_prompts_are_no_trap() -> None:
    busy = """<script>alert("一"); confirm("二"); prompt("三"); print();
        onbeforeunload = (e) => { e.preventDefault(); return "别走"; };
        for (let i = 0; i < 50; i++) window.open("/window");
        addEventListener("load", () => { const f = document.createElement("form"); f.method = "post"; f.target = "_blank";
          f.action = "/window"; document.body.append(f); f.submit(); });</script>"""
    site, shop = await looked_at(page(f"<h1>帮助中心</h1>{busy}"))
    seen = site.view(Role.HELP)
    assert seen is not None
    assert seen.dialogs == ("alert: 一", "confirm: 二", "prompt: 三")
    assert any(note.startswith("window not opened") for note in seen.thoroughness.notes)
    assert shop.count("/window") == shop.count("/window", "POST") == 0


async def test_a_page_that_is_never_idle_is_read_all_the_same() -> None:
    poll = "<script>setInterval(() => { fetch('/poll'); document.body.dataset.n = Math.random(); }, 100)</script>"
    site, _ = await looked_at(page(f"<h1>帮助中心</h1>{poll}"), {"/poll": Reply(b"{}")})
    assert site.view(Role.HELP) is not None


@pytest.mark.parametrize("packed", [False, True])
async def test_a_forced_download_is_no_page(packed: bool) -> None:
    file = Reply(
        b"PK" * 1000, kind="application/octet-stream", headers={"Content-Disposition": "attachment; filename=a.apk"}
    )
    site, _ = await looked_at(redirect("/file") if packed else file, {"/file": file})
    assert (the_gap(site).reason, the_gap(site).detail) == (GapReason.TRAP, "a forced download")


async def test_a_huge_page_is_ended_by_its_decoded_bytes() -> None:
    async def flood() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b"<p>" + b"x" * 100_000

    site, _ = await looked_at(Reply(b"<p>", chunks=flood))
    assert the_gap(site).reason is GapReason.TRAP
    assert "decoded bytes" in the_gap(site).detail


async def test_a_gzip_bomb_is_ended_by_its_decoded_bytes() -> None:
    bomb = gzip.compress(b"<p>" + b"a" * 40_000_000, 9)
    assert len(bomb) < 60_000
    site, _ = await looked_at(Reply(bomb, headers={"Content-Encoding": "gzip"}))
    assert the_gap(site).reason is GapReason.TRAP
    assert "decoded bytes" in the_gap(site).detail


async def test_a_dripping_body_ends_with_the_time_and_what_came_by_then_is_read() -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.2)
            yield "<p>慢</p>".encode()

    site, _ = await looked_at(Reply(b"<title>drip</title>", chunks=drip))
    assert the_gap(site).reason is GapReason.TIMEOUT
    site, _ = await looked_at(Reply(page("<h1>帮助中心</h1>").removesuffix("</body></html>").encode(), chunks=drip))
    seen = site.view(Role.HELP)
    assert seen is not None
    assert not seen.thoroughness.scripts_ran  # so that absence never rests on it


async def test_a_server_that_never_answers_is_not_taken_for_the_page_before() -> None:
    shop = Shop({"/": page("首页")}, held={"/slow"})
    async with visiting(shop) as visitor:
        assert await visitor.load(shop.url) is None
        stop = await visitor.load(shop.url + "slow")
    assert stop is not None
    assert stop.reason is GapReason.TIMEOUT


async def test_an_endless_list_is_read_but_never_stable() -> None:
    endless = """<script>onscroll = () => { for (let i = 0; i < 40; i++)
        document.body.append(Object.assign(document.createElement("p"), {textContent: "又一条" + i})); }</script>"""
    site, _ = await looked_at(page(f'<div style="height:2000px">帮助</div>{endless}'))
    seen = site.view(Role.HELP)
    assert seen is not None
    assert not seen.thoroughness.scrolled_stable


async def test_a_page_that_swells_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, rss_bytes=500_000_000, watch_seconds=0.1, settle_seconds=3.0)
    swell = """<script>const held = []; setInterval(() => { const a = new Uint8Array(40e6); for (let i = 0; i < a.length; i += 4096) a[i] = 1;
        held.push(a); document.body.dataset.n = held.length; if (held.length > 40) held.length = 0; }, 20)</script>"""
    site, _ = await looked_at(page(f"<h1>帮助中心</h1>{swell}"))
    assert the_gap(site).reason is GapReason.CRASHED


async def test_a_page_whose_cookies_choke_the_browser_is_ended_and_they_go_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each request sends them all, and the network's own process keeps what we have not yet heard of."""
    shrink(monkeypatch, head_bytes=5_000_000, settle_seconds=20.0)
    flood = """<script>for (let i = 0; i < 170; i++) document.cookie = "c" + i + "=" + "x".repeat(3500);
        setInterval(() => fetch("/poll?" + Math.random()).catch(() => 0), 20)</script>"""
    site, _ = await looked_at(page(f"<h1>帮助中心</h1>{flood}"))
    assert (the_gap(site).reason, the_gap(site).detail) == (GapReason.TRAP, "more than 5000000 bytes of headers")


async def test_top_level_posts_and_other_schemes_go_nowhere() -> None:
    posting = """<h1>帮助中心</h1><form method="post" action="/sent"></form><script>
        setTimeout(() => { try { location.href = "data:text/html,data" } catch (e) {} }, 50);
        setTimeout(() => { try { location.href = "file:///etc/hostname" } catch (e) {} }, 100);
        setTimeout(() => { try { location.href = "weixin://pay" } catch (e) {} }, 150);
        setTimeout(() => document.forms[0].submit(), 250); </script>"""
    site, shop = await looked_at(page(posting))
    assert shop.count("/sent", "POST") == 0
    seen = site.view(Role.HELP)
    assert seen is not None
    assert seen.url.endswith("/trap")
    assert any(note.startswith("stopped POST") for note in seen.thoroughness.notes)


@pytest.mark.usefixtures("_short")
async def test_a_home_page_that_is_a_trap_explains_every_gap() -> None:
    shop = Shop({"/": LOOP})
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.COMPLAINT, devices=BOTH)
    assert not site.views
    assert {gap.reason for gap in site.gaps} == {GapReason.TRAP}


async def test_a_browser_killed_amid_a_tour_is_replaced_and_both_tours_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    engines: list[Engine] = []
    begin = Engine.__aenter__

    async def noted(engine: Engine) -> Engine:
        engines.append(engine)
        return await begin(engine)

    monkeypatch.setattr(Engine, "__aenter__", noted)

    def kill(target: str) -> Reply:
        if not killed:
            killed.extend(pid for pid, kind in engines[0]._pids.items() if kind == "browser")
            os.kill(killed[0], signal.SIGKILL)
        return Reply(page("<h1>帮助中心</h1>").encode())

    shop = Shop({"/": HELP, "/about": ABOUT, "/trap": kill})
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.ABOUT, devices=BOTH)
    assert killed
    assert not site.gaps
    assert site.environment["browsers_replaced"] == "1"


async def test_a_page_whose_process_dies_is_named_and_the_next_page_opens() -> None:
    shop = Shop({"/": page("<h1>一</h1>")})
    async with visiting(shop) as visitor:
        assert await visitor.load(shop.url) is None
        crash = asyncio.ensure_future(visitor.tab.cdp.send("Page.crash"))  # which a dead process never answers
        await until(lambda: visitor.tab.watch.crashed)
        stop = await visitor.prepare()
        crash.cancel()
        assert stop is not None
        assert stop.reason is GapReason.CRASHED
        assert visitor.tab.spoilt


async def test_addresses_that_are_none_of_the_web_are_never_opened() -> None:
    shop = Shop({"/": page("")})
    async with visiting(shop, Device.MOBILE) as visitor:
        for url in (
            "file:///etc/hostname",
            "data:text/html,x",
            "javascript:alert(1)",
            "chrome://version",
            "about:blank",
            "ftp://127.0.0.1/",
        ):
            assert not await visitor.open(url)
            assert visitor.stop is not None
            assert visitor.stop.reason is GapReason.REFUSED_BY_GUARD
    assert not shop.asked
