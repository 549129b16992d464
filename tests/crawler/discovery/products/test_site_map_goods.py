"""Goods to which no page leads are found by the kinds of addresses in the site map, and nothing else is taken for goods."""

from __future__ import annotations

import pytest

from crawler.discovery.products.site_map_goods import site_map_goods
from crawler.site import Site
from crawler.vocabulary import GapReason, Role
from tests.crawler.crawl_helpers import FILL, Reply, Shop, crawled, page, served
from tests.crawler.discovery.products.test_goods_structure import ITEM

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
