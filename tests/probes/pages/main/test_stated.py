"""What stands only around a page's main text is a reason to ask, but for the trail that says where the reader is."""

from __future__ import annotations

import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, no, unsure
from probes.pages.main.stated import stated_in_main
from tests.cases.build import site, view


def hear_surface(surface: Site) -> Answer:
    """A reader that hears of collecting goods wherever it is spoken of."""
    heard = any("签收" in page.text for page in surface.views)
    return unsure("提及", "it is spoken of") if heard else no("未见", "not found")


@pytest.mark.parametrize(
    ("around", "outcome"),
    [
        ("网站首页 > 验货与签收", Outcome.NO),
        ("网站首页 > 帮助 > 验货与签收", Outcome.NO),
        ("到店签收，当面验货", Outcome.UNSURE),
        ("网站首页 > 到店签收怎么办", Outcome.UNSURE),  # another page's title
    ],
)
def test_a_trail_that_ends_in_the_pages_own_title_tells_nothing(around: str, outcome: Outcome) -> None:
    elements = [{"text": around, "region": "nav"}, {"text": "请当面检查外包装。"}]
    page = view(Role.HELP, elements=elements, title="验货与签收")
    assert stated_in_main(hear_surface, site(page)).outcome is outcome
