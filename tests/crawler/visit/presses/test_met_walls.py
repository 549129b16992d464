"""A log-in that a press met before on the device is told by its address, and not looked through again."""

import pytest

from crawler.visit.page_slot import PageSlot
from crawler.vocabulary import Device, GapReason, Role
from tests.crawler.crawl_helpers import Shop, page, visiting, watch_scrolls

pytestmark = pytest.mark.browser

LABELS = ("我的订单", "消息", "收藏")
CONTROLS = "".join(f"<p onclick=\"location.href='/login'\" style=cursor:pointer>{label}</p>" for label in LABELS)
LOGIN = "<h1>用户登录</h1><form><input name=phone><input type=password></form>"


async def test_a_log_in_that_a_press_met_is_not_looked_through_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop({"/": page(CONTROLS), "/login": page(LOGIN, fill="")})
    async with visiting(shop) as visitor:
        scrolled = watch_scrolls(monkeypatch, visitor)
        stops = []
        for label, looked_for in zip(LABELS, (Role.OTHER, Role.OTHER, Role.LOGIN), strict=True):
            visitor.expects = Role.HOME
            assert await visitor.open(shop.url)
            visitor.expects = looked_for
            control = next(one for one in visitor.here.elements if one.own == label)
            assert await visitor.click(control) is (looked_for is Role.LOGIN)
            stops.append(visitor.stop)
        assert stops[0] is not None
        assert stops[0].reason is GapReason.LOGIN
        assert stops == [stops[0], stops[0], None]
    # The second press ended at a page that was known, the third looked for that very page.
    assert [url for url in scrolled if url.endswith("/login")] == [f"{shop.url}login"] * 2


async def test_visitors_of_one_device_know_of_the_same_log_ins() -> None:
    async with visiting(Shop({"/": page(CONTROLS)})) as visitor:
        slot = PageSlot(visitor.trip, Device.DESKTOP)
        try:
            assert (await slot.visitor()).walls is (await slot.visitor()).walls
        finally:
            await slot.end()
