"""A control without an address that names a page is pressed where the tour stands, and what it did is known without a second load."""

from __future__ import annotations

import pytest

from crawler.site import Site
from crawler.vocabulary import Device, FoundBy, Role
from probes.pages.absence.unopened import Surface
from tests.crawler.crawl_helpers import Reply, Route, Shop, crawled, page, served

pytestmark = pytest.mark.browser

# A home page of fewer links is pressed all over, as a framework's. These bear no name and lead to no page: a visit opens none of them.
LINKS = "".join(
    f'<a href="/a/{number}.jpg" style="display:inline-block;width:20px;height:20px"></a>' for number in range(1, 8)
)
NAV = f'<nav><a href="/help">帮助中心</a><a href="/privacy">隐私政策</a>{LINKS}</nav>'
WANTED = (Role.HELP, Role.PRIVACY, Role.AGREEMENT, Role.AFTER_SALES, Role.COMPLAINT, Role.RULES)


def write_document(name: str) -> str:
    return page(f"{NAV}<h1>{name}</h1>", name, fill="<br>".join(f"{name}，第{number}段" for number in range(12)))


def shop_with(body: str, **more: Route) -> Shop:
    """A shop with many links, whose help page holds these controls."""
    routes: dict[str, Route] = {
        "/": page(NAV),
        "/help": page(f"{NAV}<h1>帮助中心</h1>{body}", "帮助中心"),
        "/privacy": write_document("隐私政策"),
    }
    return Shop(routes | {f"/{path}": route for path, route in more.items()})


async def tour_shop(shop: Shop, device: Device = Device.DESKTOP) -> Site:
    async with served(shop) as there:
        return await crawled(there, *WANTED, devices=(device,))


def list_unopened(site: Site, device: Device = Device.DESKTOP) -> set[str]:
    return {entry.label for entry in Surface.of(site, device, 1).entries}


def list_pressed(site: Site) -> dict[str, str]:
    return {fetch.text: fetch.url for fetch in site.fetches if fetch.purpose == "press"}


@pytest.mark.parametrize("device", Device)
@pytest.mark.parametrize("how", ["location.href='/agree'", "window.open('/agree')"])
async def test_a_page_that_only_a_press_leads_to_is_opened_once_in_its_role(device: Device, how: str) -> None:
    shop = shop_with(f'<a href="javascript:void({how})">《服务协议》</a>', agree=write_document("用户服务协议"))
    site = await tour_shop(shop, device)
    agreement = site.view(Role.AGREEMENT)
    assert agreement is not None
    assert (agreement.found_by, agreement.path[-1]) == (FoundBy.CLICK, "《服务协议》")
    assert shop.count("/agree") == shop.count("/help") == 1
    assert not list_unopened(site, device)


async def test_a_press_that_leads_to_a_page_seen_already_loads_nothing() -> None:
    shop = shop_with("<div onclick=\"location.href='/privacy'\">我们的隐私声明</div>")
    site = await tour_shop(shop)
    assert {label: url.rpartition("/")[2] for label, url in list_pressed(site).items()} == {"我们的隐私声明": "privacy"}
    assert shop.count("/privacy") == shop.count("/help") == 1
    assert not list_unopened(site)


async def test_a_page_that_a_press_leads_to_and_nobody_could_open_is_still_lacking() -> None:
    shop = shop_with("<div onclick=\"location.href='/agree'\">用户协议</div>", agree=Reply(b"down", 503))
    site = await tour_shop(shop)
    assert "用户协议" in list_pressed(site)
    assert site.view(Role.AGREEMENT) is None
    assert list_unopened(site) == {"用户协议"}


TAB = """<ul><li onclick="t.innerHTML='{said}'">售后服务</li></ul><div id="t">每只杯子都有编号。</div>"""


