"""A trail of links up to a product's title names its kind, with or without marks between them."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.products.products import FieldState, Product, read_product
from tests.cases.build import view

TITLE = {"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1"}
GOODS = [TITLE, {"text": "¥49.00", "font_px": 28}, {"text": "立即购买", "tag": "button", "clickable": True}]

TRAIL: list[dict[str, Any]] = [
    {"text": "厨房餐具", "tag": "a", "href": "/list/1", "box": [70, 210, 50, 18]},
    {"text": "杯壶", "tag": "a", "href": "/list/2", "box": [126, 210, 26, 18]},
]


@pytest.mark.parametrize(
    ("before", "x", "kind"),
    [
        (TRAIL, 158, "杯壶"),
        ([{**TRAIL[0], "text": "首页"}], 126, ""),  # leads home, and names no kind of goods
        (TRAIL, 900, ""),  # far from the title's words: another thing in the same row
        ([{**TRAIL[0], "box": [70, 180, 50, 18]}], 126, ""),  # in another row
    ],
)
def test_a_trail_needs_no_marks_where_links_lead_up_to_the_title(
    before: list[dict[str, Any]], x: float, kind: str
) -> None:
    again = {"text": "青釉马克杯 400ml", "box": [x, 210, 120, 18]}
    field = read_product(
        view("product", elements=[*before, again, *GOODS], url="https://shop.example/item/1.html")
    ).field("category")
    assert (field.value if field.state is FieldState.PRESENT else "") == kind


def _read(elements: list[dict[str, Any]]) -> Product:
    return read_product(view("product", elements=elements, url="https://shop.example/item/1.html"))


def _steps(*said: str, href: str = "/list/{}.html") -> list[dict[str, Any]]:
    """A row of links with a mark between them, above a title."""
    row: dict[str, Any] = {"text": " / ".join(said), "own": "", "tag": "ol", "box": [60, 200, 900, 20]}
    links = ({"text": one, "tag": "a", "href": href.format(at), "parent": 0} for at, one in enumerate(said))
    return [row, *({**link, "box": [60, 200, 40, 20]} for link in links)]


UNMARKED: dict[str, Any] = {
    "tag": "li",
    "classes": "product-title",
    "text": "青釉茶杯 大号",
    "box": [600, 250, 600, 40],
}
PRICE: dict[str, Any] = {"text": "¥38.00", "box": [600, 320, 120, 28]}


def test_a_row_of_links_above_the_title_is_the_trail_of_its_category() -> None:
    shown = _read([*_steps("餐具", "茶杯"), UNMARKED, PRICE]).field("category")
    assert shown is not None
    assert (shown.state, shown.value) == (FieldState.PRESENT, "餐具 / 茶杯")


@pytest.mark.parametrize("said", [("登录", "注册"), ("简体中文", "English"), ("茶杯",)])
def test_other_rows_of_links_there_are_none(said: tuple[str, ...]) -> None:
    shown = _read([*_steps(*said), UNMARKED, PRICE]).field("category")
    assert shown is None or shown.state is not FieldState.PRESENT


def test_a_row_of_links_below_the_title_is_none_either() -> None:
    below = [{**part, "box": [60, 900, 40, 20]} for part in _steps("餐具", "茶杯")]
    shown = _read([*below, UNMARKED, PRICE]).field("category")
    assert shown is None or shown.state is not FieldState.PRESENT
