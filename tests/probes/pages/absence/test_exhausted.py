"""A shop was explored to its ends where every entry leads to a page seen, to goods, to a login, to nothing, or to its builder."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.failure import DEAD, DEAD_LINK, UNPRESSED
from crawler.site import Fetch, Site
from crawler.vocabulary import Device, GapReason
from probes.pages.absence.exhausted import nothing_left
from probes.pages.layout.idle_controls import sorts_goods
from tests.cases.build import site, view


def _shop(entry: dict[str, Any], *fetches: Fetch, **more: Any) -> Site:
    views = (
        view("home", None, [entry], **more),
        view("list", "商品", url="https://shop.example/?s=search/index/cid/3.html"),
    )
    return dataclasses.replace(site(*views), fetches=fetches)


def _tried(url: str, said: str, error: str, device: Device | None = Device.DESKTOP) -> Fetch:
    asked = url or "https://shop.example/"
    return Fetch(
        "h1.1",
        "entry",
        1,
        asked,
        url,
        None,
        datetime(2026, 11, 24, tzinfo=UTC),
        0.0,
        text=said,
        error=error,
        device=device,
    )


DEAD_ENTRY = {"text": "博客", "href": "javascript:;", "region": "footer"}
ORDERS = {"text": "我的订单", "href": "/orders"}


@pytest.mark.parametrize("stop", [DEAD, DEAD_LINK])
def test_a_dead_entry_leads_nowhere_once_it_was_pressed_on_this_device(stop: Any) -> None:
    told = f"{GapReason.CONTROL}: {stop.detail}"
    assert not nothing_left(_shop(DEAD_ENTRY))
    assert nothing_left(_shop(DEAD_ENTRY, _tried("", "博客", told)))
    assert not nothing_left(_shop(DEAD_ENTRY, _tried("", "博客", told, Device.MOBILE)))
    assert not nothing_left(_shop(DEAD_ENTRY, _tried("", "博客", told, None)))
    assert not nothing_left(_shop(DEAD_ENTRY, _tried("", "博客", f"{GapReason.CONTROL}: {UNPRESSED.detail}")))


@pytest.mark.parametrize(("error", "left"), [
    ("login: redirected to a login page", False), ("error_page: HTTP 404", False), ("error_page: HTTP 503", True),
    ("timeout: no answer", True), ("blocked: captcha", True), ("error_page: redirected to <error>", False),
    ("error_page: soft 404: 页面不存在", False), ("error_page: 系统异常", True),
])  # fmt: skip
def test_an_entry_that_a_login_answered_or_behind_which_is_nothing_leads_to_no_page(error: str, left: bool) -> None:
    assert nothing_left(_shop(ORDERS, _tried("https://shop.example/orders", "我的订单", error))) is not left


def test_words_to_search_for_lead_to_goods_where_a_list_was_seen_at_such_an_address() -> None:
    assert nothing_left(_shop({"text": "帐篷", "href": "/?s=search/index/wd/5E8B097EFA7B.html"}))
    assert not nothing_left(_shop({"text": "说明", "href": "/?s=article/index/id/3.html"}))


@pytest.mark.parametrize(("line", "said", "left"), [
    ("Powered by 建站系统", "建站系统", False), ("由某某科技提供技术支持", "某某科技", False), ("友情链接 某某网", "某某网", False),
    ("某某集团", "某某集团", True), ("Powered by 隐私政策", "隐私政策", True), ("技术支持" + "本店自营家居日用与食品" * 20, "某某科技", True),
])  # fmt: skip
def test_a_link_to_another_site_leads_on_unless_its_line_names_the_builder(line: str, said: str, left: bool) -> None:
    around = {"tag": "p", "text": line, "region": "footer"}
    link = {"text": said, "href": "https://elsewhere.example/", "region": "footer", "parent": 0}
    home = view("home", None, [around, link])
    assert nothing_left(site(home)) is not left


@pytest.mark.parametrize(("entry", "left"), [
    ({"text": "价格", "tag": "a", "href": "javascript:sort(1)"}, False), ({"text": "当前第1页/共2页", "tag": "a", "clickable": True}, False),
    ({"text": "隐私政策", "tag": "a", "href": "javascript:open(1)"}, True), ({"text": "更多", "clickable": True, "region": "header"}, True),
])  # fmt: skip
def test_what_sorts_and_turns_a_list_leads_to_no_document(entry: dict[str, Any], left: bool) -> None:
    goods = view("list", "商品", [entry], url="https://shop.example/list")
    assert nothing_left(site(view("home"), goods)) is not left


@pytest.mark.parametrize(("said", "left"), [
    ("评分", False), ("0-83", False), ("隐私政策", True), ("投诉举报", True),
])  # fmt: skip
def test_a_page_of_goods_that_no_role_names_sorts_like_a_list(said: str, left: bool) -> None:
    goods = [{"text": f"杯 {number}", "href": f"/goods/{number}.html"} for number in range(4)]
    sale = view(
        "other",
        None,
        [*goods, {"text": said, "tag": "a", "href": "javascript:sort(1)"}],
        url="https://shop.example/sale",
    )
    seen = [view("product", "杯", url=f"https://shop.example/goods/{number}.html") for number in (7, 8)]
    home = view("home", None, [{"text": "今日特惠", "href": "/sale"}])
    assert nothing_left(site(home, sale, *seen)) is not left
    thin = dataclasses.replace(sale, elements=sale.elements[3:])
    assert not nothing_left(site(home, thin, *seen))  # one product and a control: no list of goods


@pytest.mark.parametrize(("entry", "left"), [
    ({"text": "订阅", "tag": "a", "href": "javascript:void(0)"}, False), ({"text": "清空列表", "tag": "a", "clickable": True}, False),
    ({"text": "加入我们", "tag": "a", "href": "javascript:void(0)"}, True), ({"text": "提交投诉", "tag": "a", "clickable": True}, True),
    ({"text": "订阅须知与退订的办法", "tag": "a", "clickable": True}, True), ({"text": "订阅", "tag": "a", "href": "/mail"}, True),
])  # fmt: skip
def test_what_acts_by_itself_leads_to_no_page(entry: dict[str, Any], left: bool) -> None:
    assert nothing_left(site(view("home", None, [entry]))) is not left


@pytest.mark.parametrize(("role", "left"), [("register", False), ("login", False), ("help", True)])
def test_the_picture_of_a_code_leads_nowhere_where_one_logs_in(role: str, left: bool) -> None:
    code = {"tag": "img", "image": "/code.png", "clickable": True, "box": (500, 300, 120, 40)}
    page = view(role, "登录", [code], url="https://shop.example/in")
    assert nothing_left(site(view("home"), page)) is not left


def _row(*labels: str) -> list[dict[str, Any]]:
    """Controls without addresses side by side in a bar at the top of the page."""
    return [
        {"text": said, "tag": "li", "clickable": True, "region": "header", "selector": f"ul>li:nth-child({number})"}
        for number, said in enumerate(labels, 1)
    ]


@pytest.mark.parametrize(("role", "labels", "left"), [
    ("list", ("数码办公", "时尚服饰", "汽车用品", "母婴用品"), False), ("list", ("数码办公", "时尚服饰", "隐私政策", "母婴用品"), True),
    ("list", ("数码办公", "时尚服饰"), True), ("help", ("数码办公", "时尚服饰", "汽车用品", "母婴用品"), True),
])  # fmt: skip
def test_a_row_of_nameless_controls_on_a_list_chooses_goods(role: str, labels: tuple[str, ...], left: bool) -> None:
    page = view(role, "商品", _row(*labels), url="https://shop.example/list")
    assert nothing_left(site(view("home"), page)) is not left


@pytest.mark.parametrize(("unseen", "said", "left"), [
    (None, "详情", False), ("display_none", "售后", True), ("display_none", "评价(0)", False),
])  # fmt: skip
def test_an_anchor_on_a_page_of_goods_leads_to_its_part_where_that_is_seen(
    unseen: str | None, said: str, left: bool
) -> None:
    at = "https://shop.example/goods/1"
    tab = {"text": said, "href": f"{at}#part", "region": "nav"}
    part = {"text": "毛竹编成", "tag": "p", "selector": "#part>p", **({"unseen": unseen} if unseen else {})}
    assert nothing_left(site(view("home"), view("product", "杯", [tab, part], url=at))) is not left


@pytest.mark.parametrize(("title", "left"), [("友情链接：", False), ("集团成员：", True)])
def test_links_beside_a_title_of_friends_lead_to_no_page_of_the_shop(title: str, left: bool) -> None:
    line = [{"text": title, "tag": "li", "region": "footer", "selector": "footer>ul>li:nth-child(1)"}]
    line += [
        {"text": f"某网{n}", "href": f"https://friend{n}.example/", "region": "footer", "selector": f"footer>ul>li:nth-child({n})>a"}
        for n in range(2, 30)
    ]  # fmt: skip
    banner = {"tag": "a", "href": "https://www.friend2.example/ad", "region": "main", "selector": "main>a"}
    assert nothing_left(site(view("home", None, [*line, banner]))) is not left
    help_page = {"text": "帮助中心", "href": "https://www.friend2.example/help", "region": "main", "selector": "main>a"}
    assert not nothing_left(site(view("home", None, [*line, help_page])))


def test_an_address_in_other_letters_is_the_page_that_was_seen_and_a_press_that_asked_for_a_login_was_answered() -> (
    None
):
    home = view("home", None, [{"text": "登入", "href": "/user/regInfo"}])
    assert nothing_left(site(home, view("login", url="https://shop.example/user/reginfo")))
    assert not nothing_left(site(home, view("login", url="https://shop.example/user/info")))
    mine = {"text": "个人主页", "tag": "a", "href": "javascript:;", "region": "header"}
    assert not nothing_left(_shop(mine))
    assert nothing_left(_shop(mine, _tried("", "个人主页", "login: login page")))


@pytest.mark.parametrize(("classes", "left"), [("am-dropdown-toggle", False), ("am-icon-btn", True)])
def test_a_wordless_toggle_of_a_menu_leads_on_only_where_no_menu_was_opened(classes: str, left: bool) -> None:
    toggle = {"tag": "a", "href": "javascript:;", "classes": classes, "region": "nav"}
    opened = view(
        "home", None, [{"text": "杯", "href": "/?s=search/index/cid/4.html", "opened_by": "#m"}], state="menus"
    )
    listed = view("list", "商品", url="https://shop.example/?s=search/index/cid/3.html")
    about = view("about", "本店始于山里。", [toggle], url="https://shop.example/about")
    assert nothing_left(site(view("home"), opened, listed, about)) is not left
    assert not nothing_left(site(view("home"), listed, about))


ICON = {"tag": "div", "clickable": True, "region": "header", "box": (337, 0, 53, 48)}


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({"classes": "header_back fa fa-chevron-left"}, False),
        ({"classes": "topSearchBtn icon-search"}, False),
        ({"classes": "header-left fa fa-bars"}, True),  # a place in the header, and a menu in it
        ({"classes": "background-box"}, True),
        ({"classes": "header_back", "text": "关于我们的故事"}, True),
        ({"classes": "header_back", "box": (0, 0, 200, 120)}, True),
        ({"classes": "FocusLeft", "region": "main", "box": (33, 144, 41, 450)}, False),  # beside a row of pictures
        ({"classes": "FocusLeft", "box": (33, 144, 41, 450)}, True),
    ],
)
def test_a_sign_without_words_that_is_called_back_or_search_leads_to_no_page(more: dict[str, Any], left: bool) -> None:
    shop = site(view("home", None, [{**ICON, **more}]), view("list", "商品", url="https://shop.example/?s=list"))
    assert nothing_left(shop) is not left


@pytest.mark.parametrize(
    ("link", "left"),
    [
        ({"role": "link"}, False),  # <a href="">: its own page again
        ({"role": ""}, True),  # no address at all: a script listens
        ({"role": "link", "text": "安全交易"}, True),  # pressed first
        ({"role": "link", "image": "/banner.jpg"}, True),
    ],
)
def test_a_wordless_link_with_an_empty_address_loads_its_own_page(link: dict[str, Any], left: bool) -> None:
    place = {"tag": "a", "clickable": True, "region": "main", "box": (83, 2140, 291, 346), **link}
    shop = site(view("home", None, [place]), view("list", "商品", url="https://shop.example/?s=list"))
    assert nothing_left(shop) is not left


@pytest.mark.parametrize(
    ("role", "said", "left"),
    [("product", "商品评论", False), ("help", "商品评论", True), ("product", "服务说明", True)],
)
def test_a_box_beside_goods_that_shows_what_buyers_say_leads_to_no_page(role: str, said: str, left: bool) -> None:
    tab = {"tag": "li", "clickable": True, "region": "header", "text": said}
    page = view(role, "苹果", [tab], url=f"https://shop.example/{role}/1")
    shop = site(view("home"), view("list", "商品", url="https://shop.example/?s=list"), page)
    assert nothing_left(shop) is not left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("购物车中 0 件商品，总价为 ¥0.00", False),
        ("购物车(2)", False),
        ("购物车使用说明", True),
        ("1 件起批的说明", True),
    ],
)
def test_a_cart_that_counts_what_is_in_it_leads_to_the_cart(said: str, left: bool) -> None:
    cart = {"tag": "button", "clickable": True, "region": "header", "text": said}
    assert nothing_left(site(view("home", None, [cart]), view("cart", "空"))) is not left


POST = "https://shop.example/hello/"


@pytest.mark.parametrize(
    ("url", "href", "left"),
    [
        (POST, "/hello/#comment-1", False),
        (POST, "/hello/?replytocom=1#comment-1", False),
        (POST, "/hello/#terms", True),  # no such part was seen: a script may show it
        (POST, "/other/#comment-1", True),
        ("https://shop.example/index.php?id=3", "/index.php?id=4#comment-1", True),  # the query names another page
    ],
)
def test_a_link_to_a_part_of_its_own_page_that_was_seen_leads_to_no_other(url: str, href: str, left: bool) -> None:
    part = {"text": "写得好", "selector": "#comment-1>div:nth-child(1)"}
    page = view("other", None, [part, {"text": "11月30日", "href": href, "region": "main"}], url=url)
    assert nothing_left(site(view("home"), page)) is not left


@pytest.mark.parametrize(
    ("beside", "sorts"), [(("销量", "价格", "最新"), True), (("销量", "关于我们"), False), ((), False)]
)
def test_what_a_list_is_sorted_by_is_known_by_its_row_on_a_page_of_any_name(
    beside: tuple[str, ...], sorts: bool
) -> None:
    row = [
        {"text": said, "href": "javascript:void(0)", "region": "main", "box": (90 * place, 300, 80, 30)}
        for place, said in enumerate(("评分", *beside), 1)
    ]
    page = view("other", "某品牌的货。" * 30, row, url="https://shop.example/brand/3")
    assert sorts_goods(page, page.elements[0]) is sorts


@pytest.mark.parametrize(
    ("role", "said", "left"), [("product", "+", False), ("product", "-", False), ("help", "+", True)]
)
def test_a_mark_beside_goods_counts_them(role: str, said: str, left: bool) -> None:
    mark = {"tag": "span", "clickable": True, "region": "footer", "text": said}
    page = view(role, "苹果", [mark], url=f"https://shop.example/{role}/1")
    shop = site(view("home"), view("list", "商品", url="https://shop.example/?s=list"), page)
    assert nothing_left(shop) is not left


@pytest.mark.parametrize(("label", "left"), [("English", False), ("$ USD", False), ("英语角茶会", True)])
def test_what_turns_the_shop_into_another_language_or_currency_is_no_way_left(label: str, left: bool) -> None:
    entry = {"text": label, "href": "https://shop.example/turn/7", "region": "header"}
    assert nothing_left(_shop(entry)) is not left
