"""The rules of wording themselves, and all that is said without having looked: questions, reasons and the sentences of gaps."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.site import Gap, Site
from crawler.vocabulary import ELDER, FURTHER, LANDED, MENUS, Device, GapReason, Role
from probes.finding import Answer, Text, yes
from probes.probe import Params
from probes.run import judge_site
from probes.text.amounts import count_in_words
from scoring.standard import load_standard
from tests.cases.build import site, view
from tests.metamorph.subjects import checks
from tests.wording.faults import faults, unsigned
from tests.wording.said import of_gap
from tests.wording.watching import MET

GOOD = [
    Text("商品页 3 个，2 个有「Buy now」入口", "an entry “立即购买” on 2 of 3 product pages"),
    Text("页面以明文 HTTP 提供：http://shop.example/a", "the page came in the clear: http://shop.example/a"),
    Text("见于「我们的服务…", "stands in “我们的服务…"),
]
BAD = [
    (Text("入口 landed 未见", "no entry"), "zh: latin landed"),
    (Text("本项目程序错误：KeyError", "a fault of ours"), "zh: latin KeyError"),
    (Text("查看了 privacy.policy_dated", "looked"), "zh: latin privacy.policy_dated"),
    (Text("已标明", "all are marked 广告"), "en: chinese 广告"),
    (Text("首页，一次点击", "1 clicks from home"), "en: one clicks"),
    (Text("三个页面", "on 3 page"), "en: many page"),
    (Text("见于首页、帮助中心、首页", "seen"), "zh: twice 首页"),
    (Text("见于两处", "on the home page, the help centre, the home page"), "en: twice the home page"),
    (Text("3 个页面", "4 of 3 pages"), "en: 4 of 3"),
    (Text("3 个商品页中 4 个未见", "some lack it"), "zh: 3 个商品页中 4 个"),
    (Text("未见：", "not found:"), "zh: broken '：'"),
    (Text("", "not found"), "zh: empty"),
    (Text("未见 {name}", "no {name}"), "zh: name {"),
]


@pytest.mark.parametrize("text", GOOD, ids=lambda text: text.zh)
def test_what_is_quoted_may_be_of_any_language(text: Text) -> None:
    assert faults(text) == ()


@pytest.mark.parametrize(("text", "fault"), BAD)
def test_a_fault_is_found(text: Text, fault: str) -> None:
    assert fault in faults(text)


def test_a_number_agrees_with_its_noun() -> None:
    assert [count_in_words(1, "page"), count_in_words(2, "page"), count_in_words(0, "entry", "entries")] == [
        "1 page",
        "2 pages",
        "0 entries",
    ]


def test_every_question_can_be_signed() -> None:
    standard = load_standard()
    asked = [(check.id, check.question) for check in checks().values()]
    asked += [(item.id, item.ask.text) for item in standard.items if item.ask is not None]
    asked += [(name, words.text) for name, words in (*standard.reasons.items(), *standard.moot.items())]
    assert unsigned(asked) == []


DETAILS = (
    "", "time", "captcha script geetest", "redirected to a login page 请登录", "HTTP 404", "soft 404: 页面不存在", "502 bad gateway",
    "dns: [Errno -2] Name or service not known", "connect: ERR_CONNECTION_RESET", "Target page, context or browser has been closed",
    "ordering.guest_cart took more than 30 s", "the entry may stand on <help>, which could not be had: no answer within 20 s",
    "3/20 linked pages could not be had, <help>: HTTP 503", "“我的订单” stands on the screen, and nothing that we could press opened it",
    "the search box could not be used: TimeoutError: Locator.fill", "stopped: POST https://shop.example/pay", "loopback", "not HTML: video/mp4",
)  # fmt: skip


@pytest.mark.parametrize("reason", GapReason)
def test_every_gap_can_be_signed(reason: GapReason) -> None:
    states = (LANDED, ELDER, FURTHER, MENUS)
    gaps = [Gap(role, state, Device.DESKTOP, 1, reason, "time") for role in Role for state in states]
    gaps += [Gap(Role.HELP, LANDED, Device.DESKTOP, 1, reason, detail) for detail in DETAILS]
    assert unsigned(map(of_gap, gaps)) == []


def test_what_any_test_brings_up_is_read() -> None:
    """The watch itself: a real check that says what nobody could sign is told."""

    def nameless(_: Site, __: Params) -> Answer:
        return yes("入口 landed 未见", "no entry")

    check = checks()["performance.https"]
    spoilt = dataclasses.replace(check, probe=dataclasses.replace(check.probe, judge=nameless))
    judge_site((spoilt,), site(view(Role.HOME, "示例商城")))
    told = list(MET)
    MET.clear()
    assert told
    assert "zh: latin landed" in told[0]
