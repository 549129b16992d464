"""Whether a text is written as people talk: readers were measured mostly on papers, and find less in such a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from probes.text.normalise import fold_text
from probes.text.remember import per_text


@dataclass(frozen=True, slots=True)
class SpokenStyleTable:
    """The file spoken_style.toml: patterns of the marks of either style, and when a text is told by them."""

    papers: str
    talk: str
    share: float
    marks: int


FILE = SettingsFile("probes.pages.operator", "spoken_style.toml", SpokenStyleTable)
_DATA = FILE.load()
_PAPERS, _TALK = re.compile(_DATA.papers), re.compile(_DATA.talk)


@per_text
def is_spoken(text: str) -> bool:
    """Is it told in everyday words, by its small words alone? A short text, and one in another language, is not."""
    said = fold_text(text)
    papers, talk = (sum(1 for _ in marks.finditer(said)) for marks in (_PAPERS, _TALK))
    return papers + talk >= _DATA.marks and papers <= _DATA.share * (papers + talk)
