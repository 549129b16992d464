"""What an address carries of the page it was linked on does not make it another page; what it shows does."""

import pytest

from crawler.discovery.leftovers.ways_back import strip_ways_back
from crawler.urls import page_identity

SHOP = "https://shop.example"
SEEN = {page_identity(f"{SHOP}{path}") for path in ("/", "/goods/1", "/list?kind=3&word=%E7%AC%94", "/help/returns")}


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("/user?act=login&fromto=https%3A%2F%2Fshop.example%2Fgoods%2F1", "/user?act=login"),
        ("/login?redirect=%2Fgoods%2F1", "/login"),
        ("/login?url=https%3A%2F%2Fshop.example%2Flist%3Fkind%3D3%26word%3D%25E7%25AC%2594", "/login"),
        ("/index.php?r=/help/returns", "/index.php"),
        ("/index.php?r=/help/delivery", "/index.php?r=/help/delivery"),
        ("/go?to=https%3A%2F%2Fother.example%2F", "/go?to=https%3A%2F%2Fother.example%2F"),
        ("/login?path=%2Flist&query=%7B%22kind%22%3A%223%22%2C%22word%22%3A%22%E7%AC%94%22%7D", "/login"),
        ("/login?path=%2Fgoods%2F1&query=%7B%7D&from=app", "/login?from=app"),
        ("/login?path=%2Flist&query=%7B%22kind%22%3A4%7D", "/login?path=%2Flist&query=%7B%22kind%22%3A4%7D"),
        ("/find?path=%2Flist&query=%7B", "/find?path=%2Flist&query=%7B"),
        ("/article?id=37", "/article?id=37"),
        ("/article/37", "/article/37"),
    ],
)
def test_only_the_way_back_is_taken_away(address: str, left: str) -> None:
    assert strip_ways_back(f"{SHOP}{address}", SEEN) == f"{SHOP}{left}"


@pytest.mark.parametrize("nested", ['{"a":' * 100_000, '{"a":' + "[" * 200_000])
def test_what_a_stranger_nests_without_end_stays_as_it_is(nested: str) -> None:
    address = f"{SHOP}/login?path=%2Flist&query={nested}"
    assert strip_ways_back(address, SEEN) == address


def test_very_many_ways_back_are_each_held_against_those_beside_them_alone() -> None:
    address = f"{SHOP}/login?" + "&".join(["path=%2Flist", "query=%7B%22kind%22%3A4%7D"] * 20_000)
    assert strip_ways_back(address, SEEN) == address
