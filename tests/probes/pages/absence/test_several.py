"""Answers that may stand on any of several pages: hidden pages forbid a NO."""

from __future__ import annotations

import pytest

from crawler.failure import DEAD, DEAD_LINK, NO_SUCH_HOST, UNPRESSED, LoadFailure
from crawler.record.network_record import Exchange
from crawler.vocabulary import GapReason, Role
from probes.finding import Outcome
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from tests.cases.build import BLIND, gap, site, view

ROLES = (Role.HELP, Role.RULES)


def test_nothing_found_on_whole_pages_is_no_by_absence() -> None:
    answer = not_found(site(view("home"), view("help"), gap("rules", "not_offered")), ROLES, "没有", "none")
    assert answer.outcome is Outcome.NO
    assert answer.by_absence


@pytest.mark.parametrize("reason", [reason for reason in GapReason if not reason.about_them])
def test_a_hidden_page_forbids_a_no(reason: GapReason) -> None:
    whole = site(view("home"), view("help"), gap("rules", reason))
    assert not_found(whole, ROLES, "没有", "none").reason == reason
    unseen = answer_hidden(whole, ROLES)
    assert unseen is not None
    assert unseen.outcome is Outcome.NOT_SEEN


def test_a_page_nobody_looked_at_forbids_a_no() -> None:
    assert not_found(site(view("home"), view("help")), ROLES, "没有", "none").reason == "not_looked"
    assert not_found(site(view("help"), gap("rules", "not_offered")), ROLES, "没有", "none").reason == "not_looked"


def test_a_hasty_look_forbids_a_no() -> None:
    answer = not_found(
        site(view("home"), view("help", thorough=BLIND), gap("rules", "not_offered")), ROLES, "没有", "none"
    )
    assert answer.outcome is Outcome.NOT_SEEN


def test_views_come_in_the_order_of_the_roles() -> None:
    views, blind = searched_views(site(view("rules"), view("help")), ROLES)
    assert [page.role for page in views] == list(ROLES)
    assert blind is None


@pytest.mark.parametrize("dead", [DEAD, DEAD_LINK])
def test_a_dead_control_veils_its_own_page_alone(dead: LoadFailure) -> None:
    whole = site(view("home"), view("help"), gap("rules", dead.reason, detail=dead.detail))
    assert not_found(whole, ROLES, "没有", "none").by_absence
    assert answer_hidden(whole, ROLES) is None
    alone = not_found(whole, (Role.RULES, Role.HOME), "没有", "none")
    assert alone.by_absence is (dead is DEAD_LINK)
    unpressed = site(view("home"), view("help"), gap("rules", UNPRESSED.reason, detail=UNPRESSED.detail))
    assert not_found(unpressed, ROLES, "没有", "none").reason == GapReason.CONTROL


def _loaded(url: str) -> Exchange:
    return Exchange(url, "GET", "image", 200, 900, True, "parser", 10.0, "")


@pytest.mark.parametrize("said", NO_SUCH_HOST)
def test_a_host_of_others_that_does_not_exist_veils_its_own_page_alone(said: str) -> None:
    """A template's 帮助中心 leads to its maker: that page is none of the shop's, and nobody who asks for it is told anything."""
    away = gap("rules", "unreachable", detail=said, url="http://help.maker.example.net/5.html")
    found = not_found(site(view("home"), view("help"), away), ROLES, "没有", "none")
    assert found.by_absence
    assert "help.maker.example.net" in found.because.zh
    assert (
        not_found(site(view("home"), view("help"), away), (Role.RULES, Role.HOME), "没有", "none").reason
        == "unreachable"
    )
    assert (
        answer_hidden(site(view("home"), view("help"), away), ROLES) is not None
    )  # what must not earn by not being seen


@pytest.mark.parametrize(
    ("reason", "detail", "url", "came"),
    [
        ("unreachable", "dns: Name or service not known", "https://help.shop.example/5.html", ""),  # a host of the shop's own
        ("unreachable", "dns: Name or service not known", "", ""),
        ("unreachable", "dns: Temporary failure in name resolution", "http://help.maker.example.net/5.html", ""),
        ("unreachable", "connect: refused", "http://help.maker.example.net/5.html", ""),
        ("timeout", "no answer within 20 s", "http://help.maker.example.net/5.html", ""),
        ("blocked", "HTTP 403", "http://help.maker.example.net/5.html", ""),
        # a site from which the shop has its pictures may be one of the same company's
        ("unreachable", "dns: Name or service not known", "http://help.maker.com/5.html", "https://img.maker.com/1.png"),
    ],
)  # fmt: skip
def test_what_of_others_may_be_there_veils_what_it_did(reason: str, detail: str, url: str, came: str) -> None:
    home = view("home", exchanges=(_loaded(came),) if came else ())
    hidden = gap("rules", reason, detail=detail, url=url)
    assert not_found(site(home, view("help"), hidden), ROLES, "没有", "none").reason == reason


def test_a_login_for_sellers_veils_what_concerns_them_alone() -> None:
    """What a shop states to the public on packaging stands on no page that sellers log in for."""
    whole = site(view("home"), view("help"), gap("rules", "not_offered"), gap("seller", "login", detail="login page"))
    assert not_found(whole, (Role.HELP, Role.SELLER), "没有", "none").by_absence
    for first in (Role.SELLER, Role.RULES):
        assert not_found(whole, (first, Role.HELP, Role.SELLER), "没有", "none").reason == "login"
    blocked = site(view("home"), view("help"), gap("seller", "blocked"))
    assert not_found(blocked, (Role.HELP, Role.SELLER), "没有", "none").reason == "blocked"
