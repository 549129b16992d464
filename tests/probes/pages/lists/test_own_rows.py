"""A row of a list that prints the price in its own words keeps it, though its link comes after it in the document."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.products.cards import read_cards
from tests.cases.build import view


def list_rows(*rows: tuple[str, str], link_at: int = 20) -> list[dict[str, Any]]:
    """Rows of 66 px, each a name that is a link and below it a price without an element of its own."""
    found: list[dict[str, Any]] = []
    for number, (name, price) in enumerate(rows):
        place, top = f"#best>li:nth-child({number + 1})", 100 + 66 * number
        parent = len(found)
        found.append(
            {
                "tag": "li",
                "text": f"{name} {price}",
                "own": price,
                "selector": place,
                "parent": None,
                "box": [20, top, 180, 60],
            }
        )
        found.append(
            {
                "text": name,
                "href": f"/g/{name}",
                "selector": f"{place}>a",
                "parent": parent,
                "box": [link_at, top, 120, 20],
            }
        )
    return found


def test_each_row_keeps_its_own_price() -> None:
    page = view("home", None, list_rows(("竹篮", "¥66.00"), ("藤椅", "¥158.00"), ("草席", "¥49.00")))
    assert [(card.title, card.price and card.price.low) for card in read_cards(page)] == [
        ("竹篮", 6600),
        ("藤椅", 15800),
        ("草席", 4900),
    ]


@pytest.mark.parametrize(("link_at", "cards"), [(20, 1), (120, 0)])
def test_a_link_behind_the_price_of_its_line_is_no_goods(link_at: int, cards: int) -> None:
    """售价 ¥66.00 会员价说明: the price begins the line and is the page's own."""
    assert len(read_cards(view("product", None, list_rows(("会员价说明", "¥66.00"), link_at=link_at)))) == cards
