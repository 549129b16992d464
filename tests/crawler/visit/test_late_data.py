"""What a press brings up with hardly a word is waited for: frameworks draw a page before they ask for its data."""

import pytest

from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import FILL, Shop, crawled, page, served

pytestmark = pytest.mark.browser

CARD = """<div class="card" onclick="show()"><img src="/p.png" width="160" height="160"><p>保温杯 %d</p><span>￥59.00</span></div>"""
SCRIPT = """<script>function show() {
  history.pushState({}, "", "/goods/1"); document.body.innerHTML = "<button>加入购物车</button><button>立即购买</button>";
  setTimeout(() => { document.body.innerHTML += "<h1>保温杯</h1><b>￥59.00</b><p>库存 12 件</p><p>%s</p>"; }, %d);
}</script>"""


def make_shop(wait: int) -> Shop:
    cards = "".join(CARD % number for number in range(6))
    return Shop({"/": page(cards, head=SCRIPT % (FILL[:200], wait))})


@pytest.mark.parametrize(("wait", "seen"), [(1500, True), (30_000, False)])
async def test_data_that_comes_after_its_page_is_waited_for_and_not_for_ever(wait: int, seen: bool) -> None:
    async with served(make_shop(wait)) as served_shop:
        product = (await crawled(served_shop, Role.PRODUCT)).view(Role.PRODUCT)
    assert product is not None
    assert ("库存" in product.text) is seen
