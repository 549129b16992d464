"""Cold loads are measured right, each from a fresh context, with their baselines."""

import asyncio

import pytest

from crawler.limits import PAGE
from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Reply, Shop, crawled, page, served, shrink

pytestmark = pytest.mark.browser

SHIFTING = """<div id="top"></div><div style="width:1000px;height:300px;background:#ccc">标题</div>
<script>setTimeout(() => { document.getElementById("top").style.height = "200px"; }, 900);
const end = performance.now() + 180; setTimeout(() => { while (performance.now() < end + 400) {} }, 200);
setTimeout(() => { const big = document.createElement("div"); big.style = "font-size:90px;position:absolute;top:400px;left:0;width:1200px";
  big.textContent = "最大的内容".repeat(6); document.body.append(big); }, 1200);</script>"""


async def test_five_cold_loads_with_values_and_baselines(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, "TIMING", after_seconds=1.0)
    cached = Reply(page(SHIFTING).encode(), headers={"Cache-Control": "max-age=3600"})
    async with served(Shop({"/": cached})) as shop:
        site = await crawled(shop, timed=frozenset({Role.HOME}))
        assert shop.count("/") == 6
    assert [one.run for one in site.timings] == [1, 2, 3, 4, 5]
    for one in site.timings:
        assert one.ok, one.error
        assert one.ttfb_ms is not None
        assert one.fcp_ms is not None
        assert one.lcp_ms is not None
        assert one.cls is not None
        assert one.tbt_ms is not None
        assert one.load_ms is not None
        assert one.connect_ms is not None
        assert one.control_ms is not None
        assert 0 < one.ttfb_ms <= one.fcp_ms < one.lcp_ms
        assert one.lcp_ms > 1150  # the large words that came late
        assert 0.05 < one.cls < 0.6  # one block moved by 200 of 768 px
        assert one.tbt_ms > 50
        assert one.connect_ms < 500
        assert one.control_ms > 1


async def test_a_page_that_is_clearly_good_is_loaded_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, "TIMING", after_seconds=0.1)
    async with served(Shop({"/": Reply(page("首页").encode())})) as shop:
        site = await crawled(shop, timed=frozenset({Role.HOME}), good={"lcp_ms": 60_000.0, "cls": 0.1})
    assert [(one.run, one.ok, one.settled) for one in site.timings] == [
        (1, True, False),
        (2, True, False),
        (3, True, True),
    ]


async def test_a_page_near_its_limit_is_loaded_five_times(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, "TIMING", after_seconds=0.1)
    async with served(Shop({"/": Reply(page("首页").encode())})) as shop:
        site = await crawled(shop, timed=frozenset({Role.HOME}), good={"lcp_ms": 1.0, "cls": 0.1})
    assert [(one.run, one.settled) for one in site.timings] == [(run, False) for run in range(1, 6)]


async def test_a_load_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, "TIMING", runs=2)
    asked: list[str] = []

    def once(target: str) -> Reply:
        asked.append(target)
        return Reply(page("首页").encode()) if len(asked) == 1 else Reply(b"busy", 503)

    async with served(Shop({"/": once})) as shop:
        site = await crawled(shop, timed=frozenset({Role.HOME}))
    assert [(one.ok, one.error) for one in site.timings] == [(False, "HTTP 503")] * 2


async def test_the_quiet_in_which_a_page_settled_is_part_of_the_time_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, "TIMING", runs=1, after_seconds=0.83)
    slept: list[float] = []
    plain = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        await plain(seconds)

    monkeypatch.setattr("crawler.timing.load_timing.asyncio.sleep", sleep)
    async with served(Shop({"/": Reply(page("首页").encode())})) as shop:
        site = await crawled(shop, timed=frozenset({Role.HOME}))
    assert [load.ok for load in site.timings] == [True]
    assert round(0.83 - PAGE.quiet_ms / 1000, 3) in slept
    assert 0.83 not in slept
