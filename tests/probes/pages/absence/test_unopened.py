"""Whatever the check, nothing is absent while an entry that names it was seen and not opened."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Fetch, Gap, View
from crawler.vocabulary import Device, FoundBy, GapReason, Role
from probes.finding import Answer, Outcome
from probes.pages.absence.unopened import Surface
from probes.run import judge_site
from tests.cases.build import AT, SHOP, gap, site, view
from tests.rules import real_checks

RETURNS = "service.refund_limit"
HONOURS = "standing.honours"
POLICY = "privacy.policy_kinds"
TRADING = "trust.topic_trading"
READS = {
    RETURNS: ("after_sales", "help", "rules", "agreement", "complaint"),
    TRADING: ("agreement", "rules", "privacy", "help", "after_sales", "complaint", "credit", "payment", "delivery"),
    HONOURS: ("about", "social", "licence", "agreement"),
    POLICY: ("privacy",),
}


def ask(
    check: str,
    link: dict[str, Any],
    *more: View | Gap | Fetch,
    on: Role = Role.HOME,
    with_: dict[str, Any] | None = None,
) -> Answer:
    """The answer of that check about a shop that says nothing of its subject and shows that link on that page."""
    seen = {fetch.role for fetch in more if isinstance(fetch, View | Gap)}
    words = "栗子集市，家常好物，包邮到家。"
    others = [] if with_ is None else [with_]
    pages = [view("home", words, [*others, link] if on is Role.HOME else [])]
    if on is not Role.HOME:
        pages.append(view(on, words, [link]))
    gaps = [gap(role, "not_offered") for role in READS[check] if role not in {*seen, on}]
    probe = next(other for other in real_checks() if other.id == check)
    (found,) = (
        finding
        for finding in judge_site((probe,), site(*pages, *gaps, *more), strict=True)
        if finding.device == "desktop"
    )
    return found.answer


REFUNDS = {"text": "退款说明", "href": "/refunds", "region": "footer"}


def fetched(status: int, url: str = f"{SHOP}refunds", purpose: str = "link") -> Fetch:
    return Fetch("x1", purpose, 1, f"{SHOP}refunds", url, status, AT, 0.1)


def led(url: str, status: int) -> dict[str, Any]:
    return {
        "url": url, "method": "GET", "kind": "document", "status": status, "size": 0, "third_party": False,
        "initiator": "", "at_ms": 0.0,
    }  # fmt: skip


LED = [led(f"{SHOP}r", 302), led(f"{SHOP}refunds", 301), led(f"{SHOP}hc/7", 200)]


def test_a_named_page_that_nobody_opened_leaves_it_open_and_is_named() -> None:
    answer = ask(RETURNS, REFUNDS)
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "not_looked")
    assert "「退款说明」" in answer.because.zh
    assert f"{SHOP}refunds" in answer.because.zh
    assert "the home page" in answer.because.en
    assert answer.evidence[0].selector == "#e0"
    assert answer.question is not None
    assert "退款说明" in answer.question.zh


@pytest.mark.parametrize(
    "looked",
    [
        view("after_sales", "本店用心服务。", url=f"{SHOP}refunds"),
        view("payment", "本店用心服务。", url=f"{SHOP}refunds/"),  # filed under another role, with a slash
        view("payment", "本店用心服务。", url=f"{SHOP}hc/7", asked=f"{SHOP}Refunds"),  # a redirect, another case
        view(
            "payment", "本店用心服务。", url=f"{SHOP}hc/7", asked=f"{SHOP}r", exchanges=LED
        ),  # on the way of a redirect
        view("payment", "本店用心服务。", url="https://www.shop.example/refunds"),
        gap("payment", GapReason.ERROR_PAGE, url=f"{SHOP}refunds", detail="HTTP 404"),
        gap("payment", GapReason.LOGIN, url=f"{SHOP}refunds"),
        fetched(404),
        fetched(200, url=SHOP),  # home again
    ],
)
def test_a_page_that_was_opened_or_proved_to_be_none_is_no_reason(looked: View | Gap | Fetch) -> None:
    answer = ask(RETURNS, REFUNDS, looked)
    assert answer.outcome is Outcome.NO, answer.because
    assert answer.by_absence


@pytest.mark.parametrize(
    "hidden",
    [
        gap("payment", GapReason.TIMEOUT, url=f"{SHOP}refunds"),
        gap("payment", GapReason.ERROR_PAGE, url=f"{SHOP}refunds", detail="HTTP 503"),
        gap("payment", GapReason.ROBOTS, url=f"{SHOP}refunds"),
        fetched(200),
        fetched(503),
    ],
)
def test_a_page_that_was_hidden_from_us_is(hidden: Gap | Fetch) -> None:
    answer = ask(RETURNS, REFUNDS, hidden)
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "not_looked")


@pytest.mark.parametrize(
    "link",
    [
        {"text": "企业荣誉", "href": "/honour", "region": "footer"},
        {"name": "荣誉", "image": "/h.png", "href": "/honour", "region": "header", "tag": "a"},  # by accessible name
        {"text": "資質證書", "href": "/honour", "region": "nav"},
    ],
)
def test_short_words_count_in_any_spelling(link: dict[str, Any]) -> None:
    assert ask(HONOURS, link).reason == "not_looked"


@pytest.mark.parametrize(
    "link",
    [
        {"text": "退款说明", "href": "https://pay.example.org/refunds", "region": "footer"},  # not this shop's
        {"text": "购物流程", "href": "/flow", "region": "footer"},  # speaks of no 物流
        {"text": "我的退款", "href": "/user/refunds", "region": "header"},  # behind a login by its nature
        {"text": "退款无忧 春季新款纯棉印花短袖", "href": "/goods/18", "box": [20, 400, 200, 300]},  # a product
        {"text": "退款说明", "href": "#refunds"},  # a place on this very page
        {"text": "退款", "role": "tab", "tag": "li", "clickable": True},
        {"text": "退款说明", "href": "tel:4001234567"},
        {"text": "退款说明", "href": "/refunds", "unseen": "display_none"},
    ],
)
def test_what_leads_to_no_page_about_it_is_no_reason(link: dict[str, Any]) -> None:
    answer = ask(RETURNS, link)
    assert answer.outcome is Outcome.NO, answer.because


@pytest.mark.parametrize(
    ("label", "address", "asked"),
    [
        ("荣誉奖杯", "/shelf/grain/", False),  # a kind of goods, as its address says
        ("荣誉证书与平台规则", "/shelf/grain/", True),  # no shape outweighs the name of a page
        ("荣誉奖杯", "/text?no=9", True),
        ("荣誉奖杯", "/show?goods_id=9", False),  # goods, as the key says
        ("荣誉证书与平台规则", "/text?goods_id=9", True),  # a page that is asked for from goods
    ],
)
def test_an_address_of_the_form_of_this_shops_goods_leads_to_goods(label: str, address: str, asked: bool) -> None:
    shelves = [view("list", "商品", url=f"{SHOP}shelf/{kind}/") for kind in ("fruit", "oil", "tea")]
    answer = ask(HONOURS, {"text": label, "href": address, "region": "footer"}, *shelves)
    assert (answer.reason == "not_looked") is asked, answer.because


def test_a_control_counts_until_it_was_pressed() -> None:
    control = {"text": "退款说明", "tag": "div", "clickable": True, "region": "footer"}
    assert ask(RETURNS, control).reason == "not_looked"
    pressed = view("after_sales", "本店用心服务。", url=f"{SHOP}#panel", found_by=FoundBy.CLICK, path=("退款说明",))
    assert ask(RETURNS, control, pressed).outcome is Outcome.NO


@pytest.mark.parametrize(
    ("label", "field", "closed"),
    [
        ("搜索退款说明", {"tag": "input", "input_type": "search", "parent": 0}, False),
        ("搜索退款说明", {"tag": "p"}, True),  # nothing can be typed: it may open anything
        ("退款说明", {"tag": "input", "input_type": "search", "parent": 0}, True),
    ],
)
def test_the_button_of_a_search_box_is_no_entry(label: str, field: dict[str, Any], closed: bool) -> None:
    button = {"tag": "button", "text": label, "clickable": True, "parent": 0}
    home = view("home", "栗子集市，家常好物，包邮到家。", [{"tag": "form"}, field, button])
    entries = Surface.of(site(home), Device.DESKTOP, 1).entries
    assert [entry.said for entry in entries] == ([(label,)] if closed else [])


def test_a_control_that_proved_dead_is_no_reason() -> None:
    control = {"text": "售后服务", "tag": "a", "href": "javascript:void(0)", "region": "footer"}
    dead = gap("payment", GapReason.BLANK, detail="pressing the control brought up nothing that we could see")
    assert ask(RETURNS, control).reason == "not_looked"
    assert ask(RETURNS, {**control, "text": "支付方式及退款"}, dead).outcome is Outcome.NO


def test_links_on_pages_that_the_check_reads_count_too() -> None:
    assert ask(RETURNS, {"text": "退款多久到账", "href": "/help/7"}, on=Role.HELP).reason == "not_looked"


def test_one_of_many_pages_of_a_role_may_stay_shut() -> None:
    """Of pages that only bear a role's name four in five must have been opened."""
    other = {"text": "常见问题", "href": "/faq", "region": "footer"}
    opened = [view("help", "本店用心服务。", url=f"{SHOP}help/{n}", id=f"h{n}") for n in range(4)]
    assert ask(RETURNS, other, *opened[:1]).reason == "not_looked"
    assert ask(RETURNS, other, *opened).outcome is Outcome.NO


