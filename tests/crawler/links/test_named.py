"""What a shop links by name is opened: short labels in a footer, past mere stubs, within a budget that goes first to what weighs most."""

import pytest

from crawler.failure import DEAD_LINK
from crawler.site import Site
from crawler.urls import url_pattern
from crawler.vocabulary import FURTHER, Device, GapReason, Role
from tests.crawler.crawl_helpers import BOTH, Reply, Shop, crawled, page, served
from tests.crawler.links.named_shop import NAMED, named
from tests.crawler.network.counting_listeners import closed_port

pytestmark = pytest.mark.browser
ROLES = (
    Role.ABOUT, Role.HELP, Role.SOCIAL, Role.SELLER, Role.AFTER_SALES, Role.PAYMENT, Role.CREDIT, Role.DELIVERY, Role.COMPLAINT,
)  # fmt: skip


def paths(site: Site, role: Role) -> set[str]:
    return {"/" + view.url.split("/", 3)[3] for view in site.all(role)}


async def test_pages_named_by_short_labels_in_a_footer_are_all_opened_on_both_devices() -> None:
    async with served(named()) as shop:
        site = await crawled(shop, *ROLES, devices=BOTH)
    for device in BOTH:
        seen = {"/" + view.url.split("/", 3)[3] for view in site.only(1, device).views}
        assert set(NAMED.values()) <= seen, device
        assert "/d/3" in paths(site.only(1, device), Role.SOCIAL)
        assert "/d/4" in paths(site.only(1, device), Role.SELLER)
        assert {"/d/5", "/d/6"} <= paths(site.only(1, device), Role.AFTER_SALES)
        assert {"/d/1", "/d/2"} <= paths(site.only(1, device), Role.ABOUT)
    assert max(shop.count(path) for path in NAMED.values()) == 2  # once a device
    assert {gap.role for gap in site.gaps} == {Role.COMPLAINT}


async def test_a_stub_ends_no_search_and_is_not_the_best_of_its_role() -> None:
    async with served(named(stub=True)) as shop:
        site = await crawled(shop, Role.AFTER_SALES)
    assert {"/d/5", "/d/6"} <= paths(site, Role.AFTER_SALES)
    best = site.view(Role.AFTER_SALES)
    assert best is not None
    assert best.url.endswith("/d/6")


async def test_with_few_loads_the_pages_with_most_at_stake_come_first_and_the_rest_is_said_to_be_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from crawler.links import role_links

    monkeypatch.setattr(role_links, "FURTHER_LOADS", {Device.DESKTOP: 1, Device.MOBILE: 1})
    shop = named()
    shop.routes = {**shop.routes, "/": str(shop.routes["/"]).replace("公益助农", "助农")}
    async with served(shop):
        site = await crawled(
            shop, Role.SOCIAL, Role.SELLER, Role.COMPLAINT, stakes={Role.SELLER: 9.0, Role.SOCIAL: 1.0}
        )
    assert paths(site, Role.SELLER) == {"/d/4"}
    assert {(gap.role, gap.reason) for gap in site.gaps} == {
        (Role.SOCIAL, GapReason.BUDGET), (Role.COMPLAINT, GapReason.NOT_OFFERED),
    }  # fmt: skip


async def test_what_was_followed_in_vain_is_written_down_with_its_address_though_another_page_fills_the_role() -> None:
    wall = Reply(page("<p>访问过于频繁，请完成验证</p>", fill="").encode(), 403)
    home = page('<a href="/tousu">投诉中心</a><a href="/weiquan">消费者维权</a><a href="/gone">配送方式</a>')
    async with served(Shop({"/": home, "/tousu": wall, "/weiquan": page("<h1>维权</h1>")})) as shop:
        site = await crawled(shop, Role.COMPLAINT, Role.DELIVERY)
    assert paths(site, Role.COMPLAINT) == {"/weiquan"}
    gap = site.gap(Role.COMPLAINT, FURTHER)
    assert gap is not None
    assert (gap.reason, gap.url) == (GapReason.BLOCKED, shop.url + "tousu")
    entries = {fetch.asked.removeprefix(shop.url): fetch for fetch in site.fetches if fetch.purpose == "entry"}
    assert {path: fetch.status for path, fetch in entries.items()} == {"tousu": 403, "gone": 404}
    assert entries["gone"].error.startswith("error_page: HTTP 404")
    assert entries["gone"].text == "配送方式"


