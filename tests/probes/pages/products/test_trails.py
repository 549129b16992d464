"""A row of links with marks between them, above the title of goods, names their category; other rows of links do not."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.products.products import FieldState, read_product
from tests.probes.pages.products.test_products import page


def _steps(*said: str, href: str = "/list/{}.html") -> list[dict[str, Any]]:
    """A row of links with a mark between them, above a title."""
    row: dict[str, Any] = {"text": " / ".join(said), "own": "", "tag": "ol", "box": [60, 200, 900, 20]}
    links = ({"text": one, "tag": "a", "href": href.format(at), "parent": 0} for at, one in enumerate(said))
    return [row, *({**link, "box": [60, 200, 40, 20]} for link in links)]


TITLE: dict[str, Any] = {"tag": "li", "classes": "product-title", "text": "青釉茶杯 大号", "box": [600, 250, 600, 40]}
PRICE: dict[str, Any] = {"text": "¥38.00", "box": [600, 320, 120, 28]}


def test_a_row_of_links_above_the_title_is_the_trail_of_its_category() -> None:
    shown = read_product(page(head=[*_steps("餐具", "茶杯"), TITLE, PRICE])).field("category")
    assert shown is not None
    assert (shown.state, shown.value) == (FieldState.PRESENT, "餐具 / 茶杯")


@pytest.mark.parametrize("said", [("登录", "注册"), ("简体中文", "English"), ("茶杯",)])
def test_other_rows_of_links_there_are_none(said: tuple[str, ...]) -> None:
    shown = read_product(page(head=[*_steps(*said), TITLE, PRICE])).field("category")
    assert shown is None or shown.state is not FieldState.PRESENT


def test_a_row_of_links_below_the_title_is_none_either() -> None:
    below = [{**part, "box": [60, 900, 40, 20]} for part in _steps("餐具", "茶杯")]
    shown = read_product(page(head=[*below, TITLE, PRICE])).field("category")
    assert shown is None or shown.state is not FieldState.PRESENT
