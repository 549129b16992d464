"""Entries of any name that we could not press again hide what they lead to: no text of help is absent while there are several."""

from __future__ import annotations

import pytest

from crawler.failure import DEAD, GONE, LoadFailure
from crawler.site import Fetch
from crawler.vocabulary import Device
from probes.pages.absence.unopened import Surface
from probes.probe import Check
from probes.unread_parts import find_unread
from tests.cases.build import AT, SHOP, site, view
from tests.probes.pages.absence.test_unopened import RETURNS
from xuncha.judging.rules import load_rules

LABELS = ("问与答", "有话跟阿圆说", "慢慢送到")


def _check(name: str) -> Check:
    return next(one for one in load_rules().checks if one.id == name)


def _surface(failed: tuple[str, ...], stop: LoadFailure) -> Surface:
    entries = [{"text": one, "clickable": True, "tag": "div", "region": "main"} for one in LABELS]
    tried = [
        Fetch(f"h{at}", "entry", 1, SHOP, "", 200, AT, 0.0, text=one, error=f"{stop.reason}: {stop.detail}", device=Device.DESKTOP)
        for at, one in enumerate(failed)
    ]  # fmt: skip
    return Surface.of(site(view("home", "木玩", entries), *tried), Device.DESKTOP, 1)


@pytest.mark.parametrize(
    ("failed", "stop", "hidden"),
    [(LABELS[:2], GONE, True), (LABELS[:1], GONE, False), ((), GONE, False), (LABELS, DEAD, False)],
)
def test_several_entries_that_were_not_there_any_more_leave_texts_of_help_open(
    failed: tuple[str, ...], stop: LoadFailure, hidden: bool
) -> None:
    assert (find_unread(_check(RETURNS), _surface(failed, stop)) is not None) is hidden


def test_what_stands_on_home_is_not_behind_them() -> None:
    assert find_unread(_check("inclusion.elder_entry"), _surface(LABELS, GONE)) is None
