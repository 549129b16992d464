"""The plain page of one device is not held against a shop whose other device has the mode that is asked about."""

import dataclasses
from datetime import UTC, datetime

import pytest

from crawler.failure import DEAD
from crawler.site import Fetch, Gap, Site, View
from crawler.vocabulary import ELDER, Device, GapReason, Role
from probes.finding import Answer, Outcome, Text, evidence_on_page
from probes.pages.absence.other_device import found_elsewhere, hidden_elsewhere
from probes.probe import Need
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.rules import real_checks

CHECK = next(check for check in real_checks() if check.id == "inclusion.elder_font")
SMALL = [{"text": "这一段文字的字号很小，长辈读起来费力。" * 20, "font_px": 12.0}]
LARGE = [{"text": "这一段文字的字号足够大，长辈读起来不费力。" * 20, "font_px": 22.0}]


def answers(desktop_has_it: bool, phone_has_it: bool = False) -> dict[str, Answer]:
    views: list[View | Gap] = []
    for device, has_it in (("desktop", desktop_has_it), ("mobile", phone_has_it)):
        views.append(view(Role.HOME, None, SMALL, device=device))
        if has_it:
            views.append(view(Role.HOME, None, LARGE, device=device, state=ELDER))
        else:
            views.append(gap(Role.HOME, GapReason.NOT_OFFERED, device=device, state=ELDER))
    return {finding.device: finding.answer for finding in judge_site((CHECK,), site(*views), strict=True)}


def test_a_mode_on_the_other_device_leaves_this_one_open_and_is_named() -> None:
    found = answers(desktop_has_it=True)
    assert found["desktop"].outcome is Outcome.YES
    assert (found["mobile"].outcome, found["mobile"].fraction) == (Outcome.UNSURE, None)
    assert "桌面端见于" in found["mobile"].because.zh


@pytest.mark.parametrize("both", [True, False])
def test_with_the_mode_on_both_or_on_none_each_device_is_measured(both: bool) -> None:
    outcome = Outcome.YES if both else Outcome.NO
    assert {answer.outcome for answer in answers(both, both).values()} == {outcome}


NOT_FOUND = Answer(Outcome.NO, Text("未见时限", "no limit found"), fraction=0.0, by_absence=True)


def _two_devices() -> tuple[Site, View]:
    page = view("complaint", "投诉规则：三日内办结。")
    return site(view("home", "手机首页", device="mobile"), view("home", "首页"), page), page


@pytest.mark.parametrize("outcome", [Outcome.YES, Outcome.UNSURE])
def test_what_another_device_quotes_from_a_page_not_reached_here_is_not_absent(outcome: Outcome) -> None:
    shop, page = _two_devices()
    other = Answer(outcome, Text("有", "there"), (evidence_on_page(page, quote="三日内办结"),))
    reads = (Need(Role.COMPLAINT),)
    answer = found_elsewhere(NOT_FOUND, reads, shop.only(1, Device.MOBILE), other, (page,))
    assert (answer.outcome, answer.fraction) == (Outcome.UNSURE, None)
    assert "/complaint" in answer.because.zh


def test_an_absence_stands_where_the_other_device_shows_no_words_or_the_page_was_reached() -> None:
    shop, page = _two_devices()
    reads = (Need(Role.COMPLAINT),)
    for other in (
        Answer(Outcome.UNSURE, Text("不明", "unclear"), (evidence_on_page(page),)),
        Answer(Outcome.NO, Text("无", "none"), (evidence_on_page(page, quote="三日内办结"),)),
    ):
        assert found_elsewhere(NOT_FOUND, reads, shop.only(1, Device.MOBILE), other, (page,)) is NOT_FOUND
    yes = Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(page, quote="三日内办结"),))
    assert found_elsewhere(NOT_FOUND, reads, shop.only(1, Device.DESKTOP), yes, (page,)) is NOT_FOUND


