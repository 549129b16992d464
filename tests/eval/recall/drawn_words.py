"""What drawn parts of pages say, as passages by which it is learnt how such words sound: of checks for which every line is heard."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from probes.pages.absence.mentioned import FILE
from tests.eval.recall.drawn import drawn_pages
from tests.eval.recall.passages import Passage

_BLOCK = re.compile(r"</?(?:p|div|li|ul|dl|dt|dd|tr|td|th|h[1-6]|br|section|article|header|uni-view)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_LINES = re.compile(r"\s*\n\s*")


@cache
def drawn_passages() -> tuple[Passage, ...]:
    """The words of each part of the half by which readers may be mended; none of parts without words."""
    heard = frozenset(FILE.load().everywhere)
    return tuple(
        Passage(check, page.role, words, part.says)
        for page in drawn_pages()
        for part in page.parts
        for check in part.checks
        if check in heard and not part.unseen and (words := words_of(part.html))
    )


def words_of(html: str) -> str:
    """The visible words of a part, a line for each block of it."""
    return _LINES.sub("\n", unescape(_TAG.sub("", _BLOCK.sub("\n", html)))).strip()
