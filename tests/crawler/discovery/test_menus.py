"""Menus open by hover, focus or press, and what they hold leads on with one click more."""

import pytest
from playwright.async_api import ElementHandle

from crawler.browser.click import use_element
from crawler.browser.glance import take_glance
from crawler.browser.isolated_world import IsolatedWorld
from crawler.visit import page_session
from crawler.vocabulary import MENUS, Device, FoundBy, Role
from tests.crawler.crawl_helpers import Reply, Shop, crawled, page, served

pytestmark = pytest.mark.browser

STYLE = "<style>ul{margin:0}.m ul{display:none}.m{display:inline-block;width:120px}</style>"
BY_HOVER = "<style>.m:hover ul{display:block}</style>"
BY_FOCUS = "<style>.m:focus-within ul{display:block}</style>"
BY_FADE = "<style>.m ul{display:block;opacity:0;transition:opacity .2s}.m:hover ul{opacity:1}</style>"
LIST = '<ul><li><a href="/tousu/1">我要投诉</a></li></ul>'
HAMBURGER = """<header><a href="#" class="hamburger" style="display:block;width:40px;height:40px" onclick="
    const n = document.getElementById('n'); n.hidden = !n.hidden; return false">☰</a></header>
    <nav id="n" hidden><a href="/tousu/1">我要投诉</a></nav>"""
BY_CLICK = """<header><button class="dropdown-toggle" onclick="
    const n = document.getElementById('n'); n.hidden = !n.hidden">客户服务</button></header>
    <nav id="n" hidden><a href="/tousu/1">我要投诉</a></nav>"""


