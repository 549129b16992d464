"""Links of home are checked, each with one request at most: what a tour has opened is known to lead there. Small shop on loopback."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Reply, Route, Shop, crawled, page, served

pytestmark = pytest.mark.browser


async def test_a_page_that_was_opened_is_not_asked_for_again_and_all_others_are() -> None:
    links = '<a href="/help">帮助中心</a><a href="/about">关于我们</a><a href="/x1">甲</a><a href="/gone">乙</a><a href="/moved">丙</a>'
    routes: dict[str, Route] = {
        "/": page(links),
        "/help": page("帮助中心"),
        "/about": Reply(page("没有").encode(), 404),
        "/x1": page("甲"),
        "/moved": Reply(b"", 302, headers={"Location": "/x1"}),
    }
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP, Role.ABOUT, fetches=frozenset({"link"}))
    told = {fetch.asked.rsplit("/", 1)[1]: fetch for fetch in site.fetches if fetch.purpose == "link"}
    assert {name: fetch.status for name, fetch in told.items()} == {
        "help": 200, "about": 404, "x1": 200, "gone": 404, "moved": 200,
    }  # fmt: skip
    help_page = site.view(Role.HELP)
    assert help_page is not None
    assert (told["help"].at, told["help"].url, told["help"].media) == (
        help_page.at,
        help_page.url,
        "text/html; charset=utf-8",
    )
    assert shop.count("/help") == 1
    assert shop.count("/about") > 1  # a page that failed in the browser is asked for without it
