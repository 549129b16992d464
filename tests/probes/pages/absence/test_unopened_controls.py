"""Controls without an address: which of them are entries to a page that nobody opened, and which name their own."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.site import Fetch
from crawler.vocabulary import Device, FoundBy
from probes.finding import Outcome
from probes.pages.absence.unopened import Surface
from tests.cases.build import AT, SHOP, site, view
from tests.probes.pages.absence.test_unopened import RETURNS, ask


@pytest.mark.parametrize(
    ("region", "outcome"), [("header", Outcome.NO), ("main", Outcome.NO), ("footer", Outcome.NOT_SEEN)]
)
def test_the_last_step_of_a_trail_names_its_page_where_that_says_the_same_in_words(
    region: str, outcome: Outcome
) -> None:
    step = {"text": "服务协议与退款说明", "tag": "span", "role": "link", "clickable": True, "region": "nav"}
    named = {"text": "服务协议与退款说明", "tag": "div", "region": region}
    page = view("agreement", "栗子集市，家常好物，包邮到家。", [step, named], title="栗子集市")
    assert ask(RETURNS, {"text": "栗子"}, page).outcome is outcome


@pytest.mark.parametrize(
    ("mark", "said", "outcome"),
    [
        ("/", "退款说明", Outcome.NO),
        ("›", "退款说明", Outcome.NO),
        ("", "退款说明", Outcome.NOT_SEEN),
        ("/", "退款说明细则", Outcome.NOT_SEEN),
    ],
)
def test_the_last_step_of_a_trail_may_be_a_link_to_its_own_page(mark: str, said: str, outcome: Outcome) -> None:
    """Breadcrumbs of many style sheets draw the mark before each step and give the last the address #."""
    step = {"tag": "li", "region": "nav", "pseudo": mark}
    link = {"text": said, "tag": "a", "clickable": True, "region": "nav", "parent": 0}
    title = {"text": "退款说明", "tag": "h1", "heading": 1, "region": "main"}
    page = view("agreement", "栗子集市，家常好物，包邮到家。", [step, link, title], title="退款说明 | 栗子集市")
    assert ask(RETURNS, {"text": "栗子"}, page).outcome is outcome


@pytest.mark.parametrize(("step", "outcome"), [("《退款说明》", Outcome.NO), ("关于退款说明的公告", Outcome.NOT_SEEN)])
def test_a_control_that_says_the_name_by_which_a_page_was_opened_leads_there(step: str, outcome: Outcome) -> None:
    control = {"text": "退款说明", "tag": "span", "clickable": True, "region": "dialog"}
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r", path=[step])
    assert ask(RETURNS, control, page).outcome is outcome


@pytest.mark.parametrize(("role", "outcome"), [("list", Outcome.NO), ("help", Outcome.NOT_SEEN)])
def test_a_shelf_that_was_opened_by_its_label_is_what_a_control_of_that_label_shows(
    role: str, outcome: Outcome
) -> None:
    """A bar of kinds on each list repeats the labels of the menu, without addresses."""
    control = {"text": "退款说明专区", "tag": "span", "clickable": True, "region": "main"}
    shelf = view(role, "瓷杯 秋茶", url=f"{SHOP}c/2", path=["退款说明专区"])
    assert ask(RETURNS, control, shelf, view("after_sales", "本店用心服务。", url=f"{SHOP}r")).outcome is outcome


def test_a_block_around_controls_is_no_entry_of_its_own() -> None:
    block = {"text": "已阅读并同意《退款说明》", "tag": "label", "clickable": True}
    inner = {"text": "《退款说明》", "tag": "span", "clickable": True, "parent": 0}
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r", path=["《退款说明》"])
    login = view("login", "登录", [block | {"tag": "div"}, inner])
    assert ask(RETURNS, {"text": "栗子"}, page, login).outcome is Outcome.NO
    bare = view("login", "登录", [block | {"tag": "div"}])
    assert ask(RETURNS, {"text": "栗子"}, page, bare).outcome is Outcome.NOT_SEEN


PICTURE = {"tag": "img", "image": "/i/9.png", "ocr": "退款说明", "clickable": True, "box": (100, 900, 750, 300)}


@pytest.mark.parametrize(
    ("role", "changes", "outcome"),
    [
        ("product", {}, Outcome.NO),
        ("product", {"region": "nav", "box": (0, 900, 1360, 146)}, Outcome.NO),  # in a panel of tabs
        ("product", {"region": "nav"}, Outcome.NOT_SEEN),
        ("product", {"href": "/not-opened"}, Outcome.NOT_SEEN),
        ("product", {"region": "dialog"}, Outcome.NOT_SEEN),
        ("product", {"tag": "div", "text": "退款说明"}, Outcome.NOT_SEEN),
        ("help", {}, Outcome.NOT_SEEN),
    ],
)
def test_a_picture_of_a_description_that_is_pressed_to_see_it_larger_is_no_entry(
    role: str, changes: dict[str, object], outcome: Outcome
) -> None:
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    there = view(role, "秋茶一罐，生津止渴。", [PICTURE | {"region": "main"} | changes], url=f"{SHOP}g")
    assert ask(RETURNS, {"text": "栗子"}, page, there).outcome is outcome


