"""A page is read as a person sees it, whatever the page does about it: real Chromium, pages served on loopback."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from crawler.dom import snapshot, snapshot_script
from crawler.dom.locating import locate_element
from crawler.dom.snapshot import PageReading, read_page
from crawler.dom.snapshot_script import ReadTimeout
from crawler.site import Element
from crawler.vocabulary import Region, Unseen
from tests.crawler.altered_settings import reading_with

pytestmark = pytest.mark.browser

PAGES = Path(__file__).parents[1] / "pages"


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    """The test pages on a port of 127.0.0.1. CROSS in a page becomes the same server under another site's name."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = PAGES / request.split(" ")[1].split("?")[0].lstrip("/")
        body = path.read_bytes().replace(b"CROSS", f"http://localhost:{port}".encode()) if path.is_file() else b""
        status = b"200 OK" if path.is_file() else b"404 Not Found"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
        writer.write(b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    async with server:
        yield port


@dataclass
class Bench:
    port: int
    browser: Browser
    context: BrowserContext
    page: Page

    async def read(self, name: str) -> PageReading:
        await self.page.goto(f"http://127.0.0.1:{self.port}/{name}")
        return await self.again()

    async def again(self) -> PageReading:
        cdp = await self.context.new_cdp_session(self.page)
        try:
            return await read_page(self.page, cdp)
        finally:
            await cdp.detach()


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    executable = shutil.which("chromium-headless-shell")
    if executable is None:
        pytest.skip("no chromium-headless-shell on this machine")
    async with served() as port, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=["--site-per-process"])
        context = await browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        yield Bench(port, browser, context, await context.new_page())
        await browser.close()


def named(seen: PageReading) -> dict[str, Element]:
    return {one.classes.split(" ")[0]: one for one in seen.elements if one.classes and one.frame == 0}


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("display", 13),
        ("transparent", 13),
        ("size", 9),
        ("clip", 13),
        ("offscreen", 6),
        ("cover", 10),
        ("modal", 4),
        ("veil", 5),
        ("scroller", 11),
        ("phone_frame", 5),
        ("moved", 2),
        ("cut_off", 2),
    ],
)
async def test_every_way_to_hide_has_its_reason_and_its_harmless_twin_is_seen(
    bench: Bench, name: str, count: int
) -> None:
    found = named(await bench.read(f"{name}.html"))
    expected = {key: key.split("-")[0] for key in found if key.split("-")[0] in ("seen", *Unseen)}
    got = {key: str(found[key].unseen or "seen") for key in expected}
    assert got == expected
    assert len(expected) == count
    assert all(found[key].seen == (reason == "seen") for key, reason in got.items())


async def test_hidden_words_stay_out_of_the_text_but_are_kept_on_their_element(bench: Bench) -> None:
    seen = await bench.read("clip.html")
    assert "剪" not in seen.text
    assert named(seen)["clipped-height"].text == "剪"
    assert "下" in seen.text


async def test_words(bench: Bench) -> None:
    seen = await bench.read("words.html")
    found = named(seen)
    lines = seen.text.splitlines()
    assert found["split"].text == "京ICP备12345678号"
    assert "京ICP备12345678号" in lines
    assert found["mixed"].text == "投诉"
    assert found["pseudo"].pseudo == "京ICP备"
    assert "京ICP备2026001号" in lines
    assert (found["glyph"].pseudo, found["quoted"].pseudo, found["ghost"].pseudo) == ("", '"热" 线', "")
    assert found["lines"].text == "第一行 第二行"
    assert lines.index("第二行") == lines.index("第一行") + 1
    assert found["partly"].text == "明文"
    assert '脚本"' not in seen.text
    assert "样式" not in seen.text
    assert found["alt"].name == "公安备案 图标"
    assert found["aria"].name == "关闭"
    assert found["labelled"].name == "标签词 请输入"
    assert (found["sign"].name, found["drawn"].name, found["worded"].name) == ("首页", "", "")
    assert (found["logo"].seen, found["logo"].own, found["logo"].text, found["logo"].name) == (True, "", "", "某商城")
    assert "某商城" not in lines
    assert "hunter2" not in json.dumps([one.name for one in seen.elements])


async def test_controls_links_and_forms(bench: Bench) -> None:
    found = named(await bench.read("words.html"))
    base = f"http://127.0.0.1:{bench.port}"
    assert (found["form"].action, found["form"].method) == (f"{base}/find", "post")
    assert found["ticked"].checked is True
    assert found["ticked"].required
    assert found["ticked"].name == "我已阅读"
    assert found["label"].clickable
    assert found["loose"].checked is False
    assert found["icon"].checked is True
    assert found["icon"].clickable
    assert found["heading"].heading == 2
    assert found["rel"].href == f"{base}/a?b=1"
    assert found["script"].href == "javascript:void(0)"
    assert found["panel"].href.endswith("words.html#")  # a script's word for a part of this page
    assert found["rel"].clickable
    assert not found["none"].clickable
    assert found["area"].href == f"{base}/area"
    assert found["area"].seen
    assert (found["area"].box.w, found["area"].box.x - found["mapped"].box.x) == (20, 10)
    assert found["ground"].image == f"{base}/bg.png"
    assert found["pointer"].clickable
    assert not found["inner"].clickable
    assert found["svgtext"].text == "矢量"


async def test_effective_looks(bench: Bench) -> None:
    found = named(await bench.read("words.html"))
    assert (found["zoomed"].font_px, found["zoomed"].line_px) == (32, 40)
    assert (found["scaled"].font_px, found["scaled"].weight) == (24, 700)
    assert (found["blended"].colour, found["blended"].background) == ("#808080", "#000000")
    assert found["pictured"].background is None
    assert found["split"].background == "#ffffff"


