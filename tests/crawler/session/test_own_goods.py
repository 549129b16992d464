"""A phone whose cards have no address looks at what a press on them opens, and not at pages of another app."""

import json

import pytest

from crawler.vocabulary import Device, FoundBy, Role
from tests.crawler.crawl_helpers import BOTH, Shop, crawled, page, served

pytestmark = pytest.mark.browser

NAMES = ("青釉茶碗", "手织围巾", "黄杨木梳")
STYLE = "<style>.goods{cursor:pointer;width:180px} svg{width:150px;height:150px}</style>"
DRAWING = '<svg viewBox="0 0 9 9"><rect width="9" height="9" fill="teal"/></svg>'
SCRIPT = """
const names = NAMES, phone = innerWidth < 600;
document.getElementById('app').innerHTML = names.map((name, n) => `<div class="goods">DRAWING` +
  (phone ? `<p>${name}</p>` : `<a href="/pc/goods/${n + 1}">${name}</a>`) + `<p>¥${n + 20}.00</p></div>`).join('');
if (phone) document.querySelectorAll('.goods').forEach((card, n) =>
  card.addEventListener('click', () => { location.href = '/m/goods/' + (n + 1); }));
"""


async def test_a_phone_presses_its_own_cards_instead_of_the_desktops_addresses() -> None:
    script = SCRIPT.replace("NAMES", json.dumps(NAMES)).replace("DRAWING", DRAWING)
    goods = {
        f"/{kind}/goods/{n + 1}": page(f"<h1>{name}</h1><p>¥{n + 20}.00</p><p>库存：现货</p><button>立即购买</button>")
        for kind in ("pc", "m")
        for n, name in enumerate(NAMES)
    }
    home = page(f'<div id="app"></div><script>{script}</script>', head=STYLE)
    async with served(Shop({"/": home, **goods})) as shop:
        site = await crawled(shop, Role.PRODUCT, devices=BOTH)
    phone = site.only(1, Device.MOBILE).all(Role.PRODUCT)
    assert {view.url.removeprefix(shop.url).split("/")[0] for view in phone} == {"m"}
    assert (phone[0].found_by, phone[0].clicks) == (FoundBy.CLICK, 1)
