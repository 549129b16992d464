"""A link to nowhere leads to no page where those beside it were pressed in vain, or where it only numbers a picture."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.failure import DEAD
from crawler.site import Fetch, Site
from crawler.vocabulary import Device, GapReason
from probes.pages.absence.exhausted import nothing_left
from probes.pages.lists.dead_rows import leads_nowhere
from tests.cases.build import SHOP, site, view


def _row(*labels: str, href: str = "javascript:void(0)") -> list[dict[str, Any]]:
    """Links to nowhere side by side in the header of a page."""
    return [
        {"text": said, "tag": "a", "href": href, "region": "header", "selector": f"div>p>a:nth-child({number})"}
        for number, said in enumerate(labels, 1)
    ]


def _pressed(links: list[dict[str, Any]], *labels: str) -> Site:
    """A home page with those links of which some were pressed in vain."""
    at = datetime(2026, 11, 24, tzinfo=UTC)
    error = f"{GapReason.CONTROL}: {DEAD.detail}"
    fetches = tuple(
        Fetch("h1.1", "entry", 1, SHOP, "", None, at, 0.0, text=said, error=error, device=Device.DESKTOP)
        for said in labels
    )
    return dataclasses.replace(site(view("home", None, links)), fetches=fetches)


@pytest.mark.parametrize(("labels", "pressed", "left"), [
    (("大蒜", "黄瓜", "苹果"), ("大蒜", "黄瓜"), False),  # two did nothing: nor does the third
    (("大蒜", "黄瓜", "苹果"), ("大蒜",), True),
    (("大蒜", "黄瓜", "投诉建议"), ("大蒜", "黄瓜"), True),  # the name of a page is pressed for itself
    (("图片1", "图片2"), (), False), (("图片墙上的约定",), (), True),
])  # fmt: skip
def test_links_to_nowhere_do_as_those_beside_them(
    labels: tuple[str, ...], pressed: tuple[str, ...], left: bool
) -> None:
    assert nothing_left(_pressed(_row(*labels), *pressed)) is not left


@pytest.mark.parametrize("href", ["javascript:open(3)", f"{SHOP}3"])
def test_a_link_with_a_script_or_a_page_of_its_own_is_no_part_of_a_dead_row(href: str) -> None:
    assert not nothing_left(_pressed([*_row("大蒜", "黄瓜"), *_row("苹果", href=href)], "大蒜", "黄瓜"))


def test_the_top_of_its_own_page_is_nowhere_and_that_of_another_is_not() -> None:
    home = view("home", None, _row("大蒜"))
    for href, nowhere in ((f"{SHOP}#", True), (f"{SHOP}a#", False), (f"{SHOP}#b", False)):
        assert leads_nowhere(home, dataclasses.replace(home.elements[0], href=href)) is nowhere
