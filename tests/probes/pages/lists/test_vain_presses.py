"""What did nothing in one place is dead where the same control stands; a row of a text with that label is another control."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.failure import DEAD
from crawler.site import Fetch, Site
from crawler.vocabulary import Device
from probes.pages.absence.exhausted import nothing_left
from probes.pages.absence.unopened import Surface
from tests.cases.build import AT, SHOP, site, view

NOTHING = f"{DEAD.reason}: {DEAD.detail}"
TITLE = {"text": "退款说明", "tag": "span", "clickable": True, "region": "footer"}


def shop_with(control: dict[str, Any], on: str, pressed: str) -> Site:
    """A shop whose footer has a title that does nothing, a page with that control, and one press in vain at ``pressed``."""
    entry = Fetch("x1", "entry", 1, pressed, "", None, AT, 0.0, text="退款说明", error=NOTHING, device=Device.DESKTOP)
    pages = (view("home", "瓷杯与茶，家常好物。", [TITLE]), view(on, "帮助中心", [control], url=f"{SHOP}help"))
    return dataclasses.replace(site(*pages), fetches=(entry,))


@pytest.mark.parametrize(
    ("region", "on", "pressed", "known"),
    [
        ("main", "help", SHOP, False),
        ("main", "help", f"{SHOP}help", True),
        ("footer", "help", SHOP, True),
        ("side", "help", SHOP, True),  # a bar beside all pages
        ("main", "list", SHOP, True),  # amid goods
    ],
)
def test_a_press_in_vain_tells_of_the_frame_of_all_pages_and_of_its_own_page(
    region: str, on: str, pressed: str, known: bool
) -> None:
    whole = shop_with(TITLE | {"region": region}, on, pressed)
    assert nothing_left(whole) is known
    left = {entry.view.role for entry in Surface.of(whole, Device.DESKTOP, 1).entries}
    assert (on in left) is not known
