"""Pages of each role are found as a person would find them, whatever their entries are made of."""

import pytest

from crawler.links import role_links
from crawler.site import Site, View
from crawler.spelling import plain_words
from crawler.vocabulary import Device, FoundBy, GapReason, Role
from tests.cases.build import view
from tests.crawler.crawl_helpers import BOTH, Reply, Shop, crawled, page, served

ENTRIES = {
    Role.LICENCE: '<a href="/a/licence" title="营业执照"><img width="40" height="40" src="/i.png"></a>',
    Role.PRIVACY: '<a href="/a/privacy" aria-label="隐私政策">›</a>',
    Role.HELP: '<iframe srcdoc="<a href=/a/help target=_top>帮助中心</a>" width="300" height="60"></iframe>',
    Role.COMPLAINT: "<div id='host'></div><script>host.attachShadow({mode:'open'}).innerHTML='<a href=/a/complaint>投訴舉報</a>'</script>",
    Role.ABOUT: "<style>#g::after{content:'关于我们'}</style><a id='g' href='/a/about'></a>",
    Role.SELLER: '<a href="/a/seller" target="_blank">商家入驻</a>',
    Role.MEMBER: "<a href=\"javascript:location.href='/a/member'\">会员中心</a>",
    Role.CART: "<span style='cursor:pointer' onclick=\"window.open('/a/cart')\">购物车</span>",
    Role.DELIVERY: '<a href="#/delivery">配送方式</a>',
    Role.SERVICE: '<a href="/a/service"><img width="60" height="40" src="/i.png" alt="在线客服"></a>',
    Role.AGREEMENT: "<a href='/a/terms'>Terms of Service and Conditions</a>",
}
ROUTER = """<script>const route = () => { if (location.hash)
    document.querySelector('main').textContent = '配送方式：' + location.hash + '说明'.repeat(90); };
    addEventListener('hashchange', route); addEventListener('DOMContentLoaded', route);</script>"""
LATE = """<script>let done; onscroll = () => { if (done) return; done = 1; const f = document.createElement('footer');
f.innerHTML = '<a href="/a/rules">规则中心</a>'; document.body.append(f); }</script>"""
PIXEL = Reply(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    kind="image/svg+xml",
)


def own(target: str) -> Reply:
    return Reply(page(f"<h1>{target}</h1>", target).encode())


@pytest.mark.browser
async def test_entries_of_every_kind_lead_to_their_pages() -> None:
    head = "".join(f"<p>{entry}</p>" for entry in ENTRIES.values())
    home = page(f"{head}<div style='height:1500px'></div>", head=ROUTER).replace("</body>", f"{LATE}</body>")
    shop = Shop({"/": home, "/i.png": PIXEL, **{f"/a/{name}": own for name in ("licence", "privacy", "help", "complaint", "about",
        "seller", "member", "cart", "service", "terms", "rules")}})  # fmt: skip
    async with served(shop):
        site = await crawled(shop, *ENTRIES, Role.RULES)
    seen = {role: view.url.removeprefix(shop.url) for role in (*ENTRIES, Role.RULES) if (view := site.view(role))}
    assert seen == {
        Role.LICENCE: "a/licence", Role.PRIVACY: "a/privacy", Role.HELP: "a/help", Role.COMPLAINT: "a/complaint",
        Role.ABOUT: "a/about", Role.SELLER: "a/seller", Role.MEMBER: "a/member", Role.CART: "a/cart",
        Role.DELIVERY: "#/delivery", Role.SERVICE: "a/service", Role.AGREEMENT: "a/terms", Role.RULES: "a/rules",
    }, site.gaps  # fmt: skip
    assert {view.clicks for view in site.views} == {0, 1}
    assert {view.status for view in site.views} == {200}
    found = {view.role: view.found_by for view in site.views}
    assert (found[Role.SELLER], found[Role.MEMBER]) == (FoundBy.LINK, FoundBy.CLICK)
    assert shop.methods() == {"GET"}


@pytest.mark.browser
async def test_a_modal_that_a_control_opens_is_its_page() -> None:
    modal = """<button onclick="const d = document.createElement('div'); d.setAttribute('role', 'dialog');
        d.style = 'position:fixed;left:100px;top:100px;width:500px;height:400px;background:#fff';
        d.textContent = '隐私政策 ' + '我们收集的信息包括'.repeat(40);
        document.body.append(d)">隐私政策</button>"""
    shop = Shop({"/": page(modal)})
    async with served(shop):
        site = await crawled(shop, Role.PRIVACY)
    seen = site.view(Role.PRIVACY)
    assert seen is not None
    assert "我们收集的信息包括" in seen.text
    assert (seen.found_by, seen.clicks, seen.path) == (FoundBy.CLICK, 1, ("隐私政策",))


