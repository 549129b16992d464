"""What stands beside a visitor's own orders is behind a log-in: nobody says that a return cannot be asked for there."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Gap
from crawler.vocabulary import Device, GapReason, Role
from probes.answers.doubts.own_orders import doubt_own_orders
from probes.finding import Answer, Outcome, Text
from tests.cases.build import site, view
from tests.eval.table import checks

ASKED = "service.self_service"
MISSING = Answer(Outcome.NO, Text("未见在线自助申请售后", "no way to ask for a return online"), by_absence=True)


def show_account(*labels: str) -> Any:
    tiles = [
        {"text": label, "clickable": True, "selector": f"main>div:nth-child({at + 1})"}
        for at, label in enumerate(labels)
    ]
    return view(Role.OTHER, None, tiles, url="https://shop.example/my")


def ask_returns(*labels: str, check: str = ASKED, gaps: tuple[Gap, ...] = ()) -> Answer:
    return doubt_own_orders(checks()[check], MISSING, site(show_account(*labels), *gaps))


@pytest.mark.parametrize("entry", ["退换货", "退款/售后", "我的售后", "Returns"])
def test_an_entry_for_returns_beside_the_states_of_orders_is_shown_to_a_person(entry: str) -> None:
    asked = ask_returns("待付款", "待收货", entry)
    assert asked.outcome is Outcome.UNSURE
    assert asked.evidence[0].quote == entry
    assert f"「{entry}」" in asked.because.zh
    assert f"“{entry}”" in asked.because.en


def test_states_and_reviews_alone_or_another_matter_leave_it_missing() -> None:
    assert ask_returns("待付款", "待收货", "待评价").outcome is Outcome.NO
    assert ask_returns("待付款", "待收货", "我的评价").outcome is Outcome.NO
    assert ask_returns("退换货", "联系我们").outcome is Outcome.NO
    assert ask_returns("待付款", "待收货", "退换货", check="service.tracking").outcome is Outcome.NO


def test_a_page_that_was_lost_may_be_the_one_with_the_entry() -> None:
    lost = Gap(Role.OTHER, "landed", Device.DESKTOP, 1, GapReason.TIMEOUT, "", "https://shop.example/my")
    assert ask_returns("待付款", "待收货", gaps=(lost,)).outcome is Outcome.UNSURE
