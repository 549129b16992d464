"""A shop drawn by a framework has no links: its boxes are pressed where they listen, and what stands on the screen is not said to be missing."""

import pytest

from crawler.vocabulary import Device, GapReason, Role
from tests.crawler.crawl_helpers import BOTH, Shop, crawled, page, served, visiting

pytestmark = pytest.mark.browser

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
STYLE = (
    "<style>uni-view{display:block}.bar{position:fixed;left:0;right:0;bottom:0;height:50px;display:flex}.bar uni-view{flex:1}"
    "img{width:150px;height:150px;display:block}.card{display:inline-block;width:170px}</style>"
)
# Boxes without link, button, role or pointer; each route is drawn anew and has its listeners by addEventListener.
SCRIPT = """
const goods = [1, 2, 3, 4].map(n => ({ id: n, name: '手作器物第' + n + '号', price: '￥' + n * 19 + '.00' }));
function make(html, press) {
  const box = document.createElement('uni-view'); box.innerHTML = html;
  if (press) box.addEventListener('click', press);
  return box;
}
const go = route => () => { location.hash = route; };
const img = side => `<img src="DOT" style="width:${side}px;height:${side}px">`;
function card(one) {
  const price = `<uni-view><span>￥</span><span>${one.price.slice(1)}</span></uni-view>`;
  const box = make(`${img(150)}<uni-view>${one.name}</uni-view>${price}`, go('/goods?id=' + one.id));
  box.className = 'card'; return box;
}
const pages = {
  '/': () => [make('欢迎光临本店，所有器物皆由手艺人制作，数量不多，卖完为止。'.repeat(5)), ...goods.map(card)],
  '/class': () => [make('全部器物'.repeat(60)), ...goods.map(card)],
  '/cart': () => [make('购物车里还没有商品，去挑选一些吧。'.repeat(15))],
  '/me': () => [make('请登录后查看您的订单与收藏。'.repeat(3))],
};
const item = one => [make(img(320)), make(one.name), make(`<span style="font-size:26px">${one.price}</span>`),
  make('立即购买', () => {}), make('这件器物由手艺人制作，每件略有不同，'.repeat(12))];
function draw() {
  const [path, query] = (location.hash.slice(1) || '/').split('?');
  document.getElementById('app').replaceChildren(...(path === '/goods' ? item(goods[query.slice(3) - 1]) : pages[path]()));
  const bar = make(''); bar.className = 'bar';
  for (const [word, route] of [['首页', '/'], ['分类', '/class'], ['购物车', '/cart'], ['我的', '/me']])
    bar.append(make(`${img(20)}<uni-view>${word}</uni-view>`, WAY));
  document.getElementById('app').append(bar);
}
addEventListener('hashchange', draw); draw();
""".replace("DOT", DOT)


def shop(way: str = "go(route)") -> Shop:
    return Shop({"/": page(f'<div id="app"></div><script>{SCRIPT.replace("WAY", way)}</script>', head=STYLE, fill="")})


@pytest.mark.parametrize("device", BOTH)
async def test_boxes_that_listen_are_controls_and_their_frame_is_none(device: Device) -> None:
    async with visiting(shop(), device) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        pressed = [element.text for element in visitor.here.elements if element.clickable]
    assert [words for words in pressed if "¥" in words or "￥" in words] != []
    assert {"首页", "分类", "购物车", "我的"} <= set(pressed)
    assert not any("欢迎光临" in words for words in pressed)


async def test_tabs_and_cards_are_pressed_and_give_addresses_on_both_devices() -> None:
    async with served(shop()) as served_shop:
        site = await crawled(served_shop, Role.PRODUCT, Role.LIST, Role.CART, devices=BOTH)
    for device in BOTH:
        one = site.only(1, device)
        assert [view.url.partition("#")[2] for view in one.all(Role.CART)] == ["/cart"]
        assert one.view(Role.LIST) is not None
        products = {view.asked.partition("#")[2] for view in one.all(Role.PRODUCT)}
        assert products <= {f"/goods?id={n}" for n in (1, 2, 3, 4)}
        assert len(products) == (4 if device is Device.DESKTOP else 3)


async def test_a_word_on_the_screen_that_nothing_opens_is_our_gap_and_a_word_that_is_not_there_is_theirs() -> None:
    async with served(shop("null")) as served_shop:
        site = await crawled(served_shop, Role.CART, Role.COMPLAINT)
    cart, complaint = site.gap(Role.CART), site.gap(Role.COMPLAINT)
    assert cart is not None
    assert cart.reason is GapReason.CONTROL
    assert complaint is not None
    assert complaint.reason is GapReason.NOT_OFFERED


TABS = '<div style="position:fixed;left:0;right:0;bottom:0;display:flex">{}</div>'


@pytest.mark.parametrize(("words", "pressed"), [
    (("首页", "分类", "购物车", "我的"), True), (("首页", "购物车"), False), (("本店只卖手工做的器物", "分类", "购物车", "我的"), True),
])  # fmt: skip
async def test_a_row_of_short_words_at_the_foot_of_the_screen_is_a_tab_bar_whatever_listens(
    words: tuple[str, ...], pressed: bool
) -> None:
    tabs = "".join(f'<div style="flex:1"><p style="margin:12px">{word}</p></div>' for word in words)
    script = "<script>document.addEventListener('click', () => {})</script>"
    async with visiting(Shop({"/": page(TABS.format(tabs) + script)}), Device.MOBILE) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        clickable = {element.own for element in visitor.here.elements if element.clickable}
    assert ({"分类", "购物车", "我的"} <= clickable) is (pressed and "分类" in words)
    assert "本店只卖手工做的器物" not in clickable
