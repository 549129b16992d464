"""Where the server denies a page at every entry of its name there is none for anybody; anything less leaves its own answers open."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Fetch, Gap, View
from crawler.vocabulary import Device, GapReason
from probes.finding import Answer, Outcome
from probes.pages.absence.exhausted import nothing_left
from probes.run import judge_site
from tests.cases.build import AT, SHOP, gap, site, view
from tests.rules import real_checks

POLICY, TEAM = f"{SHOP}papers/policy", f"{SHOP}papers/team"
LINKS = ({"tag": "a", "text": "隐私政策", "href": "/papers/policy", "region": "footer"},
         {"tag": "a", "text": "关于我们", "href": "/papers/team", "region": "footer"})  # fmt: skip
READS = ("agreement", "rules", "privacy", "help", "after_sales", "complaint", "credit", "payment", "delivery", "seller",
         "about", "social", "service", "member", "licence", "login", "register")  # fmt: skip
WORDS = "栗子集市，家常好物，包邮到家，欢迎选购。" * 2
GOODS = tuple(view("product", f"栗子{at}号 产地迁西 ¥{at}.00 加入购物车", url=f"{SHOP}goods/{at}") for at in (1, 2, 3))


def note_entry(text: str, url: str, error: str = "error_page: HTTP 404") -> Fetch:
    return Fetch(f"x{text}{url}{error}", "entry", 1, url or SHOP, url, 404, AT, 0.0, text=text, error=error, device=Device.DESKTOP)  # fmt: skip


def deny_page(role: str, url: str, detail: str = "HTTP 404") -> Gap:
    return gap(role, GapReason.ERROR_PAGE, detail=detail, url=url)


def ask_check(
    check: str, *things: View | Gap | Fetch, goods: tuple[View, ...] = GOODS, links: tuple[dict[str, Any], ...] = LINKS
) -> Answer:
    known = {thing.role for thing in things if isinstance(thing, View | Gap)}
    home = view("home", WORDS, list(links))
    gaps = [gap(role, "not_offered") for role in READS if role not in known]
    probe = next(other for other in real_checks() if other.id == check)
    findings = judge_site((probe,), site(home, *goods, *gaps, *things), strict=True)
    return next(found.answer for found in findings if found.device == "desktop")


GONE = (deny_page("privacy", POLICY), note_entry("隐私政策", POLICY))


@pytest.mark.parametrize("check", ["privacy.policy_dated", "privacy.policy_public", "privacy.account_cancellation"])
def test_a_policy_that_the_server_denies_is_none(check: str) -> None:
    answer = ask_check(check, *GONE)
    assert (answer.outcome, answer.by_absence) == (Outcome.NO, True)
    assert "首页上的「隐私政策」打开后显示「HTTP 404」" in answer.because.zh
    assert "“隐私政策” on the home page opens a page that says “HTTP 404”" in answer.because.en


@pytest.mark.parametrize("label", ["隐私政策 隐私政策", "隐私政策"])
def test_a_title_that_repeats_the_label_names_the_same(label: str) -> None:
    link = {
        "tag": "a",
        "text": "隐私政策",
        "name": label.partition(" ")[2],
        "href": "/papers/policy",
        "region": "footer",
    }
    things = (deny_page("privacy", POLICY), note_entry(label, POLICY))
    assert ask_check("privacy.policy_dated", *things, links=(link,)).outcome is Outcome.NO


@pytest.mark.parametrize(
    ("url", "error", "outcome"),
    [
        ("http://parcels.example.net/", "unreachable: dns: Name or service not known", Outcome.NO),
        ("http://parcels.example.net/", "unreachable: connect: refused", Outcome.NOT_SEEN),
        (f"{SHOP}parcels", "unreachable: dns: Name or service not known", Outcome.NOT_SEEN),
    ],
)
def test_an_entry_to_a_host_of_others_that_does_not_exist_hides_nothing(url: str, error: str, outcome: Outcome) -> None:
    things = (*GONE, note_entry("查看隐私政策", url, error))
    assert ask_check("privacy.policy_dated", *things).outcome is outcome


def test_what_a_page_about_the_shop_would_say_first_is_absent() -> None:
    things = (deny_page("about", TEAM), note_entry("关于我们", TEAM))
    assert ask_check("standing.honours", *things).outcome is Outcome.NO


@pytest.mark.parametrize(
    "things",
    [
        (deny_page("privacy", POLICY, "HTTP 503"), note_entry("隐私政策", POLICY, "error_page: HTTP 503")),
        (deny_page("privacy", POLICY, "soft 404: 文章不存在"), note_entry("隐私政策", POLICY, "error_page: soft 404: 文章不存在")),
        (*GONE, note_entry("隐私政策", f"{SHOP}p/2", "timeout: no answer")),
        (*GONE, note_entry("隐私政策", f"{SHOP}p/2", "error_page: soft 404: 文章不存在")),
        (*GONE, note_entry("隐私政策", "")),
        (*GONE, gap("register", "timeout", url=f"{SHOP}register")),
        (*GONE, gap("help", "blocked", url=f"{SHOP}help")),
        GONE[:1],
    ],
    ids=["a failing server", "a page's own words", "a second entry that timed out", "one that a page denies", "a control",
         "registration was lost", "help was blocked", "no entry was opened"],
)  # fmt: skip
def test_it_stays_open_where_it_may_stand_behind_anything_else(things: tuple[Gap | Fetch, ...]) -> None:
    assert ask_check("privacy.policy_dated", *things).outcome is Outcome.NOT_SEEN


@pytest.mark.parametrize(
    "goods",
    [GOODS[:2], tuple(view("product", f"栗子{at}号 ¥9.00", url=f"{SHOP}#/goods/{at}", asked=SHOP) for at in (1, 2, 3))],
    ids=["few pages", "pages that presses brought up"],
)
def test_a_server_that_answers_no_other_link_is_not_believed(goods: tuple[View, ...]) -> None:
    assert ask_check("privacy.policy_dated", *GONE, goods=goods).outcome is Outcome.NOT_SEEN


def test_a_page_of_the_shop_that_holds_no_entries_may_be_lost() -> None:
    lost = (gap("service", "unreachable", url="http://help.example.net/"), gap("about", "login", url=TEAM))
    assert ask_check("privacy.policy_dated", *GONE, *lost).outcome is Outcome.NO


def test_a_policy_that_opens_elsewhere_counts() -> None:
    text = "隐私政策 更新日期：2026年1月1日 我们依法收集和使用您的个人信息，仅用于处理订单。" * 8
    found = view("privacy", text, url=f"{SHOP}p/9")
    assert ask_check("privacy.policy_dated", found, note_entry("隐私政策", POLICY)).outcome is Outcome.YES


@pytest.mark.parametrize(
    ("seen", "href", "left"),
    [
        ("/papers/policy", "/papers/policy#coupon", False),
        ("", "/papers/policy#coupon", False),
        ("", "/papers/other#coupon", True),
    ],
    ids=["of a page that was seen", "of one that the server denies", "of one that nobody opened"],
)
def test_a_part_of_another_page_is_seen_with_it(seen: str, href: str, left: bool) -> None:
    home = view("home", WORDS, [{"tag": "a", "text": "优惠券说明", "href": href, "region": "footer"}])
    pages = (view("privacy", "隐私政策", url=f"{SHOP}{seen[1:]}"),) if seen else ()
    assert nothing_left(site(home, *pages, note_entry("隐私政策", POLICY))) is not left


@pytest.mark.parametrize(
    ("label", "outcome"), [("关于我们", Outcome.NO), ("《关于我们》", Outcome.NO), ("关于我们的荣誉", Outcome.NOT_SEEN)]
)
def test_a_control_labelled_as_a_denied_link_leads_there_too(label: str, outcome: Outcome) -> None:
    tab = view(
        "payment",
        "支付方式：支付宝、微信支付、货到付款。",
        [{"tag": "a", "text": label, "href": "javascript:vod(0)", "region": "main"}],
    )
    things = (deny_page("about", TEAM), note_entry("关于我们", TEAM), tab)
    assert ask_check("standing.honours", *things).outcome is outcome
