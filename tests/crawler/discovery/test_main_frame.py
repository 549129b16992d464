"""A page that is one phone-sized frame is the shop in it; a frame that lies over a page of words is a layer as before."""

import pytest

from crawler.discovery.main_frame import main_frame
from crawler.discovery.search import find_search_box
from crawler.vocabulary import Region, Role
from tests.crawler.crawl_helpers import FILL, Reply, Shop, crawled, page, served

pytestmark = pytest.mark.browser

INNER = page('<input type="search" placeholder="搜索商品"><a href="/privacy">隐私政策</a>')
FRAME = (
    '<div style="position:fixed;z-index:99;inset:0;background:#ddd"><iframe src="/inner" '
    'style="display:block;width:390px;height:100%;margin:0 auto;border:0"></iframe></div>'
)


def shop(words: str) -> Shop:
    return Shop(
        {
            "/": page(FRAME, fill=words),
            "/inner": INNER,
            "/privacy": page("<h1>隐私政策</h1><p>我们只收集送货需要的信息。</p>"),
        }
    )


async def test_the_frame_of_a_shell_is_the_page() -> None:
    async with served(shop("")) as served_shop:
        site = await crawled(served_shop, Role.PRIVACY)
    home = site.view(Role.HOME)
    assert home is not None
    assert home.thoroughness.layers_closed
    assert main_frame(home) == 1
    field = find_search_box(home)
    assert field is not None
    assert next(element for element in home.elements if element.text == "隐私政策").region is not Region.DIALOG
    assert site.view(Role.PRIVACY) is not None


async def test_a_frame_over_a_page_of_words_still_covers_it() -> None:
    async with served(shop(FILL)) as served_shop:
        site = await crawled(served_shop)
    home = site.view(Role.HOME)
    assert home is not None
    assert not home.thoroughness.layers_closed
    assert main_frame(home) == 0


async def test_small_frames_are_no_shop() -> None:
    chat = '<iframe src="/inner" style="position:fixed;right:0;bottom:0;width:300px;height:300px"></iframe>'
    async with served(Shop({"/": Reply(page(chat, fill="今日休息").encode()), "/inner": INNER})) as served_shop:
        home = (await crawled(served_shop)).view(Role.HOME)
    assert home is not None
    assert main_frame(home) == 0