def test_a_page_said_to_be_missing_is_not_while_its_name_stands_there() -> None:
    probe = next(check for check in real_checks() if check.id == "privacy.policy_public")
    there = {"text": "隐私政策", "href": "/privacy", "region": "footer"}
    for links, reason in (([there], "not_looked"), ([], "")):
        made = site(view("home", "栗子集市，家常好物。", links), gap("privacy", "not_offered"))
        answer = next(
            finding.answer for finding in judge_site((probe,), made, strict=True) if finding.device == "desktop"
        )
        assert answer.reason == reason
        assert (answer.outcome is Outcome.NO) is (not reason)


def test_what_was_opened_in_the_first_look_was_opened_in_this_audit() -> None:
    probe = next(check for check in real_checks() if check.id == "privacy.policy_public")
    there = {"text": "隐私政策", "href": "/privacy", "region": "footer"}
    stub = view("privacy", "隐私政策\n正在整理中", url=f"{SHOP}privacy")
    looks = [view("home", "栗子集市，家常好物。", [there], look=look, id=f"home{look}") for look in (1, 2)]
    again = gap("privacy", "not_offered", look=2)
    found = judge_site((probe,), site(stub, *looks, again), strict=True)
    assert {row.look: row.outcome for row in found if row.device == "desktop"} == {1: Outcome.NO, 2: Outcome.NO}


