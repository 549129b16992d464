"""Links of an app that leave out the folder it lives in are pressed where their address leads home; a crawl of one: test_walking.py."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.failure import DEAD, LoadFailure
from crawler.links.fitting import HOME_AGAIN
from crawler.links.role_links import Lead
from crawler.visit.presses.app_folder import AppFolder
from crawler.vocabulary import FoundBy, GapReason, Role
from tests.cases.build import view
from tests.crawler.crawl_helpers import FILL

BASE = "https://shop.example"
HOME = view(Role.HOME, FILL, url=f"{BASE}/m/", elements=[{"text": "商品", "href": "/pages/goods?id=7"}])
LED_HOME = LoadFailure(GapReason.ERROR_PAGE, "no product page: it leads to <home>")


def make_lead(url: str, on: str = HOME.url) -> Lead:
    return Lead(Role.PRODUCT, url, HOME.elements[0], 0.0, FoundBy.LINK, 1, ("商品",), on=on)


@pytest.mark.parametrize(("url", "stop", "pressed"), [
    (f"{BASE}/pages/goods?id=7", LED_HOME, True),
    (f"{BASE}/pages/goods?id=7", HOME_AGAIN, True),
    (f"{BASE}/about", LoadFailure(GapReason.ERROR_PAGE, "HTTP 404"), True),
    (f"{BASE}/m/pages/goods?id=7", LED_HOME, False),  # within the folder: the address is whole
    (f"{BASE}/pages/goods?id=7", LoadFailure(GapReason.BLOCKED, "captcha"), False),  # it may hide the page
    (f"{BASE}/pages/goods?id=7", LoadFailure(GapReason.ERROR_PAGE, "no longer sold: 已下架"), False),
    ("https://other.example/pages/goods", LED_HOME, False),
])  # fmt: skip
def test_only_a_link_out_of_the_folder_that_opened_nothing_is_pressed(
    url: str, stop: LoadFailure, pressed: bool
) -> None:
    assert AppFolder().may_press(make_lead(url), stop, HOME) is pressed


def test_a_shop_in_no_folder_has_no_link_out_of_it() -> None:
    home = dataclasses.replace(HOME, url=f"{BASE}/")
    assert not AppFolder().may_press(make_lead(f"{BASE}/pages/goods", home.url), LED_HOME, home)


def test_a_press_in_vain_is_not_made_without_end() -> None:
    folder, lead = AppFolder(), make_lead(f"{BASE}/pages/goods?id=7")
    while folder.may_press(lead, LED_HOME, HOME):
        folder.learn(lead, DEAD)
    assert folder.move(lead.url) == lead.url


def test_what_a_press_brought_up_tells_how_links_that_begin_alike_go_on() -> None:
    folder, lead = AppFolder(), make_lead(f"{BASE}/pages/goods?id=7")
    folder.learn(lead, view(Role.PRODUCT, "茶碗", url=f"{BASE}/m/pages/goods?id=7"))
    assert folder.move(f"{BASE}/pages/goods?id=8") == f"{BASE}/m/pages/goods?id=8"
    assert folder.move(f"{BASE}/m/pages/goods?id=8") == f"{BASE}/m/pages/goods?id=8"
    assert folder.move(f"{BASE}/article/3") == f"{BASE}/article/3"
    assert folder.with_folder(make_lead("")).url == ""


def test_a_press_that_led_to_another_page_tells_nothing_of_the_folder() -> None:
    folder, lead = AppFolder(), make_lead(f"{BASE}/pages/goods?id=7")
    folder.learn(lead, view(Role.PRODUCT, "茶碗", url=f"{BASE}/m/pages/goods?id=9"))
    assert folder.move(f"{BASE}/pages/goods?id=8") == f"{BASE}/pages/goods?id=8"
