"""A visit looks at many products and at further pages of a role, loads nothing twice, and sees the same of an unchanged shop again."""

from collections import Counter

import pytest

from crawler.discovery.products import stratified_sample
from crawler.discovery.products.address_templates import learn_templates
from crawler.limits import SAMPLE
from crawler.links.role_links import Lead
from crawler.site import Site
from crawler.vocabulary import FURTHER, MENUS, Device, FoundBy, GapReason, Role
from tests.cases.build import SHOP, view
from tests.crawler.crawl_helpers import BOTH, Reply, Shop, crawled, page, served
from tests.crawler.deep_shop import ARTICLE, GONE, GOODS, LOST, MAPPED, deep, with_site_map

ROLES = (Role.SEARCH, Role.LIST, Role.PRODUCT, Role.HELP, Role.RULES, Role.PRIVACY, Role.ABOUT, (Role.HOME, MENUS))


def paths(site: Site, role: Role, device: Device = Device.DESKTOP) -> list[str]:
    return ["/" + view.url.split("/", 3)[3] for view in site.only(1, device).all(role)]


@pytest.mark.browser
async def test_a_deep_shop_is_looked_into_without_loading_a_page_twice() -> None:
    async with served(deep()) as shop:
        site = await crawled(with_site_map(shop), *ROLES, devices=BOTH)
        asked = Counter(one for one in shop.asked if one != "GET /sitemap.xml")
        again = await crawled(shop, *ROLES, devices=BOTH)
        resumed = await crawled(shop, *ROLES, devices=BOTH, already=site.views)
    chosen = paths(site, Role.PRODUCT)
    assert len(chosen) == len(set(chosen)) == SAMPLE.products[Device.DESKTOP]
    assert sum(any(path in items for path in chosen) for items in GOODS.values()) >= 4
    assert MAPPED in chosen
    assert paths(site, Role.PRODUCT, Device.MOBILE) == chosen[: SAMPLE.products[Device.MOBILE]]
    assert len(paths(site, Role.LIST)) == SAMPLE.lists[Device.DESKTOP]
    assert not {GONE, LOST, ARTICLE} & set(chosen)
    assert site.gaps == ()

    assert max(count for one, count in asked.items()) <= 2, asked.most_common(3)  # once for each device
    assert not any(count > 1 and "/item/" in one and one.split()[1] not in chosen[:3] for one, count in asked.items())

    assert [(v.role, v.url) for v in again.only(1, Device.DESKTOP).views] == [
        (v.role, v.url) for v in site.only(1, Device.DESKTOP).views
    ]
    facts = ("sample_seed", "sample_candidates", "sample_strata", "sample_sellers")
    assert [site.environment[fact] for fact in facts] == [again.environment[fact] for fact in facts]
    assert int(site.environment["sample_candidates"]) > 30
    assert site.environment["sample_sellers"] == "4"

    assert resumed.views == site.views
    assert resumed.environment["loads"] == "0"


@pytest.mark.browser
async def test_further_pages_are_those_a_topic_names_and_the_shops_own_links_are_not() -> None:
    async with served(deep()) as shop:
        site = await crawled(shop, *ROLES)
    assert paths(site, Role.HELP) == [
        "/help", "/help/cancel", "/help/buy", "/help/pay", "/help/deliver", "/help/invoice", "/help/safe",
        "/help/fraud", "/help/points",
    ]  # fmt: skip
    assert set(paths(site, Role.RULES)) == {
        "/rules", "/rules/changes", "/rules/old", "/rules/penalty", "/rules/banned", "/rules/rights",
    }  # fmt: skip
    assert paths(site, Role.ABOUT) == ["/about", "/news"]
    article = site.only(1, Device.DESKTOP).all(Role.HELP)[1]
    assert (article.clicks, article.path, article.found_by) == (2, ("帮助中心", "如何取消订单"), FoundBy.LINK)


