"""How prominently something stands: the scale P4 to P0 and legibility (criteria 0.6)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from importlib.resources import files

from crawler.site import Element, View
from crawler.vocabulary import Region, Role
from probes.finding import Text
from probes.reading.contrast import contrast

_DATA = tomllib.loads(files("probes.reading").joinpath("prominence.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]


class Level(IntEnum):
    """P4 header, navigation or first viewport; P3 side bar or floating; P2 elsewhere on the home page; P1 within two clicks; P0 deeper."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4


def named(level: Level) -> Text:
    """What a level means, for people."""
    words: dict[str, str] = _DATA["levels"][level.name]
    return Text(words["zh"], words["en"])


@dataclass(frozen=True, slots=True)
class Legibility:
    """Font in px, contrast ratio (None = undecidable) and the clickable box, each held to its limit."""

    font_px: float
    contrast: float | None
    width: float
    height: float

    @property
    def font_ok(self) -> bool:
        return self.font_px >= _LIMITS["font_px"]

    @property
    def contrast_ok(self) -> bool | None:
        return None if self.contrast is None else self.contrast >= _LIMITS["contrast"]

    @property
    def size_ok(self) -> bool:
        return self.width >= _LIMITS["target_px"] and self.height >= _LIMITS["target_px"]

    @property
    def score(self) -> float:
        """1 when font and contrast hold (undecidable contrast is not held against it), half for one of them."""
        return (float(self.font_ok) + float(self.contrast_ok is not False)) / 2


def level(element: Element, view: View) -> Level:
    """The element's level on its own view; something that cannot be seen, or is not on the home page, is P1 at best."""
    near = view.clicks is not None and view.clicks <= _LIMITS["near_clicks"]
    if view.role is not Role.HOME or not element.seen:
        return Level.P1 if near and element.seen and view.role is not Role.HOME else Level.P0
    if element.opened_by:
        return Level.P1  # one hover or press away
    if element.region in (Region.FLOATING, Region.SIDE) and element.position in ("fixed", "sticky"):
        return Level.P3
    first = element.box.y + element.box.h / 2 <= view.viewport_height
    if element.region in (Region.HEADER, Region.NAV) or first:
        return Level.P4
    if element.region is Region.SIDE:
        return Level.P3
    return Level.P2


def legibility(element: Element) -> Legibility:
    """Size and contrast of an element as drawn; a picture is judged by its box alone."""
    pictured = not (element.text or element.own or element.pseudo)
    font = element.box.h if pictured else element.font_px
    ratio = None if pictured else contrast(element.colour, element.background)
    return Legibility(font, ratio, element.box.w, element.box.h)
