"""An entry to a page that an app does not have is dead, and hides no other page; a page that is late or broken stays unseen."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.dom.empty import is_unknown_route, opened_bare
from crawler.failure import NO_ROUTE
from crawler.record.network_record import Exchange
from crawler.visit.unknown_routes import find_beside
from crawler.vocabulary import Device, GapReason, Role
from tests.cases.build import view
from tests.crawler.crawl_helpers import BOTH, FILL, Reply, Route, Shop, crawled, served

SHELL = '<!doctype html><meta charset=utf-8><title>商城</title><div id="app"></div><script src="/app.js"></script>'
# The app draws what it has a page for, and else nothing. 关于我们 is a link, 投诉 a box that listens.
APP = """
const app = document.querySelector('#app');
const put = (html) => { app.innerHTML = html; };
const pages = {
  '/': () => { put(`<a href="/about">关于我们</a><a href="/help">帮助中心</a><p class="box">投诉</p><p>FILL</p>`);
    const go = (path) => { history.pushState({pressed: true}, '', path); draw(); };
    app.querySelector('a').addEventListener('click', (e) => { e.preventDefault(); go('/about'); });
    app.querySelector('.box').addEventListener('click', () => go('/tousu')); },
  '/help': () => put('<h1>帮助中心</h1><p>FILL</p>'),
  MORE
};
function draw() { put(''); const page = pages[location.pathname]; if (page) page(); else { OTHERWISE } }
draw();
"""


def make_shop(more: str = "", otherwise: str = "", routes: dict[str, Route] | None = None, held: str = "") -> Shop:
    """A shop of one app, which any address without an answer of its own brings up. ``more``: further pages it has."""
    app = APP.replace("MORE", more).replace("OTHERWISE", otherwise).replace("FILL", FILL)
    given: dict[str, Route] = {"/app.js": Reply(app.encode(), kind="text/javascript; charset=utf-8"), **(routes or {})}
    return Shop(given, missing=Reply(SHELL.encode()), held={held} if held else set())


@pytest.mark.browser
async def test_entries_to_pages_that_the_app_does_not_have_are_dead_and_hide_nothing() -> None:
    async with served(make_shop()) as one:
        site = await crawled(one, Role.ABOUT, Role.COMPLAINT, Role.HELP, Role.PRIVACY, devices=BOTH)
    for device in Device:
        seen = site.only(1, device)
        assert seen.view(Role.HELP) is not None
        gaps = {gap.role: (gap.reason, gap.detail) for gap in seen.gaps}
        assert gaps[Role.ABOUT] == gaps[Role.COMPLAINT] == (NO_ROUTE.reason, NO_ROUTE.detail)
        assert gaps[Role.PRIVACY] == (GapReason.NOT_OFFERED, "")


CHUNK = "'/about': () => { const s = document.createElement('script'); s.src = '/about.js'; document.head.append(s); },"
DATA = "'/about': () => fetch('/api/about').then((r) => r.json()).then((a) => put(a.data)),"
JSON = "application/json"


@pytest.mark.browser
@pytest.mark.parametrize("one", [
    make_shop(CHUNK, held="/about.js"),  # its part of the program is late
    make_shop(CHUNK, routes={"/about.js": Reply(b"", 500)}),
    make_shop(CHUNK, routes={"/about.js": Reply(b"oops(", kind="text/javascript")}),
    make_shop(DATA, routes={"/api/about": Reply(b"{}", 500, JSON)}),
    make_shop(DATA, held="/api/about"),
    make_shop(DATA, routes={"/api/about": Reply('{"code":0,"msg":"系统繁忙","data":""}'.encode(), kind=JSON)}),
    make_shop("'/about': () => null.x,"),
    make_shop("'/about': () => { document.title = '关于我们'; },"),  # a page of its own, whatever became of it
    make_shop("'/about': () => { if (history.state) put('本店开在巷口，卖手工做的器物。'.repeat(9)); },"),  # shown by a press alone
    make_shop("'/about': () => { app.innerHTML = '<canvas width=300 height=300></canvas>'; },"),
    make_shop("'/about': () => {},", "put('没有这一页');"),  # what the app does not have it says in words
    make_shop(otherwise="fetch('/api/user').then((r) => r.json())", routes={"/api/user": Reply(b"{}", 500, JSON)}),
])  # fmt: skip
async def test_a_page_that_is_late_broken_or_its_own_is_not_called_none(one: Shop) -> None:
    async with served(one) as shown:
        site = await crawled(shown, Role.ABOUT)
    gap = site.gap(Role.ABOUT)
    assert gap is None or (gap.detail != NO_ROUTE.detail and not gap.reason.about_them), gap


@pytest.mark.browser
async def test_what_a_page_shows_late_is_read() -> None:
    late = f"'/about': () => setTimeout(() => put('<p>{FILL}</p>'), 1500),"
    async with served(make_shop(late)) as one:
        site = await crawled(one, Role.ABOUT)
    seen = site.view(Role.ABOUT)
    assert seen is not None
    assert FILL[:20] in seen.text


@pytest.mark.parametrize(("url", "beside"), [
    ("https://a.example/", "https://a.example/none"),
    ("https://a.example/about?x=1", "https://a.example/none"),
    ("https://a.example/help/1", "https://a.example/help/none"),
    ("https://a.example/h5/#/", "https://a.example/h5/#/none"),
    ("https://a.example/h5/#/pages/a?id=1", "https://a.example/h5/#/pages/none"),
    ("https://a.example/h5/#!/about", "https://a.example/h5/#!/none"),
    ("https://a.example/help/1#top", "https://a.example/help/none"),
])  # fmt: skip
def test_an_address_beside_another(url: str, beside: str) -> None:
    assert find_beside(url) == beside.replace("none", "xuncha-no-such-page-404")


def make_exchange(url: str, kind: str = "script", status: int | None = 200) -> Exchange:
    return Exchange(f"https://shop.example/{url}", "GET", kind, status, 9, False, "", 1.0, "")


BASE = [make_exchange("about", "document"), make_exchange("app.js"), make_exchange("api/user?t=1764450000123", "xhr")]
HOME = view("home", "本店经营家居日用与食品", exchanges=BASE)
SEEN = view("about", "", exchanges=BASE)
LATER = [make_exchange("no", "document"), make_exchange("app.js"), make_exchange("api/user?t=1764450009999", "xhr")]


@pytest.mark.parametrize(("changes", "none"), [
    ({}, True),
    ({"title": "关于我们"}, False),
    ({"text": "关于我们"}, False),
    ({"elements": [{"text": "", "selector": "#app > hr"}]}, False),
    ({"exchanges": [*BASE, make_exchange("about.js")]}, False),
    ({"exchanges": [*BASE, make_exchange("api/about", "xhr")]}, False),
    ({"exchanges": [make_exchange("wall.js")]}, False),
])  # fmt: skip
def test_only_an_answer_alike_in_everything_tells_that_there_is_no_page(changes: dict[str, Any], none: bool) -> None:
    nowhere = view("about", "", exchanges=LATER)
    seen = view("about", **{"text": "", "exchanges": BASE, **changes})
    assert is_unknown_route(seen, nowhere, HOME) is none


def test_a_page_with_words_or_a_part_that_did_not_come_is_not_bare() -> None:
    assert opened_bare(SEEN, HOME, ())
    assert not opened_bare(view("about", FILL, exchanges=BASE), HOME, ())
    assert not opened_bare(view("about", "", exchanges=[*BASE, make_exchange("about.js", status=500)]), HOME, ())
    assert not opened_bare(SEEN, HOME, ["https://shop.example/api/about"])


@pytest.mark.parametrize(("kind", "foreign", "at_home", "bare"), [
    ("stylesheet", True, True, True),  # letters for signs from a host that does not answer: the home page lacks them too
    ("stylesheet", False, True, True),
    ("script", True, True, True),
    ("script", False, True, False),  # a part of the program that the home page did without
    ("xhr", True, True, False),
    ("stylesheet", True, False, False),
])  # fmt: skip
def test_what_carries_no_words_and_failed_on_the_home_page_too_is_no_sign(
    kind: str, foreign: bool, at_home: bool, bare: bool
) -> None:
    lost = Exchange(f"https://font.example/a?t={kind}", "GET", kind, None, 0, foreign, "", 1.0, "net::ERR_FAILED")
    again = dataclasses.replace(lost, url="https://font.example/a?t=1")
    home = view("home", FILL, exchanges=[*BASE, *([again] if at_home else [])])
    assert opened_bare(view("about", "", exchanges=[*BASE, lost]), home, ()) is bare