CONTROL = {"text": "退款说明", "tag": "span", "clickable": True}


def note_press(url: str, device: Device = Device.DESKTOP) -> Fetch:
    return Fetch("x1", "press", 1, SHOP, url, None, AT, 0.0, text="退款说明", device=device)


@pytest.mark.parametrize(
    ("led", "outcome"),
    [
        (f"{SHOP}r", Outcome.NO),
        (f"{SHOP}not-opened", Outcome.NOT_SEEN),
        (f"{SHOP}goods/12.html", Outcome.NO),
        ("https://elsewhere.example/r", Outcome.NO),
    ],
)
def test_a_press_opens_what_it_led_to_only_where_that_page_was_opened(led: str, outcome: Outcome) -> None:
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, CONTROL, page, note_press(led)).outcome is outcome


def test_two_presses_that_led_to_different_pages_must_both_have_been_opened() -> None:
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, CONTROL, page, note_press(f"{SHOP}r"), note_press(f"{SHOP}s")).outcome is Outcome.NOT_SEEN


def test_a_press_that_led_to_a_login_is_told_like_a_link_that_did() -> None:
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    wall = Fetch("x2", "entry", 1, f"{SHOP}own", f"{SHOP}own", 200, AT, 0.0, error="login: x", device=Device.DESKTOP)
    answers = [
        ask(RETURNS, control, page, *more, wall)
        for control, more in (
            (CONTROL, (note_press(f"{SHOP}own"),)),
            ({"text": "退款说明", "href": "/own"}, ()),
            (
                CONTROL,
                (dataclasses.replace(wall, asked=SHOP, url="", text="退款说明"),),
            ),  # the press itself ended there
        )
    ]
    assert {answer.outcome for answer in answers} == {Outcome.NOT_SEEN}
    assert {answer.reason for answer in answers} == {"login"}


def test_a_press_on_another_device_says_nothing() -> None:
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, CONTROL, page, note_press(f"{SHOP}r", Device.MOBILE)).outcome is Outcome.NOT_SEEN


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("control: pressing the control brought up nothing that we could see", Outcome.NO),
        ("control: the control could not be pressed", Outcome.NOT_SEEN),
        ("control: the control asks for what we do not send: POST /r", Outcome.NOT_SEEN),
    ],
)
def test_only_a_press_that_brought_up_nothing_shows_that_nothing_is_there(error: str, outcome: Outcome) -> None:
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    tried = Fetch("x1", "entry", 1, SHOP, "", None, AT, 0.0, text="退款说明", error=error, device=Device.DESKTOP)
    assert ask(RETURNS, CONTROL, page, tried).outcome is outcome


def test_arrows_and_kinds_of_what_stands_on_a_page_are_no_entries_and_links_and_longer_labels_are() -> None:
    controls = [{"text": said, "tag": "span", "clickable": True} for said in ("默认", "prev", "默认介入的办法")]
    link = {"text": "默认", "href": "/about/default"}
    page = view("product", "秋茶一罐。", [*controls, link], url=f"{SHOP}g")
    entries = Surface.of(site(view("home", "栗子集市"), page), Device.DESKTOP, 1).entries
    assert [(entry.label, bool(entry.url)) for entry in entries] == [("默认介入的办法", False), ("默认", True)]


def make_row(first: str, *others: str, place: str = "#asked>a") -> list[dict[str, Any]]:
    return [
        {"text": said, "tag": "a", "role": "link", "clickable": True, "selector": f"{place}:nth-child({at})"}
        for at, said in enumerate((first, *others), 1)
    ]


@pytest.mark.parametrize(
    ("role", "first", "changes", "outcome"),
    [
        ("product", "全部咨询", {}, Outcome.NO),
        ("search", "所有问题", {}, Outcome.NO),
        ("help", "全部咨询", {}, Outcome.NOT_SEEN),  # kinds of texts, not of what is asked of goods
        ("product", "全部商品", {}, Outcome.NOT_SEEN),  # a menu that begins with its list of goods
        ("product", "商品咨询", {}, Outcome.NOT_SEEN),
        ("product", "全部咨询", {"region": "footer"}, Outcome.NOT_SEEN),
        ("product", "全部咨询", {"href": "/not-opened"}, Outcome.NOT_SEEN),
    ],
)
def test_a_row_that_begins_with_all_of_a_kind_on_a_page_of_goods_chooses_among_them(
    role: str, first: str, changes: dict[str, object], outcome: Outcome
) -> None:
    shown = make_row(first, "支付说明", "退款说明", "配送说明")
    shown[2] |= changes
    there = view(role, "秋茶一罐，生津止渴。", shown, url=f"{SHOP}g")
    assert (
        ask(RETURNS, {"text": "栗子"}, view("after_sales", "本店用心服务。", url=f"{SHOP}r"), there).outcome is outcome
    )


