"""However many roles the probes want, the tour of a whole demo shop loads no page twice for one device."""

from collections import Counter

import pytest

from crawler.crawl import crawl_site
from crawler.discovery.products.stratified_sample import sample_seed
from crawler.limits import SAMPLE
from crawler.plan import Plan
from crawler.site import Platform
from crawler.vocabulary import Device, Role
from probes import run
from tests.crawler.crawl_helpers import Memory
from tests.shops.answers import ShopRequest
from tests.shops.server import serving
from xuncha.judging.rules import load_rules

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", Device)
async def test_no_page_of_the_complete_shop_is_loaded_twice(device: Device) -> None:
    whole = run.plan_checks(load_rules().needed(()), (device,))
    heard: list[ShopRequest] = []
    with serving("complete", heard) as url:
        # Without acts, which begin in contexts of their own, and without timings, which are cold loads on purpose.
        plan = Plan(whole.wants, devices=(device,), pace=0.0, allow_private=True, ocr=False)
        site = await crawl_site(Platform(url), plan, Memory())
    pages = Counter(
        (request.path, tuple(sorted(request.query.items())))
        for request in heard
        if request.headers.get("Sec-Fetch-Dest") == "document"
    )
    assert len(pages) > 30
    assert {page: times for page, times in pages.items() if times > 1} == {}
    assert int(site.environment["loads"]) == sum(pages.values())

    # One view a page, role and state: what was loaded once is filed under every role it serves.
    kept = Counter((view.url, view.role, view.state) for view in site.views)
    assert max(kept.values()) == 1
    # The sample of goods that criteria 0.9 asks for, drawn again as long as the address is the same.
    assert len(site.all(Role.PRODUCT)) == SAMPLE.products[device]
    assert len(site.all(Role.LIST)) == SAMPLE.lists[device]
    assert int(site.environment["sample_sellers"]) >= 3
    assert site.environment["sample_seed"] == sample_seed(url)
