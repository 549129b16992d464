"""A login wall holds for what leads to it alone; pages are found by the titles of cards, by their own names and behind tabs."""

import pytest

from crawler.links.role_links import is_name
from crawler.vocabulary import MENUS, Device, GapReason, Role
from tests.crawler.crawl_helpers import FILL, Shop, crawled, page, served

pytestmark = pytest.mark.browser

PHONE = (Device.MOBILE,)
LOGIN = page(
    """<h2>手机号登录</h2><input type=checkbox>已阅读并同意<span style="cursor:pointer" onclick="location.href='/terms'">《服务协议》</span>
    和<span style="cursor:pointer" onclick="location.href='/policy'">《隐私协议》</span>""",
    title="登录",
    fill="",
)


def to(url: str, words: str, more: str = "") -> str:
    return f"<div style='cursor:pointer;height:40px;width:90px' {more} onclick=\"location.href='{url}'\">{words}</div>"


async def test_a_help_centre_that_asks_for_a_login_walls_off_itself_alone_and_shows_the_login_page() -> None:
    home = page(to("/login", "帮助中心") + '<a href="/notes">平台规则</a>')
    shop = Shop({
        "/": home, "/login": LOGIN, "/terms": page("<h1>服务协议</h1>"), "/policy": page("<h1>隐私协议</h1>"),
        "/notes": page("<h1>平台规则</h1>"),
    })  # fmt: skip
    roles = (Role.HELP, Role.LOGIN, Role.AGREEMENT, Role.PRIVACY, Role.COMPLAINT, Role.RULES)
    async with served(shop):
        site = await crawled(shop, *roles, devices=PHONE)
    assert {gap.role: gap.reason for gap in site.gaps} == {
        Role.HELP: GapReason.LOGIN,
        Role.COMPLAINT: GapReason.NOT_OFFERED,
    }
    seen = {view.role: view.url.removeprefix(shop.url) for view in site.views}
    assert (seen[Role.LOGIN], seen[Role.AGREEMENT], seen[Role.PRIVACY]) == ("login", "terms", "policy")


async def test_a_cart_that_leads_to_a_login_page_shows_it() -> None:
    away = page("<script>location.replace('/login')</script>", fill="")
    shop = Shop({"/": page('<a href="/cart">购物车</a>'), "/login": LOGIN, "/cart": away})
    async with served(shop):
        site = await crawled(shop, Role.CART, Role.LOGIN)
    assert {gap.role: gap.reason for gap in site.gaps} == {Role.CART: GapReason.LOGIN}
    assert all(gap.screenshot for gap in site.gaps)  # a person is to see what stood there
    seen = site.view(Role.LOGIN)
    assert seen is not None
    assert (seen.url, seen.asked, seen.clicks) == (f"{shop.url}login", f"{shop.url}login", 1)


async def test_a_menu_button_that_asks_for_a_login_is_no_menu_and_no_wall() -> None:
    shop = Shop(
        {"/": page(to("/login", "分类", "class=menu") + to("/help", "帮助中心")), "/login": LOGIN, "/help": page("二")}
    )
    async with served(shop):
        site = await crawled(shop, Role.HELP, (Role.HOME, MENUS), devices=PHONE)
    assert not site.gaps


CARDS = "".join(
    f"""<a href="/{url}" style="display:block;height:90px"><h3>{title}</h3><p>本店{title}，请您在下单之前读完这一篇，有不明白的
    地方可以随时向我们询问</p>
    <p>发布时间：2026-08-20</p><p>1024 人浏览</p></a>"""
    for url, title in (("d", "配送说明"), ("m", "会员规则"), ("a", "购物指南"))
)


async def test_an_article_is_known_by_the_title_of_its_card() -> None:
    shop = Shop(
        {
            "/": page('<a href="/help">帮助中心</a>'),
            "/help": page(CARDS),
            "/d": page("一"),
            "/m": page("二"),
            "/a": page("三"),
        }
    )
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.DELIVERY, Role.MEMBER)
    assert not site.gaps
    found = {view.role: view.path[-1] for view in site.views if view.role in (Role.DELIVERY, Role.MEMBER)}
    assert found == {Role.DELIVERY: "配送说明", Role.MEMBER: "会员规则"}


async def test_a_card_that_names_a_price_is_one_of_goods() -> None:
    shop = Shop(
        {
            "/": page('<a href="/help">帮助中心</a>'),
            "/help": page(CARDS.replace("1024 人浏览", "¥ 19.90")),
            "/d": page("一"),
        }
    )
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.DELIVERY)
    assert site.view(Role.DELIVERY) is None


async def test_news_about_a_policy_do_not_stand_for_the_policy() -> None:
    home = page('<a href="/n">关于《隐私政策》第三版的公告</a><a href="/register">免费注册</a>')
    form = page('<input name=phone><input type=password><a href="/p">《隐私政策》</a>')
    shop = Shop({"/": home, "/n": page("公告"), "/register": form, "/p": page("<h1>隐私政策</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.REGISTER, Role.PRIVACY)
    assert [view.url.removeprefix(shop.url) for view in site.all(Role.PRIVACY)] == ["n", "p"]


async def test_a_tab_that_lists_other_pages_has_brought_something_up() -> None:
    tabs = """<ul><li style="cursor:pointer" onclick="show('x')">新闻</li><li style="cursor:pointer" onclick="show('y')">关于本店</li></ul>
        <main id=m></main><script>const show = (k) => { m.innerHTML = [1, 2, 3, 4].map((n) => `<p><a href="/${k}${n}">文${n}</a></p>`).join(''); };
        show('x')</script>"""
    shop = Shop({"/": page('<a href="/help">帮助中心</a>'), "/help": page(tabs, fill=FILL)})
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.ABOUT)
    seen = site.view(Role.ABOUT)
    assert seen is not None
    assert "/y1" in {element.href.removeprefix(shop.url.rstrip("/")) for element in seen.elements}


def test_a_name_is_a_label_that_says_nothing_else() -> None:
    assert is_name(Role.PRIVACY, "《隐私政策》")
    assert not is_name(Role.PRIVACY, "关于《隐私政策》第三版的公告")


async def test_the_tabs_of_a_help_centre_are_pressed_and_what_they_list_is_read() -> None:
    tabs = """<style>li { cursor: pointer } ul { margin-top: 240px }</style><ul><li onclick="show('a', '发票')">全部</li>
        <li onclick="show('b', '配送说明')">购物指南</li></ul>
        <main id=m></main><script>const show = (k, t) => { m.innerHTML = [1, 2, 3, 4].map((n) =>
        `<p><a href="/${k}${n}">${t}${n}</a></p>`).join(''); }; show('a', '发票')</script>"""
    shop = Shop({"/": page('<a href="/help">帮助中心</a>'), "/help": page(tabs), "/b1": page("<h1>配送说明</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.DELIVERY)
    assert [view.path[-1] for view in site.all(Role.HELP)][:2] == ["帮助中心", "购物指南"]
    assert site.view(Role.DELIVERY) is not None
