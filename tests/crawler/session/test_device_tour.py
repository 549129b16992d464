"""Every wanted page ends as a view or as a gap, a resumed visit loads nothing twice, and one page's fault is not another's."""

import pytest

from crawler.discovery.absence_proof import doubt_absence, leads_to_seen_list, leave_second_ways
from crawler.discovery.tried_leads import FailedLead, make_failure
from crawler.failure import DEAD, DEAD_LINK, UNPRESSED, LoadFailure
from crawler.links.fitting import HOME_AGAIN, SILENT
from crawler.links.role_links import Lead
from crawler.plan import Act, ActContext
from crawler.visit.presses.pressing import brought_up
from crawler.vocabulary import ARRIVED, LANDED, MENUS, Device, FoundBy, GapReason, Role
from tests.cases.build import element, view
from tests.crawler.crawl_helpers import BOTH, Memory, Reply, Shop, crawled, page, redirect, served, shrink
from tests.crawler.network.counting_listeners import closed_port

SHUT = closed_port()

SHOP = {
    "/": page(
        '<a href="/privacy">隐私政策</a><a href="/help">帮助中心</a><a href="/item/1.html">杯</a><a href="/list">全部商品</a>'
    ),
    "/privacy": page(
        '<h1>隐私</h1><a href="/p/1">隐私政策全文</a><a href="/p/2">儿童隐私保护</a><a href="/p/3">隐私政策摘要</a>'
    ),
    **{f"/p/{n}": page(f"<h1>第{n}份</h1>") for n in (1, 2, 3)},
    "/help": page("<h1>帮助</h1>"),
    "/item/1.html": page("<h1>杯</h1>"),
    "/list": page('<a href="/item/2.html">碗</a>'),
    "/item/2.html": page("<h1>碗</h1>"),
}
ROLES = (
    Role.PRIVACY,
    Role.HELP,
    Role.PRODUCT,
    Role.LIST,
    Role.ERROR,
    Role.COMPLAINT,
    Role.SEARCH,
    (Role.HOME, ARRIVED),
    (Role.HOME, MENUS),
)


@pytest.mark.browser
async def test_every_want_is_a_view_or_a_gap_on_both_devices_and_nothing_is_loaded_again() -> None:
    keep = Memory()
    async with served(Shop(SHOP)) as shop:
        site = await crawled(shop, *ROLES, devices=BOTH, keep=keep)
        assert {(gap.role, gap.reason) for gap in site.gaps} == {
            (Role.COMPLAINT, GapReason.NOT_OFFERED), (Role.SEARCH, GapReason.NOT_OFFERED),
        }  # fmt: skip
        privacy = site.only(1, Device.DESKTOP).all(Role.PRIVACY)
        assert [view.url.removeprefix(shop.url) for view in privacy] == ["privacy", "p/1", "p/2"]
        assert [view.clicks for view in privacy] == [1, 2, 2]
        assert (site.views, site.gaps) == (tuple(keep.views), tuple(keep.gaps))
        assert len({view.id for view in site.views}) == len(site.views)
        before = len(shop.asked)
        again = await crawled(shop, *ROLES, devices=BOTH, already=site.views)
        assert again.views == site.views
        assert int(again.environment["loads"]) == 0
        assert {one for one in shop.asked[before:] if not one.endswith(("/robots.txt", "/sitemap.xml"))} <= {
            f"GET {path}" for path in ("/complaint", "/complaints", "/tousu", "/xuncha-no-such-page-404")
        }


@pytest.mark.browser
async def test_a_budget_of_pages_leaves_named_gaps() -> None:
    async with served(Shop(SHOP)) as shop:
        site = await crawled(shop, *ROLES, pages=3)
    assert int(site.environment["loads"]) == 3
    assert {gap.reason for gap in site.gaps if gap.role is not Role.SEARCH} == {GapReason.BUDGET}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(b"%PDF-1.4", kind="application/pdf"), None),
        (Reply(b"{}", kind="application/json"), GapReason.ERROR_PAGE),
        (Reply(page("请登录后查看", fill="").encode()), GapReason.LOGIN),
        (redirect(f"http://127.0.0.1:{SHUT}/"), GapReason.UNREACHABLE),
        (redirect("http://10.0.0.1/"), GapReason.REFUSED_BY_GUARD),
        (Reply(b"<title>x</title>"), GapReason.BLANK),
    ],
)
@pytest.mark.browser
async def test_a_home_page_that_cannot_be_had_is_the_reason_of_all(answer: Reply, reason: GapReason | None) -> None:
    async with served(Shop({"/": answer})) as shop:
        site = await crawled(shop, Role.HELP, Role.SEARCH, (Role.HOME, ARRIVED), private=(f"127.0.0.1:{SHUT}",))
    assert not site.views
    assert len({gap.reason for gap in site.gaps}) == 1
    assert reason is None or site.gaps[0].reason is reason
    assert not site.gaps[0].reason.about_them


