"""In a shop whose boxes listen and link nowhere, pages that only a press reaches are opened, and what was seen is not kept twice."""

import pytest

from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import BOTH, Shop, crawled, page, served

pytestmark = pytest.mark.browser

# Each route is drawn anew, but a kind of articles that was pressed hides the others. Only 更多说明 leads to the articles,
# and only their cards to each of them.
SCRIPT = """
const texts = ['隐私政策', '怎么开发票', '纸箱收回来再用'];
const words = n => Array.from({length: 12}, (_, i) => `<p>${texts[n]}的第${i}段，写给每一位买家看的话。</p>`).join('');
let only = -1; // a kind that was chosen stays chosen as long as the document does
function make(html, press) {
  const box = document.createElement('uni-view'); box.innerHTML = html;
  if (press) box.addEventListener('click', press);
  return box;
}
const go = route => () => { location.hash = route; };
const seen = n => `<p>${200 + n}次浏览，最近更新于六月一日</p>`;
const card = (said, n) => make(`<p>${said}</p>${seen(n)}`, go('/text?id=' + n));
const pages = {
  '/': () => [make('欢迎光临本店，所有器物皆由手艺人制作，数量不多。'.repeat(8)), make('更多说明', go('/articles')),
    make('怎么买', go('/text?id=1')), make('领取礼包', () => fetch('/given')), make('隐私政策', () => {})],
  '/articles': () => [make('本店约定', () => { only = 0; draw(); }), ...texts.map(card).filter((_, n) => only < 0 || n === only)],
};
function draw() {
  const [path, query] = (location.hash.slice(1) || '/').split('?');
  document.title = '拾光';
  document.getElementById('app').replaceChildren(...(path === '/text' ? [make(words(+query.slice(3)))] : pages[path]()));
}
addEventListener('hashchange', draw); draw();
"""
STYLE = "<style>uni-view{display:block;padding:6px}</style>"


@pytest.mark.parametrize("device", BOTH)
async def test_pages_that_only_a_press_reaches_are_opened_once_each(device: Device) -> None:
    shop = Shop({"/": page(f'<div id="app"></div><script>{SCRIPT}</script>', head=STYLE, fill=""), "/given": "got"})
    async with served(shop) as served_shop:
        site = await crawled(served_shop, Role.PRIVACY, Role.HELP, devices=(device,))
    landed = [
        view.url.partition("#")[2] for view in site.views if view.state == "landed" and view.role is not Role.HOME
    ]
    assert sorted(landed) == sorted(set(landed)), "a page seen by two ways is kept once"
    assert {"/articles", "/text?id=0", "/text?id=1", "/text?id=2"} <= set(landed)
    privacy = site.view(Role.PRIVACY)  # the entry on home is dead, the card of the same name is not
    assert privacy is not None
    assert privacy.url.endswith("/text?id=0")
    assert shop.count("/given") == 0
