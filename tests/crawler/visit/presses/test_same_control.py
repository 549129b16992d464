"""A control is known again by its place and words; one in which a ticker runs by its place, whatever line is shown by then."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import View
from crawler.visit.presses.pressing import find_same_control
from crawler.vocabulary import Role
from tests.cases.build import view


def _home(said: str, box: dict[str, Any]) -> View:
    control = {"tag": "div", "clickable": True, "text": said, "own": "", "selector": "body>div:nth-child(3)"}
    line = {"text": said, "selector": "body>div:nth-child(3)>div>p:nth-child(1)", **box}
    other = {"tag": "div", "clickable": True, "text": "全部分类", "selector": "body>div:nth-child(4)"}
    return view(Role.HOME, elements=[control, line, other])


@pytest.mark.parametrize(
    ("box", "now", "found"),
    [
        ({"classes": "swiper-slide"}, "栗子熟了", True),
        ({"tag": "uni-swiper-item"}, "栗子熟了", True),
        ({"classes": "title"}, "栗子熟了", False),  # another control stands at the place by now
        ({"classes": "title"}, "山路通车", True),
    ],
)
def test_a_control_with_a_ticker_is_the_same_whatever_it_shows(box: dict[str, Any], now: str, found: bool) -> None:
    control = _home("山路通车", box).elements[0]
    here = _home(now, box)
    assert (find_same_control(here, control) is here.elements[0]) is found


def _grid(top: str) -> View:
    """A grid whose boxes hear presses as the controls in them do, with an id that is another at each load."""
    boxes: list[dict[str, Any]] = []
    for number, word in enumerate(("积木", "问与答"), 1):
        outer = {"tag": "div", "clickable": True, "text": word, "selector": f"{top}>div:nth-child({number})"}
        boxes += [outer, {**outer, "own": word, "selector": f"{top}>div:nth-child({number})>div"}]
    return view(Role.HOME, elements=boxes)


def test_a_control_in_a_box_that_bears_the_same_words_is_found_again() -> None:
    before, here = _grid("#Kit_abcd"), _grid("#Kit_wxyz")
    for number, control in enumerate(before.elements):
        assert find_same_control(here, control) is here.elements[number]
    moved = _grid("body>main>section")
    assert find_same_control(moved, before.elements[2]) is moved.elements[3]


def test_one_of_two_controls_that_bear_the_same_words_apart_is_not_told() -> None:
    twice = view(
        Role.HOME, elements=[{"text": "更多", "clickable": True, "selector": f"body>p:nth-child({n})"} for n in (1, 2)]
    )
    other = view(Role.HOME, elements=[{"text": "更多", "clickable": True, "selector": "#Kit_abcd>p"}])
    assert find_same_control(twice, other.elements[0]) is None
