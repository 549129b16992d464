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