def _goods(device: str, *names: str, links: str = "abcde") -> list[View]:
    home = view("home", "首页", [{"text": name, "href": f"/goods/{name}"} for name in links], device=device)
    urls = (f"https://shop.example/goods/{name}" for name in names)
    return [home, *(view("product", f"商品 {url}", url=url, device=device) for url in urls)]


@pytest.mark.parametrize(
    ("phone", "outcome"),
    [
        (_goods("mobile", "a"), Outcome.UNSURE),  # goods the phone was not shown
        (_goods("mobile", "a", "b"), Outcome.NO),  # it read the same page and found nothing
        (_goods("mobile", "a", links="vwxyz"), Outcome.NO),  # a shop of its own for phones
    ],
)
def test_of_the_same_documents_a_page_that_only_the_other_device_opened_is_not_denied(
    phone: list[View], outcome: Outcome
) -> None:
    shop = site(*_goods("desktop", "a", "b"), *phone)
    desktop = tuple(seen for seen in shop.views if seen.device is Device.DESKTOP)
    other = Answer(Outcome.UNSURE, Text("像是", "like it"), (evidence_on_page(desktop[2], quote="商品"),))
    reads = (Need(Role.PRODUCT),)
    answer = found_elsewhere(NOT_FOUND, reads, shop.only(1, Device.MOBILE), other, desktop)
    assert answer.outcome is outcome
    assert ("桌面端见于 https://shop.example/goods/b，手机端未打开该页" in answer.because.zh) is (
        outcome is Outcome.UNSURE
    )


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("谁能写评价\n买过的人一个月内 可以写评价，\n写了不能改。", Outcome.UNSURE),
        ("谁能写评价\n请看桌面版。", Outcome.NO),
    ],
)
def test_words_that_the_other_device_shows_are_not_absent_from_a_page_that_holds_them(
    text: str, outcome: Outcome
) -> None:
    read = view("credit", "买过的人一个月内可以写评价，写了不能改。", url="https://shop.example/help/9")
    shop = site(view("home", "手机首页", device="mobile"), view("credit", text, device="mobile"), view("home"), read)
    other = Answer(
        Outcome.UNSURE,
        Text("像是", "like it"),
        (evidence_on_page(read, quote="买过的人一个月内可以写评价，写了不能改。"),),
    )
    answer = found_elsewhere(NOT_FOUND, (Need(Role.CREDIT),), shop.only(1, Device.MOBILE), other, (read,))
    assert answer.outcome is outcome


@pytest.mark.parametrize(("role", "outcome"), [("help", Outcome.UNSURE), ("home", Outcome.NO)])
def test_such_words_on_an_unnamed_page_count_only_for_a_check_of_documents(role: str, outcome: Outcome) -> None:
    number = "京ICP备17038265号-1"
    read = view(role, f"版权所有 {number}")
    more = view("other", f"关于我们 {number}", device="mobile", url="https://shop.example/about")
    shop = site(view("home", "手机首页", device="mobile"), more, view("help", "帮助", device="mobile"), read)
    other = Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(read, quote=number),))
    answer = found_elsewhere(NOT_FOUND, (Need(Role(role)),), shop.only(1, Device.MOBILE), other, (read,))
    assert answer.outcome is outcome


def test_words_known_again_say_nothing_to_a_check_that_asks_for_no_words() -> None:
    read = view("help", "版权所有 京ICP备17038265号-1")
    shop = site(view("home", device="mobile"), view("help", read.text, device="mobile"), read)
    other = Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(read, quote="京ICP备17038265号-1"),))
    here, reads = shop.only(1, Device.MOBILE), (Need(Role.HELP),)
    assert found_elsewhere(NOT_FOUND, reads, here, other, (read,)).outcome is Outcome.UNSURE
    assert found_elsewhere(NOT_FOUND, reads, here, other, (read,), worded=False) is NOT_FOUND


