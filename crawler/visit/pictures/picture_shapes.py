"""Which pictures are too thin to be read, and of which only a part is shown, by their shapes and those of their places."""

from __future__ import annotations

import math

from crawler.dom.ocr import OcrFailed
from crawler.dom.ocr_worker import PictureSize
from crawler.dom.picture_places import PICTURES, PictureCandidate, PicturePlace
from crawler.dom.snapshot_script import reading_settings
from crawler.site import Element


def is_strip(width: float, height: float) -> bool:
    """Whether it is too thin to be read."""
    table = reading_settings().ocr
    short, long = min(width, height), max(width, height)
    return short < float(table.strip_px) or long > float(table.strip_shape) * short


def refuse_strip(candidate: PictureCandidate, size: PictureSize) -> None:
    """Skip a strip. Among licences a strip may be one line of words: there it stays unread (raises OcrFailed)."""
    least = reading_settings().ocr.place.min_height
    if candidate.place is PicturePlace.LICENCE and min(size.width, size.height) >= least:
        raise OcrFailed(f"a strip of {size.width}x{size.height}")


def is_sprite(element: Element, size: PictureSize) -> bool:
    """Whether only part of the picture is shown: of a background larger than its place, of an img of another shape."""
    if element.tag in PICTURES:
        return not is_alike(element, size)
    # Words written on a background would be read as the picture's own.
    return not element.text and (size.width > element.box.w + 1 or size.height > element.box.h + 1)


def is_alike(element: Element, size: PictureSize) -> bool:
    """Whether a picture has the shape of its place."""
    wide, shown = size.width / size.height, element.box.w / element.box.h
    return abs(math.log(wide / shown)) <= math.log(float(reading_settings().ocr.alike))
