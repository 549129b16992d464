"""A catalogue that was looked at whole is a full sample; a page of it that is hidden makes it a small one again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome
from probes.pages.products.product_sample import ProductSample, sample_products
from tests.cases import build
from tests.rules import real_checks

CASE = Path(build.__file__).parent / "disclosure" / "product_base" / "six_pages"
CHECK = next(check for check in real_checks() if check.id == "disclosure.product_base")


def shop(whole: str, hidden: int = 0) -> Site:
    site = build.read(CASE)
    products = [view for view in site.views if view.role is Role.PRODUCT]
    views = tuple(view for view in site.views if view not in products[:hidden])
    return dataclasses.replace(site, views=views, environment={"sample_whole": whole})


@pytest.mark.parametrize(("whole", "full"), [("6", True), ("", False), ("0", False), ("9", False), ("400", False)])
def test_six_pages_are_all_only_where_the_crawler_saw_the_end_of_the_catalogue(whole: str, full: bool) -> None:
    found = sample_products(shop(whole), CHECK.params)
    assert isinstance(found, ProductSample)
    assert found.full is full


def test_a_page_that_is_hidden_decides_nothing_more() -> None:
    assert CHECK.probe.judge(shop("6"), CHECK.params).outcome is Outcome.YES
    assert CHECK.probe.judge(shop("6", hidden=1), CHECK.params).outcome is not Outcome.NO
    found = sample_products(shop("6", hidden=1), CHECK.params)
    assert isinstance(found, Answer) or not found.full
