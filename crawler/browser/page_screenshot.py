"""Take a screenshot of the whole page; if a box scrolls instead of the window, its content is joined strip by strip."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files

from PIL import Image
from playwright.async_api import CDPSession
from playwright.async_api import Error as BrowserError

from crawler.browser.isolated_world import Hung, IsolatedWorld
from crawler.dom.screenshot import PictureFailed, Screenshot, load_picture, open_picture, take_full_screenshot
from crawler.dom.snapshot_script import reading_settings
from crawler.limits import PAGE
from crawler.machine_time import patient_timeout

UNROLLED = "the picture was put together of {count} screens, for a box scrolls and not the window"
SHOWN = "the picture shows a box that scrolls as it stood"


@cache
def _script() -> str:
    return files("crawler").joinpath("dom", "scrollers.js").read_text("utf-8")


# The box that holds the page: [left, top, width, height on the screen, full height, scroll position]; null if the window scrolls.
_BOX = """const el = pageScroller(%s); if (!el) return null; const b = Element.prototype.getBoundingClientRect.call(el);
return [b.x + el.clientLeft, b.y + el.clientTop, el.clientWidth, el.clientHeight, el.scrollHeight, el.scrollTop, scrollX, scrollY];"""
_MOVE = """const el = pageScroller(%s); if (!el) return null; Element.prototype.scrollTo.call(el, {top: %d, behavior: "instant"});
return new Promise(done => { setTimeout(() => done(el.scrollTop), 500); requestAnimationFrame(() => done(el.scrollTop)); });"""


async def take_page_screenshot(cdp: CDPSession, world: IsolatedWorld) -> tuple[Screenshot, tuple[str, ...]]:
    """The screenshot of the whole page, with notes on how it was made. Raises PictureFailed or BrowserError."""
    try:
        box = await _ask(world, _BOX)
        stood = float(box[5]) if isinstance(box, list) else 0.0
        if stood > 1:
            await _ask(world, _MOVE % ("%s", 0))
        first = await take_full_screenshot(cdp, quality=PAGE.picture_quality, max_height=PAGE.picture_height)
        if not isinstance(box, list):
            return first, ()
        left, top, width, height, whole, _, dx, dy = (float(side) for side in box)
        end = min(top + whole, PAGE.picture_height / first.scale)
        begin = max(
            top + height, first.height / first.scale
        )  # what the first picture shows stays as it is on the screen
        if end - begin < 1:
            return first, ()
        strips: list[tuple[float, bytes]] = []
        at = begin
        while at < end and len(strips) < PAGE.picture_screens:
            # The middle of the box, since bars cover its ends; at the very end all that is left.
            y = min(at - top - 0.1 * height, whole - height)
            now = await _ask(world, _MOVE % ("%s", int(y)))
            if not isinstance(now, int | float) or abs(now - int(y)) > 2:
                break  # it does not stay where it was scrolled to
            upper = at - top - now
            lower = min(0.9 * height if now + height < whole - 2 else height, end - top - now)
            clip = {"x": left + dx, "y": top + upper + dy, "width": width, "height": lower - upper, "scale": 1}
            strips.append((at, await _taken(cdp, clip)))
            at += lower - upper
        await _ask(world, _MOVE % ("%s", int(stood)))
    except Hung as fault:
        raise PictureFailed("timeout") from fault
    if not strips:
        return first, (SHOWN,)
    notes = (UNROLLED.format(count=len(strips) + 1), *(() if at >= end - 1 else (SHOWN,)))
    return await asyncio.to_thread(_joined, first, strips, left, at), notes


async def _ask(world: IsolatedWorld, body: str) -> object:
    scrolling = json.dumps(asdict(reading_settings().scrolling))
    return await world.evaluate(f"(() => {{ {_script()}\n{body % scrolling} }})()", PAGE.hang_seconds)


async def _taken(cdp: CDPSession, clip: dict[str, float]) -> bytes:
    wanted = {"format": "jpeg", "quality": PAGE.picture_quality, "clip": clip}
    try:
        async with patient_timeout(reading_settings().picture.seconds):
            answer = await cdp.send("Page.captureScreenshot", wanted)
    except TimeoutError:
        raise PictureFailed("timeout") from None
    except BrowserError as error:
        raise PictureFailed(str(error).splitlines()[0]) from error
    return base64.b64decode(answer["data"])


def _joined(first: Screenshot, strips: Sequence[tuple[float, bytes]], left: float, end: float) -> Screenshot:
    """The strips placed below the first picture, each at its position; beside them the page is white."""
    with open_picture(first.data) as image:
        whole = Image.new("RGB", (image.width, max(image.height, round(end * first.scale))), "white")
        whole.paste(load_picture(image), (0, 0))
    for at, data in strips:
        with open_picture(data) as image:
            strip = load_picture(image)
        # A strip is taken at the device's pixel ratio; the page's picture may be smaller.
        size = (max(1, round(strip.width * first.scale)), max(1, round(strip.height * first.scale)))
        whole.paste(
            strip if size == strip.size else strip.resize(size), (round(left * first.scale), round(at * first.scale))
        )
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=PAGE.picture_quality)
    return Screenshot(out.getvalue(), whole.width, whole.height, first.scale, first.cut)
