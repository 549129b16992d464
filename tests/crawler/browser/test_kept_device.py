"""A page laid out wider than a phone is seen whole after a screenshot too, and still on a phone: real Chromium."""

import pytest

from crawler.dom.snapshot import PageReading
from crawler.limits import SCREENS
from crawler.site import Site
from crawler.vocabulary import LANDED, Device, Role
from tests.crawler.crawl_helpers import FILL, Shop, crawled, page, served, visiting

pytestmark = pytest.mark.browser

FOOTER = '<footer style="height:200px;position:relative"><a href="/use" style="position:absolute;left:%d%%;top:20px">网站使用约定</a></footer>'
WIDE = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=1200"><title>商城</title></head>'
    f'<body style="margin:0"><div style="width:1200px"><main><p>{FILL}</p></main>{FOOTER % 80}</div></body></html>'
)
FEELS = "[innerWidth, innerHeight, screen.width, navigator.maxTouchPoints, matchMedia('(pointer: coarse)').matches]"


@pytest.mark.parametrize("device", list(Device))
@pytest.mark.parametrize("body", [WIDE, page(FOOTER % 60, fill="")], ids=["wide", "fitting"])
async def test_a_screenshot_leaves_a_page_on_its_device(device: Device, body: str) -> None:
    async with visiting(Shop({"/": body}), device) as visitor:
        shop = visitor.trip.platform.url
        assert await visitor.load(shop) is None
        before, felt = await visitor.read(), await visitor.tab.page.evaluate(FEELS)
        assert isinstance(before, PageReading)
        for _ in range(2):
            await visitor.store(before, Role.HOME, LANDED)
            after = await visitor.read()
            assert isinstance(after, PageReading)
            assert await visitor.tab.page.evaluate(FEELS) == felt
            assert [one.seen for one in after.elements] == [one.seen for one in before.elements]
        assert felt[2] == SCREENS[device].width
        assert felt[3:] == ([1, True] if device is Device.MOBILE else [0, False])


async def test_what_stands_right_of_a_phones_width_is_seen_in_every_view_of_home() -> None:
    async with served(Shop({"/": WIDE, "/use": page("<h1>网站使用约定</h1>")})) as shop:
        site: Site = await crawled(shop, Role.HOME, (Role.HOME, "arrived"), devices=(Device.MOBILE,))
    homes = [view for view in site.views if view.role is Role.HOME]
    assert {view.state for view in homes} == {"arrived", LANDED}
    assert len({home.viewport_height for home in homes}) == 1
    for home in homes:
        assert next(element for element in home.elements if element.href.endswith("/use")).seen, home.state
        assert home.thoroughness.layers_closed
