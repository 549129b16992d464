"""A label in Latin letters says a word with blanks or hyphens between its parts, and no longer word that only begins so."""

from __future__ import annotations

import pytest

from probes.pages.service.label_words import label_says, says_shop_name

WORDS = ("firsttime", "howtobuy")


@pytest.mark.parametrize(
    ("label", "says"),
    [("First-time shoppers", True), ("How to buy", True), ("How-to-buy guide", True), ("firsttimer club", False)],
)
def test_blanks_and_hyphens_part_a_word_alike(label: str, says: bool) -> None:
    assert label_says(label, "".join(label.lower().split()), WORDS) is says


CART = ("购物车", "cart")


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("Sea Cart", True),
        ("Sea Cart the art of shopping", True),
        ("Sea Cart 演示商店", True),
        ("Cart", False),
        ("View cart (2)", False),
        ("Sea Cart 购物车", False),  # it names the place as well
        ("Sea Cart: your cart", False),
        ("Lake Cart", False),  # no name that the window bears
    ],
)
def test_the_name_of_the_shop_names_no_place(label: str, named: bool) -> None:
    assert says_shop_name(label, "Sea Cart 中文版 - 海边的小店", CART) is named
