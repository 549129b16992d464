"""The engine always has a living browser, replaces one that is gone once, and ends pages that swell."""

import asyncio
import dataclasses
import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import pytest
from playwright.async_api import Error as BrowserError

from crawler.browser import admission, launch
from crawler.browser.admission import take_page
from crawler.browser.engine import Engine
from crawler.browser.memory import find_memory_folder
from crawler.limits import AUDIT
from crawler.network.proxy import Gate
from crawler.vocabulary import Device
from tests.crawler.crawl_helpers import shrink
from tests.crawler.network.proxied_browsers import until

pytestmark = pytest.mark.browser


async def test_a_dead_browser_is_replaced_once_and_a_replaced_one_is_left_alone() -> None:
    async with Gate(allow_private=True) as gate, Engine(launch.find_chromium(), gate) as engine:
        one, other = await asyncio.gather(engine.context(Device.DESKTOP), engine.context(Device.MOBILE))
        browser = one.browser
        assert browser is not None
        assert other.browser is browser
        main = [pid for pid, kind in (await engine._processes()).items() if kind == "browser"]
        os.kill(main[0], signal.SIGKILL)
        await until(lambda: not browser.is_connected())
        again = await engine.context(Device.DESKTOP)
        assert engine.replaced == 1
        await engine.replace(browser)  # late news of the first one
        assert again.browser is not None
        assert again.browser.is_connected()
        page = await again.new_page()
        assert await page.evaluate("innerWidth") == 1366
        await engine.replace(again.browser)
        assert engine.replaced == 2
        try:
            await page.evaluate("1")
        except BrowserError:
            pass
        else:
            raise AssertionError("the page outlived its browser")
    assert engine.peak_rss >= 0


async def test_phones_touch_and_desktops_do_not() -> None:
    async with Gate(allow_private=True) as gate, Engine(launch.find_chromium(), gate) as engine:
        for device, width, touch in ((Device.DESKTOP, 1366, 0), (Device.MOBILE, 390, 1)):
            page = await (await engine.context(device)).new_page()
            got = await page.evaluate(
                "[screen.width, navigator.maxTouchPoints > 0 ? 1 : 0, navigator.userAgent.includes('Xuncha')]"
            )
            assert got == [width, touch, True]
        assert not engine.swollen()
        assert engine.peak_rss > 10_000_000


SWELL = """setTimeout(() => { const held = []; for (let n = 0; n < 400; n++) { const a = new Uint8Array(10e6); a.fill(1); held.push(a); }
    window.held = held; }, 0)"""


async def test_a_page_that_swells_is_ended_while_we_are_kept_from_everything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its memory is looked at whatever a page makes us hear and read, and asks nothing of a browser that may be choking."""
    shrink(monkeypatch, rss_bytes=400_000_000, watch_seconds=0.1)
    async with Gate(allow_private=True) as gate, Engine(launch.find_chromium(), gate) as engine:
        context = await engine.context(Device.DESKTOP)
        page, other = await context.new_page(), await (await engine.context(Device.MOBILE)).new_page()
        await page.evaluate(SWELL)
        held_up, ends = threading.Event(), time.monotonic() + 120
        while not engine.ended and time.monotonic() < ends:
            held_up.wait(0.02)  # our own loop stands still, as it does while it reads a huge word of the browser's
        assert engine.ended
        assert await other.evaluate("innerWidth") > 0
        assert engine.replaced == 0


async def test_a_browser_that_chokes_on_what_pages_ask_goes_whole_and_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No page's process holds it, so none gives it back: here the browser's own holds most, as it does while no page is open."""
    async with Gate(allow_private=True) as gate, Engine(launch.find_chromium(), gate) as engine:
        browser = (await engine.context(Device.DESKTOP)).browser
        assert browser is not None
        await until(lambda: engine.peak_rss > 100_000_000, 60)
        with monkeypatch.context() as small:
            shrink(small, "AUDIT", rss_bytes=100_000_000)
            await until(lambda: not browser.is_connected(), 60)
        again = (await engine.context(Device.DESKTOP)).browser
        assert again is not None
        assert again.is_connected()
        assert engine.replaced == 1


def temporary_folder(engine: Engine) -> Path:
    """The folder that the browser was told to put its temporary files in."""
    (main,) = (pid for pid, kind in engine._pids.items() if kind == "browser")
    told = Path(f"/proc/{main}/environ").read_text("utf-8").split("\0")
    (place,) = (part.removeprefix("TMPDIR=") for part in told if part.startswith("TMPDIR="))
    return Path(place)


@pytest.mark.parametrize("room", [0, 2**60], ids=["in memory", "on the disk"])
async def test_what_killed_processes_of_the_browser_leave_goes_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: int
) -> None:
    """A process that is killed between making a file of shared memory and unlinking it leaves the file where it made it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr("crawler.browser.engine.AUDIT", dataclasses.replace(AUDIT, rss_bytes=room))
    in_memory = find_memory_folder(room)
    async with Gate(allow_private=True) as gate, Engine(launch.find_chromium(), gate) as engine:
        monkeypatch.undo()  # what it may hold counts only where its folder is chosen
        page = await (await engine.context(Device.DESKTOP)).new_page()
        folder = temporary_folder(engine)
        assert folder.parent == (in_memory or tmp_path)
        (folder / ".org.chromium.Chromium.left").touch()
        assert await page.evaluate("innerWidth") == 1366
    assert not folder.exists()


async def test_a_context_is_admitted_on_its_first_page_which_stays_empty() -> None:
    async with Gate(allow_private=True) as gate, Engine(launch.find_chromium(), gate) as engine:
        context = await engine.context(Device.DESKTOP)
        (admitted,) = context.pages
        assert admitted.url == "about:blank"
        assert await admitted.evaluate(
            "[history.length, document.body.innerText, performance.getEntriesByType('resource').length]"
        ) == [1, "", 0]
        first, other = await take_page(context), await take_page(context)
        assert first is admitted
        assert other is not admitted
        assert len(context.pages) == 2
        unused = await engine.context(Device.MOBILE)
        assert unused in admission._untouched
        await unused.close()
        assert unused not in admission._untouched
