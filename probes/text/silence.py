"""Remembers which lines hold none of a list's words: most lines appear on many pages and hold no word of most lists.

A note follows from the line and the words alone, so notes only save time and may be dropped at any moment.
"""

from __future__ import annotations

from weakref import WeakSet

from probes.text.remember import per_judging, per_list
from probes.text.word_pattern import compile_words

_MOST = 1 << 18  # lines noted for all lists together, some tens of megabytes


class _Count:
    """How many lines all lists of one judging have noted, and those lists."""

    def __init__(self) -> None:
        self.lists: WeakSet[WordList] = WeakSet()
        self.lines = 0

    def add(self) -> None:
        """Count one more line; where there are too many, all are forgotten."""
        self.lines += 1
        if self.lines > _MOST:
            for noted in self.lists:
                noted.silent.clear()
                noted.spoken.clear()
            self.lines = 1


class WordList:
    """A list of words with its pattern, the lines known to hold none of them, and which texts of pages hold one."""

    __slots__ = ("__weakref__", "count", "pattern", "silent", "spoken")

    def __init__(self, words: tuple[str, ...], count: _Count) -> None:
        self.pattern = compile_words(words)
        self.silent: set[str] = set()
        self.spoken: dict[str, bool] = {}
        self.count = count
        count.lists.add(self)

    def holds(self, line: str) -> bool:
        """Does the line hold one of the words?"""
        if line in self.silent:
            return False
        if self.pattern.search(line) is not None:
            return True
        self.count.add()
        self.silent.add(line)
        return False


@per_judging
def _count() -> _Count:
    return _Count()


@per_list
def read_list(words: tuple[str, ...]) -> WordList:
    """A list of words with its notes; loops ask for it once."""
    return WordList(words, _count())


def speaks_of(whole: str, words: tuple[str, ...]) -> bool:
    """Does a page's text hold one of the words? Saves looking through the sentences of most pages, which hold none."""
    noted = read_list(words)
    spoken = noted.spoken.get(whole)
    if spoken is None:
        spoken = noted.pattern.search(whole) is not None
        noted.count.add()
        noted.spoken[whole] = spoken
    return spoken


def line_holds(line: str, words: tuple[str, ...]) -> bool:
    """Does the line hold one of the words?"""
    return read_list(words).holds(line)
