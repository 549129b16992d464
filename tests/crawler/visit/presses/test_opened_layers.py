"""What comes up beside a contact control on hover or press is its page; a broken picture alone leaves it dead, and veils no other role."""

import pytest

from crawler.site import Site
from crawler.vocabulary import Device, GapReason, Role
from tests.crawler.crawl_helpers import Reply, Route, Shop, crawled, page, served

pytestmark = pytest.mark.browser

PICTURE = Reply(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="140" height="140"><rect width="140" height="140" fill="#124"/></svg>',
    kind="image/svg+xml",
)
STYLE = (
    "<style>#talk{position:fixed;right:20px;bottom:200px;cursor:pointer}#box{position:fixed;right:80px;bottom:180px;display:none}"
    "#talk:hover + #box{display:block}</style>"
)


def home(box: str, hears: str = "") -> str:
    return page(
        f'{STYLE}<div id="talk" onclick="{hears}">客服</div><div id="box">{box}</div><a href="/help">帮助中心</a>'
    )


async def _seen(box: str, hears: str = "", device: Device = Device.DESKTOP) -> Site:
    routes: dict[str, Route] = {
        "/": home(box, hears),
        "/help": page("<h1>帮助中心</h1>"),
        "/code.svg": PICTURE,
    }
    async with served(Shop(routes)) as shop:
        return await crawled(shop, Role.SERVICE, Role.HELP, Role.RULES, devices=(device,))


@pytest.mark.parametrize(
    "box", ["<p>热线 400-800-1234，每日九点至十八点</p>", '<img src="/code.svg" width="140" height="140">']
)
async def test_a_line_or_a_picture_that_hovering_brings_up_is_the_service_page(box: str) -> None:
    site = await _seen(box)
    assert site.view(Role.SERVICE) is not None


@pytest.mark.parametrize(
    "box", ['<img src="/gone.png" width="140" height="140">', "", '<a href="/help">帮助中心购物指南</a>']
)
async def test_where_nothing_comes_up_the_control_is_dead_and_no_other_role_is_in_doubt(box: str) -> None:
    site = await _seen(box)
    gap = site.gap(Role.SERVICE)
    assert gap is not None
    assert gap.reason is GapReason.CONTROL
    rules = site.gap(Role.RULES)
    assert rules is not None
    assert rules.reason is GapReason.NOT_OFFERED


async def test_a_press_that_did_nothing_is_tried_once_more_on_the_page_loaded_anew() -> None:
    hears = "sessionStorage.n=1+(+sessionStorage.n||0); if (sessionStorage.n>1) location.href='/talk'"
    routes: dict[str, Route] = {
        "/": home("", hears),
        "/help": page("<h1>帮助中心</h1>"),
        "/talk": page("<h1>在线客服</h1>"),
    }
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.SERVICE)
    view = site.view(Role.SERVICE)
    assert view is not None
    assert view.url.endswith("/talk")
