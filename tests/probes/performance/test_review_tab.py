"""Reviews folded away behind a tab are brought up by pressing it, whatever the tab is made of, and a tab that counts none is left alone."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.crawl import crawl_site
from crawler.site import Platform, Site
from crawler.vocabulary import Device, Role
from probes.finding import Answer, Outcome
from probes.pages.products.reviews import PRESSED
from probes.run import judge_site, plan_checks
from tests.crawler.crawl_helpers import Memory, Shop, page, served
from tests.crawler.discovery.products.test_goods_structure import ITEM, cards
from tests.rules import real_checks

pytestmark = pytest.mark.browser

ASKED = ("performance.reviews", "trust.scores_shown")
SAID = "提手扎实，竹子没有毛刺，装二十斤米也不变形。"
PANELS = (
    '<div class="panel one" {one}><p>竹编提篮，手工编成，产自浙江山区，每只用时两日。</p></div>'
    f'<div class="panel two" {{two}}><small>山里人***3 2026-05-02</small><p>{SAID}</p><p>评分：4.8分</p></div>'
)
BY_LABEL = (
    "<style>.panel{{display:none}} #r1:checked~.one,#r2:checked~.two{{display:block}} .t{{position:absolute;left:-99em}}</style>"
    '<section><input class="t" type="radio" name="t" id="r1" checked><input class="t" type="radio" name="t" id="r2">'
    '<label for="r1">商品详情</label><label for="r2">商品评价（{count}）</label>'
    + PANELS.format(one="", two="")
    + "</section>"
)
BY_SCRIPT = (
    '<section><span onclick="d.hidden=0;e.hidden=1">商品详情</span> <span onclick="d.hidden=1;e.hidden=0">商品评价（{count}）</span>'
    + PANELS.format(one='id="d"', two='id="e" hidden')
    + "</section>"
)


async def visited(tabs: str, device: Device) -> tuple[Site, dict[str, Answer], Shop]:
    checks = tuple(check for check in real_checks() if check.id in ASKED)
    end = '<footer style="margin-top:900px"><p>山货铺</p><p>地址：山里</p></footer>'
    goods = page(ITEM.replace("{buy}", "<button>加入购物车</button>") + tabs + end, fill="")
    shop = Shop({"/": page(cards(4, "/goods/{}.html"), fill=""), **{f"/goods/{n}.html": goods for n in range(1, 5)}})
    async with served(shop):
        plan = dataclasses.replace(
            plan_checks(checks, (device,)), pace=0, allow_private=True, ocr=False, timed=frozenset()
        )
        site = await crawl_site(Platform(shop.url), plan, Memory())
    found = {one.probe: one.answer for one in judge_site(checks, site, strict=True) if one.device is device}
    return site, found, shop


@pytest.mark.parametrize("device", Device)
@pytest.mark.parametrize("tabs", [BY_LABEL, BY_SCRIPT], ids=["label", "script"])
async def test_the_tab_is_pressed_and_its_reviews_are_read(tabs: str, device: Device) -> None:
    site, said, shop = await visited(tabs.format(count=1), device)
    pressed = site.view(Role.PRODUCT, PRESSED)
    assert pressed is not None
    assert pressed.path[-1] == "商品评价（1）"
    reviews = said["performance.reviews"]
    assert (reviews.outcome, SAID[:20] in reviews.because.zh) == (Outcome.YES, True), reviews.because
    assert reviews.evidence[0].view == pressed.id
    assert said["trust.scores_shown"].values["scored"] == 1
    _, _, unpressed = await visited(tabs.format(count=0), device)
    assert shop.count("/goods/1.html") <= unpressed.count("/goods/1.html") + 1


async def test_a_tab_that_counts_none_is_not_pressed() -> None:
    site, said, _ = await visited(BY_LABEL.format(count=0), Device.DESKTOP)
    assert site.view(Role.PRODUCT, PRESSED) is None
    assert SAID[:20] not in said["performance.reviews"].because.zh
