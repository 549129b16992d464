"""On a phone a card of goods is as wide as the page: its picture is no banner whose words nobody read."""

from __future__ import annotations

import dataclasses

import pytest

from probes.pages.absence.unread import find_unread_pictures
from tests.cases.build import view


@pytest.mark.parametrize(
    ("box", "href", "unread"),
    [
        ((20, 900, 350, 350), "/product/polo/", False),
        ((0, 300, 390, 160), "/product/polo/", True),  # flat: a banner for it
        ((20, 900, 350, 350), "/activity/spring/", True),  # of anything
        ((20, 900, 350, 900), "/product/polo/", True),  # long: a description
    ],
)
def test_a_square_picture_that_leads_to_goods_is_a_card_however_wide(
    box: tuple[int, int, int, int], href: str, unread: bool
) -> None:
    picture = {"image": "/polo.jpg", "name": "Polo", "box": box, "href": href, "region": "main"}
    page = view("product", None, [picture], device="mobile", url="https://shop.example/product/cap/")
    page = dataclasses.replace(
        page,
        thoroughness=dataclasses.replace(page.thoroughness, images_unread=1, unread_images=(page.elements[-1].id,)),
    )
    assert bool(find_unread_pictures(page)) is unread
