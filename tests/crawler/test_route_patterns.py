"""Addresses drawn by a hash route: two routes are two pages, whatever their queries."""

import pytest

from crawler.urls import url_pattern

HOST = "http://shop.example/"


@pytest.mark.parametrize(("one", "other", "same"), [
    ("#/goods?id=1", "#/text?id=1", False),
    ("#/goods?id=1", "#/goods?id=2", False),
    ("?s=1#/goods", "?s=1#/text", False),
    ("#/goods?id=1", "#/goods?id=1", True),
    ("Help/", "help", True),
    ("?id=1#part", "?id=1", True),
])  # fmt: skip
def test_a_route_with_a_query_is_told_from_another_with_the_same(one: str, other: str, same: bool) -> None:
    assert (url_pattern(HOST + one) == url_pattern(HOST + other)) is same
