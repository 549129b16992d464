"""Addresses that name goods by a key of their query, and ones that send on from an advertisement, lead to no page of the shop's."""

from __future__ import annotations

import pytest

from crawler.links import role_links
from crawler.vocabulary import Role
from tests.cases.build import view


@pytest.mark.parametrize(
    ("label", "url", "leads"),
    [
        ("免运费样品 3.95元", "/?p=info&product_id=9", False),  # the name of goods
        ("运费说明", "/?p=delivery&goods_id=9", True),  # the page itself, asked for from goods
        ("免运费样品 3.95元", "/?p=text&id=9", True),  # what ?id=9 is nobody knows
    ],
)
def test_the_name_of_goods_leads_to_no_page_whatever_words_it_holds(label: str, url: str, leads: bool) -> None:
    home = view(Role.HOME, "", [{"tag": "a", "text": label, "href": url, "region": "side"}])
    assert bool(role_links.find_leads(home, (Role.DELIVERY,))[Role.DELIVERY]) is leads


@pytest.mark.parametrize(
    ("tail", "sends"),
    [
        ("?p=redirect&action=banner&goto=6", True),
        ("affiche.php?ad_id=2&uri=http%3A%2F%2Fother.example", True),
        ("redirect?url=https://other.example", True),
        ("login?redirect=/cart&url=x", False),  # a page of its own that leads back afterwards
        ("banner/5", False),
        ("?p=text&id=6", False),
    ],
)
def test_an_address_that_sends_on_from_an_advertisement_is_known(tail: str, sends: bool) -> None:
    assert role_links.sends_on(f"https://shop.example/{tail}") is sends


@pytest.mark.parametrize(
    ("tail", "goods"),
    [
        ("index.php?p=info&product_id=9", True),
        ("show?goodsId=9", True),
        ("view?item_id=9", True),
        ("index.php?option=com_content&view=article&id=5&Itemid=101", False),  # a menu's entry, on pages of every kind
        ("help?id=9", False),
    ],
)
def test_goods_are_named_by_the_key_of_an_address(tail: str, goods: bool) -> None:
    assert role_links.names_goods(f"https://shop.example/{tail}") is goods
