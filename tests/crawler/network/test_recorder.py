"""Every request of a page is written down with its size, status and body, redirects in their order."""

import pytest

from crawler.record.network_record import Exchange
from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Memory, Reply, Route, Shop, crawled, page, redirect, served

pytestmark = pytest.mark.browser


async def test_exchanges_of_a_page() -> None:
    home = page(
        "<script src='/a.js'></script><img src='/gone.png'><script>fetch('/api?n=1', {method: 'POST', body: 'x'})</script>"
    )
    help_page = page("帮助<script src='/a.js'></script><script>fetch('/api?n=1')</script>")
    counter: list[str] = []

    def api(target: str) -> Reply:
        counter.append(target)
        return Reply(f'{{"n": {len(counter)}}}'.encode(), kind="application/json")

    routes: dict[str, Route] = {
        "/": redirect("/home"),
        "/home": Reply(home.replace("</body>", "<a href='/help'>帮助中心</a></body>").encode()),
        "/a.js": Reply(b"var a = 1;", kind="text/javascript"),
        "/help": help_page,
        "/api": api,
    }
    keep = Memory()
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP, keep=keep)
        base = shop.url
    home_view, help_view = site.view(Role.HOME), site.view(Role.HELP)
    assert home_view is not None
    assert help_view is not None

    def named(exchanges: tuple[Exchange, ...], path: str) -> Exchange:
        return next(one for one in exchanges if one.url == base + path)

    first = home_view.exchanges
    assert [one.url.removeprefix(base) for one in first[:2]] == ["", "home"]
    assert [one.status for one in first[:2]] == [302, 200]
    assert first[0].body is None
    assert keep.blobs[first[1].body or ""].startswith(b"<!doctype html>")
    assert named(first, "a.js").size == len("var a = 1;")
    assert named(first, "gone.png").status == 404
    assert named(first, "api?n=1").method == "POST"  # a page's own request passes
    assert not any(one.third_party for one in first)
    assert list(first) == sorted(first, key=lambda one: one.at_ms)
    # What may change is kept as it was each time, what cannot only once.
    assert named(first, "api?n=1").body != named(help_view.exchanges, "api?n=1").body
    assert named(first, "a.js").body == named(help_view.exchanges, "a.js").body
