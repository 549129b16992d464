"""Ids that a kit makes up anew at each load name no place: what stands within them is pressed again, and cards look like each other."""

import pytest

from crawler.discovery.products.goods_cards import find_cards
from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import Shop, crawled, page, served, visiting

pytestmark = pytest.mark.browser

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
STYLE = "<style>uni-view{display:block;padding:6px}.grid,.card{display:inline-block;width:170px}img{width:150px;height:150px}</style>"
# A grid whose boxes and the controls in them listen alike, and cards each in a box with an id of its own. FRESH makes an id's end.
SCRIPT = """
let drawn = 0;
const fresh = () => FRESH;
function make(html, press, name) {
  const box = document.createElement('uni-view'); box.innerHTML = html; box.className = name ?? '';
  if (press) box.addEventListener('click', press);
  return box;
}
const go = route => () => { location.hash = route; };
function entry(word, route) {
  const outer = make('', () => {}, 'grid'); outer.append(make(word, go(route)));
  return outer;
}
function grid(...entries) {
  const box = make(''); box.id = 'Kit_' + fresh(); box.append(...entries);
  return box;
}
function card(n) {
  const box = make(`<img src="DOT"><p>木玩第${n}号</p><p><span>￥</span><span>${n * 19}.00</span></p>`, go('/goods?id=' + n));
  box.id = 'card_' + fresh();
  const outer = make('', null, 'card'); outer.append(box);
  return outer;
}
const words = (said, n) => `<p>${said}的第${n}段，写给每一位买家看的话，请慢慢看完再下单。</p>`;
const text = said => make([1, 2, 3, 4, 5, 6, 7, 8].map(n => words(said, n)).join(''));
const pages = {
  '/': () => [make('木头做的玩具，一件一件磨出来。'.repeat(8)),
    grid(entry('有话说', '/text?id=投诉'), entry('慢慢送', '/text?id=运费')), ...[1, 2, 3, 4].map(card)],
  '/text': id => [text(decodeURIComponent(id))],
  '/goods': id => [make(`<img src="DOT" style="width:320px;height:320px">`), make(`木玩第${id}号`),
    make(`<span style="font-size:26px">￥${id * 19}.00</span>`), make('立即购买', () => {}), text('用料')],
};
function draw() {
  const [path, query] = (location.hash.slice(1) || '/').split('?');
  document.title = '木玩';
  document.getElementById('app').replaceChildren(...pages[path]((query ?? '').slice(3)));
}
addEventListener('hashchange', draw); draw();
""".replace("DOT", DOT)
WOVEN = "String.fromCharCode(97 + drawn++ % 26) + Math.random().toString(36).slice(2, 4) + '7k'"
LETTERS = "[...'abcd'].map(() => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('')"


def shop(fresh: str) -> Shop:
    script = SCRIPT.replace("FRESH", fresh)
    return Shop({"/": page(f'<div id="app"></div><script>{script}</script>', head=STYLE, fill="")})


async def test_no_path_begins_at_an_id_that_was_made_up() -> None:
    fixed = '<nav id="nav_home"><p>甲</p></nav><div id="step1">乙</div><div id="step2">丙</div>'
    made = '<div id="box_4o4p"><p>丁</p></div><div id="box_datg"><p>戊</p></div><div id="uni-9f3kd"><p>己</p></div>'
    async with visiting(Shop({"/": page(fixed + made)})) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        starts = {one.own: one.selector.partition(">")[0] for one in visitor.here.elements if one.own}
    assert [starts[word] for word in "甲乙丙"] == ["#nav_home", "#step1", "#step2"]
    assert not any(starts[word].startswith("#") for word in "丁戊己")


async def test_cards_within_ids_of_their_own_are_cards() -> None:
    async with visiting(shop(WOVEN)) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        assert [card.title for card in find_cards(visitor.here)] == [f"木玩第{n}号" for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("fresh", [WOVEN, LETTERS])
async def test_entries_within_them_are_pressed_one_after_another(fresh: str) -> None:
    async with served(shop(fresh)) as served_shop:
        site = await crawled(served_shop, Role.COMPLAINT, Role.PRIVACY, devices=(Device.MOBILE,))
    routes = {view.url.partition("#")[2] for view in site.views if view.state == "landed"}
    assert sum(route.startswith("/text?id=") for route in routes) == 2
