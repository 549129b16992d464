"""When all that was wanted or named has been opened, what is left of the shop's own entries is, and judging knows it."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest

from crawler.discovery.leftovers.goods_addresses import GoodsAddresses
from crawler.vocabulary import Device, FoundBy, Role
from probes.pages.absence.exhausted import nothing_left
from tests.cases.build import SHOP as HOST
from tests.cases.build import view
from tests.crawler.crawl_helpers import BOTH, Reply, Route, Shop, crawled, page, redirect, served, shrink
from tests.crawler.discovery.products.test_goods_structure import cards

pytestmark = pytest.mark.browser

FOOTER = (
    '<nav><a href="/a/1">招聘英才</a><a href="/a/2">商城资讯</a><a href="/a/3">本站须知</a><a href="/my">我的订单</a>'
    '<a href="#">博客</a><a href="javascript:;">样板</a><a href="/?s=search/index/wd/5E8B09.html">帐篷</a><a href="/out">退出登录</a>'
    '<a href="/cart?action=clear">清理</a><p>Powered by <a href="https://builder.example/">建站系统</a></p></nav>'
)
GOODS = '<a href="/goods/1.html">杯</a><a href="/?s=search/index/cid/1.html">全部商品</a>'


def own(name: str) -> str:
    """A page with words of its own, so that it is not taken for home again."""
    lines = "<br>".join(f"{name}，第{number}段" for number in range(12))
    return page(f"<h1>{name}</h1>{FOOTER}", name, fill=lines)


LOGIN = page('<h1>登录</h1><form><input name="user" placeholder="手机号"><input type="password"></form>', fill="")
SHOP: dict[str, Route] = {
    "/": page(f"<nav>{GOODS}</nav>{FOOTER}"),
    "/?s=search/index/cid/1.html": page(f"{GOODS}{FOOTER}", "全部商品"),
    "/goods/1.html": page(f"<h1>杯</h1><b>¥12.00</b><button>加入购物车</button>{FOOTER}", "杯"),
    "/a/1": own("招聘英才"),
    "/a/2": own("商城资讯"),
    "/a/3": own("平台规则"),
    "/my": redirect("/login"),
    "/login": LOGIN,
}
WANTED = (Role.RULES, Role.HELP, Role.LIST, Role.PRODUCT)


@pytest.mark.parametrize("device", Device)
async def test_entries_that_no_word_names_are_opened_once_and_nothing_is_left(device: Device) -> None:
    async with served(Shop(SHOP)) as shop:
        site = await crawled(shop, *WANTED, devices=(device,))
    assert {view.path[-1] for view in site.all(Role.OTHER)} == {"招聘英才", "商城资讯"}
    rules = site.view(Role.RULES)  # by the name that the page gives itself
    assert rules is not None
    assert rules.url.endswith("/a/3")
    assert {path: shop.count(path) for path in ("/a/1", "/a/2", "/a/3", "/my")} == dict.fromkeys(
        ("/a/1", "/a/2", "/a/3", "/my"), 1
    )
    assert shop.count("/out") == shop.count("/cart") == 0
    assert not any("search/index/wd" in asked for asked in shop.asked)
    dead = {fetch.text: fetch.device for fetch in site.fetches if fetch.purpose == "entry" and not fetch.url}
    assert dead == {"博客": device, "样板": device}
    assert nothing_left(site.only(1, device))


def listing(name: str, count: int, beside: str = "") -> str:
    """A page that no role's words name and on which so many goods stand side by side."""
    return page(f"<main><h2>{name}</h2>{beside}{cards(count, '/goods/{}.html')}</main>{FOOTER}", name, fill="")


@pytest.mark.parametrize("told", [False, True], ids=["lists alone", "documents that show goods"])
async def test_one_list_of_goods_tells_those_of_its_kind_and_documents_are_opened_all_the_same(told: bool) -> None:
    """Whatever their addresses look like: each further list would take the place of a page of the shop."""
    beside = "<p>山里的竹子要长满三年才砍，编篮子的师傅每年只做两季。</p>" * 8 if told else ""
    menu = "".join(f'<a href="/?r=k/{n}">专场{n}</a>' for n in range(1, 7))
    routes: dict[str, Route] = {f"/?r=k/{n}": listing(f"专场{n}", 6, beside) for n in range(1, 7)}
    routes |= {"/": page(f"<nav>{menu}</nav>{FOOTER}"), "/?r=n/5": own("商城资讯"), **{a: SHOP[a] for a in ("/a/1",)}}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP)
    opened = [asked for asked in shop.asked if "/?r=k/" in asked]
    assert (len(opened) == 6) if told else (len(opened) <= 2)
    assert any(view.url.endswith("/a/1") for view in site.all(Role.OTHER))