@pytest.mark.parametrize(("href", "outcome"), [("/goods/9.html", Outcome.NO), ("/notice/9.html", Outcome.NOT_SEEN)])
@pytest.mark.parametrize("price", ["¥ 9.00", ""])
def test_a_name_on_a_card_of_one_thing_for_sale_is_the_name_of_that(href: str, outcome: Outcome, price: str) -> None:
    card: list[dict[str, Any]] = [
        {
            "text": "退款说明图章",
            "tag": "a",
            "role": "link",
            "clickable": True,
            "selector": "#list>li:nth-child(3)>p>a",
        },
        {"text": price, "tag": "span", "selector": "#list>li:nth-child(3)>span"},
        {"text": "去看看", "tag": "a", "href": href, "selector": "#list>li:nth-child(3)>div>a"},
    ]
    there = view("member", "会员可兑换下列商品。", card, url=f"{SHOP}m")
    gone = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    read = view("other", "公告", url=f"{SHOP}notice/9.html")
    found = ask(RETURNS, {"text": "栗子"}, gone, there, read)
    assert found.outcome is (outcome if price else Outcome.NOT_SEEN)


@pytest.mark.parametrize(
    ("href", "outcome"), [("/LoginApi/oauth/refund.html", Outcome.NO), ("/help/refund.html", Outcome.NOT_SEEN)]
)
def test_what_logs_in_by_another_sites_account_leads_to_no_text(href: str, outcome: Outcome) -> None:
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, {"text": "退款说明", "href": href}, page).outcome is outcome


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("退款说明及办法全文", Outcome.NO),
        ("退款说明", Outcome.NOT_SEEN),
        ("办法全文及退款说明", Outcome.NOT_SEEN),
    ],
)
def test_a_card_that_was_pressed_by_its_title_was_opened_whatever_it_says_under_it(step: str, outcome: Outcome) -> None:
    card = {"text": "退款说明及办法全文 请看", "tag": "div", "clickable": True, "region": "footer"}
    page = view("other", "秋茶宜冷藏。", url=f"{SHOP}topic/9", path=[step])
    rules = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, card, dataclasses.replace(page, found_by=FoundBy.CLICK), rules).outcome is outcome


@pytest.mark.parametrize(
    ("label", "href", "left"),
    [
        ("定位中...", "", 0),  # a sign that something is going on
        ("页面跳转中...", "/refunds", 1),  # an address is a page, whatever it is called
        ("退款说明", "javascript:history.back(-1);", 0),  # back to a page that was seen
        ("退款说明", "javascript:open_page()", 1),
        ("收藏本站", "", 0),
        ("收藏本站的理由", "", 1),
        (">", "", 0),
    ],
)
def test_what_acts_by_itself_or_leads_back_is_no_entry(label: str, href: str, left: int) -> None:
    entry = {"text": label, "tag": "a", "href": href} if href else {"text": label, "tag": "span", "clickable": True}
    assert len(Surface(site(view("home", "栗子集市", [entry])), 1).entries) == left


@pytest.mark.parametrize(
    ("label", "fields", "tag", "outcome"),
    [
        ("保存退款说明收件地址", 3, "div", Outcome.NO),  # keeps what was typed above it, in no form
        ("提交退款说明", 3, "div", Outcome.NOT_SEEN),  # what is called a text is one
        ("保存退款说明收件地址", 1, "div", Outcome.NOT_SEEN),  # a single field may be the box of a search
        ("查看退款说明收件地址", 3, "div", Outcome.NOT_SEEN),
        ("保存退款说明收件地址", 3, "a", Outcome.NOT_SEEN),  # a link leads to a page, whatever it says
    ],
)
def test_a_button_below_fields_keeps_what_was_typed_and_is_no_entry(
    label: str, fields: int, tag: str, outcome: Outcome
) -> None:
    typed: list[dict[str, Any]] = [
        {"tag": "input", "input_type": "text", "box": (10, 100 + 50 * at, 300, 30)} for at in range(fields)
    ]
    button = {"text": label, "tag": tag, "clickable": True, "box": (10, 400, 300, 40)}
    page = view(
        "other", "编辑收件地址", [*typed, button | ({"href": f"{SHOP}x"} if tag == "a" else {})], url=f"{SHOP}e"
    )
    read = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, {"text": "栗子"}, read, page).outcome is outcome
