"""What a Site answers when it is asked for its views."""

from __future__ import annotations

import dataclasses
import pickle

from crawler.vocabulary import LANDED, Device, Role
from tests.cases.build import site, view


def test_views_are_told_apart_by_role_and_state_and_keep_their_order() -> None:
    best, next_best = view("home", text="甲"), view("home", text="乙")
    elder, help = view("home", state="elder"), view("help")
    seen = site(best, elder, help, next_best)
    assert seen.all(Role.HOME) == (best, next_best)
    assert seen.all(Role.HOME, "elder") == (elder,)
    assert seen.view(Role.HELP, LANDED) is help
    assert seen.all(Role.PRIVACY) == ()
    assert seen.view(Role.PRIVACY) is None


def test_another_site_made_of_one_that_was_asked_answers_for_itself() -> None:
    desktop, mobile = view("home"), view("home", device="mobile")
    both = site(desktop, mobile)
    assert len(both.all(Role.HOME)) == 2
    assert both.only(1, Device.MOBILE).all(Role.HOME) == (mobile,)
    assert dataclasses.replace(both, views=(desktop,)).all(Role.HOME) == (desktop,)
    again = pickle.loads(pickle.dumps(both))
    assert again == both
    assert again.all(Role.HOME) == both.all(Role.HOME)
