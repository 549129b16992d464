"""The page a tour looks at next loads in a second tab meanwhile: what is seen is what one page after the other shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from crawler.dom.snapshot import PageReading
from crawler.failure import LoadFailure
from crawler.site import View
from crawler.visit.capture import Arrival
from crawler.visit.page_slot import PageSlot
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Role
from tests.crawler.crawl_helpers import Memory, Reply, Route, Shop, crawled, page, served, shrink, visiting

pytestmark = pytest.mark.browser

NAMES = ("退换货政策", "配送说明", "支付方式", "投诉处理", "会员权益", "发票说明", "隐私政策", "用户协议")
LINKS = "".join(f'<a href="/help/{number}.html">{name}</a>' for number, name in enumerate(NAMES))
# What another tab of the shop says brings this up, and the shop is told that it did.
LATE = "<script>addEventListener('storage', () => { document.body.insertAdjacentHTML('beforeend', `%s`); fetch('/heard'); })</script>"
LAYER = (
    '<div id=ad style="position:fixed;inset:0;background:#fff;z-index:9">领取新人礼包'
    "<button onclick=this.parentElement.remove()>关闭</button></div>"
)
ROUTES: dict[str, Route] = {
    "/": page(f"<nav>{LINKS}</nav>"),
    **{
        f"/help/{number}.html": page(f"<h1>{name}</h1><p>{name}，{name}由本店客服说明。</p>", name)
        for number, name in enumerate(NAMES)
    },
}
WANTED = (Role.AFTER_SALES, Role.DELIVERY, Role.PAYMENT, Role.COMPLAINT, Role.MEMBER, Role.PRIVACY, Role.AGREEMENT)


@pytest.fixture(autouse=True)
def _roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine of these tests is, pages load ahead."""
    shrink(monkeypatch, ahead_slowdown=1000.0, ahead_share=1.0)


class Told(Memory):
    """What is kept, with how many documents had been asked for by then."""

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self.shop = shop
        self.ahead: list[bool] = []

    async def view(self, view: View) -> None:
        await super().view(view)
        asked = [one for one in self.shop.asked if "/help/" in one]
        self.ahead.append("/help/" in view.url and not asked[-1].endswith(view.url.rpartition("/")[2]))


@asynccontextmanager
async def in_slot(shop: Shop) -> AsyncIterator[PageSlot]:
    """A device's pages, the first of which shows the shop's home page."""
    async with visiting(shop) as visitor:
        slot = PageSlot(visitor.trip, Device.DESKTOP)
        try:
            assert await (await slot.visitor()).load(shop.url) is None
            yield slot
        finally:
            await slot.end()


async def read_in_turn(slot: PageSlot, url: str) -> PageReading | LoadFailure:
    """What the tour reads once it is that page's turn."""
    visitor = await slot.visitor(url)
    visitor.come_by(FoundBy.LINK, 1, ())
    stop = await visitor.load(url) or await visitor.prepare()
    return stop or await visitor.read()


async def load_ahead(slot: PageSlot, url: str) -> None:
    """Load the page ahead, and wait until it is prepared."""
    slot.load_ahead(Arrival(url, FoundBy.LINK, 1, ()))
    assert slot._ahead is not None
    await asyncio.wait([slot._ahead[1]])


def shop_with(late: str) -> tuple[Shop, asyncio.Event]:
    """A shop with a page on which that may come up late, and whether it did."""
    heard = asyncio.Event()

    def hear(_target: str) -> Reply:
        heard.set()
        return Reply(b"heard")

    return Shop({**ROUTES, "/late": page(f"<p>本店七天内可退。</p>{LATE % late}"), "/heard": hear}), heard


async def call_up(slot: PageSlot, heard: asyncio.Event) -> None:
    """Have the tour's page bring something up on the other one, which has done so by the end."""
    await (await slot.visitor()).tab.page.evaluate("localStorage.setItem('now', '1')")
    await asyncio.wait_for(heard.wait(), 30)


