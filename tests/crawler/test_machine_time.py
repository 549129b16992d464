"""Our clock follows the machine: limits wait where it is busy, and what is slow for our sake is no trap of the page."""

import asyncio
import dataclasses
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest

from crawler import machine_time
from crawler.limits import MACHINE
from crawler.machine_time import MACHINE_TIME, MachineTime, patient_timeout
from crawler.site import Site
from crawler.visit.page_session import PageSession
from crawler.vocabulary import MENUS, Device, GapReason, Role
from tests.crawler.crawl_helpers import Reply, Shop, crawled, load, page, served, shrink, visiting

HOME = page('<a href="/about">关于我们</a><a href="/help">帮助中心</a>')
NEVER = property(lambda _: False)  # a machine that is busy in earnest would have the last word
LOOP = "<script>while (true) {}</script>"  # until it is ended it takes all of a processor


@contextmanager
def slowed(monkeypatch: pytest.MonkeyPatch, times: float) -> Iterator[None]:
    """The process's machine is so many times slower than alone, whatever is measured."""
    busy = MachineTime()
    monkeypatch.setattr(busy, "measure", _nothing)
    busy.note(times)
    for name in list(sys.modules):
        if name.startswith("crawler.") and getattr(sys.modules[name], "MACHINE_TIME", None) is MACHINE_TIME:
            monkeypatch.setattr(sys.modules[name], "MACHINE_TIME", busy)
    yield


async def _never() -> AsyncIterator[bytes]:
    await asyncio.sleep(600)
    yield b""


async def _nothing() -> None:
    return None


def test_time_runs_slower_where_the_machine_gives_less() -> None:
    machine = MachineTime()
    machine.note(4.0)
    began, wall = machine.now(), time.monotonic()
    time.sleep(0.2)
    assert machine.now() - began == pytest.approx((time.monotonic() - wall) / 4, rel=0.2)
    assert machine.stretched(2.0) == 8.0
    machine.note(1e6)
    machine.note(1e6)
    assert machine.starved
    assert machine.stretched(1.0) == MACHINE.most  # bounded, however busy


async def test_a_limit_waits_by_the_time_the_machine_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    with slowed(monkeypatch, 3.0):
        began = time.monotonic()
        async with patient_timeout(0.2):
            await asyncio.sleep(0.4)
        with pytest.raises(TimeoutError):
            async with patient_timeout(0.2):
                await asyncio.sleep(5)
    assert 0.9 < time.monotonic() - began < 3


async def test_a_limit_that_began_before_the_load_is_prolonged(monkeypatch: pytest.MonkeyPatch) -> None:
    with slowed(monkeypatch, 1.0):
        async with patient_timeout(0.6):
            await asyncio.sleep(0.2)
            for _ in range(9):
                machine_time.MACHINE_TIME.note(10.0)
            began = time.monotonic()
            await asyncio.sleep(1.0)
        assert time.monotonic() - began >= 1.0  # it was not cut off at 0.6 s


@pytest.mark.browser
async def test_a_starved_page_is_slow_and_a_looping_one_a_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, hang_seconds=0.5, load_seconds=1.0)
    shrink(monkeypatch, "MACHINE", look_seconds=0.3)
    shop = Shop({"/": page("<h1>一</h1>"), "/loop": LOOP})
    async with visiting(shop) as visitor:
        visitor.tab.burning = visitor.trip.engine.burning
        with monkeypatch.context() as patch:
            patch.setattr(MachineTime, "starved", NEVER)
            stop = await visitor.load(shop.url + "loop")
        assert stop is not None
        assert (stop.reason, stop.detail) == (GapReason.TRAP, "a script that never ends")
        machine_time.MACHINE_TIME.now()
        monkeypatch.setattr(MachineTime, "slowdown", property(lambda _: 1000.0))
        monkeypatch.setattr(machine_time, "MACHINE", dataclasses.replace(MACHINE, most=1.5))
        stop = await visitor.tab.silent()
    assert stop.reason is GapReason.TIMEOUT
    assert "busy machine" in stop.detail


@pytest.mark.browser
async def test_a_page_that_waits_and_computes_nothing_is_no_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, hang_seconds=1.0, load_seconds=2.0)
    waits = page("<script>const r = new XMLHttpRequest(); r.open('GET', '/held', false); r.send();</script>")
    shop = Shop({"/": waits}, held={"/held"})
    async with visiting(shop) as visitor:
        visitor.tab.burning = visitor.trip.engine.burning
        stop = await visitor.load(shop.url)
    assert stop is not None
    assert stop.reason is GapReason.TIMEOUT
    assert "never ends" not in stop.detail


