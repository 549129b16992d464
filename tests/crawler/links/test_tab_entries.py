"""A phone's tabs are entries: 我的 leads to the login, and from there to what is linked where data is first asked for."""

import pytest

from crawler.vocabulary import ARRIVED, MENUS, Device, FoundBy, GapReason, Role
from tests.crawler.crawl_helpers import Shop, crawled, page, served

pytestmark = pytest.mark.browser

PHONE = (Device.MOBILE,)
BAR = """<nav style="position:fixed;left:0;right:0;bottom:0;height:50px;display:flex;justify-content:space-around;background:#fff">
    <a href="/">首页</a><a href="/list">分类</a><a href="javascript:;" onclick="location.href='{mine}'">我的</a></nav>"""
LOGIN = '<h1>用户登录</h1><form><input name="u" placeholder="手机号"><input type="password" placeholder="密码"></form>'
PAGES = {
    "/list": page("<h1>全部商品</h1>"),
    "/signin": page(f'{LOGIN}<a href="/join">免费注册</a>', fill=""),
    "/join": page('<form><input type="password"></form><a href="/doc/7">隐私政策</a>', fill=""),
    "/doc/7": page("<h1>隐私政策</h1>"),
}


async def test_the_tab_of_ones_own_leads_to_login_register_and_policy() -> None:
    shop = Shop({"/": page(BAR.format(mine="/signin")), **PAGES})
    async with served(shop):
        site = await crawled(shop, Role.LOGIN, Role.REGISTER, Role.PRIVACY, (Role.HOME, MENUS), devices=PHONE)
    login, register, policy = (site.view(role) for role in (Role.LOGIN, Role.REGISTER, Role.PRIVACY))
    assert login is not None
    assert register is not None
    assert policy is not None
    assert (login.found_by, login.path, login.clicks) == (FoundBy.CLICK, ("我的",), 1)
    assert (register.url[-5:], policy.path) == ("/join", ("我的", "免费注册", "隐私政策"))
    assert site.view(Role.HOME, MENUS) is not None  # a press that led away hid no menu


async def test_the_page_of_ones_own_leads_on_to_the_login() -> None:
    press = "<div onclick=location.href='{}' style=cursor:pointer>{}</div>"
    guest = page(press.format("/signin", "立即登录") + press.format("/asked", "帮助中心") + "<p>我的收藏</p>")
    shop = Shop({"/": page(BAR.format(mine="/mine")), "/mine": guest, "/asked": page("<h1>怎样退货</h1>"), **PAGES})
    async with served(shop):
        site = await crawled(shop, Role.LOGIN, Role.HELP, devices=PHONE)
    login, account, help_page = site.view(Role.LOGIN), site.view(Role.OTHER), site.view(Role.HELP)
    assert login is not None
    assert account is not None  # kept, for what its entries lead to may be linked nowhere else
    assert account.path == ("我的",)
    assert help_page is not None
    assert (help_page.path, help_page.clicks) == (("我的", "帮助中心"), 2)
    assert login.url.endswith("/signin")
    assert (login.clicks, login.path) == (2, ("我的", "立即登录"))


async def test_a_way_to_the_login_that_comes_up_late_is_waited_for() -> None:
    way = "<div onclick=location.href='/signin' style=cursor:pointer>去登录</div>"
    late = f'<script>setTimeout(() => document.body.insertAdjacentHTML("afterbegin", "{way}"), 1500)</script>'
    shop = Shop({"/": page(BAR.format(mine="/mine")), "/mine": page(f"<p>我的收藏</p>{late}"), **PAGES})
    async with served(shop):
        site = await crawled(shop, Role.LOGIN, devices=PHONE)
    login = site.view(Role.LOGIN)
    assert login is not None
    assert login.path == ("我的", "去登录")


async def test_a_page_of_ones_own_without_a_login_is_none_and_its_absence_is_ours() -> None:
    shop = Shop({"/": page(BAR.format(mine="/mine")), "/mine": page("<h1>我的</h1><p>浏览过的商品</p>"), **PAGES})
    async with served(shop):
        site = await crawled(shop, Role.LOGIN, devices=PHONE)
    assert site.view(Role.LOGIN) is None
    gap = site.gap(Role.LOGIN)
    assert gap is not None
    assert gap.reason is GapReason.BLANK


async def test_a_line_of_a_ticker_that_has_made_way_is_followed() -> None:
    lines = '<li><a href="/t/1">关于我们</a></li><li><a href="/t/2">新品到店</a></li>'
    moved = """<div style="height:2000px"></div><script>
        addEventListener("scroll", () => { document.querySelector("ul").style.marginTop = "-40px"; })</script>"""
    style = "<style>.t{height:40px;overflow:hidden}.t ul{margin:0;padding:0}.t li{height:40px;list-style:none}</style>"
    ticker = f'{style}<div class="t"><ul>{lines}</ul></div>{moved}'
    shop = Shop({"/": page(ticker), "/t/1": page("<h1>公司简介</h1>"), "/t/2": page("<h1>新品</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.ABOUT, (Role.HOME, ARRIVED), devices=PHONE)
    landed, about = site.view(Role.HOME), site.view(Role.ABOUT)
    assert landed is not None
    assert [one.text for one in landed.elements if one.href.endswith("/t/1") and one.seen] == []
    assert about is not None
    assert about.url.endswith("/t/1")
