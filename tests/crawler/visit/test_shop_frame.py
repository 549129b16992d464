"""A page that is one phone-sized frame is the shop in it, whose pages are opened there; a frame over a page of words is a layer as before."""

import pytest

from crawler.discovery.search import find_search_box
from crawler.visit.framed.main_frame import main_frame
from crawler.vocabulary import Region, Role
from tests.crawler.crawl_helpers import FILL, Reply, Shop, crawled, page, served

pytestmark = pytest.mark.browser

INNER = page('<input type="search" placeholder="搜索商品"><a href="/privacy">隐私政策</a>')
FRAME = (
    '<div style="position:fixed;z-index:99;inset:0;background:#ddd"><iframe src="/inner" '
    'style="display:block;width:390px;height:100%;margin:0 auto;border:0"></iframe></div>'
)


def make_shop(words: str) -> Shop:
    return Shop(
        {
            "/": page(FRAME, fill=words),
            "/inner": INNER,
            "/privacy": page("<h1>隐私政策</h1><p>我们只收集送货需要的信息。</p>"),
        }
    )


async def test_the_frame_of_a_shell_is_the_page() -> None:
    async with served(make_shop("")) as served_shop:
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
    async with served(make_shop(FILL)) as served_shop:
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


# Whoever opens one of its addresses on a desk is sent to the page around the frame, as uni-app's layouts for phones do.
SENT_BACK = '<script>if (top === self) location.replace("/shell")</script>'
SHELL_PAGE = '<iframe src="/app" style="position:fixed;inset:0;margin:auto;width:400px;height:700px;border:0"></iframe>'


def make_framed_shop(words: str = "") -> Shop:
    def inner(body: str) -> str:
        return page(body, head=SENT_BACK)

    return Shop(
        {
            "/": page("", head='<script>location.replace("/shell")</script>', fill=""),
            "/shell": page(SHELL_PAGE, fill=words),
            "/app": inner("<div onclick=\"location.href='/app/help'\">帮助中心</div>"),
            "/app/help": inner("<h1>帮助中心</h1><div onclick=\"location.href='/app/privacy'\">隐私政策</div>"),
            "/app/privacy": inner("<h1>隐私政策</h1><p>我们只收集送货需要的信息。</p>"),
        },
        missing=Reply(inner("").encode()),
    )


async def test_pages_that_can_be_had_in_the_frame_alone_are_opened_there() -> None:
    async with served(make_framed_shop()) as shop:
        site = await crawled(shop, Role.HELP, Role.PRIVACY)
        home, policy = site.view(Role.HOME), site.view(Role.PRIVACY)
    assert home is not None
    assert home.url == f"{shop.url}app"
    assert policy is not None
    assert policy.url == f"{shop.url}app/privacy"
    assert "我们只收集送货需要的信息" in policy.text
    assert policy.path == ("帮助中心", "隐私政策")


async def test_an_address_that_nothing_leads_to_shows_what_anybody_sees_who_types_it_in() -> None:
    async with served(make_framed_shop()) as shop:
        site = await crawled(shop, Role.ERROR)
    error = site.view(Role.ERROR)
    assert error is not None
    assert error.url == f"{shop.url}app"


async def test_a_frame_on_a_page_of_words_is_not_where_the_shop_is() -> None:
    async with served(make_framed_shop(FILL)) as shop:
        home = (await crawled(shop)).view(Role.HOME)
    assert home is not None
    assert home.url == f"{shop.url}shell"
