"""A page has settled when nothing has come for a while: what is asked for and drawn late in that while is waited for."""

from __future__ import annotations

import pytest

from crawler.browser.page import STATE, WATCHED
from crawler.limits import PAGE
from crawler.visit.page_session import PageSession
from tests.crawler.crawl_helpers import Reply, Shop, page, visiting

pytestmark = pytest.mark.browser

# After the load is over: data is asked for, comes at once, and is drawn a while after it came.
LATE = """<p id=late></p><script>addEventListener('load', () => setTimeout(async () => { await (await fetch('/data')).text();
setTimeout(() => { document.getElementById('late').textContent = '晚到的内容'; }, 220); }, 120));</script>"""
TICKING = """<p id=late></p><script>addEventListener('load', () => setTimeout(() => {
document.getElementById('late').textContent = '晚到的内容'; }, 150));</script>"""


async def text_of(visit: PageSession) -> object:
    return await visit.tab.world.evaluate("document.body.innerText", 5)


async def test_what_is_drawn_from_data_that_came_while_the_page_was_watched_is_waited_for() -> None:
    shop = Shop({"/": page(LATE), "/data": Reply(b"{}", kind="application/json")})
    async with visiting(shop) as visit:
        assert await visit.load(shop.url) is None
        assert "晚到的内容" in str(await text_of(visit))


async def test_a_change_starts_the_while_anew() -> None:
    shop = Shop({"/": page(TICKING)})
    async with visiting(shop) as visit:
        assert await visit.load(shop.url) is None
        assert "晚到的内容" in str(await text_of(visit))


async def test_a_page_that_rests_is_asked_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop({"/": page("<p>京ICP备2026123456号</p>")})
    asked: list[str] = []
    async with visiting(shop) as visit:
        ask = visit.tab.world.evaluate

        async def counted(expression: str, seconds: float) -> object:
            asked.append(expression)
            return await ask(expression, seconds)

        monkeypatch.setattr(visit.tab.world, "evaluate", counted)
        assert await visit.load(shop.url) is None
        assert visit.tab.loaded
    watched = [text for text in asked if text != STATE]
    assert watched
    assert all(text.startswith(WATCHED[:60]) for text in watched)
    assert len(watched) < 5  # asked every 50 ms it would be five times


async def test_a_page_without_words_is_asked_for_them_seldom_and_at_once_has_those_that_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    comes = "<p id=late></p><script>setTimeout(() => { late.textContent = '晚到的内容' }, 900)</script>"
    shop = Shop({"/": page("", fill=""), "/late": page(comes, fill="")})
    asked: list[str] = []
    async with visiting(shop) as visit:
        ask = visit.tab.world.evaluate

        async def counted(expression: str, seconds: float) -> object:
            asked.append(expression)
            return await ask(expression, seconds)

        assert await visit.load(shop.url) is None
        monkeypatch.setattr(visit.tab.world, "evaluate", counted)
        assert not await visit.tab.words_come(0, 1.0)
        assert 2 <= len(asked) < 10  # every 50 ms it would be twenty times
        assert await visit.load(f"{shop.url}late") is None
        assert await visit.tab.words_come(0, 60.0)
        assert not await visit.tab.words_come(5, 0.2)


async def test_a_page_says_how_long_it_has_been_quiet() -> None:
    restless = "<p id=ever></p><script>setInterval(() => { document.getElementById('ever').textContent += '又'; }, 40);</script>"
    shop = Shop({"/": page("<p>京ICP备2026123456号</p>"), "/restless": page(restless)})
    async with visiting(shop) as visit:
        assert await visit.load(shop.url) is None
        assert visit.tab.rested == PAGE.quiet_ms / 1000
        assert await visit.load(f"{shop.url}restless") is None
        assert visit.tab.rested == 0
