"""Usual addresses are asked for once, whatever the number of devices, and the pages there are opened on each."""

import pytest

from crawler.vocabulary import Device, FoundBy, GapReason, Role
from tests.crawler.crawl_helpers import BOTH, Reply, Route, Shop, crawled, page, served
from tests.crawler.discovery.products.test_goods_structure import cards

pytestmark = pytest.mark.browser

HOME = page(f"<nav><a href='/news'>资讯</a></nav>{cards(6)}")
COMPLAINT = page("<h1>投诉处理</h1><p>投诉请拨 400-800-1234，二十四小时内答复。</p>", "投诉")
WANTED = (Role.COMPLAINT, Role.PRIVACY, Role.PRODUCT)


@pytest.mark.parametrize("there", [True, False])
async def test_each_usual_address_is_asked_for_once_and_a_page_there_is_opened_on_both_devices(there: bool) -> None:
    routes: dict[str, Route] = {"/": HOME, "/news": page("<h1>资讯</h1>", "资讯")}
    routes |= {"/tousu": COMPLAINT} if there else {}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, *WANTED, devices=BOTH)
    assert shop.count("/complaint") == shop.count("/privacy") == 1
    found = {view.device for view in site.all(Role.COMPLAINT) if view.found_by is FoundBy.KNOWN_PATH}
    assert found == (set(BOTH) if there else set())
    missed = {gap.device for gap in site.gaps if gap.role is Role.COMPLAINT and gap.reason is GapReason.NOT_OFFERED}
    assert missed == (set() if there else set(BOTH))


async def test_a_usual_address_whose_page_fails_leaves_the_next_one_to_be_opened() -> None:
    """The client is given a page there, the browser an error: the role's next address is tried, and what failed is told."""
    given: list[str] = []

    def answer(target: str) -> Reply:
        given.append(target)
        return Reply(COMPLAINT.encode()) if len(given) == 1 else Reply(b"", 500)

    routes: dict[str, Route] = {"/": HOME, "/complaint": answer, "/tousu": COMPLAINT}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, *WANTED, devices=(Device.DESKTOP,))
    assert [view.url for view in site.all(Role.COMPLAINT)] == [f"{shop.url}tousu"]