async def test_what_a_press_shows_on_its_page_is_a_view_of_that_alone() -> None:
    shop = shop_with(TAB.format(said="<p>收到七天内可退，运费由本店出。</p>"))
    site = await tour_shop(shop)
    shown = site.view(Role.AFTER_SALES)
    assert shown is not None
    assert shown.text.strip() == "收到七天内可退，运费由本店出。"
    assert "帮助中心" not in {element.own for element in shown.elements}
    assert all(element.id == at for at, element in enumerate(shown.elements))
    assert shown.screenshot
    assert shop.count("/help") == 1
    assert not list_unopened(site)


async def test_what_a_press_asks_for_and_does_not_get_stays_unopened() -> None:
    asks = "t.innerHTML = '<p>正在为您读取内容，请您稍等一会儿。</p>'; fetch('/tab')"
    shop = shop_with(f'<ul><li onclick="{asks}">隐私保护</li></ul><div id="t">杯子</div>', tab=Reply(b"no", 500))
    site = await tour_shop(shop)
    assert shop.count("/tab") == 1
    assert list_unopened(site) == {"隐私保护"}


async def test_nothing_is_sent_by_a_press_and_what_would_be_stays_unopened() -> None:
    sends = "fetch('/told', {method: 'POST'}); new Image().src = '/seen'"
    form = '<form id="f" method="post" action="/told"></form><span onclick="f.submit()">帮助大全</span>'
    moves = "history.pushState({}, '', '/agree'); t.textContent = '正在读取'; fetch('/told', {method: 'POST'})"
    routed = f'<li id="t" onclick="{moves}">服务协议</li>'
    shop = shop_with(f'<span onclick="{sends}">隐私保护</span>{form}{routed}', agree=write_document("用户服务协议"))
    site = await tour_shop(shop)
    assert shop.methods() == {"GET"}
    assert shop.count("/seen") == 1
    agreement = site.view(
        Role.AGREEMENT
    )  # a route that did not get its data is no page yet: it is opened by its address
    assert agreement is not None
    assert "第11段" in agreement.text
    assert list_unopened(site) == {"隐私保护", "帮助大全"}


@pytest.mark.parametrize(("logged", "loads"), [("console.error('ReferenceError: turned is not defined');", 1), ("", 0)])
async def test_what_breaks_off_beside_a_route_is_held_against_no_page_that_its_own_document_tells_of(
    logged: str, loads: int
) -> None:
    """A page that was left runs on in the same document, and its carousel may fail while the next page is read."""
    said = "协议第一条"
    moves = f"history.pushState({{}}, '', '/agree'); document.body.innerHTML = '<p>{said * 30}</p>'; {logged}"
    shop = shop_with(f'<li onclick="{moves}">服务协议</li>', agree=page(said * 30))
    site = await tour_shop(shop)
    agreement = site.view(Role.AGREEMENT)
    assert agreement is not None
    assert said in agreement.text
    assert not agreement.console_errors
    assert shop.count("/agree") == loads
    assert not list_unopened(site)


async def test_a_control_that_does_nothing_is_recorded_as_dead() -> None:
    shop = shop_with('<span style="cursor:pointer">隐私保护</span>')
    site = await tour_shop(shop)
    told = [fetch for fetch in site.fetches if fetch.purpose == "entry"]
    assert [fetch.text for fetch in told if fetch.error.startswith("control: pressing")] == ["隐私保护"]
    assert shop.count("/help") == 1
    assert not list_unopened(site)


async def test_a_control_that_asks_for_a_login_is_neither_dead_nor_opened() -> None:
    asks = "t.innerHTML = '<p>请先登录</p>'"
    shop = shop_with(f'<ul><li onclick="{asks}">隐私保护</li></ul><div id="t"></div>')
    site = await tour_shop(shop)
    assert not [fetch for fetch in site.fetches if fetch.error.startswith("control: pressing")]
    assert list_unopened(site) == {"隐私保护"}


async def test_a_label_that_may_act_is_left_alone_whatever_it_names() -> None:
    labels = ("申请隐私保护", "提交隐私意见", "登录后查看隐私政策", "咨询客服帮助")
    shop = shop_with("".join(f"<p><span onclick=\"fetch('/told')\">{label}</span></p>" for label in labels))
    await tour_shop(shop)
    assert shop.count("/told") == 0


