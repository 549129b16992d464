"""Which picture of a product page shows the product."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.record.network_record import Exchange
from probes.pages.products.products import FieldState, read_product
from tests.probes.pages.products.test_products import BUY, page


@pytest.mark.parametrize(
    ("picture", "there"),
    [
        ({"image": "/img/cup.jpg", "box": (20, 90, 300, 300)}, True),
        ({"image": "/img/cup.jpg", "box": (20, 90, 100, 80), "name": "(图片) 青釉马克杯 400ml"}, True),
        ({"image": "/img/cup.jpg", "box": (20, 90, 100, 80), "name": "放大"}, False),
        ({"image": "/img/cup.jpg", "box": (20, 90, 40, 40), "name": "青釉马克杯 400ml"}, False),
        ({"image": "/img/no_picture.gif", "box": (20, 90, 100, 80), "name": "青釉马克杯 400ml"}, False),
    ],
)
def test_a_small_picture_is_the_products_where_it_bears_its_name(picture: dict[str, Any], there: bool) -> None:
    field = {field.name: field for field in read_product(page(picture, BUY)).fields}["image"]
    assert (field.state is FieldState.PRESENT) is there


@pytest.mark.parametrize(("status", "state"), [(None, FieldState.UNCLEAR), (200, FieldState.MISSING)])
def test_a_picture_that_never_came_is_not_said_to_be_missing(status: int | None, state: FieldState) -> None:
    url = "https://pictures.example/cup.jpg"
    fault = "" if status else "net::ERR_TUNNEL_CONNECTION_FAILED"
    asked = Exchange(url, "GET", "image", status, 0, True, "", 1.0, fault)
    unseen = {"tag": "img", "image": url, "seen": False, "unseen": "zero_size", "box": (20, 90, 0, 300)}
    found = read_product(dataclasses.replace(page(unseen, BUY), exchanges=(asked,)))
    assert next(field.state for field in found.fields if field.name == "image") is state


@pytest.mark.parametrize(("leads_to", "own"), [("/media/cup.JPG?v=2", True), ("/item/2.html", False)])
def test_a_photo_that_a_press_enlarges_is_no_card_of_other_goods(leads_to: str, own: bool) -> None:
    """The price below a large photo in a link to its file is the page's own; below a link to goods it is theirs."""
    photo: list[dict[str, Any]] = [
        {"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1", "box": [300, 100, 600, 40]},
        {"text": "", "tag": "a", "href": leads_to, "box": [300, 160, 320, 300]},
        {"image": "/media/cup.jpg", "name": "青釉马克杯", "parent": 1, "box": [300, 160, 320, 300]},
        {"text": "¥49.00", "box": [300, 520, 600, 24]},
    ]
    shown = read_product(page(head=photo))
    assert (shown.field("price").state is FieldState.PRESENT) is own
    assert (shown.field("image").state is FieldState.PRESENT) is own