async def test_a_page_for_merchants_is_not_the_buyers() -> None:
    home = page('<a href="/m">商家帮助中心</a><a href="/h">帮助中心</a><a href="/s">售后服务</a>')
    shop = Shop(
        {
            "/": home,
            "/m": page("商家"),
            "/h": page("<h1>卖家帮助中心</h1>", "卖家帮助 - 商城"),
            "/s": page("<h1>售后服务</h1>"),
        }
    )
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.AFTER_SALES)
    assert site.view(Role.HELP) is None
    gap = site.gap(Role.HELP)
    assert gap is not None
    assert not gap.reason.about_them
    assert site.view(Role.AFTER_SALES) is not None
    assert shop.count("/m") == 0


async def test_addresses_that_differ_in_case_or_slash_alone_are_loaded_once() -> None:
    home = page('<a href="/Help">帮助中心</a><a href="/help/">常见问题</a><a href="/HELP">售后服务</a>')
    shop = Shop({"/": home, **{path: page("<h1>帮助</h1>") for path in ("/Help", "/help/", "/HELP")}})
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.AFTER_SALES)
    assert len(site.all(Role.HELP)) == len(site.all(Role.AFTER_SALES)) == 1
    assert shop.count("/Help") + shop.count("/help/") + shop.count("/HELP") == 1


def test_what_is_alike() -> None:
    assert url_pattern("https://a.cn/Help/") == url_pattern("http://A.cn/help")
    assert url_pattern("https://a.cn/p?id=A") != url_pattern("https://a.cn/p?id=a")
    assert url_pattern("https://a.cn/#/Help") != url_pattern("https://a.cn/#/help")
    assert url_pattern("https://a.cn/#/help") != url_pattern("https://a.cn/")
    assert url_pattern("https://a.cn/") == url_pattern("https://a.cn")


@pytest.mark.parametrize(
    ("control", "dead"),
    [
        ('<a href="#">投诉中心</a>', True),
        ('<a href="javascript:void(0)">投诉中心</a>', True),
        ("<a href='javascript:void(0)' onclick=\"fetch('/chat')\">投诉中心</a>", False),
        ("<a href='#' onclick=\"this.insertAdjacentHTML('afterend', '<b>扫码投诉</b>')\">投诉中心</a>", False),
        ("<button>投诉中心</button>", False),
    ],
)
async def test_a_link_to_nowhere_is_told_from_a_control_that_did_nothing_we_could_see(control: str, dead: bool) -> None:
    async with served(Shop({"/": page(control), "/chat": "ok"})) as shop:
        site = await crawled(shop, Role.COMPLAINT, Role.PRIVACY, devices=BOTH)
    for device in BOTH:
        gap = site.only(1, device).gap(Role.COMPLAINT)
        assert gap is not None
        assert gap.reason is GapReason.CONTROL
        assert (gap.detail == DEAD_LINK.detail) is dead
        assert gap.url == shop.url
        privacy = site.only(1, device).gap(Role.PRIVACY)
        assert privacy is not None
        assert privacy.reason is GapReason.NOT_OFFERED
    assert {(fetch.asked, fetch.url) for fetch in site.fetches if fetch.purpose == "entry"} == {(shop.url, "")}


async def test_a_dead_chat_and_a_dead_link_elsewhere_put_no_other_role_in_doubt() -> None:
    shut = closed_port()
    home = page(
        f'<a href="javascript:;">在线客服</a><a href="http://127.0.0.2:{shut}/">关于我们</a><a href="/cart">购物车</a>'
    )
    async with served(Shop({"/": home, "/cart": Reply(b"", 500)})) as shop:
        roles = (Role.SERVICE, Role.ABOUT, Role.CART, Role.COMPLAINT, Role.PRIVACY, Role.CREDIT)
        site = await crawled(shop, *roles, private=(f"127.0.0.2:{shut}",))
    assert {gap.role: gap.reason for gap in site.gaps} == {
        Role.SERVICE: GapReason.CONTROL, Role.ABOUT: GapReason.UNREACHABLE, Role.CART: GapReason.ERROR_PAGE,
        Role.COMPLAINT: GapReason.NOT_OFFERED, Role.PRIVACY: GapReason.NOT_OFFERED, Role.CREDIT: GapReason.NOT_OFFERED,
    }  # fmt: skip
