"""In which order a tour goes on: pages named for a role before the many goods, what no name leads to after them."""

import pytest

from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Shop, crawled, page, served

GOODS_PAGE = '<h1>{name}</h1><img src="/a.png" width="400" height="400"><b>¥{price}.00</b><button>加入购物车</button>'
NAMES = ("藤编果篮", "粗陶水罐", "榉木汤勺", "棉线桌旗", "竹节灯罩", "羊毛坐垫", "铸铁锅垫", "麻布围裙")
LINKS = "".join(f'<a href="/item/{n}.html">{name}</a>' for n, name in enumerate(NAMES))
PAPERS = {"/service": "售后服务", "/returns": "退换货政策", "/refund": "退款说明"}
FOOT = "".join(f'<a href="{path}">{name}</a>' for path, name in {**PAPERS, "/story": "藤编的由来"}.items())
SHOP = {
    "/": page(f"{LINKS}<footer>{FOOT}</footer>"),
    **{path: page(f"<h1>{name}</h1>") for path, name in PAPERS.items()},
    "/story": page("<h1>藤编的由来</h1>"),
    **{f"/item/{n}.html": page(GOODS_PAGE.format(name=name, price=n + 20)) for n, name in enumerate(NAMES)},
}


@pytest.mark.parametrize(("look", "leftovers"), [(1, True), (2, False)])
@pytest.mark.browser
async def test_named_pages_come_before_the_many_goods_and_leftovers_after_them(look: int, leftovers: bool) -> None:
    async with served(Shop(SHOP)) as shop:
        told = tuple(f"{shop.url}item/{n}.html" for n in range(len(NAMES)))
        site = await crawled(shop, Role.PRODUCT, Role.AFTER_SALES, look=look, products=told if look == 2 else ())
    opened = [view.url.removeprefix(shop.url[:-1]) for view in site.views]
    goods = [opened.index(f"/item/{n}.html") for n in range(len(NAMES))]
    assert max(opened.index(path) for path in PAPERS) < max(goods)
    assert ("/story" in opened) is leftovers  # a second look opens nothing that no name leads to
    assert not leftovers or opened.index("/story") > max(goods)
