"""What a second look sees first where its time or pages run out: papers, or that there are none, before the many goods of the first."""

import pytest

from crawler.vocabulary import Device, GapReason, Role
from tests.crawler.crawl_helpers import Shop, crawled, page, served

GOODS = 8
GOODS_PAGE = '<h1>{name}</h1><img src="/a.png" width="400" height="400"><b>¥{price}.00</b><button>加入购物车</button>'
NAMES = ("藤编果篮", "粗陶水罐", "榉木汤勺", "棉线桌旗", "竹节灯罩", "羊毛坐垫", "铸铁锅垫", "麻布围裙")
LINKS = "".join(f'<a href="/item/{n}.html">{name}</a>' for n, name in enumerate(NAMES))
SHOP = {
    "/": page(f'{LINKS}<footer><a href="/help">帮助中心</a></footer>'),
    "/help": page("<h1>帮助</h1>"),
    **{f"/item/{n}.html": page(GOODS_PAGE.format(name=name, price=n + 20)) for n, name in enumerate(NAMES)},
}


@pytest.mark.parametrize(
    ("pages", "all_goods"),
    [
        (7, False),  # pages run out amid the goods: what stands nowhere is known by then
        (40, True),  # and all goods are seen again where they do not
    ],
)
@pytest.mark.browser
async def test_a_second_look_sees_the_papers_before_the_many_goods(pages: int, all_goods: bool) -> None:
    async with served(Shop(SHOP)) as shop:
        told = tuple(f"{shop.url}item/{n}.html" for n in range(GOODS))
        wanted = (Role.PRODUCT, Role.HELP, Role.COMPLAINT)
        site = await crawled(shop, *wanted, look=2, products=told, pages=pages)
    gap = site.gap(Role.COMPLAINT)
    assert gap is not None
    assert gap.reason is GapReason.NOT_OFFERED
    assert site.view(Role.HELP) is not None
    seen = {view.asked for view in site.all(Role.PRODUCT)}
    assert (seen == set(told)) is all_goods
    assert len(seen) > 1


@pytest.mark.browser
async def test_a_second_look_sees_what_an_unknown_address_gives_before_the_many_goods() -> None:
    async with served(Shop(SHOP)) as shop:
        told = tuple(f"{shop.url}item/{n}.html" for n in range(GOODS))
        site = await crawled(shop, Role.PRODUCT, Role.HELP, Role.ERROR, look=2, products=told, pages=7)
    assert site.view(Role.ERROR) is not None
    assert 1 < len({view.asked for view in site.all(Role.PRODUCT)}) < GOODS  # pages ran out amid the goods


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.browser
async def test_a_second_look_opens_the_paper_that_the_first_found_by_no_name(told: bool) -> None:
    """What no name leads to is found among leftovers, which a second look does not open: it is told where the page is."""
    paper = page(
        "<h1>投诉处理办法</h1><p>投诉请拨 400-800-1234，二十四小时内答复，五日内办结。</p>", "投诉处理办法", fill=""
    )
    routes = {**SHOP, "/n/8": paper}
    async with served(Shop(routes)) as shop:
        papers = {Device.DESKTOP: ((Role.COMPLAINT, f"{shop.url}n/8"), (Role.HELP, f"{shop.url}n/9"))} if told else {}
        site = await crawled(shop, Role.HELP, Role.COMPLAINT, look=2, papers=papers)
    assert (site.view(Role.COMPLAINT) is not None) is told
    assert site.view(Role.HELP) is not None
    assert shop.count("/n/9") == 0  # its page was found


ROWS = {
    "购物流程": "location.href='/text/1'",
    "怎么取消订单": "location.hash='#two';draw()",
    "支付方式": "location.href='/text/3'",
}
HELP = page(
    "<h1>帮助中心</h1>"
    + "".join(f'<div style="cursor:pointer" onclick="{does}">{row}</div>' for row, does in ROWS.items())
    + "<script>function draw() { document.body.innerHTML = '<h1>怎么取消订单</h1><p>没付款的订单可以随时取消。</p>'.repeat(9) }</script>",
    "帮助中心",
    fill="",
)


@pytest.mark.parametrize("pressed", [(), ("购物流程", "怎么取消订单")])
@pytest.mark.browser
async def test_a_second_look_presses_the_rows_that_the_first_pressed_and_no_others(pressed: tuple[str, ...]) -> None:
    texts = {f"/text/{n}": page(f"<h1>{row}</h1>", row) for n, row in enumerate(ROWS, start=1)}
    async with served(Shop({**SHOP, "/help": HELP, **texts})) as shop:
        site = await crawled(shop, Role.HELP, look=2, pressed={Device.DESKTOP: frozenset(pressed)})
    opened = {view.path[-1] for view in site.views if view.path} - {"帮助中心"}
    assert opened == set(pressed)
    assert shop.count("/text/1") == bool(pressed)
    assert shop.count("/text/3") == 0