@pytest.mark.browser
async def test_a_page_of_another_role_is_filed_again_without_a_load() -> None:
    shop = Shop({
        "/": page('<a href="/help">帮助中心</a><a href="/fapiao">发票</a>'),
        "/help": page('<h1>帮助</h1><p><a href="/help/buy">购物流程</a></p><header><a href="/fapiao">发票须知说明</a></header>'),
        "/help/buy": page("<h1>购物流程</h1>"), "/fapiao": page("<h1>发票</h1>"),
    })  # fmt: skip
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.PAYMENT)
    assert paths(site, Role.HELP) == ["/help", "/help/buy"]  # a word of two characters at a page's head is no topic
    assert paths(site, Role.PAYMENT) == ["/fapiao"]
    shop.routes = {**shop.routes, "/": page('<a href="/help">帮助中心</a><a href="/pay">支付方式</a>'),
        "/help": page('<h1>帮助</h1><p><a href="/pay/2">支付问题</a></p>'), "/pay": page('<a href="/pay/2">支付问题</a>'),
        "/pay/2": page("<h1>支付问题</h1>")}  # fmt: skip
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.PAYMENT)
    assert paths(site, Role.HELP) == ["/help", "/pay/2"]
    assert paths(site, Role.PAYMENT) == ["/pay", "/pay/2"]
    assert shop.count("/pay/2") == 1


@pytest.mark.browser
async def test_products_that_are_gone_are_written_down_and_leave_no_gap() -> None:
    many = "".join(
        f'<li style="height:90px"><a href="{path}">好物</a></li>' for path in (GONE, LOST, ARTICLE, "/item/10.html")
    )
    shop = deep()
    shop.routes = {**shop.routes, "/": page(f"<ul>{many}</ul>")}
    async with served(shop):
        site = await crawled(shop, Role.PRODUCT)
    assert paths(site, Role.PRODUCT) == ["/item/10.html"]
    noted = {fetch.asked.removeprefix(shop.url): fetch for fetch in site.fetches if fetch.purpose == "product"}
    assert set(noted) == {GONE[1:], LOST[1:]}
    assert (noted[GONE[1:]].status, noted[GONE[1:]].error) == (200, "")
    assert "商品已下架" in noted[GONE[1:]].text
    assert (noted[LOST[1:]].status, noted[LOST[1:]].error) == (404, "")
    assert site.gaps == ()


@pytest.mark.browser
async def test_further_pages_that_are_hidden_from_us_are_a_gap_of_their_own() -> None:
    wall = Reply(page("<p>访问过于频繁，请完成验证</p>", fill="").encode(), 403)
    shop = deep()
    shop.routes = {path: (wall if path.startswith("/help/") else reply) for path, reply in shop.routes.items()}
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.RULES)
    assert site.gap(Role.HELP) is None
    gap = site.gap(Role.HELP, FURTHER)
    assert gap is not None
    assert gap.reason is GapReason.BLOCKED
    assert site.gap(Role.RULES, FURTHER) is None


@pytest.mark.browser
async def test_the_phone_looks_at_its_own_address_of_the_product_the_desktop_chose() -> None:
    head = '<link rel="alternate" media="only screen and (max-width: 640px)" href="/m/item/1.html">'
    shop = Shop({
        "/": page('<ul><li style="height:90px"><a href="/item/1.html">杯</a></li></ul>'),
        "/item/1.html": page("<h1>杯</h1>", head=head), "/m/item/1.html": page("<h1>杯</h1>"),
    })  # fmt: skip
    async with served(shop):
        site = await crawled(shop, Role.PRODUCT, devices=BOTH)
    assert paths(site, Role.PRODUCT) == ["/item/1.html"]
    assert paths(site, Role.PRODUCT, Device.MOBILE) == ["/m/item/1.html"]


@pytest.mark.parametrize("devices", [(Device.MOBILE,), BOTH])
@pytest.mark.browser
async def test_a_phone_alone_or_beside_a_desktop_that_sees_nothing_chooses_for_itself(
    devices: tuple[Device, ...],
) -> None:
    def home(target: str) -> Reply:
        return Reply(page('<ul><li style="height:90px"><a href="/item/1.html">杯</a></li></ul>').encode())

    shop = Shop({"/": home, "/item/1.html": page("<h1>杯</h1><b>¥3</b>")})
    async with served(shop):
        site = await crawled(shop, Role.PRODUCT, devices=devices)
    assert paths(site, Role.PRODUCT, Device.MOBILE) == ["/item/1.html"]


@pytest.mark.browser
async def test_a_second_look_sees_the_products_it_is_told() -> None:
    async with served(deep()) as shop:
        told = (f"{shop.url}item/33.html", f"{shop.url}item/44.html")
        site = await crawled(shop, Role.PRODUCT, look=2, products=told)
    assert [view.url for view in site.only(2).all(Role.PRODUCT)] == list(told)


