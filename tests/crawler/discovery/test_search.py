"""One word is typed into the shop's search box, nothing else is, and no form goes out by POST."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from crawler.discovery import search
from crawler.discovery.search_words import search_words
from crawler.site import Box, Element, View
from crawler.vocabulary import LANDED, MENUS, Device, FoundBy, GapReason, Role
from tests.cases.build import view as built
from tests.crawler.crawl_helpers import Reply, Shop, crawled, page, served

FORM = '<header><form action="/s"><input name="q" placeholder="搜索商品"><button>搜索</button></form></header>'


def view_with(controls: Iterable[tuple[str, str, str]]) -> View:
    """A view of controls: tag, words, address."""
    elements = tuple(
        Element(n, tag, f"{tag}:nth-child({n})", Box(0, 20 * n, 100, 20), text=words, href=href, clickable=True)
        for n, (tag, words, href) in enumerate(controls)
    )
    url = "https://shop.example/"
    return View(
        "v1",
        Role.HOME,
        LANDED,
        Device.DESKTOP,
        1,
        url,
        url,
        200,
        datetime.now(UTC),
        "",
        "",
        "",
        elements,
        1366,
        900,
        768,
    )


async def found(home: str, *, results: str = "<h1>搜索结果</h1>") -> tuple[View | None, GapReason | None, Shop]:
    shop = Shop({"/": home, "/s": page(results), "/find": page(FORM)})
    async with served(shop):
        site = await crawled(shop, Role.SEARCH)
    gap = site.gap(Role.SEARCH)
    assert shop.methods() == {"GET"}
    return site.view(Role.SEARCH), gap.reason if gap else None, shop


@pytest.mark.browser
async def test_a_get_form_is_asked_for_one_word() -> None:
    view, _, shop = await found(page(FORM + '<input name="email" placeholder="邮箱"><input name="phone">'))
    assert view is not None
    assert view.url.endswith("/s?q=%E6%89%8B%E6%9C%BA")
    assert shop.count("/s") == 1


@pytest.mark.browser
async def test_results_drawn_by_script_in_place() -> None:
    script = """<script>document.querySelector('input').onkeydown = (e) => { if (e.key == 'Enter') { e.preventDefault();
        document.querySelector('main').innerHTML = '<p>' + '找到商品'.repeat(60) + '</p>'; } }</script>"""
    view, _, _ = await found(page(FORM).replace("</body>", f"{script}</body>"))
    assert view is not None
    assert "找到商品" in view.text


@pytest.mark.browser
async def test_a_search_that_opens_a_window_is_looked_at_in_ours() -> None:
    view, _, _ = await found(page(FORM.replace("<form ", "<form target=_blank ")))
    assert view is not None
    assert "/s?q=" in view.url


@pytest.mark.browser
async def test_a_link_to_the_search_page_is_followed() -> None:
    view, _, _ = await found(page('<header><a href="/find">搜索</a></header>'))
    assert view is not None
    assert view.clicks == 2


@pytest.mark.browser
async def test_an_icon_alone_is_the_way_to_a_search_box_that_is_folded_away() -> None:
    fold = """<header><div class="so" onclick="document.querySelector('section').style.display='block'" style="width:40px;height:40px">
        <i class="fa fa-search" style="display:block;width:20px;height:20px"></i></div></header>
        <section style="display:none"><form action="/s"><input name="q" placeholder="请输入关键词"></form></section>"""
    view, _, shop = await found(page(fold))
    assert view is not None, shop.count("/s")
    home = page(fold.replace("fa-search", "fa-bell"))
    assert (await found(home))[:2] == (None, GapReason.NOT_OFFERED)


BURGER = (
    '<header><span class="navbar-toggle" style="display:block;width:40px;height:40px;cursor:pointer" '
    "onclick=\"m.style.display = m.style.display == 'block' ? 'none' : 'block'\">≡</span>"
    '<nav id="m" style="display:none"><a href="/find">分类</a>{box}</nav></header>'
)


@pytest.mark.browser
@pytest.mark.parametrize("boxed", [True, False])
async def test_a_box_in_a_menu_that_is_closed_is_typed_into_once_the_menu_is_open(boxed: bool) -> None:
    box = '<form action="/s"><input name="q" placeholder="搜索商品"></form>' if boxed else ""
    shop = Shop({"/": page(BURGER.format(box=box)), "/s": page("<h1>搜索结果</h1>"), "/find": page("<h1>分类</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.SEARCH, (Role.HOME, MENUS), devices=(Device.MOBILE,))
    view, gap = site.view(Role.SEARCH), site.gap(Role.SEARCH)
    assert (view is not None) is boxed, gap
    assert shop.count("/s") == int(boxed)
    if view is not None:
        assert view.clicks == 2
    else:
        assert gap is not None
        assert gap.reason is GapReason.NOT_OFFERED


@pytest.mark.browser
async def test_a_search_by_post_is_not_sent() -> None:
    view, reason, shop = await found(page(FORM.replace("<form ", "<form method=post ")))
    assert (view, reason) == (None, GapReason.NOT_TRIED)
    assert shop.count("/s", "POST") == 0


@pytest.mark.browser
async def test_no_box_and_a_dead_box() -> None:
    assert (await found(page("首页")))[1] is GapReason.NOT_OFFERED
    assert (await found(page('<header><input placeholder="搜索商品"></header>')))[1] is GapReason.BLANK


def test_other_fields_are_no_search_box() -> None:
    assert search.find_search_box(view_with([("input", "", ""), ("a", "搜索", "https://shop.example/s")])) is None
    way = search.find_search_entry(
        view_with(
            [("a", "搜索结果说明与使用帮助中心全文", "https://shop.example/s"), ("a", "搜索", "https://shop.example/s")]
        )
    )
    assert way is not None
    assert way.id == 1


@pytest.mark.browser
async def test_a_login_wall_behind_the_search_is_named() -> None:
    shop = Shop({"/": page(FORM), "/s": Reply(page("<p>请登录后查看</p><input type=password>", fill="").encode())})
    async with served(shop):
        gap = (await crawled(shop, Role.SEARCH)).gap(Role.SEARCH)
    assert gap is not None
    assert gap.reason is GapReason.LOGIN


CARDS = "".join(
    f'<li style="height:120px"><a href="/item/{n}.html">{name}</a> ¥9</li>'
    for n, name in enumerate(("铸铁汤锅", "不锈钢汤锅", "木勺"))
)


@pytest.mark.parametrize("name", ["更多{}", "{}推荐"])
def test_what_ways_to_shelves_share_is_no_word_of_goods(name: str) -> None:
    links = [
        {"text": name.format(said), "href": f"/item/{said}.html", "box": [20, 40 * at, 90, 20]}
        for at, said in enumerate(("团购", "好物", "杯子"))
    ]
    assert search_words(built("home", elements=links), "手机")[0] not in ("更多", "推荐")


@pytest.mark.parametrize(("said", "x", "named"), [
    ("搜索", 700, True), ("搜索", 660, True), ("订阅", 700, False), ("搜索", 900, False), ("搜索", 10, False),
])  # fmt: skip
def test_a_box_without_a_name_is_named_by_the_button_right_behind_it(said: str, x: int, named: bool) -> None:
    field = {"input_type": "text", "name": "小米", "classes": "el-input__inner", "box": [40, 30, 660, 34]}
    button = {"text": said, "clickable": True, "box": [x, 36, 68, 20]}
    found = search.find_search_box(built("home", elements=[field, button]))
    assert (found is not None) is named


@pytest.mark.browser
async def test_a_word_of_the_shops_own_goods_is_searched_for_and_the_common_one_where_that_finds_nothing() -> None:
    view, _, shop = await found(page(f"{FORM}<main><ul>{CARDS}</ul></main>"))
    assert view is not None
    assert view.path == ("汤锅",)
    assert shop.count("/s") == 1
    view, _, shop = await found(page(f"{FORM}<main><ul>{CARDS}</ul></main>"), results="<h1>抱歉，没有找到商品</h1>")
    assert view is not None
    assert view.path == ("手机",)
    assert shop.count("/s") == 3  # what two share, what one is called, what any shop may know
    # Where the answer bears the box, the next word is typed there: the home page is not loaded for it again.
    loads = shop.count("/")
    view, _, shop = await found(
        page(f"{FORM}<main><ul>{CARDS}</ul></main>"), results=f"{FORM}<h1>抱歉，没有找到商品</h1>"
    )
    assert view is not None
    assert view.path == ("手机",)
    assert (shop.count("/s"), shop.count("/")) == (3, loads - 2)


@pytest.mark.browser
async def test_where_enter_does_nothing_the_search_control_is_pressed() -> None:
    box = """<header><input placeholder="搜索商品" style="width:200px"><span style="cursor:pointer"
        onclick="location.href='/s?q=' + encodeURIComponent(document.querySelector('input').value)">搜索</span></header>"""
    view, _, _ = await found(page(box))
    assert view is not None
    assert "/s?q=" in view.url


@pytest.mark.browser
async def test_the_home_page_again_is_no_search() -> None:
    home = page(FORM.replace('action="/s"', 'action="/"'))
    view, reason, _ = await found(home)
    assert (view, reason) == (None, GapReason.ERROR_PAGE)


@pytest.mark.browser
async def test_where_enter_would_post_the_control_is_pressed_that_leads_to_an_address() -> None:
    box = """<form method="post" action="/s"><input name="q" placeholder="搜索商品"><button type="button"
        onclick="location.href='/s?q=' + encodeURIComponent(this.form.q.value)">搜索</button></form>"""
    view, _, _ = await found(page(box))
    assert view is not None
    assert "/s?q=" in view.url


@pytest.mark.browser
async def test_a_search_by_post_is_sent_where_the_platform_agreed_and_nothing_else_is() -> None:
    buy = '<form action="/buy" method=post><button>立即购买</button></form>'
    shop = Shop({"/": page(FORM.replace("<form ", "<form method=post ") + buy), "/s": page("<h1>搜索结果</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.SEARCH, platform={"consents": frozenset({"search_post"})})
    assert site.view(Role.SEARCH) is not None
    assert shop.methods() == {"GET", "POST"}
    assert shop.count("/s", "POST") == 1
    assert shop.count("/buy", "POST") == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    "bar",
    [
        '<div style="cursor:pointer;padding:8px 30px" onclick="{go}"><input disabled placeholder="搜索商品"></div>',
        '<div><input readonly placeholder="搜索商品" onclick="{go}"></div>',
        '<div><input readonly placeholder="搜索商品" onfocus="this.removeAttribute(\'readonly\')" form=f>'
        '<form id=f action="/s"></form></div>'.replace("<input", "<input name=q"),
        '<div><input placeholder="点击前往搜索" onkeydown="if (event.key == `Enter`) {go}"></div>',  # a way to a page with a box
    ],
)
async def test_what_only_looks_like_a_box_is_pressed_and_the_word_typed_where_it_leads(bar: str) -> None:
    view, reason, _ = await found(page(f"<header>{bar.format(go='location.href=`/find`')}</header>"))
    assert reason is None
    assert view is not None
    assert "/s?q=" in view.url
    assert view.clicks == 2


@pytest.mark.browser
async def test_a_switched_off_box_that_leads_nowhere_gives_no_search() -> None:
    bar = '<header><div style="cursor:pointer"><input disabled placeholder="搜索商品"></div></header>'
    assert (await found(page(bar)))[1] is GapReason.BLANK


POSTED = FORM.replace("<form ", "<form method=post ")


@pytest.mark.browser
async def test_a_word_suggested_beside_a_box_that_posts_is_followed() -> None:
    words = '<a href="/s/word/7.html">连衣裙</a>'
    shop = Shop({"/": page(POSTED.replace("</form>", f"{words}</form>")), "/s/word/7.html": page("<h1>连衣裙</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.SEARCH)
    view = site.view(Role.SEARCH)
    assert view is not None
    assert (view.path, view.found_by) == (("连衣裙",), FoundBy.LINK)
    assert shop.methods() == {"GET"}


@pytest.mark.browser
@pytest.mark.parametrize(
    "link", ['<a href="/other/7.html">连衣裙</a>', '<p style="margin-top:400px"><a href="/s/cid/7.html">女装</a></p>']
)
async def test_links_elsewhere_are_no_suggestions(link: str) -> None:
    view, reason, _ = await found(page(f"{POSTED}<main>{link}</main>"))
    assert (view, reason) == (None, GapReason.NOT_TRIED)


DRAWN_HINT = """<header><div id="hint" style="position:absolute;pointer-events:none">请输入关键字</div>
<input type="search" oninput="document.getElementById('hint').hidden = true"><span id="go" %s>搜索</span></header>"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("bound", "reason"), [("onclick=\"location.href='/s?q=1'\"", None), ('onclick="0"', GapReason.BLANK)]
)
async def test_a_hint_that_goes_when_a_word_is_typed_answers_no_search(bound: str, reason: GapReason | None) -> None:
    view, gap, shop = await found(page(DRAWN_HINT % bound))
    assert gap == reason
    assert (view is not None) is (reason is None)
    assert shop.count("/s") == (1 if reason is None else 0)
