"""The engine always has a living browser, replaces one that is gone once, and ends pages that swell."""

import asyncio
import os
import signal

import pytest
from playwright.async_api import Error as BrowserError

from crawler import chromium
from crawler.engine import Engine
from crawler.gate import Gate
from crawler.vocabulary import Device
from tests.crawler.gate_browsers import until

pytestmark = pytest.mark.browser


async def test_a_dead_browser_is_replaced_once_and_a_replaced_one_is_left_alone() -> None:
    async with Gate(allow_private=True) as gate, Engine(chromium.find(), gate) as engine:
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
    async with Gate(allow_private=True) as gate, Engine(chromium.find(), gate) as engine:
        for device, width, touch in ((Device.DESKTOP, 1366, 0), (Device.MOBILE, 390, 1)):
            page = await (await engine.context(device)).new_page()
            got = await page.evaluate(
                "[screen.width, navigator.maxTouchPoints > 0 ? 1 : 0, navigator.userAgent.includes('Xuncha')]"
            )
            assert got == [width, touch, True]
        assert not await engine.swollen()
        assert engine.peak_rss > 10_000_000
