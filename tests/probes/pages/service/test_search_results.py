"""What a page of search results lists, where routes behind a # tell the goods of an app apart."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.pages.service.search_results import are_enough, read_results
from tests.cases.build import view

WORDS = ("goods",)


@pytest.mark.parametrize(
    ("links", "listed"),
    [
        (["#/goods/details?id=1", "#/goods/details?id=2", "#/goods/details?id=3"], 3),
        (["/goods/1.html", "/goods/1.html#reviews", "/goods/2.html"], 2),  # a part of its page is no other thing
    ],
)
def test_each_thing_counts_once_by_its_address_or_route(links: list[str], listed: int) -> None:
    page = view(Role.SEARCH, None, [{"text": f"第{at}号瓷杯", "href": link} for at, link in enumerate(links)])
    assert len(read_results(page, WORDS, ())) == listed


@pytest.mark.parametrize(("searched", "enough"), [("瓷杯", True), ("雨伞", False)])
def test_one_thing_found_holds_the_word_that_a_route_was_asked_for(searched: str, enough: bool) -> None:
    found = [{"text": "青釉瓷杯", "href": "#/goods/details?id=1"}]
    page = view(Role.SEARCH, None, found, url=f"https://shop.example/#/goods?search={searched}")
    assert are_enough(page, read_results(page, WORDS, ()), 3, ()) is enough
