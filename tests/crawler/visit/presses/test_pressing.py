"""Presses land on the control that was seen, and a login form beneath or over a page hides no more than it does."""

import pytest

from crawler.failure import DEAD, DEAD_LINK
from crawler.vocabulary import FoundBy, GapReason, Role
from tests.crawler.crawl_helpers import FILL, Shop, crawled, page, served

pytestmark = pytest.mark.browser

FORM = "<form><input name=phone placeholder=手机号><input type=password placeholder=密码></form>"
DIALOG = """<script>function show(words) { const d = document.createElement('div'); d.setAttribute('role', 'dialog');
    d.style = 'position:fixed;left:50px;top:50px;width:600px;height:400px;background:#fff;overflow:auto';
    d.textContent = words; document.body.append(d); }</script>"""


async def test_a_control_is_pressed_on_the_page_it_was_seen_on_though_another_was_opened_meanwhile() -> None:
    # The first control is dead and leaves its page open; a page with an address comes in between, with a control at the same place.
    opens = "onclick=\"location.href='/right'\""
    home = page(f"{DIALOG}<button>在线客服</button><button {opens}>投诉中心</button><a href='/help'>帮助中心</a>")
    trap = page(
        "<button onclick=\"location.href='/wrong'\">一</button><button onclick=\"location.href='/wrong'\">二</button>"
    )
    shop = Shop({"/": home, "/help": trap, "/right": page("<h1>投诉</h1>"), "/wrong": page("<h1>别处</h1>")})
    for stakes in ({Role.SERVICE: 3.0, Role.HELP: 2.0, Role.COMPLAINT: 1.0}, {Role.HELP: 3.0, Role.SERVICE: 2.0}):
        async with served(shop):
            site = await crawled(shop, Role.SERVICE, Role.HELP, Role.COMPLAINT, stakes=stakes)
        seen = site.view(Role.COMPLAINT)
        assert seen is not None
        assert seen.url.endswith("/right")
    assert shop.count("/wrong") == 0


