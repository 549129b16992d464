"""While classes of a help page that replace one another were pressed in part, nothing is said to be missing."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Fetch, View
from probes.finding import Outcome
from tests.cases.build import AT, SHOP, view
from tests.probes.pages.absence.test_unopened import RETURNS, ask


def _class(name: str, number: int) -> dict[str, Any]:
    return {"text": name, "tag": "a", "clickable": True, "selector": f"main>ul>li:nth-child({number})>a"}


CLASSES = [_class(name, number) for number, name in enumerate(("逛之前", "收到之后", "常来的人", "这家店"), 1)]


def _shown(name: str, url: str = f"{SHOP}h") -> View:
    return view("other", f"{name}的各篇", [{"text": "各篇"}], url=url, path=["帮助", name], found_by="click")


def _help(controls: list[dict[str, Any]]) -> View:
    return view("help", "怎么逛", [{"text": "怎么逛"}, *controls], url=f"{SHOP}h", path=["帮助"], found_by="click")


@pytest.mark.parametrize(
    ("pressed", "outcome"),
    [
        (("这家店",), Outcome.NOT_SEEN),
        (("收到之后", "常来的人", "这家店"), Outcome.NO),  # the first is open when the page is
        (("逛之前", "收到之后", "常来的人"), Outcome.NOT_SEEN),
        ((), Outcome.NO),  # nothing shows that these are classes
    ],
)
def test_a_class_that_nobody_pressed_keeps_absence_open(pressed: tuple[str, ...], outcome: Outcome) -> None:
    rules = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    said = ask(RETURNS, {"text": "栗子"}, rules, _help(CLASSES), *(_shown(name) for name in pressed))
    assert said.outcome is outcome


def test_an_entry_of_another_page_is_no_class() -> None:
    rules = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    away = _shown("这家店", f"{SHOP}about")
    assert ask(RETURNS, {"text": "栗子"}, rules, _help(CLASSES), away).outcome is Outcome.NO


def test_what_stands_elsewhere_on_the_page_is_no_class() -> None:
    rules = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    other = {"text": "回到上面", "tag": "a", "clickable": True, "selector": "main>p>a"}
    shown = [_shown(name) for name in ("收到之后", "常来的人", "这家店")]
    assert ask(RETURNS, {"text": "栗子"}, rules, _help([*CLASSES, other]), *shown).outcome is Outcome.NO


def test_a_class_whose_press_brought_up_nothing_that_we_could_see_stays_open() -> None:
    rules = view("after_sales", "本店用心服务。", url=f"{SHOP}r")
    vain = Fetch("x1", "entry", 1, f"{SHOP}h", "", None, AT, 0.1, text="收到之后", error="control: nothing")
    shown = [_shown(name) for name in ("常来的人", "这家店")]
    assert ask(RETURNS, {"text": "栗子"}, rules, _help(CLASSES), *shown, vain).outcome is Outcome.NOT_SEEN
