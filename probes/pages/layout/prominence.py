"""How prominent something is: the scale P4 to P0 and legibility (criteria 0.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.table_builder import EveryKey
from crawler.vocabulary import Region, Role
from probes.finding import Text
from probes.pages.layout.contrast import contrast_ratio
from probes.schema.reading_table import Numbers, Spoken


@dataclass(frozen=True, slots=True)
class ProminenceTable:
    """The file prominence.toml."""

    levels: Annotated[Mapping[str, Spoken], EveryKey(("P4", "P3", "P2", "P1", "P0"))]
    limits: Numbers[Literal["font_px", "contrast", "target_px", "near_clicks"]]


FILE = SettingsFile("probes.pages.layout", "prominence.toml", ProminenceTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits


class Prominence(IntEnum):
    """P4 header, navigation or first viewport; P3 side bar or floating; P2 elsewhere on the home page; P1 within two clicks; P0 deeper."""

    P0 = 0
    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4


LEVEL_LIMITS = tuple(level.name.lower() for level in Prominence)  # what each level is worth, in the table of a probe


def name_level(level: Prominence) -> Text:
    """What a level means, for people."""
    words = _DATA.levels[level.name]
    return Text(words["zh"], words["en"])


@dataclass(frozen=True, slots=True)
class Legibility:
    """Font size in px, contrast ratio (None = undecidable) and clickable box, each checked against its limit."""

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
        """1 when font and contrast meet their limits (undecidable contrast counts as met), half for one of them."""
        return (float(self.font_ok) + float(self.contrast_ok is not False)) / 2


def prominence_level(element: Element, view: View) -> Prominence:
    """The element's level on its own view; anything hidden, or not on the home page, is at most P1."""
    near = view.clicks is not None and view.clicks <= _LIMITS["near_clicks"]
    if view.role is not Role.HOME or not element.seen:
        return Prominence.P1 if near and element.seen and view.role is not Role.HOME else Prominence.P0
    if element.opened_by:
        return Prominence.P1  # one hover or press away
    if element.region in (Region.FLOATING, Region.SIDE) and element.position in ("fixed", "sticky"):
        return Prominence.P3
    first = element.box.y + element.box.h / 2 <= view.viewport_height
    if element.region in (Region.HEADER, Region.NAV) or first:
        return Prominence.P4
    if element.region is Region.SIDE:
        return Prominence.P3
    return Prominence.P2


def measure_legibility(element: Element) -> Legibility:
    """Size and contrast of an element as drawn; a picture is judged by its box alone."""
    pictured = not (element.text or element.own or element.pseudo)
    font = element.box.h if pictured else element.font_px
    ratio = None if pictured else contrast_ratio(element.colour, element.background)
    return Legibility(font, ratio, element.box.w, element.box.h)
