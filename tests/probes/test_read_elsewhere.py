"""A picture that was read on one page hides nothing on another; its words count where they were read."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.site import View
from crawler.vocabulary import Device
from probes.read_elsewhere import forget_read_pictures
from tests.cases.build import site, view

PICTURE: dict[str, Any] = {"image": "https://shop.example/topic.png", "box": (200, 300, 700, 700), "region": "main"}


def make_page(id: str, role: str, *, words: str | None = None, part: bool = False, **changes: Any) -> View:
    """A page with that picture, unread unless words of it are given; ``part``: it was read in part."""
    unread = words is None or part
    kept = {"images_unread": int(unread), "unread_images": (0,) if unread else ()}
    read = {} if words is None else {"ocr_engine": "reader 1", "ocr": words}
    page = view(role, "应季好物", [{**PICTURE, **read}], url=f"https://shop.example/{id}", thorough=kept)
    return dataclasses.replace(page, id=id, **changes)


def count_unread(*pages: View) -> list[int]:
    left = forget_read_pictures(site(*pages)).views
    assert all(one.thoroughness.images_unread == len(one.thoroughness.unread_images) for one in left)
    return [one.thoroughness.images_unread for one in left]


def test_a_picture_without_words_is_known_wherever_it_stands() -> None:
    first, later = make_page("a", "other"), make_page("b", "other", words="")
    assert count_unread(first, later, make_page("c", "product"), make_page("d", "other", look=2)) == [0, 0, 0, 0]
    assert count_unread(first, make_page("b", "other", words="8 .")) == [0, 0]


@pytest.mark.parametrize(
    ("page", "left"),
    [
        (make_page("b", "other"), 0),
        (make_page("b", "after_sales"), 1),  # what it says there nobody read
        (make_page("b", "other", device=Device.MOBILE), 1),
        (make_page("b", "other", look=2), 1),
    ],
)
def test_one_with_words_is_known_on_pages_that_are_read_alike(page: View, left: int) -> None:
    assert count_unread(make_page("a", "other", words="七天无理由退货"), page) == [0, left]


def test_goods_are_counted_one_by_one() -> None:
    assert count_unread(make_page("a", "product", words="正品保障"), make_page("b", "product")) == [0, 1]


def test_a_picture_read_in_part_or_another_says_nothing() -> None:
    assert count_unread(make_page("a", "other", words="", part=True), make_page("b", "other")) == [1, 1]
    other = make_page("a", "other", words="")
    moved = dataclasses.replace(
        other, elements=(dataclasses.replace(other.elements[0], image="https://shop.example/x.png"),)
    )
    assert count_unread(moved, make_page("b", "other")) == [0, 1]


def test_the_logo_of_the_shop_says_its_name_on_a_page_of_another_title_too() -> None:
    logo: dict[str, Any] = {
        "tag": "img", "image": "https://shop.example/logo.png", "name": "栗子集市", "region": "header",
        "box": (20, 20, 240, 40), "parent": 1,
    }  # fmt: skip

    def page(id: str, title: str, href: str) -> View:
        link = {"tag": "a", "href": href, "own": "", "region": "header", "box": (20, 20, 240, 40)}
        kept = {"images_unread": 1, "unread_images": (0,)}
        made = view("other", "应季好物", [logo, link], url=f"https://shop.example/{id}", title=title, thorough=kept)
        return dataclasses.replace(made, id=id)

    home = "https://shop.example/"
    assert count_unread(page("a", "资讯_栗子集市", home), page("b", "资讯", home)) == [0, 0]
    assert count_unread(page("a", "首页", home), page("b", "资讯", home)) == [1, 1]  # no title names the shop
    sale = "https://shop.example/sale"
    assert count_unread(page("a", "资讯_栗子集市", sale), page("b", "资讯", sale)) == [1, 1]