async def test_the_height_of_normal_lines_is_the_used_one(bench: Bench) -> None:
    found = named(await bench.read("words.html"))
    drawn: float = await bench.page.evaluate("document.getElementById('oneline').getBoundingClientRect().height")
    assert drawn > 20
    for name in ("oneline", "inline", "unwrapped"):
        assert found[name].line_px == pytest.approx(drawn, abs=2), name
    assert found["twolines"].line_px == pytest.approx(drawn, abs=2)
    assert found["stretched"].line_px == 0  # its box is higher for another reason
    assert found["zoomed"].line_px == 40


async def test_regions_are_told_by_landmarks_words_and_place(bench: Bench) -> None:
    for page in (
        "regions.html", "bottom.html", "cards.html", "product_top.html", "titled_top.html", "second_header.html",
        "column_top.html", "has_header.html", "app_end.html", "tab_shell.html", "app_paper.html", "bare_top.html",
    ):  # fmt: skip
        found = named(await bench.read(page))
        expected = {key: key.split("-")[0] for key in found if key.split("-")[0] in tuple(Region)}
        assert {key: found[key].region.value for key in expected} == expected


async def test_in_a_window_as_tall_as_several_regions_are_measured_in_screens(bench: Bench) -> None:
    """As a phone shows a page that names no width for it: a list is no header there, and the foot of a short page is one."""
    await bench.page.set_viewport_size({"width": 1000, "height": 2576})
    for page in ("small_list.html", "short_search.html"):
        found = named(await bench.read(page))
        expected = {key: key.split("-")[0] for key in found if key.split("-")[0] in tuple(Region)}
        assert {key: found[key].region.value for key in expected} == expected


async def test_a_page_that_patches_everything_fools_nobody(bench: Bench) -> None:
    seen = await bench.read("hostile.html")
    assert "真话" in seen.text
    assert "谎话" not in seen.text
    assert seen.title == "页"
    assert "开放" in seen.text
    assert "封闭根" in seen.text
    assert "开放" in seen.html
    assert named(seen)["true"].box.h > 0
    seen.text.encode()


async def test_frames_are_read_in_the_top_pages_coordinates(bench: Bench) -> None:
    seen = await bench.read("outer.html")
    frames = {frame.selector: (number, frame) for number, frame in enumerate(seen.frames, 1)}
    inside = {number: [one for one in seen.elements if one.frame == number] for number, _ in frames.values()}
    for name, border in (("#same", 5), ("#cross", 0), ("#boxed", 2)):
        number, frame = frames[name]
        assert frame.read, (name, frame)
        word = next(one for one in inside[number] if one.text == "框内字")
        assert word.box.x == pytest.approx(frame.box.x + border + 10)
        assert word.box.y == pytest.approx(frame.box.y + border + 10)
        assert word.seen
        assert seen.elements[word.parent or 0].tag == "iframe"
        leaf, _ = frames[f"{name} >>> body>iframe"]
        assert inside[leaf][0].text == "叶"
    ghost, _ = frames["#ghost"]
    assert {one.unseen for one in inside[ghost]} == {Unseen.TRANSPARENT}
    assert frames["#gone"][1].why == "not_shown"
    assert not frames["#gone"][1].read
    assert seen.frames_read
    foot, _ = frames["#foot"]
    assert {one.region for one in inside[foot]} == {Region.FOOTER}
    assert [one.id for one in seen.elements] == list(range(len(seen.elements)))


@pytest.mark.parametrize("name", ["outer.html", "words.html", "regions.html", "hostile.html"])
async def test_every_element_is_found_again_by_its_selector(bench: Bench, name: str) -> None:
    seen = await bench.read(name)
    for one in seen.elements:
        if "closed-box >> " in one.selector:
            with pytest.raises(LookupError):
                await locate_element(bench.page, one)
            continue
        handle = await locate_element(bench.page, one)
        assert str(await handle.get_property("localName")) == one.tag
        if one.seen and one.box.area and one.tag != "area":
            box = await handle.bounding_box()
            assert box is not None
            assert (box["x"], box["y"]) == pytest.approx(
                (one.box.x, one.box.y), abs=2.5
            )  # Playwright leaves out a foreign frame's border


async def test_boxes_are_the_documents_however_far_it_is_scrolled(bench: Bench) -> None:
    before = named(await bench.read("offscreen.html"))["seen-below"]
    await bench.page.evaluate("window.scrollTo(0, 2000)")
    seen = await bench.again()
    assert seen.scroll_y == 2000
    assert named(seen)["seen-below"].box == before.box
    assert named(seen)["seen-below"].seen


async def test_a_page_that_never_rests_is_a_named_timeout(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "reading_settings", reading_with("limits", seconds=1.0))
    await bench.page.goto(f"http://127.0.0.1:{bench.port}/busy.html")
    cdp = await bench.context.new_cdp_session(bench.page)
    started = asyncio.Event()
    asyncio.get_running_loop().call_later(0.4, started.set)
    await started.wait()
    with pytest.raises(ReadTimeout):
        await read_page(bench.page, cdp)


async def test_huge_pages_are_cut_with_a_note_and_keep_their_foot(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.page.goto(f"http://127.0.0.1:{bench.port}/leaf.html")
    await bench.page.evaluate(
        "document.body.innerHTML = '<p><a href=/x>词</a></p>'.repeat(10000) + '<footer>京ICP备1号</footer>'"
    )
    monkeypatch.setattr(snapshot_script, "reading_settings", reading_with("limits", elements=3000))
    seen = await bench.again()
    assert len(seen.elements) == 3000
    assert "elements_capped" in seen.notes
    assert seen.elements[-1].text == "京ICP备1号"
    assert seen.elements[-1].region is Region.FOOTER
