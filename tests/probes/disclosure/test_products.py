"""Seeing fewer product pages never raises what an item surely earns, and never makes it fail."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.site import Site
from crawler.vocabulary import GapReason, Role
from probes.run import judge_site
from scoring.standard_tables import Verdict
from scoring.verdict import judge_items
from tests.cases.build import gap, site, view
from xuncha.judging.rules import Rules, load_rules

FIELDS = (
    "品牌：栗果", "规格：500 毫升", "产地：浙江永康", "颜色：米白 雾青", "执行标准：GB/T 29606-2013", "质保：一年", "库存：现货",
    "运费：满 99 元包邮", "48 小时内发货", "七天无理由退货", "商品评价（120）", "商家：示例旗舰店", "商家营业执照",
)  # fmt: skip
ITEMS = ("4.1-1", "4.1-2", "4.1-3")
PAGES = st.lists(st.tuples(st.sets(st.sampled_from(FIELDS)), st.booleans(), st.booleans()), min_size=1, max_size=12)


@functools.cache
def rules() -> Rules:
    return load_rules()


def shop(pages: list[tuple[set[str], bool, bool]]) -> Site:
    """A shop of product pages: the details they lack, whether they lack a price, whether they are sold out yet sold."""
    views = [view("home", elements=[{"text": "示例商城"}]), view("list", elements=[{"text": "全部商品"}])]
    views += [view("search", elements=[{"text": "搜索结果"}])]
    for index, (lacking, priceless, oversold) in enumerate(pages):
        elements: list[dict[str, Any]] = [{"text": f"栗果保温杯 第{index}款", "heading": 1, "tag": "h1"}]
        elements += [{"image": f"/{index}.jpg", "box": [20, 80, 400, 400]}, {"text": "首页 > 杯壶"}]
        elements += [] if priceless else [{"text": "¥199.00", "font_px": 28}]
        elements += [{"text": words} for words in FIELDS if words not in lacking]
        elements += [{"text": "已售罄"}] if oversold else []
        elements += [{"text": "立即购买", "tag": "button", "clickable": True}]
        views.append(view("product", elements=elements, url=f"https://shop.example/item/{index}.html", id=f"p{index}"))
    return site(*views, both=True)


def lows(seen: Site) -> Mapping[str, tuple[float, float, Verdict]]:
    checks = rules().needed(ITEMS)
    verdicts = judge_items(rules().standard, checks, judge_site(checks, seen, profile={}, strict=True))
    return {
        verdict.item: (verdict.low, verdict.guess_low, verdict.verdict) for verdict in verdicts if verdict.item in ITEMS
    }


@settings(max_examples=40, deadline=None)
@given(PAGES, st.data())
def test_fewer_pages_earn_no_more_and_fail_nothing(
    pages: list[tuple[set[str], bool, bool]], data: st.DataObject
) -> None:
    whole = shop(pages)
    lost = data.draw(st.integers(0, len(pages) - 1))
    less = [page for page in whole.views if not page.id.startswith(f"p{lost}")]
    hidden = gap(Role.PRODUCT, GapReason.TIMEOUT)
    before = lows(whole)
    for seen in (
        dataclasses.replace(whole, views=tuple(less)),
        dataclasses.replace(whole, views=tuple(less), gaps=(hidden,)),
    ):
        for item, (low, guessed, verdict) in lows(seen).items():
            assert low <= before[item][0] + 1e-9, item
            assert guessed <= before[item][1] + 1e-9, item
            assert verdict is not Verdict.FAIL or before[item][2] is Verdict.FAIL, item


def twice(seen: Site) -> Site:
    """The same seen again in a second look."""
    again = tuple(dataclasses.replace(page, look=2, id=f"{page.id}-2") for page in seen.views)
    return dataclasses.replace(seen, views=(*seen.views, *again))


@pytest.mark.parametrize(
    ("pages", "verdict"),
    [
        ([(set(), False, False)] * 12, Verdict.PASS),
        ([(set(FIELDS[:4]), False, False)] * 12, Verdict.PARTIAL),
        ([(set(FIELDS[:11]), False, False)] * 12, Verdict.FAIL),
        ([(set(), index < 7, False) for index in range(12)], Verdict.FAIL),
        ([(set(), index < 3, False) for index in range(12)], Verdict.PARTIAL),
        ([(set(), False, False)] * 8, Verdict.TO_CONFIRM),
        ([(set(), False, False)] * 4, Verdict.INCONCLUSIVE),
    ],
)
def test_completeness_is_judged_by_its_marks(pages: list[tuple[set[str], bool, bool]], verdict: Verdict) -> None:
    assert lows(twice(shop(pages)))["4.1-1"][2] is verdict


def test_all_behind_a_login_is_not_observed() -> None:
    home = view("home", elements=[{"text": "示例商城"}])
    seen = site(home, gap(Role.PRODUCT, GapReason.LOGIN), both=True)
    assert lows(seen)["4.1-1"][2] is Verdict.NOT_OBSERVED
