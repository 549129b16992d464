"""Light looks tell a shop that is down from one that hides from us, from pages that are gone, and from our own outage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from crawler.network.http_client import Fetcher
from crawler.network.proxy import Gate
from crawler.network.proxy_settings import FetchLimits
from crawler.politeness import LocalRateLimit
from crawler.site import Platform
from crawler.uptime.sample import GONE, OWN_OUTAGE, UptimeSample
from crawler.uptime.uptime_check import UptimeCheck
from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Reply, Route, Shop, page, redirect, served
from tests.crawler.network.counting_listeners import closed_port

AT = datetime(2026, 11, 24, tzinfo=UTC)
LIMITS = FetchLimits(max_bytes=5_000_000, timeout=1.5, max_redirects=5)
SHELL = '<!doctype html><title>商城</title><script src="/app.js"></script><div id="app"></div>'


class Waits:
    """Instead of waiting; ``then`` is done once, the first time."""

    def __init__(self, shop: Shop | None = None, then: Mapping[str, Route] | None = None) -> None:
        self.waited: list[float] = []
        self._shop, self._then = shop, then

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        if self._shop is not None and self._then is not None:
            self._shop.routes = {**self._shop.routes, **self._then}


async def look(
    url: str,
    pages: Mapping[Role, tuple[str, ...]] | None = None,
    *,
    controls: tuple[str, ...] = (),
    waits: Waits | None = None,
    allow_private: bool = True,
    consents: frozenset[str] = frozenset(),
) -> dict[Role, UptimeSample]:
    async with (
        Gate(allow_private=allow_private) as gate,
        Fetcher(gate, user_agent="x Xuncha/0", limits=LIMITS) as fetcher,
    ):
        light = UptimeCheck(
            Platform(url, consents=consents),
            gate,
            fetcher,
            LocalRateLimit(0.0),
            controls,
            30.0,
            lambda: AT,
            waits or Waits(),
        )
        return {beat.role: beat for beat in await light.look(pages or {})}


async def home_of(routes: Mapping[str, Route], held: frozenset[str] = frozenset()) -> UptimeSample:
    """The home page's beat of a shop whose control answers."""
    async with served(Shop(routes, held=set(held))) as shop, served(Shop({"/": "ok"})) as control:
        return (await look(shop.url, controls=(control.url,)))[Role.HOME]


async def test_three_pages_that_answer_are_asked_once_each() -> None:
    async with served(Shop({"/": page("好"), "/list": page("列"), "/item/1": page("品")})) as shop:
        pages = {Role.LIST: (f"{shop.url}list",), Role.PRODUCT: (f"{shop.url}item/1", f"{shop.url}item/2")}
        waits = Waits()
        beats = await look(shop.url, pages, waits=waits)
    assert [(beat.role, beat.ok, beat.status, beat.reason, beat.at) for beat in beats.values()] == [
        (role, True, 200, "", AT) for role in (Role.HOME, Role.LIST, Role.PRODUCT)
    ]
    assert shop.asked == ["GET /robots.txt", "GET /", "GET /list", "GET /item/1"]
    assert waits.waited == []
    assert all("Xuncha" in agent for agent in shop.agents)


@pytest.mark.parametrize(
    ("route", "reason", "status"),
    [
        (Reply(b"", 503), "error_page", 503),
        (Reply(page("系统维护中", fill="").encode(), 503), "maintenance", 503),
        (Reply(b"no", 404), "error_page", 404),
        (Reply(b"no", 403), "blocked", 403),
        (Reply(b"no", 412), "blocked", 412),
        (Reply(b"no", 400), "blocked", 400),
        (Reply(b"", 451), "region", 451),
        (page("请完成验证 滑块", fill=""), "blocked", 200),
        (page("", fill="", title=""), "blank", 200),
        (redirect("/"), "trap", 302),
    ],
)
async def test_what_stands_there_instead_has_its_reason(route: Route, reason: str, status: int) -> None:
    beat = await home_of({"/": route})
    assert (beat.ok, beat.reason, beat.status) == (False, reason, status)


async def test_a_page_that_scripts_draw_was_served() -> None:
    assert (await home_of({"/": SHELL})).ok


async def test_a_page_that_is_cut_off_was_served() -> None:
    assert (await home_of({"/": page("好", fill="购" * 2_000_000)})).ok


async def test_a_host_that_never_answers_is_down_only_where_others_answer() -> None:
    beat = await home_of({"/": page("好")}, frozenset({"/"}))
    assert (beat.ok, beat.reason, beat.status) == (False, "timeout", None)
    nobody = f"http://127.0.0.1:{closed_port()}/"
    async with served(Shop({"/": "ok"})) as control:
        down = (await look(nobody, controls=(nobody, control.url)))[Role.HOME]
        ours = (await look(nobody, controls=(nobody,)))[Role.HOME]
    assert (down.ok, down.reason) == (False, "unreachable")
    assert (ours.ok, ours.reason) == (False, OWN_OUTAGE)
    assert ours.detail.startswith("unreachable")


async def test_only_twice_is_down() -> None:
    async with served(Shop({"/": Reply(b"", 502)})) as shop:
        waits = Waits(shop, {"/": page("好")})
        assert (await look(shop.url, waits=waits))[Role.HOME].ok
    assert waits.waited == [30.0]


async def test_goods_that_are_gone_say_nothing_about_the_shop() -> None:
    missing = page("商品不存在", fill="")
    async with served(Shop({"/": page("好"), "/item/2": missing, "/item/3": page("品")})) as shop:
        urls = tuple(f"{shop.url}item/{number}" for number in (1, 2, 3))
        first = await look(shop.url, {Role.PRODUCT: urls})
        second = await look(shop.url, {Role.PRODUCT: urls[:2], Role.LIST: ("https://elsewhere.example/list",)})
    assert (first[Role.PRODUCT].ok, first[Role.PRODUCT].url) == (True, urls[2])
    assert (second[Role.PRODUCT].ok, second[Role.PRODUCT].reason) == (False, GONE)
    assert Role.LIST not in second  # not the shop's own


async def test_robots_and_the_guard_are_obeyed_and_said() -> None:
    rules = Reply(b"User-agent: Xuncha\nDisallow: /item", kind="text/plain")
    async with served(Shop({"/": page("好"), "/item/1": page("品"), "/robots.txt": rules})) as shop:
        pages = {Role.PRODUCT: (f"{shop.url}item/1",)}
        forbidden = await look(shop.url, pages)
        lifted = await look(shop.url, pages, consents=frozenset({"robots"}))
        refused = await look(shop.url, allow_private=False)
    assert forbidden[Role.HOME].ok
    assert (forbidden[Role.PRODUCT].ok, forbidden[Role.PRODUCT].reason) == (False, "robots")
    assert shop.count("/item/1") == 1
    assert lifted[Role.PRODUCT].ok
    assert (refused[Role.HOME].ok, refused[Role.HOME].reason) == (False, "refused_by_guard")
