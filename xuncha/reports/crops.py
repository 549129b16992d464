"""Pieces of screenshots with the element boxed: chosen by importance, cut once, held to a budget of bytes."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from crawler.picture import PictureFailed, loaded, opened

Blob = Callable[[str], bytes | None]
NEAR = 8  # CSS px: boxes as near as this are the same element seen again


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture for the page. ``number`` tells the crops of an album apart; ``data`` is an address of scheme data:."""

    number: int
    data: str
    width: int
    height: int
    view: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A crop somebody wants: of which view, round which box (x, y, w, h in CSS px)."""

    view: str
    box: tuple[float, float, float, float]


class Album:
    """Collects wishes in order of importance, then cuts them. Equal wishes share one figure."""

    def __init__(self, settings: Mapping[str, Any], views: Mapping[str, Mapping[str, Any]], blob: Blob) -> None:
        self._settings = settings
        self._views = views
        self._blob = blob
        self._wishes: dict[tuple[object, ...], Wish] = {}
        self._figures: dict[tuple[object, ...], Figure] = {}
        self._bytes = 0

    def wish(self, view: str, box: Sequence[float] | None) -> bool:
        """Ask for a crop; False where there is nothing to cut or the album is full."""
        key = self._key(view, box)
        if key is None or box is None:
            return False
        if key not in self._wishes:
            if len(self._wishes) >= self._settings["most"]:
                return False
            self._wishes[key] = Wish(view, (box[0], box[1], box[2], box[3]))
        return True

    def cut(self) -> None:
        """Cut all wishes, each screenshot decoded once; figures are numbered in the order they were wished for."""
        by_picture: dict[str, list[tuple[tuple[object, ...], Wish]]] = {}
        for key, wish in self._wishes.items():
            by_picture.setdefault(str(self._views[wish.view]["screenshot"]), []).append((key, wish))
        pieces: dict[tuple[object, ...], tuple[bytes, int, int]] = {}
        for sha, wishes in by_picture.items():
            picture = self._open(sha)
            if picture is None:
                continue
            for key, wish in wishes:
                piece = self._piece(picture, self._views[wish.view]["screenshot_scale"], wish.box)
                if piece is not None:
                    pieces[key] = piece
        for key, wish in self._wishes.items():
            if key not in pieces or self._bytes + len(pieces[key][0]) > self._settings["most_bytes"]:
                continue
            data, width, height = pieces[key]
            self._bytes += len(data)
            self._figures[key] = Figure(len(self._figures) + 1, _address(data), width, height, wish.view)

    def figure(self, view: str, box: Sequence[float] | None) -> Figure | None:
        """The figure of that wish, if it was cut."""
        key = self._key(view, box)
        return self._figures.get(key) if key is not None else None

    def thumb(self, view: str) -> Figure | None:
        """The first viewport of a view, small."""
        seen = self._views[view]
        picture = self._open(str(seen["screenshot"]))
        if picture is None or self._bytes > self._settings["most_bytes"]:
            return None
        scale = seen["screenshot_scale"]
        height = min(picture.height, max(1, round((seen["viewport_height"] or seen["height"]) * scale)))
        piece = picture.crop((0, 0, picture.width, height))
        piece.thumbnail((self._settings["thumb_w"][seen["device"]], 4000))
        data = self._jpeg(piece)
        self._bytes += len(data)
        return Figure(0, _address(data), piece.width, piece.height, view)

    def _key(self, view: str, box: Sequence[float] | None) -> tuple[object, ...] | None:
        """Both looks at a page share a key, so that a second look adds no second picture."""
        seen = self._views.get(view)
        if seen is None or not seen["screenshot"] or box is None or box[2] <= 0 or box[3] <= 0:
            return None
        return (seen["role"], seen["state"], seen["device"], seen["url"], *(round(side / NEAR) for side in box))

    def _open(self, sha: str) -> Image.Image | None:
        data = self._blob(sha) if sha else None
        if data is None:
            return None
        try:
            with opened(data) as image:
                return loaded(image)
        except PictureFailed:  # the page then says that there is no picture
            return None

    def _piece(
        self, picture: Image.Image, scale: float, box: tuple[float, float, float, float]
    ) -> tuple[bytes, int, int] | None:
        window = _window(self._settings, box, picture.width / scale, picture.height / scale)
        if window is None:
            return None
        left, top, right, bottom = (round(side * scale) for side in window)
        if right - left < 2 or bottom - top < 2:
            return None
        piece = picture.crop((left, top, right, bottom))
        x, y, w, h = box
        around = [x * scale - left, y * scale - top, (x + w) * scale - left, (y + h) * scale - top]
        shrink = min(1.0, self._settings["out_w"] / piece.width)
        if shrink < 1.0:
            size = (max(1, round(piece.width * shrink)), max(1, round(piece.height * shrink)))
            piece = piece.resize(size, Image.Resampling.LANCZOS)
            around = [side * shrink for side in around]
        self._draw(piece, around)
        return self._jpeg(piece), piece.width, piece.height

    def _draw(self, piece: Image.Image, around: Sequence[float]) -> None:
        """A coloured frame on a white halo, drawn outside the element and kept inside the picture."""
        stroke = int(self._settings["stroke"])
        out = 2 * stroke
        left, top = max(0.0, around[0] - out), max(0.0, around[1] - out)
        right, bottom = min(piece.width - 1.0, around[2] + out), min(piece.height - 1.0, around[3] + out)
        if right - left <= 2 * out or bottom - top <= 2 * out:
            right, bottom = max(right, left + 1), max(bottom, top + 1)
        pen = ImageDraw.Draw(piece)
        pen.rounded_rectangle((left, top, right, bottom), 4, outline=self._settings["halo"], width=stroke + 2)
        inner = (left + 1, top + 1, max(left + 1, right - 1), max(top + 1, bottom - 1))
        pen.rounded_rectangle(inner, 3, outline=self._settings["box"], width=stroke)

    def _jpeg(self, piece: Image.Image) -> bytes:
        out = io.BytesIO()
        piece.save(out, "JPEG", quality=self._settings["quality"], optimize=True)
        return out.getvalue()


def _window(
    settings: Mapping[str, Any], box: tuple[float, float, float, float], page_w: float, page_h: float
) -> tuple[float, float, float, float] | None:
    """What to cut round a box, in CSS px: some context, at least a readable size, at most a screenful. None = off the picture."""
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
    """Widen to ``least`` round the middle, then shift into 0..limit."""
    lack = max(0.0, least - (end - start)) / 2
    start, end = start - lack, end + lack
    if start < 0:
        start, end = 0.0, end - start
    if end > limit:
        start, end = max(0.0, start - (end - limit)), limit
    return start, end


def _address(data: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")
