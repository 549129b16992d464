"""Crops of screenshots for the page: chosen by importance, cut once, within a budget of bytes."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from crawler.dom.screenshot import PictureFailed, load_picture, open_picture
from xuncha.reports.pictures.cutting import PlaceKey, cut_piece, make_place_key
from xuncha.reports.pictures.figures import FigureNumbers

Blob = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture for the page. ``number`` tells the album's crops apart; ``data`` is a data: URL."""

    number: int
    data: str
    width: int
    height: int
    view: str


@dataclass(frozen=True, slots=True)
class CropRequest:
    """A requested crop: of which view, around which box (x, y, w, h in CSS px), with which number in it."""

    view: str
    box: tuple[float, float, float, float]
    label: str = ""


class Album:
    """Collects requests in order of importance, then cuts them. Equal requests share one figure.

    With ``figures``, each crop is of the view that they choose, and has its number.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        views: Mapping[str, Mapping[str, Any]],
        blob: Blob,
        figures: FigureNumbers | None = None,
    ) -> None:
        self._settings = settings
        self._views = views
        self._blob = blob
        self._numbers = figures
        self._wishes: dict[PlaceKey, CropRequest] = {}
        self._figures: dict[PlaceKey, Figure] = {}
        self._bytes = 0

    def wish(self, view: str, box: Sequence[float] | None) -> bool:
        """Request a crop; False where there is nothing to cut or the album is full."""
        key = self._key(view, box)
        if key is None or box is None:
            return False
        if key not in self._wishes:
            if len(self._wishes) >= self._settings["most"]:
                return False
            take = self._numbers.first(view, box) if self._numbers else None
            wish = (
                CropRequest(take.view, take.box, str(take.number))
                if take
                else CropRequest(view, (box[0], box[1], box[2], box[3]))
            )
            self._wishes[key] = wish
        return True

    def cut(self) -> None:
        """Cut all requests, opening each screenshot once; figures are numbered in the order of the requests."""
        by_picture: dict[str, list[tuple[PlaceKey, CropRequest]]] = {}
        for key, wish in self._wishes.items():
            by_picture.setdefault(str(self._views[wish.view]["screenshot"]), []).append((key, wish))
        pieces: dict[PlaceKey, tuple[bytes, int, int]] = {}
        for sha, wishes in by_picture.items():
            picture = self._open(sha)
            if picture is None:
                continue
            for key, wish in wishes:
                scale = self._views[wish.view]["screenshot_scale"]
                piece = cut_piece(self._settings, picture, scale, wish.box, wish.label)
                if piece is not None:
                    pieces[key] = (self._jpeg(piece), piece.width, piece.height)
        for key, wish in self._wishes.items():
            if key not in pieces or self._bytes + len(pieces[key][0]) > self._settings["most_bytes"]:
                continue
            data, width, height = pieces[key]
            self._bytes += len(data)
            self._figures[key] = Figure(len(self._figures) + 1, _address(data), width, height, wish.view)

    def figure(self, view: str, box: Sequence[float] | None) -> Figure | None:
        """The figure of that request, if it was cut."""
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

    def _key(self, view: str, box: Sequence[float] | None) -> PlaceKey | None:
        """Both passes over a page share a key, so that the second pass adds no second picture."""
        return make_place_key(self._views.get(view), box)

    def _open(self, sha: str) -> Image.Image | None:
        data = self._blob(sha) if sha else None
        if data is None:
            return None
        try:
            with open_picture(data) as image:
                return load_picture(image)
        except PictureFailed:  # the page then says that there is no picture
            return None

    def _jpeg(self, piece: Image.Image) -> bytes:
        out = io.BytesIO()
        piece.save(out, "JPEG", quality=self._settings["quality"], optimize=True)
        return out.getvalue()


def _address(data: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")
