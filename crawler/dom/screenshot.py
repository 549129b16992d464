"""Take full-page screenshots, measure how much is drawn on them, and cut pieces out of them."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

from crawler.dom.snapshot_script import reading_settings
from crawler.machine_time import patient_timeout
from crawler.site import Box

if TYPE_CHECKING:
    from playwright.async_api import CDPSession


class PictureFailed(Exception):
    """The browser gave no picture, or the bytes are not a picture we are willing to open."""


@dataclass(frozen=True, slots=True)
class Screenshot:
    """JPEG bytes; ``width`` and ``height`` in picture px, ``scale`` picture px per CSS px, ``cut``: the page is longer."""

    data: bytes
    width: int
    height: int
    scale: float
    cut: bool = False


async def take_full_screenshot(cdp: CDPSession, *, quality: int = 70, max_height: int = 0) -> Screenshot:
    """The whole page from its top, at half scale where it is tall, cut at ``max_height`` picture px (0 = read.toml).

    Raises PictureFailed.
    """
    table = reading_settings().picture
    limit = max_height or int(table.max_height)
    try:
        metrics = await _answer(cdp.send("Page.getLayoutMetrics"), table.seconds)
        size = metrics["cssContentSize"]
        view = metrics["cssLayoutViewport"]
        width, height = max(1.0, float(size["width"])), max(1.0, float(size["height"]))
        width = min(width, 4.0 * max(1.0, float(view["clientWidth"])))  # a page can claim to be endlessly wide
        scale = 1.0 if height <= min(limit, table.full_scale_height) else 0.5
        shown = min(height, limit / scale)
        clip = {"x": 0, "y": 0, "width": width, "height": shown, "scale": scale}
        wanted = {"format": "jpeg", "quality": quality, "captureBeyondViewport": True, "clip": clip}
        answer = await _screenshot(cdp, wanted)
    except TimeoutError:
        raise PictureFailed("timeout") from None
    except _browser_fault() as error:
        raise PictureFailed(str(error).splitlines()[0]) from error
    data = base64.b64decode(answer["data"])
    with open_picture(data) as image:
        # The device's own pixel ratio multiplies the requested scale.
        return Screenshot(data, image.width, image.height, image.width / width, shown < height)


async def _screenshot(cdp: CDPSession, wanted: dict[str, Any]) -> dict[str, Any]:
    """The browser's picture, requested again if it refuses, or says nothing for a while. Raises TimeoutError and the browser's Error."""
    table = reading_settings().picture
    refused, seconds = 0, float(table.first_seconds)
    while True:
        try:
            return await _answer(cdp.send("Page.captureScreenshot", wanted), seconds)
        except TimeoutError:
            # While a page or a frame of it is replaced, the frame to copy may never come; another request draws one.
            if seconds >= table.seconds:
                raise
            seconds = table.seconds
        except _browser_fault():
            # If the page changes its size at that moment there is no frame of the old size to copy; the next one fits.
            refused += 1
            if refused >= table.tries:
                raise


def _browser_fault() -> type[Exception]:
    """What the browser's faults are. Loaded where it has one: the process that reads pictures has no browser."""
    from playwright.async_api import Error

    return Error


async def _answer(asked: Awaitable[dict[str, Any]], seconds: float) -> dict[str, Any]:
    async with patient_timeout(seconds):
        return await asked


def open_picture(data: bytes, max_pixels: int = 0) -> Image.Image:
    """Open picture bytes without decoding them yet. Raises PictureFailed if not a picture, or a decompression bomb."""
    limit = max_pixels or int(reading_settings().picture.max_pixels)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            image = Image.open(io.BytesIO(data))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureFailed(f"no picture: {type(error).__name__}") from error
    if image.width * image.height > limit:
        raise PictureFailed(f"too many pixels: {image.width}x{image.height}")
    return image


def load_picture(image: Image.Image) -> Image.Image:
    """The decoded picture on white, RGB. Raises PictureFailed for broken data."""
    try:
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            clear = image.convert("RGBA")
            ground = Image.new("RGBA", clear.size, "white")
            return Image.alpha_composite(ground, clear).convert("RGB")
        return image.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureFailed(f"broken picture: {type(error).__name__}") from error


def ink_share(data: bytes) -> float:
    """Share of pixels that differ from the picture's main colour, 0-1. Raises PictureFailed."""
    table = reading_settings().picture
    with open_picture(data) as image:
        if image.format == "JPEG":
            image.draft("RGB", (int(table.ink_side), int(table.ink_side)))
        small = load_picture(image)
    small.thumbnail((table.ink_side, table.ink_side), Image.Resampling.BOX)
    colours = small.getcolors(small.width * small.height) or []
    # Similar colours count as one: JPEG noise around a flat background would otherwise count as drawn.
    tolerance = int(table.ink_tolerance)
    _, main = max(colours, default=(0, (255, 255, 255)))
    assert isinstance(main, tuple)
    total = differing = 0
    for count, colour in colours:
        assert isinstance(colour, tuple)
        total += count
        if any(abs(one - two) > tolerance for one, two in zip(colour, main, strict=True)):
            differing += count
    return differing / total if total else 0.0


class DecodedScreenshot:
    """A page's picture, decoded once for all pieces cut out of it. Raises PictureFailed."""

    def __init__(self, shot: Screenshot) -> None:
        self._scale = shot.scale
        with open_picture(shot.data) as image:
            self._image = load_picture(image)

    def crop(self, box: Box) -> bytes:
        """PNG of ``box`` (CSS px). Raises PictureFailed if nothing of the box is in the picture."""
        scale = self._scale
        left, top = max(0, round(box.x * scale)), max(0, round(box.y * scale))
        right = min(self._image.width, round((box.x + box.w) * scale))
        bottom = min(self._image.height, round((box.y + box.h) * scale))
        if right <= left or bottom <= top:
            raise PictureFailed("the box lies outside the picture")
        out = io.BytesIO()
        self._image.crop((left, top, right, bottom)).save(out, "PNG")
        return out.getvalue()


async def take_piece(cdp: CDPSession, box: Box) -> bytes:
    """PNG of ``box`` (CSS px of the whole page) at full scale, at most ``max_height`` px high. Raises PictureFailed."""
    table = reading_settings().picture
    left, top = max(0.0, box.x), max(0.0, box.y)
    width, height = box.x + box.w - left, min(box.y + box.h - top, float(table.max_height))
    if width <= 0 or height <= 0 or width * height > table.max_pixels:
        raise PictureFailed("no picture of such a box")
    clip = {"x": left, "y": top, "width": width, "height": height, "scale": 1}
    try:
        answer = await _screenshot(cdp, {"format": "png", "captureBeyondViewport": True, "clip": clip})
    except TimeoutError:
        raise PictureFailed("timeout") from None
    except _browser_fault() as error:
        raise PictureFailed(str(error).splitlines()[0]) from error
    return base64.b64decode(answer["data"])
