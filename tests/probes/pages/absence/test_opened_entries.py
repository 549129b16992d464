"""An entry that was opened is not called unopened, whatever came of it: a dead address, a login, a fault that may hide a page."""

from __future__ import annotations

import pytest

from crawler.site import Fetch
from crawler.vocabulary import Device, GapReason
from probes.finding import Outcome
from tests.cases.build import AT, SHOP, gap, view
from tests.probes.pages.absence.test_unopened import REFUNDS, RETURNS, ask


def tried(error: str, label: str = "") -> Fetch:
    """What the crawler records of an entry that was opened and gave no page."""
    address, device = f"{SHOP}refunds", Device.DESKTOP
    return Fetch("x1", "entry", 1, address, address, 200, AT, 0.0, text=label, error=error, device=device)


@pytest.mark.parametrize("error", ["redirected to <error>", "soft 404: 页面不存在", "HTTP 404"])
def test_an_address_at_which_the_shop_says_that_there_is_none_was_opened_and_is_dead(error: str) -> None:
    answer = ask(RETURNS, REFUNDS, tried(f"error_page: {error}"))
    assert (answer.outcome, answer.by_absence) == (Outcome.NO, True)


@pytest.mark.parametrize("error", [
    "error_page: HTTP 503", "error_page: 系统异常", "error_page: the page is for merchants",
    "error_page: a pdf file that cannot be read", "timeout: no answer",
])  # fmt: skip
def test_a_fault_that_may_hide_a_page_leaves_the_entry_unopened(error: str) -> None:
    answer = ask(RETURNS, REFUNDS, tried(error))
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "not_looked")


def test_an_entry_that_led_to_a_login_was_opened_and_is_said_to_be_behind_it() -> None:
    answer = ask(RETURNS, REFUNDS, tried("login: redirected to a login page"))
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "login")
    assert "「退款说明」" in answer.because.zh
    assert "登录后才可见" in answer.because.zh
    assert "未打开" not in answer.because.zh
    assert answer.question is not None
    other = {**REFUNDS, "href": "/refunds/other"}
    assert ask(RETURNS, other, tried("login: redirected to a login page")).reason == "not_looked"


def test_one_hidden_page_of_a_small_shop_says_nothing_of_the_rest_and_two_do() -> None:
    silent = {"text": "全部商品", "href": "/goods", "region": "nav"}
    seen = view("help", "本店用心服务。", url=f"{SHOP}help/1")
    lost = [gap("about", GapReason.TIMEOUT), gap("member", GapReason.BLOCKED)]
    assert ask(RETURNS, silent, seen, lost[0]).outcome is Outcome.NO
    assert ask(RETURNS, silent, seen, *lost).outcome is Outcome.NOT_SEEN


def test_a_link_that_leads_home_hides_nothing_where_its_name_opened_a_page_elsewhere() -> None:
    """The foot of a phone's layout keeps the addresses of the desktop, which are sent home; its menu has the pages."""
    home = tried("error_page: the link brings up the home page again", "退款说明")
    read = view("help", "本店用心服务。", url=f"{SHOP}help/1", path=("退款说明",))
    assert ask(RETURNS, REFUNDS, home, read).outcome is Outcome.NO
    named = view("help", "本店用心服务。", url=f"{SHOP}help/1", path=("常见问题",))
    assert ask(RETURNS, REFUNDS, home, named).outcome is Outcome.NOT_SEEN
    blank = tried("blank: no words", "退款说明")
    assert ask(RETURNS, REFUNDS, blank, read).outcome is Outcome.NOT_SEEN