@pytest.mark.browser
async def test_a_home_page_that_a_script_draws_late_is_no_blank_one() -> None:
    words = "<h1>百禾粮仓</h1><a href='/help'>帮助中心</a>"
    late = f"<div id='root'></div><script>setTimeout(() => {{ root.innerHTML = `{words}` }}, 1500)</script>"
    async with served(Shop({"/": Reply(late.encode()), "/help": page("配送与退换。" * 30)})) as shop:
        site = await crawled(shop, Role.HELP, (Role.HOME, ARRIVED))
    home, arrived = site.view(Role.HOME), site.view(Role.HOME, ARRIVED)
    assert home is not None
    assert arrived is not None
    assert "百禾粮仓" in home.text
    assert "百禾粮仓" in arrived.text
    assert site.view(Role.HELP) is not None


@pytest.mark.browser
async def test_an_address_that_failed_is_not_asked_again_for_other_roles() -> None:
    home = page('<a href="/x">帮助中心</a><a href="/x">联系我们</a><a href="/x">退换货</a>')
    async with served(Shop({"/": home})) as shop:
        site = await crawled(shop, Role.HELP, Role.SERVICE, Role.AFTER_SALES)
    assert {gap.reason for gap in site.gaps} == {GapReason.ERROR_PAGE}
    assert shop.count("/x") == 1


@pytest.mark.browser
async def test_a_link_that_brings_up_the_home_page_again_is_no_page_of_its_role() -> None:
    home = page('<a href="/privacy">隐私政策</a>')
    async with served(Shop({"/": home, "/privacy": home})) as shop:
        gap = (await crawled(shop, Role.PRIVACY)).gap(Role.PRIVACY)
    assert gap is not None
    assert gap.reason is GapReason.ERROR_PAGE


@pytest.mark.browser
async def test_the_status_is_that_of_the_page_a_script_led_to() -> None:
    first: list[str] = []

    def challenge(target: str) -> Reply:
        first.append(target)
        if len(first) > 1:
            return Reply(page("<h1>首页</h1>").encode())
        return Reply(b"<script>document.cookie='ok=1'; setTimeout(() => location.reload(), 50)</script>", 521)

    async with served(Shop({"/": challenge})) as shop:
        site = await crawled(shop)
    home = site.view(Role.HOME)
    assert home is not None
    assert home.status == 200


@pytest.mark.browser
async def test_an_act_that_falls_short_leaves_gaps_about_us() -> None:
    async def fine(visit: ActContext) -> None:
        await visit.capture(Role.HOME, "pressed")

    async def short(visit: ActContext) -> None:
        await visit.open(visit.here.url + "missing")

    ended: list[str] = []

    async def slow(visit: ActContext) -> None:
        await visit.wait(60)
        ended.append("slow")

    with pytest.MonkeyPatch.context() as patch:
        shrink(patch, act_seconds=4.0)
        acts = tuple(
            Act(name, Role.HOME, ((Role.HOME, name if name != "fine" else "pressed"),), run)
            for name, run in (("fine", fine), ("short", short), ("slow", slow))
        )
        async with served(Shop(SHOP)) as shop:
            site = await crawled(shop, (Role.HOME, "pressed"), (Role.HOME, "short"), (Role.HOME, "slow"), acts=acts)
    assert ended == []
    assert site.view(Role.HOME, "pressed") is not None
    assert {gap.state: gap.reason for gap in site.gaps} == {"short": GapReason.ERROR_PAGE, "slow": GapReason.TIMEOUT}


