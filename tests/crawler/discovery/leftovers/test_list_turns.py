"""The numbers that turn a list of texts are told from numbers that choose, and from those of lists of goods."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.discovery.leftovers.list_turns import as_lead, find_list_turns
from crawler.vocabulary import FoundBy
from tests.cases.build import view

PLACE = "main>div:nth-child(3)"


def make_number(said: str, **more: Any) -> dict[str, Any]:
    return {"text": said, "tag": "li", "clickable": True, "selector": f"{PLACE}>ul>li:nth-child({said})", **more}


ON: dict[str, Any] = {"text": "下一页", "tag": "button", "selector": f"{PLACE}>button"}
ROUND: dict[str, Any] = {"text": "12", "tag": "ul", "clickable": True, "selector": f"{PLACE}>ul"}


@pytest.mark.parametrize(
    ("role", "boxes", "found"),
    [
        ("help", [ROUND, make_number("1", clickable=False, parent=0), make_number("2", parent=0), ON], ["2"]),
        ("rules", [make_number("2"), make_number("3"), {**ON, "text": "", "name": "Next"}], ["2", "3"]),
        ("help", [make_number("2")], []),
        ("help", [make_number("2", href="/help?page=2"), ON], []),
        ("help", [make_number("2", selector="aside>p>span"), ON], []),
        ("product", [make_number("2"), ON], []),
    ],
)
def test_only_a_further_part_of_texts_is_turned_to(role: str, boxes: list[dict[str, Any]], found: list[str]) -> None:
    page = view(role, "购物流程", boxes)
    assert [element.text for element in find_list_turns(page)] == found


def test_a_part_is_reached_by_a_press_on_its_make_number() -> None:
    page = view("help", "购物流程", [make_number("2"), ON], path=["帮助中心"])
    (turn,) = find_list_turns(page)
    lead = as_lead(page, turn)
    assert (lead.found_by, lead.path, lead.url, lead.on) == (FoundBy.CLICK, ("帮助中心", "2"), "", page.url)
