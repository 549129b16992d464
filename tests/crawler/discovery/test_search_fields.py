"""How the field of a search is known in apps."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.discovery import search
from tests.cases.build import view as built

FIELD = {"tag": "input", "box": (50, 57, 1020, 26)}
BUTTON = {"tag": "uni-button", "text": "搜索", "clickable": True, "box": (1112, 52, 240, 36)}
HINT = {"tag": "div", "own": "请输入关键字搜索", "classes": "uni-input-placeholder", "box": (50, 57, 1020, 26)}


@pytest.mark.parametrize(
    ("elements", "known"),
    [
        ([FIELD, BUTTON], True),
        ([FIELD, HINT], True),
        ([FIELD], False),
        ([FIELD, BUTTON | {"box": (1200, 52, 140, 36)}], False),  # it stands elsewhere on that line
        ([FIELD, HINT | {"own": "请输入手机号"}], False),
        ([FIELD, HINT | {"box": (50, 157, 1020, 26)}], False),  # of another field
    ],
)
def test_a_field_of_an_app_is_named_by_its_button_or_by_the_hint_drawn_over_it(
    elements: list[dict[str, Any]], known: bool
) -> None:
    assert (search.find_search_box(built("other", None, elements)) is not None) is known