@pytest.mark.parametrize(("label", "listed"), [("灶间家什", True), ("会员权益", False)])
async def test_goods_side_by_side_are_a_list_though_the_classes_tried_first_hold_a_thing_or_two(
    label: str, listed: bool
) -> None:
    """A small shop's menu names three classes of two things each; the class that holds them all stands elsewhere."""
    routes: dict[str, Route] = {f"/k/{n}": listing(f"家什{n}", 2) for n in (1, 2, 3)}
    menu = "".join(f'<li><a href="/k/{n}">家什{n}</a></li>' for n in (1, 2, 3))
    routes["/"] = page(f'<nav><ul>{menu}</ul></nav><footer><a href="/stove">{label}</a></footer>')
    routes["/stove"] = listing("灶间家什", 6)
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.LIST, Role.HELP)
        assert shop.count("/stove") == 1
    assert [view.url.endswith("/stove") for view in site.all(Role.LIST)] == [True] * listed
    assert (site.gap(Role.LIST) is None) == listed


def test_a_list_of_two_things_does_not_take_away_what_the_others_tell() -> None:
    goods = [view("product", url=f"{HOST}?s=goods/index/id/{n}.html", id=f"p{n}") for n in (1, 2)]
    seen = view("search", url=f"{HOST}?s=search/index/wd/5E8B.html")
    card = {"tag": "a", "text": "茶盏", "href": f"{HOST}?s=goods/index/id/7.html", "region": "main"}
    few = view("other", elements=[card], url=f"{HOST}?s=search/index/wd/9607.html")
    none = view("other", "没有找到相关商品", url=f"{HOST}?s=search/index/wd/9608.html")
    news = view("other", "竹子要长满三年才砍。", url=f"{HOST}?s=search/index/news/3.html")
    lists, article = f"{HOST}?s=search/index/cid/54.html", f"{HOST}?s=article/index/id/3.html"
    learnt = GoodsAddresses.learn([*goods, seen, few, none])
    assert learnt.hold(lists)
    assert not learnt.hold(article)
    assert not GoodsAddresses.learn([*goods, seen, few, none, news]).hold(lists)


@pytest.mark.parametrize(
    ("told", "role"),
    [
        (
            "买得不称心？<p>投诉电话 4001，每天九点到六点。</p><p>投诉后一天内受理。</p><p>投诉结果发短信告诉您。</p>",
            Role.COMPLAINT,
        ),
        (
            "小编手记<p>今天有人问起投诉，我们说了说退货和快递的事，也谈了支付。</p><p>投诉不多，退货也少。</p>",
            Role.OTHER,
        ),
    ],
    ids=["of one thing", "of many"],
)
async def test_a_page_without_a_known_name_is_of_the_role_it_speaks_of(told: str, role: Role) -> None:
    home = page(f'<nav>{GOODS}</nav><footer><a href="/a/9">不称心就来说说</a></footer>')
    routes: dict[str, Route] = {"/": home, "/a/9": page(f"<h1>不称心就来说说</h1>{told}", "不称心就来说说", fill="")}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.COMPLAINT, Role.DELIVERY, Role.AFTER_SALES)
        assert shop.count("/a/9") == 1
    told_so = [view.role for view in site.views if view.url.endswith("/a/9")]
    assert told_so == [Role.OTHER, *([role] if role is not Role.OTHER else [])]


async def test_what_was_not_reached_is_left() -> None:
    async with served(Shop({**SHOP, "/a/2": redirect("http://10.0.0.1/")})) as shop:
        site = await crawled(shop, *WANTED)
    assert not nothing_left(site.only(1, Device.DESKTOP))


