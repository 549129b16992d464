"""What may still come when a page is scrolled is told apart from what may not, and nothing that comes is missed: real Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.browser.page import BrowserPage
from crawler.dom.laziness import may_load_later
from crawler.limits import PAGE
from crawler.site import View
from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import FILL, Shop, crawled, page, served

pytestmark = pytest.mark.browser
PICTURE = '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">'
LONG = f'<p>{FILL}</p>{PICTURE}<div style="height:4000px"></div><p id="end">页尾</p>'
NEW = "document.getElementById('end').append(Object.assign(document.createElement('b'), {textContent: '后到的字'}))"
WAITING = {
    "listener": "<script>onscroll = () => {}</script>",
    "listener on a box": '<div id="box" style="height:99px;overflow:auto"></div><script>box.addEventListener("scroll", () => {})</script>',
    "listener in a shadow root": """<p id="host"></p><script>const root = host.attachShadow({mode: "closed"});
      root.append(document.createElement("div")); root.firstChild.onscroll = () => {};</script>""",
    "observer": "<script>new IntersectionObserver(() => {}).observe(document.body)</script>",
    "observer of a page's own kind": """<script>class Own extends IntersectionObserver {}
      new Own(() => {}).observe(document.body)</script>""",
    "observer replaced": "<script>IntersectionObserver = class {}</script>",
    "observer behind a trap": """<script>const own = IntersectionObserver; Object.defineProperty(window, "IntersectionObserver",
      {get() { globalThis.caught = true; return own; }})</script>""",
    "picture the browser puts off": '<div style="height:9000px"></div><img loading="lazy" src="/far.png" width="9" height="9">',
    "picture a script puts off": '<p data-original="/far.png"></p>',
    "picture without an address": "<img>",
    "frame": '<iframe src="/"></iframe>',
    "element of a script": "<shop-list></shop-list>",
}  # fmt: skip


async def lazy(body: str, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, int, View]:
    """Whether the page may load later, how often was waited while scrolling, and the view."""
    told: list[bool] = []
    waited: list[int] = []
    plain, breathe = may_load_later, BrowserPage._breathe

    async def telling(*asked: Any) -> bool:
        told.append(await plain(*asked))
        return told[-1]

    async def counting(tab: BrowserPage) -> None:
        waited.append(1)
        await breathe(tab)

    monkeypatch.setattr("crawler.browser.page.may_load_later", telling)
    monkeypatch.setattr(BrowserPage, "_breathe", counting)
    async with served(Shop({"/": page(body, fill="")})) as shop:
        site = await crawled(shop)
    home = site.view(Role.HOME)
    assert home is not None, site.gaps
    return told[-1], len(waited), home


async def test_a_page_that_cannot_hear_of_scrolling_is_waited_for_at_its_end_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later, waited, home = await lazy(LONG, monkeypatch)
    assert not later
    assert waited == 1
    assert home.thoroughness.scrolled_stable
    assert home.height > 4000


@pytest.mark.parametrize("how", list(WAITING))
async def test_whatever_may_hear_of_it_is_waited_for(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later, waited, _ = await lazy(LONG + WAITING[how], monkeypatch)
    assert later
    assert waited > PAGE.stable_rounds + 1


@pytest.mark.parametrize("when", ["requestAnimationFrame(look)", "setTimeout(look, 30)"])
async def test_what_a_script_that_only_looks_brings_is_seen(when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    watching = f"<script>function look() {{ if (scrollY > 900) {NEW}; else {when}; }} look();</script>"
    later, _, home = await lazy(LONG + watching, monkeypatch)
    assert not later  # which nobody can know
    assert "后到的字" in home.text


async def test_from_the_first_request_on_every_step_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asks = "<script>function look() { if (scrollY > 900) fetch('/more'); else requestAnimationFrame(look); } look();</script>"
    _, waited, _ = await lazy(LONG + asks, monkeypatch)
    assert waited > PAGE.stable_rounds + 1