@pytest.mark.parametrize(
    ("control", "open_"),
    [('<a href="">隐私保护</a>', set()), ('<span onclick="location.reload()">隐私保护</span>', {"隐私保护"})],
    ids=["a link to itself", "a script that loads the page anew"],
)
async def test_a_link_to_its_own_page_was_seen_and_a_page_loaded_anew_may_show_something_else(
    control: str, open_: set[str]
) -> None:
    shop = shop_with(control)
    site = await tour_shop(shop)
    assert shop.count("/help") == 1
    assert list_unopened(site) == open_


async def test_several_controls_are_pressed_on_one_copy_of_their_page() -> None:
    body = "".join(
        f"<div onclick=\"location.href='/{name}'\">{label}</div>"
        for name, label in (("agree", "服务协议"), ("rules", "平台规则"))
    )
    shop = shop_with(
        body + TAB.format(said="<p>收到七天内可退，运费由本店出。</p>"),
        agree=write_document("服务协议"),
        rules=write_document("平台规则"),
    )
    site = await tour_shop(shop)
    assert {role: site.view(role) is not None for role in WANTED if role is not Role.COMPLAINT} == dict.fromkeys(
        (role for role in WANTED if role is not Role.COMPLAINT), True
    )
    assert shop.count("/help") == shop.count("/agree") == shop.count("/rules") == 1
    assert not list_unopened(site)


PARTS = [("配送说明", "支付方式"), ("交易规则", "投诉与建议")]
TURNED = "".join(
    f"<div class=list {'' if part == 0 else 'hidden'}>"
    + "".join(f'<a href="/d/{2 * part + at}">{said}</a>' for at, said in enumerate(names))
    + "</div>"
    for part, names in enumerate(PARTS)
)
PAGER = (
    "<div><button>上一页</button><ul><li>1</li><li style='cursor:pointer' "
    "onclick=\"document.querySelectorAll('.list').forEach((one, at) => one.hidden = at != 1)\">2</li></ul>"
    "<button>下一页</button></div>"
)


async def test_a_list_of_texts_is_turned_and_what_it_then_names_is_opened() -> None:
    documents = {f"d/{number}": write_document(said) for number, said in enumerate(sum(PARTS, ()))}
    site = await tour_shop(shop_with(TURNED + PAGER, **documents))
    rules, complaint = site.view(Role.RULES), site.view(Role.COMPLAINT)
    assert rules is not None
    assert complaint is not None
    assert {rules.url[-4:], complaint.url[-4:]} == {"/d/2", "/d/3"}


ROWS = (
    "售后服务",
    "退款说明",
    "退换货政策",
    "投诉建议",
    "平台规则",
    "服务协议",
    "退货流程",
    "交易规则",
    "隐私说明",
    "常见问题",
)
HELP_ROWS = "".join(
    f"<li onclick=\"t.innerHTML='{''.join(f'<p>{name}第{part}条</p>' for part in range(12))}'\">{name}</li>"
    for name in ROWS
)


async def test_all_rows_of_a_help_are_pressed_also_one_whose_name_did_nothing_on_home() -> None:
    """What one copy of a page leaves unpressed is pressed on the next, and what did nothing in the footer of home is a row of the help."""
    shop = shop_with(f"<ul>{HELP_ROWS}</ul><div id='t'>请选择。</div>")
    shop.routes = {**shop.routes, "/": page(f"{NAV}<footer><span onclick='1'>常见问题</span></footer>")}
    site = await tour_shop(shop)
    shown = {view.path[-1] for view in site.views if view.found_by is FoundBy.CLICK}
    assert shown >= set(ROWS)
    assert "常见问题" in {fetch.text for fetch in site.fetches if fetch.purpose == "entry" and not fetch.url}
    assert shop.count("/help") <= 4  # once as a page, once for a role that it lacks, and for what is left
