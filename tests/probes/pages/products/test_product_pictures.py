"""Which picture of a product page shows the product."""

from __future__ import annotations

from typing import Any

import pytest

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
