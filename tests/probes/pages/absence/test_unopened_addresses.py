"""Entries are not taken for goods by a number in their query, nor for ways to a text where they are a visitor's own."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.site import Fetch
from probes.finding import Outcome
from probes.pages.absence.exhausted import nothing_left
from tests.cases.build import AT, SHOP, site, view
from tests.probes.pages.absence.test_unopened import POLICY, REFUNDS, RETURNS, ask


@pytest.mark.parametrize(
    "url", [f"{SHOP}index.php?c=help&a=view&id=10", f"{SHOP}article.php?id=9", f"{SHOP}?cat=4&id=3"]
)
def test_a_number_in_its_query_makes_no_goods_of_a_named_page(url: str) -> None:
    answer = ask(RETURNS, REFUNDS | {"href": url})
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "not_looked")


@pytest.mark.parametrize("url", [f"{SHOP}goods/12.html?id=10", f"{SHOP}category/5?id=3"])
def test_goods_and_their_lists_are_known_by_their_path(url: str) -> None:
    assert ask(RETURNS, REFUNDS | {"href": url}).outcome is Outcome.NO


@pytest.mark.parametrize("label", ["收藏夹", "浏览记录", "看不清，换一张", "点击刷新"])
def test_a_visitors_own_pages_and_what_draws_another_code_name_nothing(label: str) -> None:
    control = {"text": label, "tag": "a", "clickable": True, "region": "main"}
    assert ask(POLICY, control).outcome is not Outcome.NOT_SEEN
    assert ask(RETURNS, {**control, "text": "退款规则"}).outcome is Outcome.NOT_SEEN


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        ("main_page=product_free_shipping_info&cPath=64&products_id=172", Outcome.NO),
        ("controller=goods&goods_id=9", Outcome.NO),
        ("controller=goods&action=help&goods_id=9", Outcome.NOT_SEEN),
        ("main_page=product_reviews_info&products_id=172", Outcome.NOT_SEEN),
        ("main_page=product_free_shipping_info&id=172", Outcome.NOT_SEEN),
        ("main_page=shipping_info&products_id=172", Outcome.NOT_SEEN),
    ],
)
def test_an_address_that_asks_for_the_page_of_goods_by_their_key_leads_to_goods(query: str, outcome: Outcome) -> None:
    assert ask(RETURNS, REFUNDS | {"text": "退款说明样品", "href": f"/index.php?{query}"}).outcome is outcome


@pytest.mark.parametrize(("url", "outcome"), [("index", Outcome.NO), ("refunds", Outcome.NOT_SEEN)])
def test_the_address_to_which_a_home_page_links_itself_is_home(url: str, outcome: Outcome) -> None:
    """A button of an empty cart leads there too, whatever it says."""
    home = {"text": "首页", "href": "/index.php?s=/Home/index", "region": "nav"}
    assert ask(RETURNS, REFUNDS | {"href": f"/index.php?s=/home/{url}"}, with_=home).outcome is outcome


@pytest.mark.parametrize(("status", "left"), [(404, False), (410, False), (200, True), (500, True), (None, True)])
def test_a_link_whose_address_a_light_look_found_gone_leads_to_no_page(status: int | None, left: bool) -> None:
    url = f"{SHOP}sitemap.xml"
    shop = site(view("home", None, [{"text": "站点地图", "href": url, "region": "footer"}]), view("list", "商品"))
    tried = Fetch("h1.1", "link", 1, url, url, status, AT, 0.0)
    assert nothing_left(dataclasses.replace(shop, fetches=(tried,))) is not left
