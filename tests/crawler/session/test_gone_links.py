"""A link that a home page no longer shows is followed as if it still stood there: a line of news stays one, whichever line shows."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.links.role_links import find_leads
from crawler.session.gone_links import add_gone_links
from crawler.site import View
from crawler.vocabulary import ARRIVED, LANDED, Role
from tests.cases.build import view

FIRST = {"text": "周年庆活动预告", "href": "/news/2"}
SECOND = {"text": "各地电商商城管理规章制度", "href": "/news/1"}


def home_page(state: str, box: dict[str, Any], shown: dict[str, Any]) -> View:
    """A home page whose box shows one of its two lines."""
    lines = [line | {"parent": 1} | ({} if line is shown else {"unseen": "clipped"}) for line in (FIRST, SECOND)]
    return view(Role.HOME, state=state, elements=[{"tag": "body"}, {"tag": "div", "parent": 0, **box}, *lines])


@pytest.mark.parametrize("now", [FIRST, SECOND])
@pytest.mark.parametrize(
    ("box", "named"), [({"classes": "swiper-wrapper"}, []), ({"classes": "column"}, ["/news/1"]), ({}, ["/news/1"])]
)
def test_what_a_line_is_does_not_depend_on_which_line_shows(
    box: dict[str, Any], named: list[str], now: dict[str, Any]
) -> None:
    shown = add_gone_links(home_page(LANDED, box, now), [home_page(ARRIVED, box, SECOND)])
    leads = find_leads(shown, [Role.RULES])[Role.RULES]
    assert [lead.url[-len("/news/1") :] for lead in leads] == named


def test_a_link_whose_boxes_are_gone_as_well_stands_by_itself() -> None:
    arrived = home_page(ARRIVED, {"classes": "swiper-wrapper"}, SECOND)
    shown = add_gone_links(view(Role.HOME, elements=[{"tag": "p", "selector": "#other", "text": "好货"}]), [arrived])
    assert [(one.id, one.parent) for one in shown.elements if one.href] == [(1, None)]