async def test_a_link_to_another_site_leads_on_where_no_line_says_that_it_built_the_shop() -> None:
    home = page('<footer><a href="https://elsewhere.example/">某某集团</a></footer>')
    async with served(Shop({"/": home})) as shop:
        site = await crawled(shop, Role.HELP)
    assert not nothing_left(site.only(1, Device.DESKTOP))


async def test_pages_found_on_one_device_are_opened_on_the_other() -> None:
    wide = page(
        "<style>@media (max-width: 600px) {footer {display: none}}</style>"
        '<footer><a href="/d/1">帮助中心</a><a href="/d/2">隐私政策</a></footer>'
    )
    routes = {"/": wide, "/d/1": page("<h1>帮助中心</h1>"), "/d/2": page("<h1>隐私政策</h1>")}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP, Role.PRIVACY, Role.COMPLAINT, devices=BOTH)
    for role in (Role.HELP, Role.PRIVACY):
        phone, desktop = site.only(1, Device.MOBILE).view(role), site.only(1, Device.DESKTOP).view(role)
        assert phone is not None
        assert desktop is not None
        assert (phone.found_by, phone.clicks, phone.url) == (FoundBy.OTHER_DEVICE, None, desktop.url)
        assert desktop.found_by is FoundBy.LINK


async def test_a_device_with_one_page_of_many_opens_more_of_those_the_other_found() -> None:
    wide = page(
        "<style>@media (max-width: 600px) {footer {display: none}}</style>"
        '<h1>竹器铺</h1><p>春笋上市</p><p><a href="/d/0">帮助中心</a></p><footer>'
        '<a href="/d/1">新手指南</a><a href="/d/2">购物流程</a><a href="/d/3">常见问题</a></footer>'
    )
    names = ("帮助中心", "新手指南", "购物流程", "常见问题")
    routes = {"/": wide} | {f"/d/{at}": page(f"<h1>{said}</h1>", said) for at, said in enumerate(names)}
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP, devices=BOTH)
    desktop, phone = (site.only(1, device).all(Role.HELP) for device in (Device.DESKTOP, Device.MOBILE))
    assert len(desktop) > 2
    assert {view.url for view in phone} == {view.url for view in desktop}
    assert {view.found_by for view in phone} == {FoundBy.LINK, FoundBy.OTHER_DEVICE}


