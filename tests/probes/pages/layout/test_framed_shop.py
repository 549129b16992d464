"""The frame in which a bare page shows the shop is no layer over it; over a page of words it is one."""

from __future__ import annotations

import pytest

from crawler.site import Box, View
from probes.pages.layout.floating import floating_layers
from probes.pages.layout.overlay_layers import covering_layers
from probes.pages.products.products import read_product
from tests.cases.build import view

BOX = (483, 60, 400, 650)


def _page(words: str, *more: dict[str, object]) -> View:
    frame = {
        "tag": "iframe", "href": "/app", "selector": "body>iframe", "position": "fixed", "region": "floating", "box": BOX,
        "text": "首页",
    }  # fmt: skip
    return view(
        "home", None, [frame, {"text": words, "selector": "body>p"}, *more],
        frames=[{"url": "https://shop.example/app", "selector": "body>iframe", "box": Box(*BOX), "read": True}],
    )  # fmt: skip


@pytest.mark.parametrize(("words", "layers"), [("", 0), ("本店经营家居日用与食品。" * 30, 1)])
def test_the_frame_of_the_shop_is_no_layer(words: str, layers: int) -> None:
    assert len(floating_layers(_page(words))) == layers
    assert len(covering_layers(_page(words), 0.2)) == layers


def test_what_floats_in_the_frame_is_counted_still() -> None:
    button = {
        "text": "客服", "frame": 1, "selector": "body>iframe >>> #chat", "position": "fixed", "region": "floating",
        "box": (820, 640, 48, 48), "clickable": True,
    }  # fmt: skip
    assert [one.text for one in floating_layers(_page("", button))] == ["客服"]


@pytest.mark.parametrize(("words", "title"), [("", "青釉马克杯 400ml"), ("本店经营家居日用与食品。" * 30, "")])
def test_goods_in_the_frame_of_the_shop_are_read(words: str, title: str) -> None:
    """Of a frame that floats over a page of words nothing is what the page sells: it may be a chat that shows a thing."""
    inner = {"frame": 1, "parent": 0, "box": (500, 571, 368, 50)}
    goods = _page(
        words,
        {"text": "¥49.00", "font_px": 22.0, "selector": "body>iframe >>> #price"} | inner,
        {"text": "青釉马克杯 400ml", "classes": "goods-name", "selector": "body>iframe >>> #name"} | inner,
    )
    assert read_product(goods).title == title
