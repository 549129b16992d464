"""While a list of the shop's texts has a further part that nobody pressed, nothing is said to be missing."""

from __future__ import annotations

from typing import Any

import pytest

from probes.finding import Outcome
from tests.cases.build import SHOP, view
from tests.probes.pages.absence.test_unopened import HONOURS, RETURNS, ask

PLACE = "main>div:nth-child(3)"
PAGER: list[dict[str, Any]] = [
    {"text": "上一页", "tag": "button", "clickable": True, "selector": f"{PLACE}>button:nth-child(1)"},
    {"text": "2", "tag": "li", "clickable": True, "selector": f"{PLACE}>ul>li:nth-child(2)"},
    {"text": "下一页", "tag": "button", "clickable": True, "selector": f"{PLACE}>button:nth-child(3)"},
]


@pytest.mark.parametrize(
    ("role", "controls", "outcome"),
    [
        ("help", PAGER, Outcome.NOT_SEEN),
        ("help", PAGER[:2], Outcome.NO),  # a number alone may choose a quantity
        ("help", [PAGER[0], PAGER[2]], Outcome.NO),  # one part, and buttons that cannot turn it
        ("list", PAGER, Outcome.NO),  # goods
    ],
)
def test_a_further_part_keeps_absence_open(role: str, controls: list[dict[str, Any]], outcome: Outcome) -> None:
    listed = view(role, "购物流程", [{"text": "购物流程"}, *controls], url=f"{SHOP}h")
    rules = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, {"text": "栗子"}, rules, listed).outcome is outcome


def test_a_part_that_was_pressed_was_seen() -> None:
    listed = view("help", "购物流程", [{"text": "购物流程"}, *PAGER], url=f"{SHOP}h", path=["帮助"])
    turned = view("other", "配送说明", [{"text": "配送说明"}], url=f"{SHOP}h", path=["帮助", "2"], found_by="click")
    rules = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    assert ask(RETURNS, {"text": "栗子"}, rules, listed, turned).outcome is Outcome.NO


def test_an_honour_may_stand_on_a_page_that_the_further_part_names() -> None:
    listed = view("help", "购物流程", [{"text": "购物流程"}, *PAGER], url=f"{SHOP}h")
    about = view("about", "本店用心服务。", url=f"{SHOP}a")
    assert ask(HONOURS, {"text": "栗子"}, about, listed).outcome is Outcome.NOT_SEEN
    assert ask(HONOURS, {"text": "栗子"}, about).outcome is Outcome.NO