def test_sources_and_sellers_take_turns() -> None:
    pool = [
        stratified_sample.ProductCandidate(lead_to(f"https://shop.example/item/{number}.html"), source, seller)
        for number, (source, seller) in enumerate(
            [("a", "x")] * 6 + [("a", "y"), ("b", "x"), ("b", ""), ("site map", "")]
        )
    ]
    order = list(stratified_sample.draw_candidates(pool, "seed"))
    assert {one.source for one in order[:3]} == {"a", "b", "site map"}
    assert {one.seller for one in order if one.source == "a"} == {"x", "y"}
    assert "y" in [one.seller for one in order if one.source == "a"][:2]
    assert sorted(one.lead.url for one in order) == sorted(one.lead.url for one in pool)
    fewer = [one for one in stratified_sample.draw_candidates(pool[1:], "seed") if one.source == "b"]
    assert fewer == [one for one in order if one.source == "b"]


def lead_to(url: str) -> Lead:
    return Lead(Role.PRODUCT, url, None, 0.0, FoundBy.LINK, None, ())


def test_goods_come_before_links_that_may_be_lists() -> None:
    """A small catalogue of a shop all of whose addresses speak of goods: searches and lists end the draw before its goods do."""
    form = learn_templates(f"{SHOP}Home/Goods/goodsInfo/id/{n}.html" for n in range(101, 105))
    goods = {f"{SHOP}index.php/Home/Goods/goodsInfo/id/{n}.html" for n in range(101, 107)}
    other = {f"{SHOP}Home/Goods/search/q/{n}.html" for n in range(12)}
    sources = {**dict.fromkeys(goods, "search"), **dict.fromkeys(other, "list")}
    pool = [stratified_sample.ProductCandidate(lead_to(url), source) for url, source in sources.items()]
    drawn = [one.lead.url for one in stratified_sample.draw_candidates(pool, "seed", (), form)]
    assert set(drawn[: len(goods)]) == goods
    assert set(drawn) == goods | other
    assert set([one.lead.url for one in stratified_sample.draw_candidates(pool, "seed")][: len(goods)]) != goods


def test_where_enough_addresses_have_a_products_form_filters_of_a_list_are_none() -> None:
    goods = [{"text": f"茶杯 {n} 号", "href": f"/?s=goods/index/id/{n}.html"} for n in range(20)]
    narrower = [{"text": "青釉", "href": "/?s=search/index/wd/6E98/scid/13238374.html"}]
    few = view("list", elements=[*goods[:3], *narrower], url=f"{SHOP}?s=search/index/wd/6E98.html")
    many = view("list", elements=[*goods, *narrower], url=f"{SHOP}?s=search/index/wd/6E98.html")
    form = learn_templates(f"{SHOP}?s=goods/index/id/{n}.html" for n in range(4))
    assert any("scid" in one.lead.url for one in stratified_sample.sample_candidates((few,), (), form))
    assert len(found := stratified_sample.sample_candidates((many,), (), form)) == len(goods)
    assert not any("scid" in one.lead.url for one in found)


def card(number: int) -> list[dict[str, object]]:
    """A block with a picture, a name, a price and one address."""
    place, down = f"ul>li:nth-child({number})", 200 * number
    return [
        {
            "image": f"/i/{number}.jpg",
            "selector": f"{place}>a>img",
            "box": (20, down, 120, 120),
            "href": f"/goods/{number}",
        },
        {
            "text": f"青釉茶杯 {number} 号",
            "selector": f"{place}>a",
            "box": (20, down + 120, 120, 20),
            "href": f"/goods/{number}",
        },
        {"text": f"¥{number}9.00", "selector": f"{place}>b", "box": (20, down + 140, 60, 20)},
    ]


@pytest.mark.parametrize(("cards", "kept"), [(6, False), (2, True)])
def test_where_most_stand_on_cards_news_and_lists_are_left_out(cards: int, kept: bool) -> None:
    goods = [piece for number in range(1, cards + 1) for piece in card(number)]
    news = [
        {"text": f"商品资讯第 {n} 则", "href": f"/item/story/{n}.html", "box": (400, 30 * n, 200, 20)} for n in range(4)
    ]
    page = view("list", elements=[*goods, *news], url=f"{SHOP}list")
    assert any("story" in one.lead.url for one in stratified_sample.sample_candidates((page,), ())) is kept