def test_too_many_hidden_pages_of_the_shop_leave_it_open_and_one_of_many_does_not() -> None:
    """Counted in pages: an entry may have stood on any of them."""
    silent = {"text": "全部商品", "href": "/goods", "region": "nav"}
    seen = [view("help", "本店用心服务。", url=f"{SHOP}help/{n}", id=f"h{n}") for n in range(4)]
    lost = [gap("about", GapReason.TIMEOUT), gap("member", GapReason.BLOCKED)]
    assert ask(RETURNS, silent, *seen, lost[0]).outcome is Outcome.NO
    answer = ask(RETURNS, silent, *seen, *lost)
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "timeout")
    others = [
        gap("about", GapReason.UNREACHABLE, url="https://www.12377.cn/"),  # not this shop's
        gap("member", GapReason.LOGIN),
        gap("seller", GapReason.BLANK, detail="the control could not be pressed"),
        gap("credit", GapReason.TIMEOUT, detail="the entry may stand on <about>, which could not be had: timeout"),
    ]
    assert ask(RETURNS, silent, *seen, *others).outcome is Outcome.NO


@pytest.mark.parametrize(
    ("elsewhere", "outcome"),
    [
        (
            [{"text": "关于我们", "href": "/about"}, {**REFUNDS, "unseen": "hidden"}],
            Outcome.NO,
        ),  # one document, drawn otherwise
        ([{"text": f"客户端{n}", "href": f"/m/{n}"} for n in range(9)], Outcome.NOT_SEEN),  # a site of its own
    ],
)
def test_what_another_device_opened_counts_where_both_are_sent_the_same(
    elsewhere: list[dict[str, Any]], outcome: Outcome
) -> None:
    about = {"text": "关于我们", "href": "/about"}
    opened = view("payment", "本店用心服务。", [about, REFUNDS], device="mobile", url=f"{SHOP}refunds")
    shared = [view("list", "茶杯", [about, REFUNDS], device=device) for device in ("desktop", "mobile")]
    home = view("home", "栗子集市，家常好物。", elsewhere, device="mobile")
    answer = ask(RETURNS, REFUNDS, opened, home, *shared, with_=about)
    assert answer.outcome is outcome, answer.because


def test_the_label_of_a_visitors_own_orders_names_no_rule() -> None:
    assert ask(TRADING, {"text": "订单", "href": "/order", "region": "nav"}).outcome is Outcome.NO
    assert ask(TRADING, {"text": "订单取消规则", "href": "/order", "region": "nav"}).outcome is Outcome.NOT_SEEN


def test_a_page_without_an_entry_here_is_named_as_the_other_device_saw_it() -> None:
    words = "栗子集市，家常好物，包邮到家。"
    pages = [view("home", words, device=device) for device in ("desktop", "mobile")]
    policy = view("privacy", "隐私政策", url=f"{SHOP}hc/policy")
    gaps = [gap("privacy", "not_offered", device="mobile")]
    check = next(check for check in real_checks() if check.id == "privacy.policy_minors")
    found = judge_site((check,), site(*pages, policy, *gaps), strict=True)
    (answer,) = (row.answer for row in found if row.device == "mobile")
    assert answer.outcome is Outcome.NO
    assert "手机端未找到隐私政策的入口，桌面端见于 https://shop.example/hc/policy" in answer.because.zh
    assert "on the desktop it is at https://shop.example/hc/policy" in answer.because.en


@pytest.mark.parametrize(
    ("title", "outcome"), [("服务协议与退款说明 - 栗子集市", Outcome.NO), ("服务协议", Outcome.NOT_SEEN)]
)
def test_the_last_step_of_a_trail_of_links_names_the_page_it_stands_on(title: str, outcome: Outcome) -> None:
    step = {"text": "服务协议与退款说明 - 栗子集市", "tag": "span", "role": "link", "clickable": True, "region": "nav"}
    page = view("agreement", "栗子集市，家常好物，包邮到家。", [step], title=title)
    assert ask(RETURNS, {"text": "栗子"}, page).outcome is outcome
