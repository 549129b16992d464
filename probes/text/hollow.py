"""Sentences that hold the words of a topic but state something else: a title, a definition, a case, a consequence, others' duties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Whole
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class HollowTable:
    """The file hollow.toml."""

    limits: Whole[Literal["title", "heading"]]
    under: Mapping[str, str]
    classes: Mapping[str, str]
    unless: Mapping[str, str]


FILE = SettingsFile("probes.text", "hollow.toml", HollowTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_CLASSES = {name: re.compile(shape) for name, shape in _DATA.classes.items()}
_UNLESS = {name: re.compile(shape) for name, shape in _DATA.unless.items()}
_UNDER = {name: re.compile(shape) for name, shape in _DATA.under.items()}
CLASSES = frozenset(_CLASSES)
_TITLE = "title"


@per_line
def is_hollow(said: str, heading: str, classes: tuple[str, ...]) -> bool:
    """Does a folded sentence under that folded heading belong to one of those classes, and so state nothing?

    Raises KeyError for an unknown class.
    """
    return any(_is(name, said, heading) for name in classes)


def _is(name: str, said: str, heading: str) -> bool:
    under = _UNDER.get(name)
    if under is not None and len(heading) <= _LIMITS["heading"] and under.search(heading):
        return True
    if _CLASSES[name].search(said) is None or (name == _TITLE and len(said) > _LIMITS["title"]):
        return False
    unless = _UNLESS.get(name)
    return unless is None or unless.search(said) is None