async def test_another_control_at_the_same_place_is_not_pressed() -> None:
    swap = """<div id=b></div><script>const n = +(sessionStorage.n || 0); sessionStorage.n = n + 1;
        b.innerHTML = n ? "<button onclick=\\"location.href='/wrong'\\">删除</button>" : "<button>投诉中心</button>"</script>"""
    shop = Shop({"/": page(swap), "/wrong": page("<h1>别处</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT, Role.HELP)
    assert shop.count("/wrong") == 0
    gap = site.gap(Role.COMPLAINT)
    assert gap is not None
    assert gap.reason is GapReason.CONTROL


async def test_an_agreement_in_a_dialog_of_the_register_form_is_read() -> None:
    words = "用户服务协议 " + "甲方与乙方约定如下" * 20
    form = page(
        f"{DIALOG}{FORM}<span style='cursor:pointer' onclick=\"show('{words}')\">《用户服务协议》</span>", fill=""
    )
    shop = Shop({"/": page('<a href="/register">免费注册</a>'), "/register": form})
    async with served(shop):
        site = await crawled(shop, Role.REGISTER, Role.AGREEMENT)
    seen = site.view(Role.AGREEMENT)
    assert seen is not None, site.gaps
    assert "甲方与乙方约定如下" in seen.text
    assert (seen.found_by, seen.url) == (FoundBy.CLICK, shop.url + "register")


async def test_an_agreement_in_a_frame_of_the_register_form_is_read() -> None:
    form = page(f"{FORM}<iframe src='/xy' width=600 height=300></iframe>", fill="")
    document = page("<h1>用户服务协议</h1>")
    shop = Shop({"/": page('<a href="/register">免费注册</a>'), "/register": form, "/xy": document})
    async with served(shop):
        site = await crawled(shop, Role.REGISTER, Role.AGREEMENT, Role.PRIVACY)
    seen = site.view(Role.AGREEMENT)
    assert seen is not None, site.gaps
    assert seen.url == shop.url + "xy"
    assert site.view(Role.PRIVACY) is None


async def test_a_login_dialog_over_a_page_walls_off_the_cart_and_nothing_else() -> None:
    over = f"""<div role=dialog style="position:fixed;left:300px;top:100px;width:400px;height:300px;background:#fff">
        立即登录{FORM}</div>"""
    short = "本页说明我们怎样处理您的个人信息，包括收集、使用、保存、共享与删除，以及您的各项权利。" * 2
    shop = Shop({
        "/": page('<a href="/privacy">隐私政策</a><a href="/cart">购物车</a>'),
        "/privacy": page(f"<h1>隐私政策</h1>{over}", fill=short), "/cart": page(f"<h1>购物车</h1>{over}", fill=short),
    })  # fmt: skip
    async with served(shop):
        site = await crawled(shop, Role.PRIVACY, Role.CART)
    assert site.view(Role.PRIVACY) is not None
    gap = site.gap(Role.CART)
    assert gap is not None
    assert gap.reason is GapReason.LOGIN


async def test_a_cart_is_a_page_that_shows_one() -> None:
    home = page('<a href="/x">购物车</a>')
    for words, there in (("您的购物车还是空的，去逛逛吧", True), ("今日特惠", False)):
        shop = Shop({"/": home, "/x": page(f"<h1>{words}</h1>", fill=FILL)})
        async with served(shop):
            site = await crawled(shop, Role.CART)
        assert (site.view(Role.CART) is not None) is there
        assert (site.gap(Role.CART) is not None) is not there


async def test_home_is_no_agreement_and_no_about_page() -> None:
    lines = "".join(f"<p>第{number}件好物</p>" for number in range(20))
    home = page(f'<a href="/?from=footer">关于我们</a><a href="/xieyi">用户协议</a><a href="/help">帮助中心</a>{lines}')
    again = home.replace("<main>", "<main><p>现在是 12:00:01</p>")
    shop = Shop({"/": home, "/xieyi": again, "/help": page('<a href="/">关于我们</a>')})
    async with served(shop):
        site = await crawled(shop, Role.ABOUT, Role.AGREEMENT, Role.HELP)
    assert site.view(Role.ABOUT) is site.view(Role.AGREEMENT) is None


async def test_a_control_that_every_page_bears_is_pressed_in_vain_once() -> None:
    cart = "<button onclick=\"location.href='/cart?n=' + Math.random()\">购物车</button>"
    login = page("<h1>用户登录</h1><input type=password>", fill="")
    links = '<a href="/help">帮助中心</a><a href="/about">关于我们</a><a href="/rules">规则中心</a>'
    pages = {f"/{name}": page(f"{cart}<h1>{name}</h1>") for name in ("help", "about", "rules")}
    shop = Shop({"/": page(cart + links), "/cart": login, **pages})
    async with served(shop):
        site = await crawled(shop, Role.CART, Role.HELP, Role.ABOUT, Role.RULES)
    gap = site.gap(Role.CART)
    assert gap is not None
    assert gap.reason is GapReason.LOGIN
    assert shop.count("/cart") == 1


@pytest.mark.parametrize(
    ("more", "dead"), [("<a href='#s8'>八、争议解决</a>", True), ("<button>投诉举报</button>", False)]
)
async def test_an_entry_to_nowhere_stays_one_beside_links_into_their_own_page(more: str, dead: bool) -> None:
    terms = page(f"<h1>用户服务协议</h1>{more}<h2 id='s8'>八、争议解决</h2><p>本协议适用中国法律。</p>", "用户服务协议")
    home = page("<a href='javascript:void(0)'>投诉中心</a><a href='/terms'>用户服务协议</a>")
    shop = Shop({"/": home, "/terms": terms})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT, Role.AGREEMENT)
    gap = site.gap(Role.COMPLAINT)
    assert gap is not None
    # A control of the shop's own that did nothing may be one that we could not work.
    assert gap.detail == (DEAD_LINK if dead else DEAD).detail


@pytest.mark.parametrize("turn", ["'block'", "note.style.display ? '' : 'block'"])
async def test_a_link_without_an_address_that_brings_up_a_few_words_leads_somewhere(turn: str) -> None:
    note = "<style>#note {display:none}</style><p id=note>投诉请拨打 010-88886666</p>"
    home = page(f'<a href="javascript:void(0)" onclick="note.style.display={turn}">投诉中心</a>{note}')
    shop = Shop({"/": home})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT)
    gap = site.gap(Role.COMPLAINT)
    assert gap is not None
    assert gap.detail == DEAD.detail  # too few words to be a page, and no link to nowhere


SEARCH = "<header><form action='/s'><input type=search name=q placeholder=搜索></form></header>"


async def test_controls_of_home_that_do_nothing_cost_no_load_of_it() -> None:
    home = page(f"{SEARCH}<button>购物车</button><a href='#'>投诉中心</a><a href='/help'>帮助中心</a>")
    shop = Shop({"/": home, "/help": page("<h1>帮助中心</h1>"), "/s": page("<h1>搜索结果</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.CART, Role.COMPLAINT, Role.HELP, Role.SEARCH)
    assert site.view(Role.SEARCH) is not None, site.gaps
    assert {gap.role: gap.detail for gap in site.gaps} == {Role.CART: DEAD.detail, Role.COMPLAINT: DEAD_LINK.detail}
    assert shop.count("/") == 1
    assert site.environment["loads"] == "3"


async def test_what_a_control_of_home_brought_up_stands_on_no_later_page() -> None:
    words = "投诉电话 010-88886666，" + "工作日九点至十八点受理" * 20
    home = page(f"{DIALOG}{SEARCH}<button onclick=\"show('{words}')\">投诉中心</button><button>购物车</button>")
    shop = Shop({"/": home, "/s": page("<h1>搜索结果</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.COMPLAINT, Role.CART, Role.SEARCH, stakes={Role.COMPLAINT: 2.0})
    seen, found = site.view(Role.COMPLAINT), site.view(Role.SEARCH)
    assert seen is not None
    assert found is not None
    assert "010-88886666" in seen.text
    assert "搜索结果" in found.text
    assert site.gap(Role.CART) is not None
    assert len(site.all(Role.COMPLAINT)) == 1
    assert shop.count("/") == 3  # for the search, and for the cart's control once more
