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


@pytest.mark.parametrize("shows", [True, False])
async def test_a_class_in_a_menu_of_the_home_page_that_nobody_opened_is_a_list_where_it_shows_goods(
    shows: bool,
) -> None:
    menu = "<main><div style='display:none'><a href='/category/3'>菌菇</a><a href='/category/4'>果脯</a></div>"
    home = page(f"{menu}<p>山里的铺子，自己收自己烘。</p>{cards(6, '/goods/{}.html')}</main>", "山货铺")
    kind = page(f"<h1>菌菇</h1>{cards(8, '/goods/{}.html')}" if shows else "<h1>菌菇</h1><p>还没有货</p>", "菌菇")
    goods = page("<h1>竹编提篮</h1><b>￥11.50</b><button>加入购物车</button><p>材质：毛竹</p>", "竹编提篮")
    routes: dict[str, Route] = {"/": home, "/category/3": kind, "/category/4": page("<p>还没有货</p>", "果脯")}
    routes |= {f"/goods/{number}.html": goods for number in range(1, 9)}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.LIST, Role.PRODUCT, devices=(Device.DESKTOP,))
    assert [view.url for view in site.all(Role.LIST)] == ([f"{shop.url}category/3"] if shows else [])
