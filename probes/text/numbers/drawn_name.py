"""Whether a picture has room to show its hidden text: the name of a 30 px icon may hold a number that nobody sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element
from probes.schema.reading_table import Whole


@dataclass(frozen=True, slots=True)
class DrawnNameTable:
    """The file drawn_name.toml."""

    limits: Whole[Literal["glyph"]]


FILE = SettingsFile("probes.text.numbers", "drawn_name.toml", DrawnNameTable)
_LIMITS = FILE.load().limits


def can_draw(element: Element, words: str) -> bool:
    """Whether the element is not a picture, or one with room for those words."""
    return not element.image or element.box.area >= len("".join(words.split())) * _LIMITS["glyph"]
