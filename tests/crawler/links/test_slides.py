"""A line that a ticker slides into sight while a menu is hovered is none of the menu's entries."""

from __future__ import annotations

import pytest

from crawler.links.carousels import find_slides
from crawler.vocabulary import Role
from tests.cases.build import view


@pytest.mark.parametrize(
    ("box", "slides"),
    [
        ({"classes": "swiper-container"}, ["#e2"]),
        ({"classes": "notice-bar"}, ["#e2"]),
        ({"classes": "swiper-container", "unseen": "display_none"}, []),  # folded away with its menu
        ({"classes": "dropdown"}, []),
    ],
)
def test_what_a_carousel_in_sight_keeps_out_of_sight_is_known(box: dict[str, str], slides: list[str]) -> None:
    lines = [
        {"text": "周年庆活动预告", "href": "/news/2", "parent": 0},
        {"text": "商城管理规章制度", "href": "/news/1", "parent": 0, "unseen": "clipped"},
    ]
    assert sorted(find_slides(view(Role.HOME, elements=[{"tag": "div", **box}, *lines]))) == slides
