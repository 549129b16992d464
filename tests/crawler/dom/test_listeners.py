"""The nodes that hear of clicks are found however many others a page has, and no function of a listener is sent to us."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import CDPSession

from crawler.dom.laziness import may_load_later
from crawler.dom.snapshot import PageReading
from tests.crawler.crawl_helpers import Shop, page, visiting

pytestmark = pytest.mark.browser
HEARS = """<div id="buy">加入购物车</div><p>七天内可退。</p><script>const own = () => '%s';
for (let at = 0; at < 500; at++) document.addEventListener('scroll', () => own() + at);
document.getElementById('buy').addEventListener('click', () => own());</script>"""


async def test_a_listener_is_told_without_its_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, Any]] = []
    plain = CDPSession.send

    async def telling(session: CDPSession, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await plain(session, method, params)
        if method == "DOMDebugger.getEventListeners":
            told.append(answer)
        return answer

    monkeypatch.setattr(CDPSession, "send", telling)
    async with visiting(Shop({"/": page(HEARS % ("x" * 900))})) as visitor:
        assert await visitor.load(visitor.trip.platform.url) is None
        reading = await visitor.read()
        lazy = await may_load_later(visitor.tab.cdp, lambda script: visitor.tab.world.evaluate(script, 5.0))
    assert isinstance(reading, PageReading)
    clicked = {element.own for element in reading.elements if element.clickable}
    assert "加入购物车" in clicked
    assert "七天内可退。" not in clicked
    assert lazy
    heard = [one for answer in told for one in answer["listeners"]]
    assert sum(one["type"] == "scroll" for one in heard) >= 1000  # both asked about all of them
    assert not any("handler" in one for one in heard)
    assert len(json.dumps(heard)) < 300 * len(heard)
