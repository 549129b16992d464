"""A crop around one element, with the element framed and numbered. Equal pictures give equal crops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageStat

NEAR = 8  # CSS px: boxes this near each other are the same element seen again
PlaceKey = tuple[object, ...]
Window = tuple[float, float, float, float]


def make_place_key(view: Mapping[str, Any] | None, box: Sequence[float] | None) -> PlaceKey | None:
    """A key that evidence of the same place on the same page shares, in any pass; None where no picture can show it.

    ``view`` is one of the record, ``box`` x, y, width, height in CSS px of its page.
    """
    if view is None or not view["screenshot"] or box is None or box[2] <= 0 or box[3] <= 0:
        return None
    if box[0] >= view["width"] or box[1] >= view["height"] or box[0] + box[2] <= 0 or box[1] + box[3] <= 0:
        return None
    return (view["role"], view["state"], view["device"], view["url"], *(round(side / NEAR) for side in box))


def cut_piece(
    settings: Mapping[str, Any], picture: Image.Image, scale: float, box: Sequence[float], label: str = ""
) -> Image.Image | None:
    """The crop, at most ``out_w`` px wide, or None where the picture does not reach the box.

    ``scale`` is picture px per CSS px.
    """
    around = choose_window(settings, box, picture.width / scale, picture.height / scale)
    if around is None:
        return None
    left, top, right, bottom = (round(side * scale) for side in around)
    if right - left < 2 or bottom - top < 2:
        return None
    piece = picture.crop((left, top, right, bottom))
    x, y, w, h = box
    frame = [x * scale - left, y * scale - top, (x + w) * scale - left, (y + h) * scale - top]
    shrink = min(1.0, settings["out_w"] / piece.width)
    if shrink < 1.0:
        size = (max(1, round(piece.width * shrink)), max(1, round(piece.height * shrink)))
        piece = piece.resize(size, Image.Resampling.LANCZOS)
        frame = [side * shrink for side in frame]
    _draw(settings, piece, frame, label)
    return piece


def choose_window(settings: Mapping[str, Any], box: Sequence[float], page_w: float, page_h: float) -> Window | None:
    """What to cut around a box, in CSS px: some context, at least a readable size, at most a screenful.

    None where the box is off the picture.
    """
    x, y, w, h = box
    if x >= page_w or y >= page_h or x + w <= 0 or y + h <= 0:
        return None
    pad = settings["pad"]
    left, right = _span(x - pad, x + w + pad, settings["least_w"], page_w)
    top, bottom = _span(y - pad, y + h + pad, settings["least_h"], page_h)
    if bottom - top > settings["most_h"]:
        top = max(0.0, min(y - pad, page_h - settings["most_h"]))
        bottom = top + settings["most_h"]
    return left, top, right, bottom


def _span(start: float, end: float, least: float, limit: float) -> tuple[float, float]:
    """Widen to ``least`` around the middle, then shift into 0..limit."""
    lack = max(0.0, least - (end - start)) / 2
    start, end = start - lack, end + lack
    if start < 0:
        start, end = 0.0, end - start
    if end > limit:
        start, end = max(0.0, start - (end - limit)), limit
    return start, end


def _draw(settings: Mapping[str, Any], piece: Image.Image, around: Sequence[float], label: str) -> None:
    """Draw a coloured frame on a white halo, outside the element but inside the picture."""
    stroke = int(settings["stroke"])
    out = 2 * stroke
    left, top = max(0.0, around[0] - out), max(0.0, around[1] - out)
    right, bottom = min(piece.width - 1.0, around[2] + out), min(piece.height - 1.0, around[3] + out)
    if right - left <= 2 * out or bottom - top <= 2 * out:
        right, bottom = max(right, left + 1), max(bottom, top + 1)
    frame = (left, top, right, bottom)
    pen = ImageDraw.Draw(piece)
    font = ImageFont.load_default(settings["label"])  # comes with Pillow, so that it looks the same everywhere
    tag = _tag(piece, frame, pen.textbbox((0, 0), label, font)) if label else None  # before the frame is drawn
    pen.rounded_rectangle(frame, 4, outline=settings["halo"], width=stroke + 2)
    inner = (left + 1, top + 1, max(left + 1, right - 1), max(top + 1, bottom - 1))
    pen.rounded_rectangle(inner, 3, outline=settings["box"], width=stroke)
    if tag is not None:
        x, y, right, bottom = tag
        pen.rectangle(tag, fill=settings["halo"])
        pen.rectangle((x + 1, y + 1, right - 1, bottom - 1), fill=settings["box"])
        pen.text((x + 5, y + 2), label, fill=settings["halo"], font=font)


def _tag(piece: Image.Image, frame: Window, text: Window) -> tuple[int, int, int, int]:
    """Where the number hides least: beside, above or below the frame where it is plainest, else in its corner."""
    w, h = int(text[2]) + 10, int(text[3]) + 6
    left, top, right, bottom = (int(side) for side in frame)
    places = [
        (left - w + 1, top), (right - 1, top), (left, top - h + 1), (right - w, top - h + 1), (left, bottom - 1),
        (right - w, bottom - 1),
    ]  # fmt: skip
    free = [
        (x, y, x + w, y + h) for x, y in places if x >= 0 and y >= 0 and x + w < piece.width and y + h < piece.height
    ]
    if free:
        return min(free, key=lambda area: round(ImageStat.Stat(piece.crop(area).convert("L")).stddev[0]))
    return left, top, left + w, top + h
