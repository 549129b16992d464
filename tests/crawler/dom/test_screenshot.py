"""Pictures show the whole page, tell a blank one from a drawn one, and open no bombs."""

import asyncio
import base64
import io
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from playwright.async_api import Browser, CDPSession, Playwright
from playwright.async_api import Error as PlaywrightError

from crawler.dom import screenshot
from crawler.dom.screenshot import (
    DecodedScreenshot,
    PictureFailed,
    Screenshot,
    ink_share,
    open_picture,
    take_full_screenshot,
)
from crawler.site import Box
from tests.crawler.altered_settings import reading_with
from tests.crawler.network.proxied_browsers import start_playwright


def png(image: Image.Image, format: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, format)
    return out.getvalue()


@asynccontextmanager
async def launched(playwright: Playwright) -> AsyncIterator[Browser]:
    executable = shutil.which("chromium-headless-shell")
    if executable is None:
        pytest.skip("no chromium-headless-shell on this machine")
    browser = await playwright.chromium.launch(executable_path=executable)
    yield browser
    await browser.close()


@pytest.mark.browser
async def test_whole_pages_are_shown_halved_and_cut_as_they_grow() -> None:
    async with start_playwright() as playwright, launched(playwright) as browser:
        page = await browser.new_page(viewport={"width": 1366, "height": 768})
        cdp = await page.context.new_cdp_session(page)
        sizes = {}
        for height in (2000, 12000, 60000):
            style = f"margin:0;height:{height}px;background:linear-gradient(#fff 50%,#000 50%)"
            await page.evaluate("style => document.body.setAttribute('style', style)", style)
            picture = await take_full_screenshot(cdp, quality=50)
            with Image.open(io.BytesIO(picture.data)) as image:
                assert image.format == "JPEG"
                assert image.size == (picture.width, picture.height)
                if not picture.cut:
                    low = image.getpixel((5, image.height - 5))
                    assert isinstance(low, tuple)
                    assert max(low) < 40
            sizes[height] = (picture.width, picture.height, picture.scale, picture.cut)
        assert sizes[2000] == (1366, 2000, 1.0, False)
        assert sizes[12000] == (683, 6000, 0.5, False)
        assert sizes[60000] == (683, 16000, 0.5, True)
        assert await page.evaluate("[innerWidth, innerHeight]") == [1366, 768]


class Refusing:
    """A session whose browser refuses the first so many pictures, as one does while a page changes its size."""

    def __init__(self, cdp: CDPSession, times: int) -> None:
        self.cdp, self.times = cdp, times

    async def send(self, method: str, params: dict[str, Any] | None = None) -> Any:
        if method == "Page.captureScreenshot" and self.times:
            self.times -= 1
            raise PlaywrightError("Protocol error (Page.captureScreenshot): Unable to capture screenshot")
        return await self.cdp.send(method, params)


@pytest.mark.browser
async def test_a_refused_picture_is_asked_for_again_but_not_for_ever() -> None:
    async with start_playwright() as playwright, launched(playwright) as browser:
        page = await browser.new_page(viewport={"width": 1366, "height": 768})
        cdp = await page.context.new_cdp_session(page)
        picture = await take_full_screenshot(cast(CDPSession, Refusing(cdp, 1)))
        assert (picture.width, picture.height) == (1366, 768)
        with pytest.raises(PictureFailed, match="Unable to capture"):
            await take_full_screenshot(cast(CDPSession, Refusing(cdp, 99)))


class Forgetful:
    """A session whose browser says nothing of the first so many pictures, as one does while a frame is replaced."""

    def __init__(self, times: int) -> None:
        self.times = times

    async def send(self, method: str, _: dict[str, Any] | None = None) -> Any:
        if method == "Page.getLayoutMetrics":
            return {"cssContentSize": {"width": 40, "height": 30}, "cssLayoutViewport": {"clientWidth": 40}}
        if self.times:
            self.times -= 1
            await asyncio.sleep(60)
        return {"data": base64.b64encode(png(Image.new("RGB", (40, 30)), "JPEG")).decode()}


async def test_a_picture_of_which_the_browser_says_nothing_is_asked_for_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(screenshot, "reading_settings", reading_with("picture", first_seconds=0.05, seconds=0.1))
    picture = await take_full_screenshot(cast(CDPSession, Forgetful(1)))
    assert (picture.width, picture.height) == (40, 30)
    with pytest.raises(PictureFailed, match="timeout"):
        await take_full_screenshot(cast(CDPSession, Forgetful(2)))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100), st.sampled_from(["PNG", "JPEG"]))
def test_ink_is_the_share_that_differs_from_the_main_colour(percent: int, format: str) -> None:
    image = Image.new("RGB", (400, 100), "white")
    if percent:
        ImageDraw.Draw(image).rectangle((0, 0, 4 * percent - 1, 99), fill="black")
    assert ink_share(png(image, format)) == pytest.approx(min(percent, 100 - percent) / 100, abs=0.02)


def test_a_crop_takes_css_boxes_and_stays_inside() -> None:
    image = Image.new("RGB", (500, 1000), "white")
    ImageDraw.Draw(image).rectangle((50, 100, 99, 124), fill="red")
    sheet = DecodedScreenshot(Screenshot(png(image, "PNG"), 500, 1000, 0.5))
    with Image.open(io.BytesIO(sheet.crop(Box(100, 200, 100, 50)))) as cut:
        assert (cut.format, cut.size) == ("PNG", (50, 25))
        assert cut.getcolors() == [(1250, (255, 0, 0))]
    with Image.open(io.BytesIO(sheet.crop(Box(-10, -10, 40, 40)))) as cut:
        assert cut.size == (15, 15)
    with pytest.raises(PictureFailed):
        sheet.crop(Box(2000, 0, 10, 10))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200))
def test_what_is_no_picture_is_a_named_failure(data: bytes) -> None:
    with pytest.raises(PictureFailed):
        ink_share(data)


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    data = png(Image.new("1", (20000, 20000)))
    assert len(data) < 100_000
    with pytest.raises(PictureFailed, match=r"too many pixels|DecompressionBomb"):
        open_picture(data)
