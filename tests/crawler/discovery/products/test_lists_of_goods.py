"""A list that only pages of goods lead to is found there: in their crumbs, or in a menu that is drawn when pointed at."""

import pytest

from crawler.discovery.products.list_leads import list_leads
from crawler.site import Site
from crawler.vocabulary import Device, Role
from tests.cases.build import view
from tests.crawler.crawl_helpers import BOTH, Reply, Shop, crawled, page, served

pytestmark = pytest.mark.browser

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
GOODS = tuple(f"/item/{number}.html" for number in range(1, 5))
MENU = '<nav><p>全部分类</p><ul style="display:none"><li><a href="/list/1">水果</a></li><li><a href="/list/2">海鲜</a></li></ul></nav>'
CRUMBS = '<p class="crumbs"><a href="/">首页</a> &gt; <a href="/list/1">新鲜水果</a> &gt; 好物</p>'
HELP = '<nav><p>帮助</p><ul style="display:none"><li><a href="/help/list/1">常见问题</a></li></ul></nav>'


def draw_card(path: str) -> str:
    drawn = f'<img src="{DOT}" style="width:160px;height:160px" alt="">'
    return f'<li style="height:220px"><a href="{path}">{drawn}好物{path[6]}</a> <b>¥{path[6]}.00</b></li>'


def shop_with(ways: str, listed: str) -> Shop:
    """Four goods at home, ``ways`` on each one's page, ``listed`` on the pages of its lists."""
    routes: dict[str, str | Reply] = {"/": page(f"<ul>{''.join(map(draw_card, GOODS))}</ul>")}
    routes |= {
        path: page(f"{ways}<h1>好物</h1><b>¥9.90</b><button>加入购物车</button>", f"好物 {path}") for path in GOODS
    }
    routes |= {path: page(listed, "水果") for path in ("/list/1", "/list/2", "/help/list/1")}
    return Shop(routes)


async def look_at(shop: Shop, devices: tuple[Device, ...] = BOTH) -> Site:
    async with served(shop):
        return await crawled(shop, Role.LIST, Role.PRODUCT, devices=devices)


@pytest.mark.parametrize("ways", [MENU, CRUMBS, MENU + CRUMBS])
async def test_a_list_is_found_from_the_pages_of_goods(ways: str) -> None:
    site = await look_at(shop_with(ways, f"<ul>{''.join(map(draw_card, GOODS))}</ul>"))
    for device in Device:
        assert any("/list/" in view.url for view in site.only(1, device).all(Role.LIST)), device
    assert not site.gaps


async def test_what_shows_no_goods_is_no_list() -> None:
    for ways in (MENU, HELP):
        site = await look_at(shop_with(ways, "<h1>水果怎么挑</h1><p>看颜色，闻味道。</p>"))
        assert not [view for view in site.views if view.role is Role.LIST]
        assert [gap.role for gap in site.gaps].count(Role.LIST) == len(BOTH)


async def test_of_addresses_that_number_texts_and_goods_alike_only_what_shows_goods_is_a_list() -> None:
    """One thing with its price is enough; an article about choosing it is none."""
    nav = '<nav><a href="/show?cid=9">怎么挑茶壶</a><a href="/show?cid=2">茶叶罐</a><a href="/show?cid=3">春茶上新的那几天</a></nav>'
    texts = {"/show?cid=9": "看泥料，听声音。", "/show?cid=3": "三月下旬开采。"}
    shop = Shop({
        "/": page(nav),
        "/show?cid=2": page(f"{nav}<ul>{draw_card(GOODS[0])}</ul>", "茶叶罐"),
        **{path: page(f"{nav}<h1>说明</h1><p>{said}</p>", said) for path, said in texts.items()},
        **{path: page("<h1>好物</h1><b>¥9.90</b><button>加入购物车</button>", path) for path in GOODS},
    })  # fmt: skip
    site = await look_at(shop)
    for device in Device:
        lists = {view.url.rpartition("/")[2] for view in site.only(1, device).all(Role.LIST)}
        assert lists == {"show?cid=2"}, device


@pytest.mark.parametrize("priced", [True, False])
async def test_beside_a_list_with_prices_a_page_without_one_sells_nothing(priced: bool) -> None:
    """A showcase of what is new has pages like those of goods; where no list shows a price, goods may have none either."""
    shown = ["/product/91", "/product/92"]
    cards = "".join(map(draw_card, GOODS)) if priced else "<li>敬请期待</li>"
    showcase = "".join(
        f'<a href="{path}"><img src="{DOT}" style="width:90px;height:90px" alt="新品"></a>' for path in shown
    )
    shop = Shop({
        "/": page(f'<nav><a href="/list/1">全部商品</a></nav>{showcase}'),
        "/list/1": page(f"<ul>{cards}</ul>", "全部商品"),
        **{path: page(f"<h1>新品</h1><p>这一批是新烧的。{path[-1]}</p>", f"新品 {path}") for path in shown},
        **{path: page(f"<h1>好物</h1><b>¥9.90</b><button>加入购物车</button>{path}", f"好物 {path}") for path in GOODS},
    })  # fmt: skip
    site = await look_at(shop, (Device.DESKTOP,))
    products = {view.url.rpartition("/")[2] for view in site.only(1, Device.DESKTOP).all(Role.PRODUCT)}
    assert products.isdisjoint({"91", "92"}) is priced
    assert bool(products)


def test_entries_of_a_visitors_own_are_no_categories() -> None:
    names = ("我的商城", "卖家中心", "站内消息", "茶叶", "床品", "锅具")
    entries = [
        {"text": name, "href": f"https://shop.example/x{number}", "region": "header"}
        for number, name in enumerate(names)
    ]
    assert [lead.path[-1] for lead in list_leads(view(Role.HOME, elements=entries))] == ["茶叶", "床品", "锅具"]
