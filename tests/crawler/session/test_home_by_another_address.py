"""The home page by another address is no list of goods, though it shows goods and stands in a row of menus."""

import pytest

from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import Route, Shop, crawled, page, served
from tests.crawler.discovery.products.test_goods_structure import cards

pytestmark = pytest.mark.browser

MENU = "<header><ul><li><a href='/index'>首页</a></li><li><a href='/one'>干货</a></li><li><a href='/two'>果脯</a></li></ul></header>"
HOME = page(f"{MENU}<p>山里的铺子，自己收自己烘。</p>{cards(6)}", "山货铺")


@pytest.mark.parametrize("listed", [True, False])
async def test_the_home_page_again_is_no_list_and_a_class_behind_it_is(listed: bool) -> None:
    dried = (
        page(f"{MENU}<h1>干货</h1>{cards(8)}<p>第 1 页</p>", "干货") if listed else page(f"{MENU}<p>整理中</p>", "干货")
    )
    routes: dict[str, Route] = {"/": HOME, "/index": HOME, "/one": dried, "/two": page(f"{MENU}<p>整理中</p>", "果脯")}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.LIST, Role.PRODUCT, devices=(Device.DESKTOP,))
    assert [view.url for view in site.all(Role.LIST)] == ([f"{shop.url}one"] if listed else [])
