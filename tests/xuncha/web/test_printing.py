"""Pages on paper, in a real browser: nothing that could be pressed, dark on white, no empty page, and the filter that was chosen."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from crawler.browser import launch
from tests.xuncha.web.support.listening_web import listen_web
from tests.xuncha.web.support.web_client import Web
from tests.xuncha.web.test_axe import name_things

pytestmark = pytest.mark.browser
PRESSED = """() => [...document.querySelectorAll('button, .button, select, textarea, nav:not(.lineage), input')]
    .filter(one => one.getClientRects().length && !one.closest('form[method="get"]')).map(one => one.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('main *:not(.hide, .gone, .visually-hidden, svg, svg *)')]
    .filter(one => one.getClientRects().length && getComputedStyle(one).overflow !== 'visible' && one.scrollHeight > one.clientHeight + 1)
    .map(one => one.outerHTML.slice(0, 120))"""
COLOURS = "() => ['color', 'backgroundColor'].map(name => getComputedStyle(document.body)[name])"
SAID = "() => [...document.querySelectorAll('form[method=\"get\"] label')].filter(one => one.getClientRects().length).length"


@pytest.fixture
async def web(audited: Path, tmp_path: Path) -> AsyncIterator[Web]:
    async with listen_web(tmp_path / "data", audited) as opened:
        yield opened


async def count_printed(page: Page) -> int:
    """Pages of paper."""
    return len(re.findall(rb"/Type ?/Page\b", await page.pdf(prefer_css_page_size=True)))


async def test_pages_are_printed_without_what_could_be_pressed(web: Web) -> None:
    things = await name_things(web)
    audit, item = f"/audits/{things['id']}", things["item"]
    paths = {
        "admin": ("/", "/city", "/platforms", f"/platforms/{things['platform']}", "/rank", "/runs", "/log", f"{audit}/sign", f"/items/{item}"),
        "assessor": ("/", audit, f"{audit}/items/{item}", f"{audit}/decide/R1", f"{audit}/agreement", f"/items/{item}"),
    }  # fmt: skip
    wrong: dict[str, object] = {}
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=str(launch.find_chromium().path), args=["--no-sandbox"])
        for name, own in paths.items():
            browser_of = await web.new_browser(name)
            context = await chromium.new_context(bypass_csp=True)
            secret = browser_of.cookies[web.state.cookie]
            await context.add_cookies([{"name": web.state.cookie, "value": secret, "url": web.state.app_origin}])
            page = await context.new_page()
            await page.emulate_media(media="print", color_scheme="dark")
            for path in own:
                for lang in ("zh", "en"):
                    await page.goto(f"{web.state.app_origin}{path}?lang={lang}", wait_until="load")
                    found = await page.evaluate(PRESSED) + await page.evaluate(CUT)
                    if found or await page.evaluate(COLOURS) != ["rgb(23, 32, 43)", "rgb(255, 255, 255)"]:
                        wrong[f"{name} {path} {lang}"] = found
            if name == "assessor":
                await page.goto(f"{web.state.app_origin}{audit}?chapter=5&lang=en", wait_until="domcontentloaded")
                assert await page.evaluate(SAID) == 1
                await page.goto(f"{web.state.app_origin}{audit}/items/{item}", wait_until="networkidle")
                tall = await page.evaluate("document.querySelector('.middle').scrollHeight")
                assert await count_printed(page) <= tall / 700 + 2
        await chromium.close()
    assert wrong == {}
