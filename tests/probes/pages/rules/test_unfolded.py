"""What a row of help folds away is read where it is cut off right below the row, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Site, View
from crawler.vocabulary import Device, Role
from probes.pages.absence.unfinished import unfinished_sign
from probes.pages.absence.unopened import Surface
from probes.pages.rules.unfolded import unfolded_text
from tests.cases.build import site, view

ANSWER = (
    "签收后七天之内没有用过的都可以退，来回运费谁提的谁出，东西有毛病的话运费算我们的，收到后两天内把钱原路退回。" * 2
)
ROW: dict[str, Any] = {"text": "收到不合心意怎么办", "tag": "uni-view", "clickable": True, "box": (0, 100, 390, 49)}


def help_page(row: dict[str, Any], **folded: Any) -> View:
    cut_off = {"text": ANSWER, "unseen": "clipped", "box": (0, 149, 390, 66)} | folded
    return view(
        "help", "帮助中心\n收到不合心意怎么办\n发票", ({"text": "帮助中心"}, row, cut_off, {**ROW, "text": "发票", "box": (0, 149, 390, 49)}),
        thorough={"scripts_ran": True, "scrolled_stable": True, "layers_closed": True, "frames_read": True, "images_unread": 0, "chars": 14},
    )  # fmt: skip


def list_left(page: View) -> list[str]:
    shop: Site = site(view("home", "首页"), page)
    entries = Surface.of(shop, Device.DESKTOP, 1).entries
    return [entry.said[0] for entry in entries if entry.view.role is Role.HELP]


def test_an_answer_without_height_is_read_below_its_row_and_leaves_nothing_to_open() -> None:
    page = help_page(ROW)
    assert f"收到不合心意怎么办\n{ANSWER}" in unfolded_text(page)
    assert unfinished_sign(page) == ""
    assert "收到不合心意怎么办" not in list_left(page)
    assert "发票" in list_left(page)  # nothing is folded below it


@pytest.mark.parametrize(
    ("row", "folded"),
    [
        ({**ROW, "clickable": False}, {}),  # words above what is cut off unfold nothing
        (ROW, {"box": (390, 100, 390, 66)}),  # the next slide of a carousel
        (ROW, {"box": (0, 400, 390, 66)}),  # rows of a ticker further down
        ({**ROW, "href": "/return"}, {}),  # a link leads to a page of its own
    ],
)
def test_what_is_cut_off_elsewhere_tells_nobody_anything(row: dict[str, Any], folded: dict[str, Any]) -> None:
    page = help_page(row, **folded)
    assert ANSWER not in unfolded_text(page)
    assert unfinished_sign(page) == "out_of_sight"