@pytest.mark.browser
async def test_home_gets_one_more_chance_after_a_trap_and_after_a_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, hang_seconds=1.0, load_seconds=1.5, menus=0)
    shrink(monkeypatch, "MACHINE", look_seconds=0.3)
    for first in (LOOP, ""):
        asked: list[str] = []

        def home(target: str, first: str = first, asked: list[str] = asked) -> Reply:
            asked.append(target)
            if len(asked) > 1:
                return Reply(HOME.encode())
            return Reply(first.encode()) if first else Reply(b"<title>", chunks=_never)

        shop = Shop({"/": home, "/about": page("<h1>关于我们</h1>", "关于我们")})
        async with served(shop):
            site = await crawled(shop, Role.ABOUT)
        assert site.view(Role.HOME) is not None, site.gaps
        assert site.view(Role.ABOUT) is not None


@pytest.mark.browser
async def test_a_home_page_that_hangs_in_its_menus_stays_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, hang_seconds=1.0, load_seconds=2.0)
    shrink(monkeypatch, "MACHINE", look_seconds=0.3)
    monkeypatch.setattr(MachineTime, "starved", NEVER)
    trap = '<nav><a class="dropdown" href="#" onmouseover="while (true) {}">全部分类</a><a href="/about">关于我们</a></nav>'
    shop = Shop({"/": page(trap), "/about": page("<h1>关于我们</h1>", "关于我们")})
    async with served(shop):
        site = await crawled(shop, Role.ABOUT, (Role.HOME, MENUS))
    assert site.view(Role.HOME) is not None
    assert site.view(Role.ABOUT) is not None
    gap = site.gap(Role.HOME, MENUS)
    assert gap is not None
    assert (gap.reason, gap.detail) == (GapReason.TRAP, "a script that never ends")


@pytest.mark.browser
async def test_menus_that_take_all_their_time_cost_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(visitor: PageSession, view: object) -> object:
        await asyncio.sleep(60)
        raise AssertionError("unreachable")

    monkeypatch.setattr("crawler.session.device_tour.open_menus", slow)
    shrink(monkeypatch, whole_seconds=6.0)
    shop = Shop({"/": HOME, "/about": page("<h1>关于我们</h1>", "关于我们")})
    async with served(shop):
        site = await crawled(shop, Role.ABOUT)
    assert site.view(Role.HOME) is not None, site.gaps
    assert site.view(Role.ABOUT) is not None


@pytest.mark.browser
async def test_a_trap_met_twice_on_alike_pages_is_not_waited_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, hang_seconds=1.0, load_seconds=1.5, menus=0)
    shrink(monkeypatch, "MACHINE", look_seconds=0.3)
    links = "".join(
        f'<a href="/doc/{n}">{word}</a>' for n, word in enumerate(("帮助中心", "关于我们", "投诉举报", "隐私政策"))
    )
    shop = Shop({"/": page(links), **{f"/doc/{n}": LOOP for n in range(4)}})
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.ABOUT, Role.COMPLAINT, Role.PRIVACY)
    gaps = [gap for gap in site.gaps if gap.state == "landed"]
    # A page that this machine was too busy to read proves no trap, and the next is opened.
    busy = [gap for gap in gaps if "busy machine" in gap.detail]
    assert len(busy) < 2
    assert sum(shop.count(f"/doc/{n}") for n in range(4)) == 2 + len(busy)
    assert sum("not opened" in gap.detail for gap in gaps) == 2 - len(busy)
    assert {gap.reason for gap in site.gaps if gap not in busy} == {GapReason.TRAP}


def _told(site: Site) -> tuple[object, ...]:
    """What a crawl came to, but for timings: every view's words and what was seen of it, every gap's reason."""
    views = {
        (view.role, view.state, view.device): (
            view.text,
            view.thoroughness.scripts_ran,
            view.thoroughness.scrolled_stable,
            view.thoroughness.layers_closed,
            frozenset((element.selector, element.unseen) for element in view.elements),
        )
        for view in site.views
    }
    return views, {(gap.role, gap.state, gap.device, gap.reason) for gap in site.gaps}


@pytest.mark.browser
async def test_a_busy_machine_sees_what_a_quiet_one_sees() -> None:
    late = """<div id="goods"></div><div style="height:3000px"></div><script>setTimeout(() => { let x = 0;
        for (let i = 0; i < 3e7; i++) x = (x * 31 + i) | 0;
        document.getElementById('goods').textContent = x === 0.5 ? '' : '后到的商品'; }, 100);</script>"""
    layer = '<div style="position:fixed;inset:0;background:#000c;z-index:99"><button onclick="this.parentNode.remove()">关闭</button></div>'
    shop = Shop(
        {
            "/": page(f'<h1>首页</h1><a href="/about">关于我们</a>{late}{layer}'),
            "/about": page(f"<h1>关于我们</h1>{late}", "关于我们"),
        }
    )
    async with served(shop):
        quiet = await crawled(shop, Role.ABOUT, Role.COMPLAINT, devices=(Device.MOBILE,))
        with load(12):
            busy = await crawled(shop, Role.ABOUT, Role.COMPLAINT, devices=(Device.MOBILE,))
    assert _told(busy) == _told(quiet)
    assert busy.view(Role.ABOUT) is not None
