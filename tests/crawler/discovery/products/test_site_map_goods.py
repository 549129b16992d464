"""Goods to which no page leads are found by the kinds of addresses in the site map, and nothing else is taken for goods."""

from __future__ import annotations

import pytest

from crawler.discovery.products.address_templates import fits_template
from crawler.discovery.products.site_map_goods import proven_kinds, site_map_goods
from crawler.site import Site, View
from crawler.vocabulary import GapReason, Role
from tests.cases.build import view
from tests.crawler.crawl_helpers import FILL, Reply, Shop, crawled, page, served
from tests.crawler.discovery.products.test_goods_structure import ITEM, cards

SHOP = "https://shop.example"
NOTES = [f"{SHOP}/note/{n}" for n in range(1, 9)]
WARES = [f"{SHOP}/w/{n}" for n in range(71, 76)]


def test_the_commonest_kind_comes_first_and_a_second_of_it_only_after_a_product() -> None:
    asked = [lead.url for lead in site_map_goods([*WARES, *NOTES], [SHOP], lambda url: "/w/" in url)]
    assert asked == [NOTES[0], *WARES]
    assert [lead.url for lead in site_map_goods([*WARES, *NOTES], [NOTES[3]], lambda url: True)] == WARES
    assert not list(site_map_goods([WARES[0], f"{SHOP}/about", f"{SHOP}/contact"], [SHOP], lambda url: True))


async def _visited(listed: tuple[str, ...]) -> tuple[Shop, Site]:
    shop = Shop({})

    def answer(target: str) -> Reply:
        if target.startswith("/w/"):
            return Reply(page(ITEM.replace("{buy}", "<button>加入购物车</button>"), fill="").encode())
        if target.startswith("/note/"):
            return Reply(page(f"<h1>手记</h1><p>去年卖 ¥11.50 的提篮。{FILL}</p>").encode())
        if target.startswith("/sitemap.xml"):
            urls = "".join(f"<url><loc>{shop.url.rstrip('/')}{path}</loc></url>" for path in listed)
            return Reply(f"<urlset>{urls}</urlset>".encode(), kind="text/xml")
        return Reply(page("<h1>山货铺</h1>").encode()) if target == "/" else shop.missing

    shop.routes = dict.fromkeys(("/", "/sitemap.xml", *listed), answer)
    async with served(shop):
        site = await crawled(shop, Role.PRODUCT, Role.LIST)
    return shop, site


@pytest.mark.browser
@pytest.mark.parametrize("goods", [True, False])
async def test_a_shop_whose_goods_only_the_site_map_lists_is_sampled(goods: bool) -> None:
    notes = tuple(f"/note/{n}" for n in range(1, 9))
    wares = tuple(f"/w/{n}" for n in range(71, 76)) if goods else ()
    shop, site = await _visited((*notes, *wares))
    seen = site.all(Role.PRODUCT)
    assert len([one for one in shop.asked if "/note/" in one]) <= 2  # an article that names a price is no product
    assert {view.url.rpartition("/")[0] for view in seen} == ({f"{shop.url.rstrip('/')}/w"} if goods else set())
    assert len(seen) == len(wares)
    gap = site.gap(Role.PRODUCT)
    assert (gap is None) is goods
    assert goods or (gap is not None and gap.reason is GapReason.BLANK)


def _view(url: str, role: Role = Role.PRODUCT) -> View:
    return view(role=role, url=url)


def test_goods_whose_addresses_are_names_are_known_by_two_of_a_kind() -> None:
    cups = [f"{SHOP}/cups/{name}" for name in ("white", "black", "yellow")]
    posts = [f"{SHOP}/blog/{name}" for name in ("spring", "glaze", "kiln")]
    listed = [*cups, *posts, f"{SHOP}/about"]

    def kinds(*seen: View) -> set[str]:
        return {url for url in listed if fits_template(url, proven_kinds(listed, seen))}

    assert kinds(_view(cups[0]), _view(cups[2])) == set(cups)
    assert not kinds(_view(cups[0])), "one product may be the only one of its kind"
    assert not kinds(_view(cups[0]), _view(cups[2]), _view(cups[1], Role.OTHER)), "a kind with something else in it"


@pytest.mark.browser
async def test_named_goods_of_a_bare_home_page_are_sampled_with_the_list_above_them() -> None:
    names = ("white", "black", "yellow", "green", "red")
    ware = ITEM.replace("{buy}", "<button>加入购物车</button>")
    routes: dict[str, Reply | str] = {"/": page("<h1>山货铺</h1>"), "/cups": page(cards(6, "/cups/n{}"), fill="")}
    for name in names:
        routes[f"/cups/{name}"] = page(f'<a href="/">首页</a><a href="/cups">杯盏</a>{ware}', fill="")
    for name in ("spring", "kiln", "glaze", "ash", "clay", "wheel"):
        routes[f"/notes/{name}"] = page(f"<h1>手记</h1><p>去年卖 ¥11.50 的提篮。{FILL}</p>")
    shop = Shop({})
    async with served(shop):
        urls = "".join(f"<url><loc>{shop.url.rstrip('/')}{path}</loc></url>" for path in routes)
        shop.routes = {**routes, "/sitemap.xml": Reply(f"<urlset>{urls}</urlset>".encode(), kind="text/xml")}
        site = await crawled(shop, Role.PRODUCT, Role.LIST)
    assert {view.url.rpartition("/")[2] for view in site.all(Role.PRODUCT)} == set(names)
    assert [view.url.rpartition("/")[2] for view in site.all(Role.LIST)] == ["cups"]


@pytest.mark.browser
async def test_a_few_goods_on_the_home_page_do_not_hide_the_kind_that_the_site_map_alone_lists() -> None:
    ware = ITEM.replace("{buy}", "<button>加入购物车</button>")
    flasks, cups = [f"/flasks/n{n}" for n in range(1, 4)], [f"/cups/{name}" for name in ("white", "black", "yellow")]
    routes: dict[str, Reply | str] = {"/": page(cards(3, "/flasks/n{}"), fill=""), "/cups": page(cards(6, "/cups/n{}"))}
    routes |= {path: page(f'<a href="/{path.split("/")[1]}">同类</a>{ware}', fill="") for path in (*flasks, *cups)}
    shop = Shop({})
    async with served(shop):
        urls = "".join(f"<url><loc>{shop.url.rstrip('/')}{path}</loc></url>" for path in routes)
        shop.routes = {**routes, "/sitemap.xml": Reply(f"<urlset>{urls}</urlset>".encode(), kind="text/xml")}
        site = await crawled(shop, Role.PRODUCT, Role.LIST)
    seen = {f"/{view.url.split('/', 3)[3]}" for view in site.all(Role.PRODUCT)}
    assert {*flasks, *cups} <= seen
    assert [view.url.rpartition("/")[2] for view in site.all(Role.LIST)] == ["cups"]
