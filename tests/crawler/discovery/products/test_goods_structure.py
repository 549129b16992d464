"""Products are known by structure: cards lead to them whatever their addresses, and one that is sold is a product whatever else stands there."""

import pytest

from crawler.discovery.products import product_page
from crawler.discovery.products.goods_cards import find_cards
from crawler.discovery.products.product_leads import product_leads
from crawler.discovery.products.product_signs import read_signs
from crawler.failure import LoadFailure
from crawler.site import View
from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Reply, Shop, crawled, page, served, visiting

pytestmark = pytest.mark.browser

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
NAMES = ("竹编提篮", "青花茶盏", "老布围裙", "木柄菜刀", "手工皂", "山核桃", "陶土砂锅", "柳编簸箕", "铜勺", "藤椅")


def picture(side: int) -> str:
    return f'<img src="{DOT}" style="width:{side}px;height:{side}px" alt="">'


def cards(count: int, form: str = "/?s=goods/index/id/{}.html", first: int = 1) -> str:
    """Goods side by side, each with picture, name and price in one link."""
    return '<ul class="row">' + "".join(
        f'<li style="float:left;width:200px"><a href="{form.format(n)}">{picture(160)}<p>{NAMES[(n - 1) % 10]}</p>'
        f'<div class="p"><em>￥</em><span>{n * 11}.50</span></div></a></li>'
        for n in range(first, first + count)
    ) + '</ul><div style="clear:both"></div>'  # fmt: skip


BUY_PICTURE = f'<a href="javascript:void(0)" class="g-act" id="addToCart">{picture(40)}</a>'
ITEM = (
    f'<div class="box"><div class="pic">{picture(400)}</div><h1>竹编提篮</h1><div class="price" style="font-size:28px">'
    "<em>￥</em><b>11.50</b></div>{buy}<p>材质：毛竹</p><p>产地：浙江</p><p>尺寸：30厘米</p></div><h3>看了又看</h3>"
)


async def look(html: str) -> View:
    async with visiting(Shop({"/": page(html, fill="")})) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        return visitor.here


@pytest.mark.parametrize("buy", [
    BUY_PICTURE, "<button>添加至购物车</button>", '<a href="#">加入购物篮</a>', '<div onclick="x()">立即购买</div>',
    '<form action="/basket/add/7/" method="post"><input type="submit" value="Go"></form>', "<button>Add to basket</button>",
])  # fmt: skip
async def test_a_product_beside_many_others_is_a_product(buy: str) -> None:
    view = await look(ITEM.replace("{buy}", buy) + cards(9, first=2))
    signs = read_signs(view)
    assert (signs.cards, signs.buys, signs.price, signs.gallery, signs.rows) == (9, 1, True, True, True)
    assert signs.is_product
    assert not signs.is_list


@pytest.mark.parametrize("html", [
    cards(9),
    "<h1>全部商品</h1>" + cards(9).replace("</p>", "</p><button>加入购物车</button>"),
    f'<div>{picture(500)}</div><a href="/vip">立即抢购</a><p><a href="/f?p=1">￥0-50</a><a href="/f?p=2">￥50以上</a></p>' + cards(9),
])  # fmt: skip
async def test_many_cards_without_a_product_of_its_own_are_a_list(html: str) -> None:
    async with visiting(Shop({"/": page(html, fill="")})) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        assert read_signs(visitor.here).cards == 9
        read = await visitor.read()
        assert not isinstance(read, LoadFailure)
        stop = product_page.explain_no_product(read, True)
    assert stop is not None
    assert stop.detail == "no product page: a list"


@pytest.mark.parametrize(("head", "address", "listed"), [
    ("", "/sale", True),
    ("", "/goods/7", False),  # an address that names goods
    (picture(400), "/sale", False),  # a picture of one of its own
])  # fmt: skip
async def test_goods_side_by_side_and_nothing_else_are_no_product_unless_the_address_names_one(
    head: str, address: str, listed: bool
) -> None:
    shop = Shop({address: page(f"<p>限时秒杀 距结束 2:10</p>{head}{cards(5, 'javascript:go({})')}", fill="")})
    async with visiting(shop) as visitor:
        assert await visitor.open(shop.url.rstrip("/") + address), visitor.stop
        read = await visitor.read()
        assert not isinstance(read, LoadFailure)
        stop = product_page.explain_no_product(read, False)
    assert (stop is not None and stop.detail == "no product page: a list") is listed


async def test_cards_are_found_in_rows_columns_and_round_links_and_lead_once_each() -> None:
    rows = "".join(
        f'<div class="r"><div class="c">{picture(100)}<a href="/g/{n}">{NAMES[n]}</a><span>9.9元</span><a href="/cart/add/{n}">加入购物车</a></div>'
        f'<div class="c">{picture(100)}<a href="/g/{n + 5}">{NAMES[n + 5]}</a><span>19元</span><a href="/cart/add/{n}">加入购物车</a></div></div>'
        for n in range(3)
    )
    view = await look(f'<h1 style="height:150px">好物</h1>{rows}')
    assert [card.url.rpartition("/")[2] for card in find_cards(view)] == ["0", "5", "1", "6", "2", "7"]
    assert {card.title for card in find_cards(view)} <= set(NAMES)
    assert not any("/cart/" in lead.url for lead in product_leads(view))


async def test_pictures_without_prices_and_prices_without_pictures_are_no_cards() -> None:
    news = "".join(
        f'<li><a href="/n/{n}">{picture(120)}<p>新闻{n}</p><i>2026-01-0{n}</i></a></li>' for n in range(1, 7)
    )
    coupons = "".join(f'<li><a href="/c/{n}"><b>￥{n}0</b>满100可用</a></li>' for n in range(1, 7))
    view = await look(f"<ul>{news}</ul><ol>{coupons}</ol>")
    assert find_cards(view) == ()
    assert product_leads(view) == ()


