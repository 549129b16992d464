"""Remembers which lines hold none of a list's words: most lines appear on many pages and hold no word of most lists.

A note follows from the line and the words alone, so notes only save time and may be dropped at any moment.
"""

from __future__ import annotations

from collections.abc import Set
from weakref import WeakSet

from probes.text.remember import per_judging, per_list
from probes.text.word_pattern import compile_words

_MOST = 1 << 18  # lines noted for all lists together, some tens of megabytes


class _Count:
    """How many lines all lists of one judging have noted, and those lists."""

    def __init__(self) -> None:
        self.lists: WeakSet[_List] = WeakSet()
        self.lines = 0

    def add(self) -> None:
        """Count one more line; where there are too many, all are forgotten."""
        self.lines += 1
        if self.lines > _MOST:
            for noted in self.lists:
                noted.silent.clear()
                noted.spoken.clear()
            self.lines = 1


class _List:
    """A list of words with its pattern, the lines known to hold none of them, and which texts of pages hold one."""

    __slots__ = ("__weakref__", "count", "pattern", "silent", "spoken")

    def __init__(self, words: tuple[str, ...], count: _Count) -> None:
        self.pattern = compile_words(words)
        self.silent: set[str] = set()
        self.spoken: dict[str, bool] = {}
        self.count = count
        count.lists.add(self)


@per_judging
def _count() -> _Count:
    return _Count()


@per_list
def _list(words: tuple[str, ...]) -> _List:
    return _List(words, _count())


def speaks_of(whole: str, words: tuple[str, ...]) -> bool:
    """Does a page's text hold one of the words? Saves looking through the sentences of most pages, which hold none."""
    noted = _list(words)
    spoken = noted.spoken.get(whole)
    if spoken is None:
        spoken = noted.pattern.search(whole) is not None
        noted.count.add()
        noted.spoken[whole] = spoken
    return spoken


def list_silent_lines(words: tuple[str, ...]) -> Set[str]:
    """Lines already known to hold none of the words; loops check this first."""
    return _list(words).silent


def line_holds(line: str, words: tuple[str, ...]) -> bool:
    """Does the line hold one of the words?"""
    noted = _list(words)
    if line in noted.silent:
        return False
    if noted.pattern.search(line) is not None:
        return True
    noted.count.add()
    noted.silent.add(line)
    return False