@pytest.mark.browser
async def test_a_fault_of_ours_is_loud_and_ends_the_crawl() -> None:
    async def broken(visit: ActContext) -> None:
        raise KeyError("a bug")

    acts = (Act("broken", Role.HOME, ((Role.HOME, "pressed"),), broken),)
    async with served(Shop(SHOP)) as shop:
        with pytest.raises(KeyError, match="a bug"):
            await crawled(shop, (Role.HOME, "pressed"), acts=acts, devices=BOTH)


def failing(role: Role, stop: LoadFailure, *, own: bool = True, url: str = "https://shop.example/x") -> FailedLead:
    return FailedLead(Lead(role, url, None, 1.0, FoundBy.LINK, 1, ()), stop, own)


def test_doubt_about_what_nobody_links_is_counted_in_pages_of_the_shop() -> None:
    blank, login = LoadFailure(GapReason.BLANK, "x"), LoadFailure(GapReason.LOGIN, "y")
    assert doubt_absence(Role.COMPLAINT, {}, 1, ()) is None
    lost = failing(Role.HELP, blank)
    assert doubt_absence(Role.COMPLAINT, {Role.HELP: lost}, 9, (lost,)) is not None
    behind = {role: failing(role, login) for role in (Role.SERVICE, Role.CART)}
    assert doubt_absence(Role.COMPLAINT, behind, 1, tuple(behind.values())) is None
    # Behind a login nothing is offered to the public; but where nothing else was seen, it may be us who are walled off.
    assert doubt_absence(Role.COMPLAINT, {Role.HELP: failing(Role.HELP, login)}, 9, ()) is None
    assert doubt_absence(Role.COMPLAINT, {Role.HELP: failing(Role.HELP, login)}, 0, ()) is not None
    robots = failing(Role.LOGIN, LoadFailure(GapReason.ROBOTS, "robots.txt"))
    assert doubt_absence(Role.REGISTER, {Role.LOGIN: robots}, 9, ()) is not None
    assert doubt_absence(Role.COMPLAINT, {Role.LOGIN: robots}, 9, ()) is None
    one, two = failing(Role.MEMBER, blank), failing(Role.PAYMENT, blank, url="https://shop.example/y")
    assert doubt_absence(Role.COMPLAINT, {Role.MEMBER: one}, 4, (one,)) is None
    assert doubt_absence(Role.COMPLAINT, {Role.MEMBER: one, Role.PAYMENT: two}, 4, (one, two)) is not None


def test_one_lost_page_hides_what_its_link_named_and_a_dead_one_hides_nothing() -> None:
    slow, gone = LoadFailure(GapReason.TIMEOUT, "x"), LoadFailure(GapReason.ERROR_PAGE, "HTTP 404")
    invoice = failing(Role.PAYMENT, slow)
    assert doubt_absence(Role.COMPLAINT, {Role.PAYMENT: invoice}, 1, (invoice,)) is None
    two = (invoice, failing(Role.MEMBER, slow, url="https://shop.example/y"))
    assert doubt_absence(Role.COMPLAINT, {}, 1, two) is not None
    for stop in (gone, LoadFailure(GapReason.ERROR_PAGE, "redirected to <error>")):
        dead = tuple(failing(role, stop, url=f"https://shop.example/{role}") for role in (Role.HELP, Role.MEMBER))
        assert doubt_absence(Role.COMPLAINT, {one.lead.role: one for one in dead}, 1, dead) is None
    # A server that failed may have the page: as a help centre it may hold the entry.
    broken = failing(Role.HELP, LoadFailure(GapReason.ERROR_PAGE, "HTTP 500"))
    assert doubt_absence(Role.COMPLAINT, {Role.HELP: broken}, 9, (broken,)) is not None


def test_what_is_elsewhere_and_controls_that_do_nothing_raise_no_doubt() -> None:
    away = failing(Role.ABOUT, LoadFailure(GapReason.UNREACHABLE, "dns"), own=False, url="https://gov.example/")
    assert doubt_absence(Role.COMPLAINT, {Role.ABOUT: away}, 1, ()) is None
    for stop in (DEAD, DEAD_LINK, UNPRESSED):
        talk = failing(Role.SERVICE, stop, url="")
        assert doubt_absence(Role.COMPLAINT, {Role.SERVICE: talk}, 1, ()) is None
    # A help centre behind a control that we could not press may hold the entry.
    assert doubt_absence(Role.COMPLAINT, {Role.HELP: failing(Role.HELP, UNPRESSED, url="")}, 1, ()) is not None
    assert doubt_absence(Role.COMPLAINT, {Role.HELP: failing(Role.HELP, DEAD, url="")}, 1, ()) is None