async def test_a_card_is_called_by_its_larger_line_not_by_the_longer_one_below_nor_by_its_price() -> None:
    goods = "".join(
        f'<li style="float:left;width:200px"><a href="/g/{n}">{picture(160)}<p style="font-size:15px">{NAMES[n]}</p>'
        f'<p style="font-size:12px">一句比名称长的话，说这一件好在哪里</p><em style="font-size:12px">￥</em>'
        f'<b style="font-size:22px">{n + 1}68.00</b></a></li>'
        for n in range(6)
    )
    assert [card.title for card in find_cards(await look(f"<ul>{goods}</ul>"))] == list(NAMES[:6])


async def test_cards_whose_pictures_do_not_come_are_known_by_their_blank_places() -> None:
    box = '<div class="pic" onclick="go({n})" style="width:160px;height:160px"><span>示例店铺</span></div>'
    goods = "".join(
        f'<li style="float:left;width:180px">{box.format(n=n)}<p onclick="go({n})">{NAMES[n]} 手工 500克</p><b>￥{n + 9}.80</b></li>'
        for n in range(6)
    )
    view = await look(f"<div><span>综合</span><span>销量</span></div><ul>{goods}</ul>")
    assert [card.title for card in find_cards(view)] == [f"{NAMES[n]} 手工 500克" for n in range(6)]
    assert all("pic" in card.target.classes for card in find_cards(view))
    assert read_signs(view).is_list


@pytest.mark.parametrize("beside", ["padding-top:160px;width:160px", "padding-left:120px;width:200px;min-height:110px"])
async def test_cards_that_are_controls_themselves_leave_room_for_what_did_not_come(beside: str) -> None:
    card = '<div onclick="go({n})" style="{beside}"><p>{name}</p><b>￥{n}9.80</b><img src="/cart.png" width="20" height="20"></div>'
    goods = "".join(f"<li>{card.format(n=n, name=NAMES[n], beside=beside)}</li>" for n in range(6))
    view = await look(f"<ul>{goods}</ul>")
    assert [card.title for card in find_cards(view)] == list(NAMES[:6])
    assert [lead.element is not None and not lead.url for lead in product_leads(view)] == [True] * 6


@pytest.mark.parametrize("tile", [
    '<div onclick="take()" style="width:300px;height:110px"><b>￥10</b><span>满 100 元可用</span><u>领取</u></div>',
    '<div onclick="pay()" style="width:160px;height:160px"><p>金卡会员</p><b>￥99</b></div>',
    '<div style="width:160px;height:160px"><p>运到华北</p><b>￥8</b></div>',
    '<div style="padding-top:160px;width:160px"><p>运到华北</p><b>￥8</b></div>',
    '<div onclick="pay()" style="padding:60px 20px;width:160px"><p>金卡会员</p><b>￥99</b></div>',
])  # fmt: skip
async def test_tiles_that_hold_their_own_price_are_no_cards(tile: str) -> None:
    view = await look("<ul>" + f"<li>{tile}</li>" * 6 + "</ul>")
    assert find_cards(view) == ()


async def test_machine_words_name_products_and_not_articles() -> None:
    data = (
        '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"Product",'
        '"url":"/wares/a"}},{"@type":"ListItem","item":{"@type":"Article","url":"/story"}}]}</script>'
    )
    view = await look(data + "<p>好</p>")
    assert [lead.url.rpartition("/")[2] for lead in product_leads(view)] == ["a"]


async def test_a_shop_whose_addresses_have_no_pattern_is_sampled_and_its_site_map_understood() -> None:
    def answer(target: str) -> Reply:
        if "goods/index/id/" in target:
            body = ITEM.replace("{buy}", BUY_PICTURE) + cards(9, first=11)
        elif "search/index" in target:
            body = cards(8, first=5)
        else:
            menu = "".join(
                f'<li><a href="/?s=search/index/c/{n}.html">{w}</a></li>'
                for n, w in enumerate(("厨具", "茶具", "食品"))
            )
            body = f"<nav><ul>{menu}</ul></nav>" + cards(4)
        return Reply(page(body, fill="").encode())

    shop = Shop({"/": answer})
    async with served(shop):
        urls = "".join(f"<url><loc>{shop.url}?s=goods/index/id/{n}.html</loc></url>" for n in (40, 41))
        shop.routes = {**shop.routes, "/sitemap.xml": Reply(f"<urlset>{urls}</urlset>".encode(), kind="text/xml")}
        site = await crawled(shop, Role.PRODUCT, Role.LIST)
    products = {view.url.rpartition("/")[2] for view in site.all(Role.PRODUCT)}
    assert len(products) == 12
    assert products >= {"1.html", "12.html"} or len(products & {"40.html", "41.html"}) > 0
    assert any("search/index" in view.url for view in site.all(Role.LIST))
    assert site.gap(Role.PRODUCT) is None


@pytest.mark.parametrize(("said", "count"), [("价格：19.00", 4), ("本店价:8", 4), ("预览：19", 0), ("价格：面议", 0)])
async def test_a_number_behind_a_word_for_a_price_is_one(said: str, count: int) -> None:
    rows = "".join(
        f'<li><a href="/n/{n}">{picture(160)}{NAMES[n]}</a><p><span>{said}</span></p></li>' for n in range(4)
    )
    view = await look(f"<ul>{rows}</ul>")
    assert len(find_cards(view)) == count
    assert read_signs(view).is_list is bool(count)
