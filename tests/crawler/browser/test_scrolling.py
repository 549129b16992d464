"""All that scrolls is scrolled, and what cannot be is said: real Chromium, small pages on loopback."""

import io

import pytest
from PIL import Image

from crawler.site import Site, View
from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import FILL, Memory, Reply, Shop, crawled, page, served, shrink

pytestmark = pytest.mark.browser

APP = """<style>html,body{{height:100%;margin:0;overflow:hidden}} #app{{height:100%;overflow-y:auto}} .red{{height:1000px;background:#c00}}
</style><div id="app"><p>{fill}</p><div class="red"></div><ul id="list"></ul><footer>京ICP备2026123456号</footer></div>{script}"""
LAZY = """<script>let n = 0; const list = document.getElementById('list'), end = document.querySelector('footer');
const seen = new IntersectionObserver((all) => { if (!all.some((one) => one.isIntersecting) || n >= %d) return; n++;
for (let i = 0; i < 10; i++)
  list.append(Object.assign(document.createElement('li'), {textContent: '第' + n + '批' + i, style: 'height:80px'})); });
seen.observe(end);</script>"""


async def home_of(body: str, more: dict[str, Reply | str] | None = None, keep: Memory | None = None) -> View:
    shop = Shop({"/": page(body, fill=""), **(more or {})})
    async with served(shop):
        site: Site = await crawled(shop, keep=keep)
    seen = site.view(Role.HOME)
    assert seen is not None, site.gaps
    return seen


async def test_an_apps_root_is_scrolled_read_and_pictured_to_its_end() -> None:
    keep = Memory()
    home = await home_of(APP.format(fill=FILL, script=LAZY % 4), keep=keep)
    assert home.thoroughness.scrolled_stable
    assert "京ICP备2026123456号" in home.text
    assert "第4批9" in home.text
    footer = next(element for element in home.elements if element.text.startswith("京ICP备"))
    assert footer.seen
    assert home.viewport_height < footer.box.y < home.height
    with Image.open(io.BytesIO(keep.blobs[home.screenshot])) as picture:
        assert picture.height >= (footer.box.y + footer.box.h) * home.screenshot_scale - 2
        red = next(e for e in home.elements if e.text.startswith("第1批0")).box
        # Just above the list ends the red block: the picture shows it in its place.
        above = picture.convert("RGB").getpixel((300, round((red.y - 40) * home.screenshot_scale)))
        below = picture.convert("RGB").getpixel((600, round((red.y + 40) * home.screenshot_scale)))
    assert isinstance(above, tuple)
    assert above[0] > 150
    assert above[1] < 80
    assert isinstance(below, tuple)
    assert min(below) > 200


async def test_an_endless_feed_in_an_apps_root_is_said_to_be_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, scroll_growths=4)
    home = await home_of(APP.format(fill=FILL, script=LAZY % 100_000))
    assert not home.thoroughness.scrolled_stable
    assert any("endless" in note for note in home.thoroughness.notes)


async def test_a_long_page_ends_by_growth_and_not_by_a_number_of_screens() -> None:
    home = await home_of(f'<p>{FILL}</p><div style="height:24000px"></div><footer>京ICP备2026123456号</footer>')
    assert home.thoroughness.scrolled_stable
    assert home.height > 24000
    assert "京ICP备2026123456号" in home.text


async def test_a_list_in_a_layer_and_a_frame_are_scrolled_too() -> None:
    lazy = """<script>const box = document.scrollingElement.scrollHeight > innerHeight + 9 ? window : document.getElementById('box');
      box.onscroll = () => { if (!document.getElementById('late')) document.querySelector('.in').append(
        Object.assign(document.createElement('p'), {id: 'late', textContent: 'WORD'})); };</script>"""
    inner = f'<!doctype html><meta charset="utf-8"><div class="in" style="height:2000px">框内</div>{lazy}'.replace(
        "WORD", "框中后到"
    )
    body = (
        f'<p>{FILL}</p><div style="height:3000px"></div><div id="box" style="height:300px;overflow:auto"><div class="in">'
        f'<div style="height:1500px">列表</div></div></div><iframe src="/in" width="400" height="500"></iframe>'
        + lazy.replace("WORD", "列表后到").replace(
            "document.scrollingElement.scrollHeight > innerHeight + 9 ? window : ", ""
        )
    )
    home = await home_of(body, {"/in": inner})
    assert home.thoroughness.scrolled_stable
    assert "列表后到" in home.text
    assert "框中后到" in home.text


async def test_what_a_script_alone_moves_is_read_and_never_stable() -> None:
    moved = '<style>html,body{height:100%;margin:0;overflow:hidden}</style><div style="height:100%;overflow:hidden">'
    home = await home_of(
        f'{moved}<div style="transform:translate3d(0,0,0)"><p>{FILL}</p><div style="height:2000px"></div><p>底部备案</p></div></div>'
    )
    assert "底部备案" in home.text
    assert not home.thoroughness.scrolled_stable
    assert any("script" in note for note in home.thoroughness.notes)


async def test_a_box_that_goes_back_to_its_top_is_counted() -> None:
    stuck = "<script>app.onscroll = () => { app.scrollTop = 0; }</script>"
    home = await home_of(APP.format(fill=FILL, script=stuck))
    assert not home.thoroughness.scrolled_stable


@pytest.mark.parametrize("device", list(Device))
async def test_what_is_cut_off_and_scrolls_nowhere_stays_unseen(device: Device) -> None:
    cut = '<style>html,body{height:100%;margin:0;overflow:hidden}</style><div style="height:100%;overflow:hidden"><div>'
    shop = Shop(
        {"/": page(f'{cut}<p>{FILL}</p><div style="height:2000px"></div><p id="end">底部备案</p></div></div>', fill="")}
    )
    async with served(shop):
        site = await crawled(shop, devices=(device,))
    home = site.view(Role.HOME)
    assert home is not None
    assert "底部备案" not in home.text
    assert not next(element for element in home.elements if element.classes == "end").seen
