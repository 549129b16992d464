"""A small visit: some of everything a crawl may see, with words PostgreSQL would refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.plan import CaptureSink
from crawler.record.network_record import Host
from crawler.site import Fetch, Gap, Past, Platform, Site, Timing, View
from crawler.vocabulary import LANDED, Device, GapReason, Role
from tests.cases.build import view

AT = datetime(2026, 11, 24, 2, 0, 0, 7, tzinfo=UTC)
PLATFORM = Platform("https://shop.example/", "商城", {"food": True}, {Role.LICENCE: "/zz"}, frozenset({"robots"}))
NASTY = "价\0格\ud83d"


def a_view(number: int, role: Role = Role.HOME, text: str = NASTY, look: int = 1) -> View:
    return view(role, f"{text}{number}", [{"text": text, "href": "a"}], id=f"v{number}", title=text, look=look)


def a_gap(role: Role = Role.CART, reason: GapReason = GapReason.LOGIN) -> Gap:
    return Gap(role, LANDED, Device.MOBILE, 1, reason, NASTY, "https://shop.example/cart")


def a_fetch(number: int, text: str = NASTY) -> Fetch:
    return Fetch(f"f{number}", "link", 1, "https://shop.example/x", "https://shop.example/y", 200, AT, 0.25, text=text)


def a_timing(run: int, lcp: float | None = 900.0, at: datetime = AT, role: Role = Role.HOME, ok: bool = True) -> Timing:
    return Timing(role, Device.DESKTOP, 1, run, at, "https://shop.example/", ok, lcp_ms=lcp, connect_ms=3.0)


def a_site(views: int = 3) -> Site:
    return Site(
        platform=PLATFORM,
        at=AT + timedelta(seconds=1),
        views=tuple(a_view(number) for number in range(views)),
        gaps=(a_gap(), a_gap(Role.SELLER, GapReason.NOT_OFFERED)),
        fetches=(a_fetch(1), a_fetch(2)),
        timings=(a_timing(1), a_timing(2, None, ok=False)),
        history=(Past(AT, "timing", {"role": "home", "lcp_ms": 12.5}),),
        hosts=(Host("shop.example", ("192.0.2.1",), {"names": ("shop.example",), "until": AT}),),
        environment={"chromium": "156"},
    )


async def keep_all(keep: CaptureSink, site: Site) -> None:
    for one in site.views:
        await keep.view(one)
    for gap in site.gaps:
        await keep.gap(gap)
    for fetch in site.fetches:
        await keep.fetch(fetch)
    for timing in site.timings:
        await keep.timing(timing)