@pytest.mark.parametrize(
    ("words", "encoding", "role"),
    [
        ("隐私政策", "gb18030", Role.PRIVACY),
        ("隱私權政策", "utf-8", Role.PRIVACY),
        ("客戶服務", "utf-8", Role.SERVICE),
        ("Privacy Policy", "utf-8", Role.PRIVACY),
    ],
)
@pytest.mark.browser
async def test_pages_in_other_scripts(words: str, encoding: str, role: Role) -> None:
    def encoded(body: str) -> Reply:
        return Reply(page(body).replace("utf-8", encoding).encode(encoding), kind="text/html")

    shop = Shop({"/": encoded(f'<a href="/p?k=1">{words}</a>'), "/p": encoded("<h1>本页</h1>")})
    async with served(shop):
        site = await crawled(shop, role)
    seen = site.view(role)
    assert seen is not None
    assert "本页" in seen.text
    assert seen.path == (plain_words(words),)


async def second_level(
    help_page: Reply | str, *roles: Role, home: str = "", more: dict[str, Reply | str] | None = None
) -> Site:
    shop = Shop(
        {"/": page(f'<a href="/help">帮助中心</a>{home}'), "/help": help_page, "/tousu": own("/tousu"), **(more or {})}
    )
    async with served(shop):
        return await crawled(shop, *(roles or (Role.COMPLAINT,)), devices=(Device.DESKTOP,))


@pytest.mark.browser
async def test_an_entry_only_on_the_help_page_is_two_clicks_away() -> None:
    site = await second_level(
        page('<h1>帮助</h1><a href="/tousu?a=1">投诉建议</a>'), more={"/tousu?a=1": page("<h1>投诉</h1>")}
    )
    seen = site.view(Role.COMPLAINT)
    assert seen is not None
    assert (seen.clicks, seen.path, seen.found_by) == (2, ("帮助中心", "投诉建议"), FoundBy.LINK)


@pytest.mark.browser
async def test_nothing_is_missing_while_the_page_it_may_stand_on_was_not_had() -> None:
    site = await second_level(Reply(b"", 500))
    gap = site.gap(Role.COMPLAINT)
    assert gap is not None
    assert gap.reason is GapReason.ERROR_PAGE
    assert "help" in gap.detail


