"""robots.txt is obeyed, one pace is kept on a host by both devices, and we say who we are."""

import itertools
import socket
import time

import pytest

from crawler.politeness import LocalRateLimit, RobotsRules, read_robots, user_agent
from crawler.vocabulary import Device, GapReason, Role
from tests.crawler.crawl_helpers import BOTH, Reply, Shop, crawled, page, served

HOME = page('<a href="/help">帮助中心</a><a href="/about">关于我们</a>')


def shop_with(robots: str, status: int = 200) -> Shop:
    return Shop(
        {
            "/": HOME,
            "/help": page("帮助"),
            "/about": page("关于"),
            "/robots.txt": Reply(robots.encode(), status, "text/plain"),
        }
    )


@pytest.mark.browser
async def test_a_forbidden_page_is_a_gap_and_is_never_asked_for() -> None:
    async with served(shop_with("User-agent: Xuncha\nDisallow: /help\n\nUser-agent: *\nDisallow: /about")) as shop:
        site = await crawled(shop, Role.HELP, Role.ABOUT, fetches=frozenset({"link"}))
    gap = site.gap(Role.HELP)
    assert gap is not None
    assert gap.reason is GapReason.ROBOTS
    assert site.view(Role.ABOUT) is not None
    assert shop.count("/help") == 0


@pytest.mark.parametrize("consents", [frozenset(), frozenset({"robots"})])
@pytest.mark.browser
async def test_a_broken_robots_file_forbids_all_unless_the_platform_consents(consents: frozenset[str]) -> None:
    async with served(shop_with("", 503)) as shop:
        site = await crawled(shop, Role.HELP, platform={"consents": consents})
    if consents:
        assert site.view(Role.HELP) is not None
        assert shop.count("/robots.txt") == 0
    else:
        assert {gap.reason for gap in site.gaps} == {GapReason.ROBOTS}
        assert shop.asked == ["GET /robots.txt"]


@pytest.mark.browser
async def test_a_missing_robots_file_allows_all() -> None:
    async with served(shop_with("<html>nothing</html>", 404)) as shop:
        assert not (await crawled(shop, Role.HELP)).gaps


@pytest.mark.browser
async def test_a_host_that_is_not_there_is_unreachable_not_forbidding() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    site = await crawled(Shop({}, port=port), Role.HELP)  # a port that was free just now
    assert {gap.reason for gap in site.gaps} == {GapReason.UNREACHABLE}


@pytest.mark.browser
async def test_a_refused_address_is_said_to_be_refused() -> None:
    async with served(shop_with("")) as shop:
        shop_url = shop.url
        from crawler.crawl import crawl_site
        from crawler.plan import Plan
        from crawler.site import Platform
        from tests.crawler.crawl_helpers import Memory, wants

        site = await crawl_site(Platform(shop_url), Plan(wants([]), devices=(Device.DESKTOP,), ocr=False), Memory())
    assert {gap.reason for gap in site.gaps} == {GapReason.REFUSED_BY_GUARD}
    assert not shop.asked


@pytest.mark.browser
async def test_crawl_delay_keeps_page_loads_apart_over_both_devices() -> None:
    async with served(shop_with("User-agent: *\nCrawl-delay: 0.8")) as shop:
        site = await crawled(shop, Role.HELP, Role.ABOUT, devices=BOTH)
    assert not site.gaps
    loads = [at for at, one in zip(shop.at, shop.asked, strict=True) if one in ("GET /", "GET /help", "GET /about")]
    assert len(loads) == 6
    assert min(later - before for before, later in itertools.pairwise(loads)) > 0.6


async def test_pace_is_first_come_first_served_for_each_host() -> None:
    pace = LocalRateLimit(20)
    began = time.monotonic()
    for _ in range(4):
        await pace.turn("http://a.example/x")
    assert 0.14 < time.monotonic() - began < 0.6
    began = time.monotonic()
    await pace.turn("http://b.example/")
    await LocalRateLimit(0).turn("http://a.example/")
    assert time.monotonic() - began < 0.1


@pytest.mark.browser
async def test_we_say_who_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_CONTACT", "mailto:a@b.example (x)\n")
    assert user_agent(Device.MOBILE, "156.0.1").endswith("Mobile Safari/537.36 Xuncha/0.1.0 (+mailto:a@b.example x)")
    monkeypatch.delenv("XUNCHA_CONTACT")
    async with served(shop_with("")) as shop:
        await crawled(shop)
    assert all("Xuncha/" in agent for agent in shop.agents)


async def test_odd_delays_are_none_or_the_longest() -> None:
    from crawler.network.http_client import Fetcher
    from crawler.network.proxy import Gate

    async def robots(text: str) -> RobotsRules:
        async with (
            served(shop_with(text)) as shop,
            Gate(allow_private=True) as gate,
            Fetcher(gate, user_agent="T") as fetcher,
        ):
            return read_robots(await fetcher.get(shop.url + "robots.txt"))

    assert (await robots("User-agent: *\nCrawl-delay: nan")).delay == 0
    assert (await robots("User-agent: *\nCrawl-delay: -5")).delay == 0
    assert (await robots("User-agent: *\nCrawl-delay: 86400")).delay == 20
    assert (await robots("Sitemap: http://a.example/s.xml\n\x00\xff")).site_maps == ("http://a.example/s.xml",)