async def test_what_one_device_found_early_is_opened_on_the_other_while_it_still_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A visit that ends before the last linked page is found would leave the other device at nothing else."""
    shrink(monkeypatch, load_seconds=8.0)
    both = asyncio.Event()
    seen = 0

    def early(_: str) -> Reply:
        nonlocal seen
        seen += 1
        if seen > 1:
            both.set()
        return Reply(page('<h1>帮助中心</h1><a href="/d/9">常见问题</a>', "帮助中心").encode())

    async def late() -> AsyncIterator[bytes]:
        await both.wait()
        yield page("<h1>常见问题</h1>", "常见问题").encode()

    wide = page(
        "<style>@media (max-width: 600px) {footer {display: none}}</style><footer><a href='/d/1'>帮助中心</a></footer>"
    )
    async with served(Shop({"/": wide, "/d/1": early, "/d/9": Reply(chunks=late)})) as shop:
        site = await crawled(shop, Role.HELP, devices=BOTH)
    assert site.only(1, Device.MOBILE).view(Role.HELP) is not None
    assert [view.url for view in site.only(1, Device.DESKTOP).views if view.url.endswith("/d/9")]


async def test_a_page_that_the_other_device_is_not_served_leaves_it_without_an_entry() -> None:
    wide = page(
        "<style>@media (max-width: 600px) {footer {display: none}}</style><script>"
        'if (innerWidth < 600 && location.pathname != "/") location.replace("/")</script>'
        '<footer><a href="/d/1">帮助中心</a></footer>'
    )
    async with served(Shop({"/": wide, "/d/1": wide.replace("<main>", "<main><h1>帮助中心</h1>")})) as shop:
        site = await crawled(shop, Role.HELP, devices=BOTH)
    gap = site.only(1, Device.MOBILE).gap(Role.HELP)
    assert gap is not None
    assert gap.reason.about_them


LONGER = "<p>您要看的已经搬家，请回到首页，或换一个网址再试；也可在上方搜索您要找的东西。</p>"


@pytest.mark.parametrize(
    ("led", "shown"),
    [("/oops", "<p>抱歉</p>"), ("/index.php?controller=errors", LONGER), ("/gone", f"<p>资源地址不存在</p>{LONGER}")],
    ids=["a few words", "an address of errors", "words of absence"],
)
async def test_an_error_page_that_answers_well_is_no_page_of_the_device(led: str, shown: str) -> None:
    wide = page(
        "<style>@media (max-width: 600px) {footer {display: none}}</style><script>"
        f'if (innerWidth < 600 && location.pathname.startsWith("/d/")) location.replace("{led}")</script>'
        '<footer><a href="/d/1">帮助中心</a><a href="/d/2">用户协议</a></footer>'
    )
    pages = {
        f"/d/{at}": wide.replace("<main>", f"<main><h1>{name}</h1>") for at, name in ((1, "帮助中心"), (2, "用户协议"))
    }
    async with served(Shop({"/": wide, led: page(shown, fill=""), **pages})) as shop:
        site = await crawled(shop, Role.HELP, Role.AGREEMENT, devices=BOTH)
    for role in (Role.HELP, Role.AGREEMENT):
        assert site.only(1, Device.DESKTOP).view(role) is not None
        assert site.only(1, Device.MOBILE).all(role) == ()
        gap = site.only(1, Device.MOBILE).gap(role)
        assert gap is not None
        assert gap.reason.about_them


async def test_an_entry_that_may_do_something_is_not_pressed() -> None:
    acts = "".join(
        f"<a href='javascript:;' onclick=\"fetch('/done?{number}')\">{label}</a>"
        for number, label in enumerate(("订阅", "每日签到", "领券中心", "作者"))
    )
    async with served(Shop({"/": page(f"<footer>{acts}</footer>")})) as shop:
        await crawled(shop, *WANTED, devices=(Device.DESKTOP,))
    assert {asked for asked in shop.asked if "/done" in asked} == {"GET /done?3"}


@pytest.mark.parametrize("device", Device)
async def test_an_entry_that_carries_the_way_back_is_opened_once_and_leaves_loads_for_the_rest(device: Device) -> None:
    """Many shops' headers lead to the login with the address of the page one stands on: each page's is another address."""
    rest = [f"/d/{number}" for number in range(1, 5)]
    footer = "<footer>" + "".join(f'<a href="{path}">其{path[-1]}条</a>' for path in rest) + "</footer>"

    def reply(target: str) -> Reply:
        here = target.split("?")[0]
        back = quote(here, safe="")
        header = f'<header><a href="/login?back={back}">登录</a><a href="/say?back={back}">说两句</a></header>'
        lines = "<br>".join(f"{here}，第{number}段" for number in range(12))
        return Reply(page(f"{header}<h1>{here}</h1>{GOODS}{footer}", here, fill=lines).encode())

    routes: dict[str, Route] = {"/login": LOGIN}
    routes.update(dict.fromkeys(("/", "/say", *rest), reply))
    async with served(Shop(routes)) as shop:
        await crawled(shop, *WANTED, devices=(device,))
    assert {path: shop.count(path) for path in rest} == dict.fromkeys(rest, 1)
    assert len({asked for asked in shop.asked if "/say" in asked}) == 1


@pytest.mark.parametrize(("title", "adopted"), [("平台规则", True), ("商城资讯", False)])
async def test_what_another_device_found_without_a_name_for_it_is_opened_here_too(title: str, adopted: bool) -> None:
    hides = "<style>@media (max-width: 700px) { .wide { display: none } }</style>"
    shop = Shop({
        "/": page('<p class="wide"><a href="/a/3">本站须知</a></p>', head=hides),
        "/a/3": page(f"<h1>{title}</h1>", title, fill="<br>".join(f"{title}，第{number}段" for number in range(12))),
    })  # fmt: skip
    async with served(shop):
        site = await crawled(shop, Role.RULES, Role.HELP, devices=BOTH)
    rules = site.only(1, Device.MOBILE).view(Role.RULES)
    assert (rules is not None) is adopted
    assert rules is None or (rules.found_by, rules.clicks) == (FoundBy.OTHER_DEVICE, None)
    assert (site.only(1, Device.DESKTOP).view(Role.RULES) is not None) is adopted