@pytest.mark.browser
async def test_what_nobody_links_is_not_offered() -> None:
    shop = Shop({"/": page('<a href="/help">帮助中心</a>'), "/help": page("<h1>帮助</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT, devices=BOTH)
    assert {(gap.role, gap.reason) for gap in site.gaps} == {(Role.COMPLAINT, GapReason.NOT_OFFERED)}


@pytest.mark.browser
async def test_a_page_found_by_its_usual_path_is_no_clicks_away() -> None:
    site = await second_level(page("<h1>帮助</h1>"), more={"/tousu": page("<h1>投诉</h1>", "投诉")})
    seen = site.view(Role.COMPLAINT)
    assert seen is not None
    assert (seen.clicks, seen.found_by) == (None, FoundBy.KNOWN_PATH)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.browser
async def test_a_page_only_in_the_site_map_is_found_there(named: bool) -> None:
    name = "/maps/all.xml" if named else "/sitemap.xml"
    entries = "".join(f"<url><loc>{{url}}{path}</loc></url>" for path in ("item/9", "deep/weiquan/1"))
    shop = Shop({"/": page("首页"), "/deep/weiquan/1": page("<h1>消费者维权</h1>", "维权中心")})
    async with served(shop):
        xml = f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries.format(url=shop.url)}</urlset>"
        robots = f"Sitemap: {shop.url}maps/all.xml\n" if named else ""
        shop.routes = {
            **shop.routes,
            name: Reply(xml.encode(), kind="text/xml"),
            "/robots.txt": Reply(robots.encode(), kind="text/plain"),
        }
        site = await crawled(shop, Role.COMPLAINT)
    seen = site.view(Role.COMPLAINT)
    assert seen is not None
    assert (seen.clicks, seen.found_by) == (None, FoundBy.SITE_MAP)


@pytest.mark.browser
async def test_a_shop_that_answers_every_address_has_no_page_at_usual_paths() -> None:
    shop = Shop({"/": page("投诉热线 400")}, missing=Reply(page("投诉热线 400").encode()))
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT)
    gap = site.gap(Role.COMPLAINT)
    assert gap is not None
    assert gap.reason is GapReason.NOT_OFFERED


@pytest.mark.browser
async def test_a_login_page_is_one_of_its_own_role_only() -> None:
    form = page("<form><input placeholder='账号'><input type=password><button>登录</button></form>", fill="")
    shop = Shop(
        {
            "/": page('<a href="/login">登录</a> <a href="/login">购物车</a> <a href="/login">我要投诉</a>'),
            "/login": form,
        }
    )
    async with served(shop):
        site = await crawled(shop, Role.LOGIN, Role.CART, Role.COMPLAINT)
    assert site.view(Role.LOGIN) is not None
    assert {(gap.role, gap.reason) for gap in site.gaps} == {
        (Role.CART, GapReason.LOGIN),
        (Role.COMPLAINT, GapReason.LOGIN),
    }
    assert shop.count("/login") == 2


def view_of(html_words: str, href: str) -> View:
    from tests.crawler.discovery.test_search import view_with

    return view_with([("a", html_words, href)])


def test_words_that_make_no_entry() -> None:
    for words in ("违法和不良信息举报", "知识产权维权", "某用户谈投诉：这家店的客服态度真的非常好我给五星好评推荐大家"):
        found = role_links.find_leads(view_of(words, "https://shop.example/x"), [Role.COMPLAINT])
        assert found[Role.COMPLAINT] == ()
    assert role_links.find_leads(view_of("投诉", "tel:4000000000"), [Role.COMPLAINT])[Role.COMPLAINT] == ()
    # An open platform is for developers as often as for sellers.
    assert role_links.find_leads(view_of("开放平台", "https://shop.example/x"), [Role.SELLER])[Role.SELLER] == ()


@pytest.mark.parametrize("label", ["争议受理规程", "纠纷受理办法", "消费者诉求受理"])
def test_a_formal_name_of_taking_in_disputes_leads_to_complaints(label: str) -> None:
    assert role_links.find_leads(view_of(label, "https://shop.example/x"), [Role.COMPLAINT])[Role.COMPLAINT]


def test_a_count_on_an_icon_says_nothing_and_a_number_elsewhere_leads_nowhere() -> None:
    for count in ("0", "99+", "", "▣ 0"):  # the last as a font draws an icon
        assert role_links.find_leads(view_of(count, "https://shop.example/?action=cart"), [Role.CART])[Role.CART] != ()
        assert role_links.find_leads(view_of(count, "https://shop.example/?page=2"), [Role.CART])[Role.CART] == ()


@pytest.mark.parametrize(
    ("path", "goods", "goods_list"),
    [
        ("product/longjing", True, False),
        ("product-category/tea", False, True),
        ("goods_list/1", False, True),
        ("Home/Goods/goodsList/id/31.html", False, True),
        ("Home/Goods/goodsInfo/id/31.html", True, False),
        ("product-tag/new", False, False),
        ("goods/detail-9.html", True, False),
        ("home/goods_info.html?id=5", True, False),
        ("home/news_info.html?id=5", False, False),
        ("?m=product&s=list&id=1000", False, True),
        ("?m=product&s=detail&id=16", True, False),
        ("?m=news&s=list&page=2", False, False),
        ("article-detail?id=7", False, False),
    ],
)
def test_an_address_of_a_list_of_goods_is_none_of_goods(path: str, goods: bool, goods_list: bool) -> None:
    url = f"https://shop.example/{path}"
    assert role_links.speaks_of_goods(url) is goods
    assert role_links.speaks_of_list(url) is goods_list


@pytest.mark.parametrize(
    ("path", "goods"), [("home/news_list.html", False), ("goods/pro_list.html", True), ("new-list.html", True)]
)
def test_a_list_of_news_is_no_list_of_goods(path: str, goods: bool) -> None:
    shop = view(elements=[{"text": "查看更多", "href": f"https://shop.example/{path}", "region": "main"}])
    assert bool(role_links.find_leads(shop, [Role.LIST])[Role.LIST]) is goods


def test_what_an_address_does_is_told_from_what_it_shows() -> None:
    for doing in (
        "?add-to-cart=13",
        "cart/add/9",
        "user/logout",
        "?act=add&id=3",
        "?action=logout",
        "login/oauth/alipay.html",
        "user.php?act=oath&type=qq",
        "api/oa_weixin",
    ):
        assert role_links.does_something(f"https://shop.example/{doing}"), doing
    for showing in (
        "cart",
        "?action=cart",
        "product/cartography",
        "?do=address",
        "news/adding-shops",
        "help/how-to-add-to-cart",
        "help/alipay.html",
        "login",
        "help/connect-with-us/wechat",
    ):
        assert not role_links.does_something(f"https://shop.example/{showing}"), showing


@pytest.mark.parametrize(("label", "leads"), [("Sea Cart", False), ("Sea Cart 演示商店", False), ("My cart", True)])
def test_the_name_of_the_shop_leads_to_no_cart(label: str, leads: bool) -> None:
    link = {"tag": "a", "text": label, "href": "/x", "region": "footer"}
    home = view(Role.HOME, "", [link], title="Sea Cart 中文版")
    assert bool(role_links.find_leads(home, (Role.CART,))[Role.CART]) is leads


def test_words_of_roles_are_written_in_the_marks_that_are_read() -> None:
    """Groups and bars alone: a question mark would be looked for on the page."""
    words = {word for rule in role_links.RULES.values() for word in (*rule.words, *rule.whole, *rule.not_words)}
    assert not [word for word in words if any(mark in word for mark in "?*+()|")]
    assert role_links.names_role(Role.DELIVERY, plain_words("发货付款"))


@pytest.mark.parametrize(
    ("label", "helps"), [("搜索帮助", False), ("如何购买礼券", False), ("如何购买", True), ("帮助", True)]
)
def test_help_on_one_thing_alone_is_not_the_help_of_the_shop(label: str, helps: bool) -> None:
    home = view(Role.HOME, "", [{"tag": "a", "text": label, "href": "/x", "region": "footer"}])
    assert bool(role_links.find_leads(home, (Role.HELP,))[Role.HELP]) is helps
