"""A label made of kinds of goods alone leads to a shelf; one more word may name another thing."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.site import Gap, Site
from crawler.vocabulary import LANDED, Device, GapReason, Role
from probes.answers.doubts.lost_pages import has_lost_page
from probes.pages.absence.exhausted import list_ways_on
from probes.pages.lists.goods_names import names_goods
from tests.cases.build import SHOP, site, view

SHELF = f"{SHOP}n/fashion"


@pytest.mark.parametrize("label", ["潮流服饰", "手机 / 数码", "女装", "进口零食", "家用厨具、餐具", "男士护肤"])
def test_labels_of_goods_alone(label: str) -> None:
    assert names_goods(label)


@pytest.mark.parametrize(
    "label",
    ["食品安全", "食品经营许可证", "图书售后", "农产品", "地方特产", "礼品卡", "专区", "绿色食品", "家电保修", "", "老年服装", "女装" * 20],
)  # fmt: skip
def test_labels_that_may_name_another_thing(label: str) -> None:
    assert not names_goods(label)


def make_link(text: str = "潮流服饰", region: str = "nav", **more: Any) -> dict[str, Any]:
    return {"text": text, "region": region, "href": "/n/fashion", **more}


@pytest.mark.parametrize(
    ("one", "role", "left"),
    [
        (make_link(), Role.HOME, False),
        (make_link("潮流说明"), Role.HOME, True),
        (make_link(region="footer"), Role.HOME, True),
        (make_link(region="main"), Role.HELP, True),
    ],
)
def test_a_shelf_that_was_not_opened_leads_to_no_text_of_the_shop(one: dict[str, Any], role: Role, left: bool) -> None:
    page = view(role, None, [one])
    pages = (page,) if role is Role.HOME else (view("home"), page)
    assert bool(list_ways_on(site(*pages))) is left


def lose_page(*links: dict[str, Any], url: str = SHELF) -> Site:
    gap = Gap(Role.OTHER, LANDED, Device.DESKTOP, 1, GapReason.TIMEOUT, "", url)
    return dataclasses.replace(site(view("home", None, list(links))), gaps=(gap,))


def test_a_lost_shelf_hides_no_text() -> None:
    assert not has_lost_page(lose_page(make_link(), make_link("女装", "main")))


@pytest.mark.parametrize(
    "shop",
    [
        lose_page(make_link(), make_link("帮助")),
        lose_page(make_link(region="footer")),
        lose_page(),
        lose_page(make_link(), url=""),
        lose_page(make_link(), url=f"{SHOP}n/about"),
    ],
)
def test_any_other_lost_page_may_be_the_one(shop: Site) -> None:
    assert has_lost_page(shop)
