"""What slides or fades in is read where it comes to rest; what never rests, or not soon, holds no reading up."""

from __future__ import annotations

import pytest

from crawler.dom.snapshot import PageReading
from tests.crawler.crawl_helpers import Shop, page, visiting

pytestmark = pytest.mark.browser
STYLE = """<style>@keyframes come { from { opacity: 0; transform: translateY(-900px) } to { opacity: 1 } }
@keyframes pass { from { opacity: 1 } to { opacity: .9 } }
.come { animation: come .7s both } .then { animation: come .4s both }
.turn { animation: pass 1s infinite } .ticker { animation: pass 60s linear }</style>"""
FADE = "document.getElementById('tab').className = 'come'"
TWICE = "tab.className = 'come'; tab.onanimationend = () => { tab.className = ''; next.className = 'then'; }"


@pytest.mark.parametrize(
    "script", [FADE, f"const tab = document.getElementById('tab'), next = document.getElementById('next'); {TWICE}"]
)
async def test_what_comes_in_is_read_where_it_rests(script: str) -> None:
    body = "<div id=tab>评价(12)</div><div id=next>七天内可退。</div>"
    async with visiting(Shop({"/": page(body, head=STYLE)})) as visitor:
        assert await visitor.load(visitor.trip.platform.url) is None
        await visitor.tab.page.evaluate(script)
        reading = await visitor.read()
    assert isinstance(reading, PageReading)
    seen = {element.own: element.seen for element in reading.elements}
    assert (seen["评价(12)"], seen["七天内可退。"]) == (True, True)


async def test_what_never_rests_or_not_soon_holds_nothing_up() -> None:
    body = "<div class=turn>热卖</div><div id=ticker class=ticker>公告</div>"
    async with visiting(Shop({"/": page(body, head=STYLE)})) as visitor:
        assert await visitor.load(visitor.trip.platform.url) is None
        reading = await visitor.read()
        state = await visitor.tab.page.evaluate("document.getElementById('ticker').getAnimations()[0].playState")
    assert isinstance(reading, PageReading)
    assert state == "running"  # of its minute most was left
