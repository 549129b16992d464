"""Where a page names no footer, its last lines are its foot, but for the end of a text that begins above them."""

import pytest

from crawler.vocabulary import Region, Role
from tests.crawler.crawl_helpers import Shop, crawled, served

LINE = "收到坏果请在签收后一天内拍照发来，我们核对后补发同样的一箱。"
HEAD = '<!doctype html><meta charset="utf-8"><title>栗子集市</title><style>p, li, div { min-height: 60px }</style>'


def _page(tag: str, last: str) -> str:
    return f"{HEAD}<main-part>{''.join(f'<{tag}>{number}、{LINE}</{tag}>' for number in range(24))}</main-part>{last}"


@pytest.mark.parametrize(
    ("tag", "last", "expected"),
    [
        ("p", "", Region.MAIN),
        ("li", "", Region.MAIN),
        ("div", "", Region.MAIN),  # long lines of boxes of one kind, as kits for apps draw a text
        ("p", "<div>栗子集市商贸有限公司 版权所有</div>", Region.FOOTER),  # of another kind than the text above it
        ("p", '<div><p><a href="/x">关于栗子集市与它的果园</a></p></div>', Region.FOOTER),
    ],
)
@pytest.mark.browser
async def test_the_end_of_a_text_is_no_foot(tag: str, last: str, expected: Region) -> None:
    async with served(Shop({"/": _page(tag, last)})) as shop:
        home = (await crawled(shop)).view(Role.HOME)
    assert home is not None
    lines = [one for one in home.elements if one.seen and one.own]
    assert lines[-1].region is expected
    assert {one.region for one in lines if LINE in one.own} <= {Region.MAIN, Region.HEADER}


@pytest.mark.browser
async def test_the_foot_of_a_page_of_two_lines_is_its_foot_all_the_same() -> None:
    foot = '<footer><a href="/rules">信用评价规则</a> <a href="/help">帮助中心</a></footer>'
    page = f"{HEAD}<main><h1>企业概况</h1></main>{foot}<main><article><p>{LINE}</p><footer>本文由店员整理</footer></article></main>"
    async with served(Shop({"/": page})) as shop:
        home = (await crawled(shop)).view(Role.HOME)
    assert home is not None
    regions = {one.own: one.region for one in home.elements if one.seen and one.own}
    assert regions["信用评价规则"] is regions["帮助中心"] is Region.FOOTER
    assert regions[LINE] is Region.MAIN


@pytest.mark.browser
async def test_a_tall_footer_of_a_short_page_is_its_foot() -> None:
    """It begins in the upper half of the page; one that an article ends with before the page goes on is none."""
    links = "".join(f'<p><a href="/{number}">入口{number}</a></p>' for number in range(12))
    body = f"{HEAD}<header><p>栗子集市</p></header><main style='min-height:480px'><p>{LINE}</p></main><footer>{links}</footer>"
    within = f"{HEAD}<main style='min-height:480px'><p>{LINE}</p></main><article><footer>{links}</footer></article>"
    for page, expected in ((body, Region.FOOTER), (within, Region.MAIN)):
        async with served(Shop({"/": page})) as shop:
            home = (await crawled(shop)).view(Role.HOME)
        assert home is not None
        assert next(one for one in home.elements if one.own == "入口0").region is expected


NAMES = ("购物流程", "隐私政策", "配送说明", "联系我们", "退换货规则", "关于我们")
ROWS = "".join(f'<app-cell class="cell"><span>{name}</span></app-cell>' for name in NAMES)
GROUPS = "".join(f'<app-box class="group"><app-box>第{n}类</app-box>{ROWS}</app-box>' for n in range(5))
APP = f"{HEAD}<style>app-cell, app-box {{ display: block }} app-cell {{ height: 40px; cursor: pointer }}</style>"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("", Region.MAIN),
        ('<app-box class="group">栗子集市商贸有限公司 版权所有 京ICP备2021000000号</app-box>', Region.FOOTER),
        ('<app-box class="group"><app-cell class="cell"><a href="/x">关于本店</a></app-cell></app-box>', Region.FOOTER),
    ],
)
@pytest.mark.browser
async def test_the_rows_of_an_apps_list_are_neither_its_head_nor_its_foot(last: str, expected: Region) -> None:
    """Names of pages at the end of a list are no mark of a foot, nor is its first row a head; what follows them may be one."""
    async with served(Shop({"/": f"{APP}<app-box>{GROUPS}{last}</app-box>"})) as shop:
        home = (await crawled(shop)).view(Role.HOME)
    assert home is not None
    lines = [one for one in home.elements if one.seen and one.own]
    assert lines[-1].region is expected
    assert {one.region for one in lines if one.own in NAMES or one.own.startswith("第")} == {Region.MAIN}
