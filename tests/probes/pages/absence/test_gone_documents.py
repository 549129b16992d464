"""A document that the shop names and says itself not to have leaves its own answers open, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Fetch, Gap, View
from crawler.vocabulary import Device, GapReason, Role
from probes.finding import Answer, Outcome
from probes.pages.absence.exhausted import list_ways_on
from probes.run import judge_site
from tests.cases.build import AT, SHOP, gap, site, view
from tests.rules import real_checks

LOGIN = f"{SHOP}login"
WORDS = "登录即代表你同意用户协议和隐私政策，栗子集市欢迎你。"
POLICY = {"text": "隐私政策", "clickable": True}
TERMS = {"text": "用户协议", "clickable": True}
SOFT = "soft 404: 文章不存在"
READS = ("agreement", "rules", "privacy", "help", "after_sales", "complaint", "credit", "payment", "delivery", "seller",
         "about", "social", "service", "member", "licence")  # fmt: skip


def note_press(text: str = "隐私政策", error: str = f"error_page: {SOFT}", on: str = LOGIN, url: str = "") -> Fetch:
    return Fetch(
        f"x{text}{error}{on}", "entry", 1, url or on, url, 200, AT, 0.0, text=text, error=error, device=Device.DESKTOP
    )


def deny_document(detail: str = SOFT, role: str = "privacy", url: str = LOGIN) -> Gap:
    return gap(role, GapReason.ERROR_PAGE, detail=detail, url=url)


def ask_check(
    check: str, *things: View | Gap | Fetch, controls: tuple[dict[str, Any], ...] = (POLICY, TERMS)
) -> Answer:
    known = {thing.role for thing in things if isinstance(thing, View | Gap)}
    pages = [
        view("home", "栗子集市，家常好物，包邮到家，欢迎选购。" * 2),
        view("login", WORDS, list(controls), url=LOGIN),
    ]
    gaps = [gap(role, "not_offered") for role in READS if role not in known]
    probe = next(other for other in real_checks() if other.id == check)
    findings = judge_site((probe,), site(*pages, *gaps, *things), strict=True)
    return next(found.answer for found in findings if found.device == "desktop")


def test_the_document_itself_stays_open_whatever_its_link_says() -> None:
    for check in (
        "privacy.policy_dated",
        "privacy.policy_public",
        "privacy.trade_records_kept",
        "privacy.account_cancellation",
    ):
        answer = ask_check(
            check, deny_document(), note_press(), deny_document(role="agreement"), note_press("用户协议")
        )
        assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "error_page")


def test_of_two_places_each_is_the_answers_own() -> None:
    for check in ("trust.rules_searchable", "trust.agreement_readable"):
        assert ask_check(check, deny_document(role="agreement"), note_press("用户协议")).outcome is Outcome.NOT_SEEN


def test_what_others_could_say_is_absent_and_the_entry_and_its_words_are_named() -> None:
    answer = ask_check("service.refund_limit", deny_document(role="agreement"), note_press("用户协议"))
    assert (answer.outcome, answer.by_absence) == (Outcome.NO, True)
    assert "登录页上的「用户协议」打开后显示「文章不存在」" in answer.because.zh
    assert (answer.evidence[0].url, answer.evidence[0].quote) == (LOGIN, "用户协议")


def test_a_link_answered_by_404_veils_as_little() -> None:
    link = {"tag": "a", "text": "用户协议", "href": "/p/1"}
    answer = ask_check("service.refund_limit", deny_document("HTTP 404", role="agreement", url=f"{SHOP}p/1"),
                 note_press("用户协议", "error_page: HTTP 404", url=f"{SHOP}p/1"), controls=(link,))  # fmt: skip
    assert answer.outcome is Outcome.NO
    assert "「用户协议」打开后显示「HTTP 404」" in answer.because.zh


@pytest.mark.parametrize(
    "detail",
    [
        "HTTP 503", "网络错误", "系统异常", "soft 404: 页面走丢了", "soft 404: 链接已失效", "soft 404: 商品不存在", "redirected to <error>",
        "soft 404: 文章不存在, though what the page asked for did not come", "the link brings up the home page again",
    ],
)  # fmt: skip
def test_anything_else_that_a_page_says_leaves_it_open(detail: str) -> None:
    lost = (deny_document(detail, role="agreement"), note_press("用户协议", f"error_page: {detail}"))
    assert ask_check("service.refund_limit", *lost).outcome is Outcome.NOT_SEEN


@pytest.mark.parametrize(
    "other",
    [
        note_press("用户协议", "timeout: no answer", on=f"{SHOP}register"),
        note_press("用户协议", "login: redirected to a login page", url=f"{SHOP}policy"),
        note_press("《用户协议》", "control: pressing the control brought up nothing that we could see"),
    ],
)
def test_another_entry_of_that_name_that_may_hide_it_leaves_it_open(other: Fetch) -> None:
    answer = ask_check("service.refund_limit", deny_document(role="agreement"), note_press("用户协议"), other)
    assert answer.outcome is Outcome.NOT_SEEN


def test_an_entry_of_another_name_and_one_that_nobody_sees_say_nothing_of_it() -> None:
    lost = deny_document(role="agreement")
    assert ask_check("service.refund_limit", lost, note_press("更多内容")).outcome is Outcome.NOT_SEEN
    assert (
        ask_check("service.refund_limit", lost, note_press("用户协议"), controls=(POLICY,)).outcome is Outcome.NOT_SEEN
    )
    assert ask_check("service.refund_limit", lost).outcome is Outcome.NOT_SEEN


def test_the_same_document_that_opens_elsewhere_counts() -> None:
    policy = view(
        "privacy",
        "隐私政策 更新日期：2026年1月1日 我们依法收集和使用您的个人信息，仅用于处理订单。" * 8,
        url=f"{SHOP}p/2",
    )
    assert ask_check("privacy.policy_dated", policy, note_press()).outcome is Outcome.YES


@pytest.mark.parametrize(
    ("also", "outcome"),
    [(note_press("用户协议"), Outcome.NO), (note_press("用户协议", "timeout: no answer"), Outcome.NOT_SEEN)],
)
def test_a_missing_document_veils_no_statement_that_others_could_make(also: Fetch, outcome: Outcome) -> None:
    timed = also.error.startswith("timeout")
    lost = gap("agreement", GapReason.TIMEOUT, url=LOGIN) if timed else deny_document(role="agreement")
    answer = ask_check("service.refund_limit", lost, also, deny_document(), note_press())
    assert answer.outcome is outcome
    assert ("「用户协议」打开后显示「文章不存在」" in answer.because.zh) is (outcome is Outcome.NO)


def test_a_control_that_led_to_no_page_was_opened() -> None:
    lacking = (deny_document(role="agreement"), deny_document(), note_press())
    assert ask_check("inclusion.packaging_policy", *lacking, note_press("用户协议")).outcome is Outcome.NO
    unopened = ask_check("inclusion.packaging_policy", *lacking)
    assert (unopened.outcome, unopened.reason) == (Outcome.NOT_SEEN, "not_looked")


@pytest.mark.parametrize(
    ("on", "known"),
    [
        (f"{LOGIN}?redirect=%2Fcart", True),  # the same form, reached from the cart
        (f"{SHOP}register", False),  # another page's own control may lead elsewhere
    ],
)
def test_the_same_form_reached_twice_is_one_page(on: str, known: bool) -> None:
    things = (deny_document(role="agreement"), deny_document(), note_press(on=on), note_press("用户协议", on=on))
    assert (ask_check("inclusion.packaging_policy", *things).outcome is Outcome.NO) is known


@pytest.mark.parametrize(("region", "known"), [("footer", True), ("main", False)])
def test_the_frame_of_all_pages_is_pressed_once(region: str, known: bool) -> None:
    control = {**TERMS, "region": region}
    things = (deny_document(role="agreement"), note_press("用户协议", on=f"{SHOP}about"))
    answer = ask_check("inclusion.packaging_policy", *things, controls=(control,))
    assert (answer.outcome is Outcome.NO) is known


@pytest.mark.parametrize(("error", "left"), [(f"error_page: {SOFT}", False), ("error_page: HTTP 503", True)])
def test_a_press_that_led_to_no_page_leaves_nothing_to_see(error: str, left: bool) -> None:
    shop = site(view("home", WORDS, [POLICY]), deny_document(), note_press(error=error, on=SHOP))
    assert bool(list_ways_on(shop)) is left


def test_goods_that_are_gone_are_no_document() -> None:
    shop = site(
        view("home", WORDS, [{"text": "购物车", "clickable": True}]),
        deny_document(role=Role.CART),
        note_press("购物车", on=SHOP),
    )
    check = next(other for other in real_checks() if other.id == "ordering.guest_cart")
    assert judge_site((check,), shop, strict=True)[0].answer.outcome is not Outcome.NO
