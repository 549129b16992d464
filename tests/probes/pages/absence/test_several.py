"""Answers that may stand on any of several pages: hidden pages forbid a NO."""

from __future__ import annotations

import pytest

from crawler.failure import DEAD, DEAD_LINK, UNPRESSED, LoadFailure
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