def _asked(url: str, error: str, device: Device = Device.MOBILE) -> Fetch:
    began = datetime(2026, 11, 24, tzinfo=UTC)
    return Fetch("e1", "entry", 1, url, url, None, began, 0.0, error=error, device=device)


@pytest.mark.parametrize(
    ("error", "device", "outcome"),
    [
        ("error_page: soft 404: 地址不存在", Device.MOBILE, Outcome.NO),  # the phone's own pages lack it
        ("error_page: soft 404: 地址不存在", Device.DESKTOP, Outcome.UNSURE),
        ("timeout: no answer", Device.MOBILE, Outcome.UNSURE),
        ("login: login page", Device.MOBILE, Outcome.UNSURE),
    ],
)
def test_a_page_that_the_shop_does_not_have_for_this_device_holds_no_words_for_it(
    error: str, device: Device, outcome: Outcome
) -> None:
    shop, page = _two_devices()
    shop = dataclasses.replace(shop, fetches=(_asked(page.url, error, device),))
    other = Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(page, quote="三日内办结"),))
    answer = found_elsewhere(NOT_FOUND, (Need(Role.COMPLAINT),), shop.only(1, Device.MOBILE), other, (page,))
    assert answer.outcome is outcome


@pytest.mark.parametrize(
    ("refused", "opened", "outcome"),
    [
        ((4, 26, 40), False, Outcome.NO),  # three of its kind are none: neither is this
        ((4, 26), False, Outcome.UNSURE),
        ((4, 26, 40), True, Outcome.UNSURE),  # the phone has pages of that kind
    ],
)
def test_pages_that_differ_in_numbers_alone_are_refused_together(
    refused: tuple[int, ...], opened: bool, outcome: Outcome
) -> None:
    page = view("complaint", "投诉规则：三日内办结。", url="https://shop.example/index.php?action=help&id=53")
    own = view("other", "公告", device="mobile", url="https://shop.example/index.php?action=help&id=7")
    shop = site(view("home", "手机首页", device="mobile"), *((own,) if opened else ()), view("home", "首页"), page)
    asked = (f"https://shop.example/index.php?action=help&id={number}" for number in refused)
    shop = dataclasses.replace(shop, fetches=tuple(_asked(url, "error_page: soft 404: 地址不存在") for url in asked))
    other = Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(page, quote="三日内办结"),))
    answer = found_elsewhere(NOT_FOUND, (Need(Role.COMPLAINT),), shop.only(1, Device.MOBILE), other, (page,))
    assert answer.outcome is outcome


@pytest.mark.parametrize("reason", [GapReason.LOGIN, GapReason.TIMEOUT])
def test_a_control_that_is_dead_here_and_leads_elsewhere_to_a_page_hidden_from_us_is_no_absence(
    reason: GapReason,
) -> None:
    dead = gap(Role.HELP, GapReason.CONTROL, detail=DEAD.detail, device="mobile")
    homes = (view("home", "首页", device="mobile"), view("home", "首页"))
    reads = (Need(Role.HOME), Need(Role.HELP, required=False))

    def hold(*there: Gap | View) -> Answer:
        shop = site(*homes, dead, *there)
        return hidden_elsewhere(NOT_FOUND, reads, shop.only(1, Device.MOBILE), shop.only(1, Device.DESKTOP))

    hidden = hold(gap(Role.HELP, reason))
    assert hidden.outcome is Outcome.NOT_SEEN
    assert hidden.because.zh.startswith("未见时限；但桌面端帮助中心未能查看")
    assert hold(gap(Role.HELP, GapReason.CONTROL, detail=DEAD.detail)) is NOT_FOUND  # dead on both
    assert hold(gap(Role.HELP, GapReason.NOT_OFFERED)) is NOT_FOUND
    assert hold(gap(Role.CART, reason)) is NOT_FOUND  # of another page
    assert hold(view("help", "帮助")) is NOT_FOUND  # its words were read there