def count_glances(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The looks at what a page draws, as they are taken."""
    taken: list[object] = []

    async def counted(world: IsolatedWorld) -> object:
        taken.append(seen := await take_glance(world))
        return seen

    monkeypatch.setattr(page_session, "take_glance", counted)
    return taken


@pytest.mark.parametrize(
    ("home", "device"),
    [
        (f'{STYLE}{BY_HOVER}<nav><div class="m"><a href="/service">客户服务</a>{LIST}</div></nav>', Device.DESKTOP),
        (f'{STYLE}{BY_FADE}<nav><div class="m"><a href="/service">客户服务</a>{LIST}</div></nav>', Device.DESKTOP),
        (f'{STYLE}{BY_FOCUS}<nav><div class="m"><button>客户服务</button>{LIST}</div></nav>', Device.DESKTOP),
        (BY_CLICK, Device.DESKTOP),
        (HAMBURGER, Device.MOBILE),
    ],
)
async def test_an_entry_in_a_menu_is_two_clicks_away(home: str, device: Device) -> None:
    shop = Shop({"/": page(home), "/tousu/1": page("<h1>投诉</h1>"), "/service": Reply(b"", 404)})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT, (Role.HOME, MENUS), devices=(device,))
    seen, menus = site.view(Role.COMPLAINT), site.view(Role.HOME, MENUS)
    assert seen is not None
    assert (seen.found_by, seen.clicks, seen.path) == (FoundBy.MENU, 2, ("我要投诉",))
    assert menus is not None
    assert [one.text for one in menus.elements if one.opened_by and one.tag == "a"] == ["我要投诉"]
    assert [one.id for one in menus.elements] == list(range(len(menus.elements)))


async def test_a_page_without_menus_has_a_menus_view_like_its_home() -> None:
    async with served(Shop({"/": page("首页")})) as shop:
        site = await crawled(shop, (Role.HOME, MENUS))
    menus = site.view(Role.HOME, MENUS)
    assert menus is not None
    assert not [one for one in menus.elements if one.opened_by]


async def test_a_bar_of_links_is_not_pressed_on_a_phone() -> None:
    link = '<a href="/list" style="display:block;height:40px">全部商品</a>'
    bar = f'<header><nav class="menu" style="display:block;width:300px;height:40px">{link}</nav></header>'
    shop = Shop({"/": page(bar), "/list": page("<h1>商品</h1>")})
    async with served(shop):
        site = await crawled(shop, (Role.HOME, MENUS), devices=(Device.MOBILE,))
    assert site.view(Role.HOME, MENUS) is not None
    assert shop.count("/list") == 0


async def test_a_control_and_one_that_fills_it_are_pressed_once() -> None:
    pressed = "onclick=\"fetch('/pressed')\""
    nested = f'<header><div class="dropdown"><button class="more" {pressed}>更多</button></div></header>'
    apart = f'<header><button class="more" {pressed}>更多</button><button class="more" {pressed}>更多</button></header>'
    for body, times in ((nested, 1), (apart, 2)):
        shop = Shop({"/": page(f"<style>.dropdown{{display:inline-block}}</style>{body}")})
        async with served(shop):
            await crawled(shop, (Role.HOME, MENUS))
        assert shop.count("/pressed") == times


async def test_the_tabs_beside_one_that_led_away_are_no_menus_either() -> None:
    tabs = "".join(
        f'<div onclick="location.href=\'/tab/{word}\'" style="height:44px;width:90px;cursor:pointer">{word}</div>'
        for word in ("我的", "更多", "分类")
    )
    bar = f'<nav style="position:fixed;bottom:0;left:0;right:0;display:flex">{tabs}</nav>'
    shop = Shop(
        {"/": page(f"{HAMBURGER}{bar}"), "/tousu/1": page("<h1>投诉</h1>")}, missing=Reply(page("别处").encode())
    )
    async with served(shop):
        site = await crawled(shop, (Role.HOME, MENUS), devices=(Device.MOBILE,))
    menus = site.view(Role.HOME, MENUS)
    assert menus is not None
    assert [one.text for one in menus.elements if one.opened_by and one.tag == "a"] == ["我要投诉"]
    assert len([one for one in shop.asked if "/tab/" in one]) == 1


async def test_what_a_control_that_led_away_holds_is_no_menu_either() -> None:
    """A pointer in the middle of the tab is beside its label, but the label leads where the tab does."""
    tabs = "".join(
        '<li><a onclick="location.href=\'/tab\'" style="display:block;height:90px;width:90px;cursor:pointer">'
        f'<i style="display:block;height:60px"></i><p style="margin:0">{word}</p></a></li>'
        for word in ("我的", "更多")
    )
    shop = Shop(
        {"/": page(f"<nav><ul>{tabs}</ul></nav>{HAMBURGER}"), "/tousu/1": page("<h1>投诉</h1>"), "/tab": page("别处")}
    )
    async with served(shop):
        site = await crawled(shop, (Role.HOME, MENUS), devices=(Device.MOBILE,))
    menus = site.view(Role.HOME, MENUS)
    assert menus is not None
    assert [one.text for one in menus.elements if one.opened_by and one.tag == "a"] == ["我要投诉"]
    assert shop.count("/tab") == 1


async def test_what_takes_no_focus_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[tuple[str, bool]] = []

    async def use(handle: ElementHandle, verb: str) -> bool:
        used.append((verb, took := await use_element(handle, verb)))
        return took

    monkeypatch.setattr(page_session, "use_element", use)
    glances = count_glances(monkeypatch)
    control = '<{0} class="more" style="display:block;width:90px;height:40px">更多</{0}>'
    for tag, takes in (("div", False), ("button", True)):
        used.clear()
        glances.clear()
        async with served(Shop({"/": page(f"<nav>{control.format(tag)}</nav>")})) as shop:
            await crawled(shop, (Role.HOME, MENUS))
        assert used == [("hover", True), ("focus", takes), ("click", True)]
        assert len(glances) == 5 + takes  # one before each, one after each that was used


FOLDED = """<style>.col ul{display:none}.col.on ul{display:block}h6{margin:4px 0;height:40px}</style>
<div style="height:1500px"><h1>拾光商店</h1><p>一家卖陶器的小店。</p></div>
<footer><div class="row">
<div class="col"><h6>关于我们<span> +</span></h6><ul><li><a href="/about">小店故事</a></li></ul></div>
<div class="col"><h6>其他<span> +</span></h6><ul><li><a href="/tousu/1">我要投诉</a></li></ul></div>
</div><p>© 拾光</p></footer>
<script>document.addEventListener("click", event => {
  const title = event.target.closest("h6"); if (title) title.parentNode.classList.toggle("on");
})</script>"""


async def test_links_folded_away_under_titles_at_the_foot_of_a_phone_are_seen() -> None:
    shop = Shop({"/": page(FOLDED), "/tousu/1": page("<h1>投诉</h1>"), "/about": page("<h1>故事</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT, (Role.HOME, MENUS), devices=(Device.MOBILE,))
    seen, menus = site.view(Role.COMPLAINT), site.view(Role.HOME, MENUS)
    assert menus is not None
    assert [one.text for one in menus.elements if one.opened_by and one.tag == "a"] == ["小店故事", "我要投诉"]
    assert seen is not None
    assert (seen.found_by, seen.clicks) == (FoundBy.MENU, 2)


DRAWER = """<header><div class="hamburger" style="width:40px;height:40px" onclick="document.getElementById('d').hidden = false">☰</div>
</header><div id="d" hidden style="position:fixed;inset:0;z-index:9;background:#fff"><a href="/list">全部商品</a></div>"""


async def test_a_drawer_that_its_control_does_not_close_hides_nothing_below() -> None:
    shop = Shop({"/": page(DRAWER + FOLDED), "/tousu/1": page("<h1>投诉</h1>"), "/about": page("<h1>故事</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT, (Role.HOME, MENUS), devices=(Device.MOBILE,))
    menus = site.view(Role.HOME, MENUS)
    assert menus is not None
    shown = [one.text for one in menus.elements if one.opened_by and one.tag == "a"]
    assert shown == ["全部商品", "小店故事", "我要投诉"]
    assert site.view(Role.COMPLAINT) is not None