@pytest.mark.parametrize("device", Device)
async def test_a_tour_sees_the_same_whether_pages_load_ahead_or_not(
    monkeypatch: pytest.MonkeyPatch, device: Device
) -> None:
    seen = []
    for share in (1.0, 0.0):  # of the browser's memory: with none of it nothing loads ahead
        shrink(monkeypatch, ahead_share=share)
        async with served(Shop(ROUTES)) as shop:
            kept = Told(shop)
            site = await crawled(shop, *WANTED, devices=(device,), keep=kept)
        assert any(kept.ahead) == bool(share)
        assert {path: shop.count(path) for path in ROUTES} == dict.fromkeys(ROUTES, 1)
        shown = [(urlsplit(view.url).path, view.text) for view in site.views]
        seen.append([(view.role, view.path, view.clicks, *told) for view, told in zip(site.views, shown, strict=True)])
    assert seen[0] == seen[1]


async def test_a_page_loaded_ahead_is_asked_for_once_and_read_in_its_turn() -> None:
    shop, heard = shop_with("<p>满四十九元包邮</p>")
    async with in_slot(shop) as slot:
        await load_ahead(slot, f"{shop.url}late")
        other = await read_in_turn(slot, f"{shop.url}help/1.html")
        assert isinstance(other, PageReading)
        assert "配送说明" in other.text
        await call_up(slot, heard)
        seen = await read_in_turn(slot, f"{shop.url}late")
        assert isinstance(seen, PageReading)
        assert "满四十九元包邮" in seen.text
        assert shop.count("/late") == 1
        assert await (await slot.visitor()).load(f"{shop.url}late") is None  # a page is loaded ahead for one turn
    assert shop.count("/late") == 2


async def test_what_comes_over_a_page_while_it_waits_is_closed() -> None:
    shop, heard = shop_with(LAYER)
    async with in_slot(shop) as slot:
        await load_ahead(slot, f"{shop.url}late")
        await call_up(slot, heard)
        visitor = await slot.visitor(f"{shop.url}late")
        assert await visitor.load(f"{shop.url}late") is None
        assert await visitor.prepare() is None
        reading = await visitor.read()
        assert isinstance(reading, PageReading)
        view = await visitor.store(reading, Role.AFTER_SALES, LANDED)
    assert view.closed_layers
    assert view.thoroughness.layers_closed


async def test_a_trap_loaded_ahead_is_one_in_its_turn_and_holds_up_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shrink(monkeypatch, hang_seconds=1.0)
    shop = Shop({**ROUTES, "/endless": page("<script>for (;;);</script>")})
    async with in_slot(shop) as slot:
        slot.load_ahead(Arrival(f"{shop.url}endless", FoundBy.LINK, 1, ()))
        assert isinstance(await read_in_turn(slot, f"{shop.url}help/1.html"), PageReading)
        met = await read_in_turn(slot, f"{shop.url}endless")
        assert isinstance(met, LoadFailure)
        assert met.reason in (GapReason.TRAP, GapReason.TIMEOUT)
        assert isinstance(await read_in_turn(slot, f"{shop.url}help/2.html"), PageReading)


async def test_a_page_never_asked_for_makes_way_for_the_next() -> None:
    shop = Shop(ROUTES)
    async with in_slot(shop) as slot:
        for number in (1, 2):
            await load_ahead(slot, f"{shop.url}help/{number}.html")
        seen = await read_in_turn(slot, f"{shop.url}help/2.html")
        assert isinstance(seen, PageReading)
        assert "支付方式" in seen.text
    assert (shop.count("/help/1.html"), shop.count("/help/2.html")) == (1, 1)


async def test_what_failed_beside_another_page_is_loaded_in_its_turn() -> None:
    answers = iter(
        [Reply(b"no such thing", headers={"Content-Encoding": "gzip"}), Reply(page("七天内可退。").encode())]
    )
    shop = Shop({**ROUTES, "/once": lambda _target: next(answers)})
    async with in_slot(shop) as slot:
        await load_ahead(slot, f"{shop.url}once")
        assert shop.count("/once") == 1
        seen = await read_in_turn(slot, f"{shop.url}once")
    assert isinstance(seen, PageReading)
    assert "七天内可退。" in seen.text
