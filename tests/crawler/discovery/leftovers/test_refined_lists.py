"""Choices of filters that were each seen are no further pages; an address that chooses the program's page is none of them."""

import pytest

from crawler.discovery.leftovers.refined_lists import RefinedLists
from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import Reply, Shop, crawled, page, served
from tests.crawler.discovery.products.test_goods_structure import cards

HOST = "https://a.example"


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("/all?f=red&f=large", True),
        ("/all?f=large&f=red&f=red", True),  # another order, and one of them again
        ("/all/?f=red&f=large", True),
        ("/all?f=red", False),  # the list itself is known by other means
        ("/all?f=red&f=blue", False),  # one of blue things was not seen
        ("/all?f=red&kind=help", False),
        ("/rules?f=red&f=large", False),
        ("/index.php?m=help&a=list", False),  # both were seen, but no list is only ``m=help``
        ("/index.php?m=goods&a=list&f=red", True),
        ("/index.php?m=goods&a=list&page=help", False),
        ("/index.php?page=2", False),
        ("/shelf?f=red&f=red", True),  # no list by itself, but a part of one
        ("/shelf?f=red&f=blue", False),
        ("/?m=help&m=help", False),  # the root may be any page
    ],
)
def test_an_address_is_a_choice_of_filters_where_all_of_it_was_seen_and_a_part_is_a_list(url: str, held: bool) -> None:
    lists = [
        f"{HOST}/all", f"{HOST}/all?f=red", f"{HOST}/all?f=large", f"{HOST}/index.php?m=goods&a=list",
        f"{HOST}/index.php", f"{HOST}/shelf", f"{HOST}/",
    ]  # fmt: skip
    opened = [
        *lists,
        f"{HOST}/index.php?m=goods&a=list&f=red",
        f"{HOST}/index.php?m=help&a=index",
        f"{HOST}/shelf?f=red",
        f"{HOST}/?m=help",
    ]
    assert RefinedLists.learn(opened, lists).hold(f"{HOST}{url}") is held


def test_an_address_of_thousands_of_parameters_is_neither_kept_nor_held_against_lists() -> None:
    """A stranger may write as many as he likes, on as many links."""
    long = f"{HOST}/all?f=red&" + "&".join(f"a{number}=1" for number in range(5_000))
    refined = RefinedLists.learn([f"{HOST}/all?f=red", long], [f"{HOST}/all", long])
    assert not refined.hold(f"{long}&f=red")  # though all of it was seen
    assert refined.known == {f"{HOST}/all#": {("f", "red")}}
    assert refined.hold(f"{HOST}/all?f=red&f=red")


FILTERS = ("red", "large", "new", "cheap")


def draw_shelf(target: str) -> str:
    """A list of goods, fewer by each filter, in which one more is added to those that are set, as often as one likes."""
    query = target.partition("?")[2]
    further = "".join(f'<a href="/all?{query}&f={one}">{one}</a> '.replace("?&", "?") for one in FILTERS)
    return page(f"<aside>{further}</aside>{cards(8 if not query else 1)}", "全部商品", fill="")


@pytest.mark.browser
async def test_no_choice_of_filters_that_were_all_seen_is_opened_and_a_text_among_them_is() -> None:
    text = page(
        "<h1>选购须知</h1>" + "".join(f"<p>竹器怕晒也怕潮，第{n}条说的是怎样收放。</p>" for n in range(12)),
        "须知",
        fill="",
    )

    def answer(target: str) -> Reply:
        return Reply((text if "doc=care" in target else draw_shelf(target)).encode())

    home = page('<nav><a href="/all">全部商品</a><a href="/all?f=red&doc=care">看看</a></nav>')
    async with served(Shop({"/": home, "/all": answer})) as shop:
        site = await crawled(shop, Role.HELP, Role.LIST, devices=(Device.DESKTOP,))
    asked = list(dict.fromkeys(one.removeprefix("GET /all") for one in shop.asked if one.startswith("GET /all")))
    assert "?f=red&doc=care" in asked
    seen: set[str] = set()
    for query in (one for one in asked if "f=" in one and "doc=" not in one):
        filters = set(query.lstrip("?").split("&"))
        assert query.count("f=") == 1 or filters - seen, f"{query} shows nothing that was not seen"
        seen |= filters
    assert site.all(Role.LIST)