@pytest.mark.browser
async def test_what_a_press_brings_up() -> None:
    async with served(Shop({"/": page("一"), "/help": page("二")})) as shop:
        home = (await crawled(shop)).view(Role.HOME, LANDED)
    assert home is not None
    assert not brought_up(home, home)


@pytest.mark.parametrize(("href", "own"), [("http://help.example.net/5", False), ("/help", True), ("", True)])
def test_a_pressed_link_to_another_site_that_cannot_be_had_hides_what_it_names_and_no_page_of_the_shop(
    href: str, own: bool
) -> None:
    """帮助中心 of a template may lead to its maker: no entry of the shop's own stands there."""
    home, gone = "https://shop.example/", LoadFailure(GapReason.UNREACHABLE, "dns: Name or service not known")
    address = f"https://shop.example{href}" if href.startswith("/") else href
    pressed = Lead(
        Role.HELP, "", element(1, home, text="帮助中心", href=address), 1.0, FoundBy.LINK, 1, ("帮助中心",), on=home
    )
    failed = make_failure(pressed, gone, home)
    assert failed.own is own
    assert failed.url == (home if own else address)  # where it leads is told of what is none of the shop's
    assert (doubt_absence(Role.COMPLAINT, {Role.HELP: failed}, 9, (failed,)) is not None) is own


@pytest.mark.parametrize(("href", "own"), [("http://help.example.net/5", False), ("https://shop.example/help", True)])
def test_a_pressed_box_leads_where_the_link_in_it_does(href: str, own: bool) -> None:
    home, gone = "https://shop.example/", LoadFailure(GapReason.UNREACHABLE, "dns: Name or service not known")
    box = {"tag": "li", "text": "帮助中心", "clickable": True}
    page = view(Role.HOME, elements=[box, {"tag": "a", "text": "帮助中心", "href": href, "parent": 0}], url=home)
    pressed = Lead(Role.HELP, "", page.elements[0], 1.0, FoundBy.CLICK, 1, ("帮助中心",), on=home)
    assert make_failure(pressed, gone, home, page).own is own


def make_entry(label: str, stop: LoadFailure, url: str | None = None) -> FailedLead:
    address = f"https://shop.example/{label}" if url is None else url
    return FailedLead(Lead(Role.AGREEMENT, address, None, 1.0, FoundBy.LINK, 1, (label,)), stop, own=True)


def test_a_link_that_leads_home_hides_no_page_that_its_name_opened_elsewhere_on_the_device() -> None:
    opened = view(Role.AGREEMENT, "会员约定的正文", device=Device.MOBILE, path=("会员约定",))
    home, other = make_entry("会员约定", HOME_AGAIN), make_entry("交易规则", HOME_AGAIN)
    broken = make_entry("会员约定", LoadFailure(GapReason.BLANK, "x"))
    lost = (home, other, broken)
    assert leave_second_ways(lost, [opened], Device.MOBILE) == (other, broken)
    assert leave_second_ways(lost, [opened], Device.DESKTOP) == lost
    assert leave_second_ways(lost, [], Device.MOBILE) == lost
    more = make_entry("更多", HOME_AGAIN)  # names no page
    assert leave_second_ways([more], [view(Role.ABOUT, device=Device.MOBILE, path=("更多",))], Device.MOBILE) == (more,)


def test_an_entry_that_came_to_a_list_hides_nothing_where_that_list_was_seen_on_the_device() -> None:
    listed = make_entry("联系客服", SILENT, "https://shop.example/help")
    index = view(Role.HELP, device=Device.MOBILE, url="https://shop.example/help")
    assert leave_second_ways((listed,), [index], Device.MOBILE) == ()
    assert leave_second_ways((listed,), [index], Device.DESKTOP) == (listed,)  # the list was not seen there
    assert leave_second_ways((listed,), [], Device.MOBILE) == (listed,)
    assert leads_to_seen_list(listed, [index], Device.MOBILE)
    assert not leads_to_seen_list(
        make_entry("联系客服", SILENT, ""), [index], Device.MOBILE
    )  # where a press led is not known
