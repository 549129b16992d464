"""Whether a page is written in Chinese, in either script: only there can our words find what they look for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.vocabulary import Region
from probes.schema.reading_table import Texts
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class LanguageLimits:
    """[limits] of language.toml."""

    least: int
    controls: int
    chinese: float


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """The file language.toml."""

    limits: LanguageLimits
    patterns: Texts[Literal["chinese", "syllable", "word"]]


FILE = SettingsFile("probes.pages.main", "language.toml", LanguageTable)
_DATA = FILE.load()
_LEAST: int = _DATA.limits.least
_CONTROLS: int = _DATA.limits.controls
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})
_CHINESE: float = _DATA.limits.chinese
_COUNTED = {name: re.compile(pattern) for name, pattern in _DATA.patterns.items()}


def is_foreign(view: View) -> bool:
    """Whether most of the page's text is in another language; False for a page with hardly any text."""
    chinese, other = _counted(view)
    return chinese + other >= _LEAST and chinese < _CHINESE * (chinese + other)


def is_wholly_foreign(view: View) -> bool:
    """Whether the page has words, however few, and not one of them is Chinese."""
    chinese, other = _counted(view)
    return chinese == 0 < other


def is_foreign_interface(view: View) -> bool:
    """Whether most of the page's control labels are in another language, whatever the language of its goods and texts."""
    chinese, other = _controls(view)
    return chinese + other >= _CONTROLS and chinese < _CHINESE * (chinese + other)


@per_view
def _controls(view: View) -> tuple[int, int]:
    """The counts of ``_counted`` for labels of controls alone.

    Only those of the page's frame and those that are no links count: a link in the page itself names what it leads to.
    """
    said = {
        element.text or element.own or element.name
        for element in view.elements
        if element.seen and element.clickable and (element.region in _FRAME or not element.href)
    }
    return _count("\n".join(sorted(said)))


@per_view
def _counted(view: View) -> tuple[int, int]:
    """The number of Chinese characters, and of words in alphabets and syllables in other scripts."""
    return _count(view.text)


def _count(text: str) -> tuple[int, int]:
    counts = {name: sum(1 for _ in pattern.finditer(text)) for name, pattern in _COUNTED.items()}
    return counts["chinese"], counts["word"] + counts["syllable"]
