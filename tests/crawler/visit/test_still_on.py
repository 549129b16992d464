"""A page that one visitor prepared and another goes on with is as whole for it as it was for the first."""

from __future__ import annotations

import pytest

from crawler.dom.snapshot import PageReading
from crawler.visit.page_session import PageSession
from crawler.vocabulary import LANDED, Role
from tests.crawler.crawl_helpers import Shop, page, visiting

pytestmark = pytest.mark.browser

LAYER = '<div style="position:fixed;inset:0;background:#fff">领取新人礼包</div>'


@pytest.mark.parametrize(
    ("layer", "prepared", "whole"), [("", True, (True, True)), (LAYER, True, (True, False)), ("", False, (False, True))]
)
async def test_another_visitor_knows_how_a_page_was_prepared(
    layer: str, prepared: bool, whole: tuple[bool, bool]
) -> None:
    shop = Shop({"/": page(f"<main>收到七天内可退，运费由本店出。</main>{layer}")})
    async with visiting(shop) as first:
        assert await first.load(shop.url) is None
        if prepared:
            await first.prepare()
        reading = await first.read()
        assert isinstance(reading, PageReading)
        view = await first.store(reading, Role.RULES, LANDED)
        second = PageSession(first.trip, first.tab, first.device)
        assert await second.still_on(view)
        shown = await second.capture(Role.AFTER_SALES)
    for one in (view, shown):
        assert (one.thoroughness.scrolled_stable, one.thoroughness.layers_closed) == whole
