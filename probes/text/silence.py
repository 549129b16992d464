"""Tells quickly that a text holds none of a list's words: most lines appear on many pages and hold no word of most lists.

A page's neighbouring characters are collected once for all lists, so that nearly no list is searched for, or even
compiled, in vain. What a line holds none of is noted; a note follows from the line and the words alone, so notes only
save time and may be dropped at any moment.
"""

from __future__ import annotations

import re
from operator import add
from weakref import WeakSet

from probes.text.remember import per_judging, per_list, per_text
from probes.text.word_pattern import NeededPieces, compile_word, compile_words, needed_pieces

_BITS = 2000  # that say in which lines of a page something stands
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
                noted.speaking.clear()
            self.lines = 1


class Lines:
    """Lines of a page, and in which of them each character and pair of neighbours stands, as bits of a number.

    Blocks of lines share a bit where there are many: a page of a hundred thousand lines must not cost memory by their square.
    """

    __slots__ = ("block", "places", "texts")

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts
        self.block = 1 + len(texts) // _BITS
        self.places: dict[str, int] = {}
        for at, text in enumerate(texts):
            for piece in _pieces(text):
                self.places[piece] = self.places.get(piece, 0) | 1 << at // self.block


class WordList:
    """A list of words with its pattern, the lines known to hold none of them, and which texts of pages hold one."""

    __slots__ = ("__weakref__", "_pattern", "count", "needed", "silent", "speaking", "spoken", "words")

    def __init__(self, words: tuple[str, ...], count: _Count) -> None:
        self.words = words
        self.needed = needed_pieces(words)
        self._pattern: re.Pattern[str] | None = None
        self.silent: set[str] = set()
        self.spoken: dict[str, bool] = {}
        self.speaking: dict[Lines, tuple[int, ...]] = {}
        self.count = count
        count.lists.add(self)

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first searched for."""
        if self._pattern is None:
            self._pattern = compile_words(self.words)
        return self._pattern

    def holds(self, line: str) -> bool:
        """Does the line hold one of the words?"""
        if line in self.silent:
            return False
        compiled = self._pattern is not None
        if (compiled or self.needed.may_match(_pieces(line))) and self.pattern.search(line) is not None:
            return True
        self.count.add()
        self.silent.add(line)
        return False

    def is_in(self, whole: str) -> bool:
        """Does a page's text hold one of the words?"""
        spoken = self.spoken.get(whole)
        if spoken is None:
            spoken = self.needed.may_match(_pieces(whole)) and self.pattern.search(whole) is not None
            self.count.add()
            self.spoken[whole] = spoken
        return spoken

    def find_in(self, lines: Lines) -> tuple[int, ...]:
        """Which of the lines hold one of the words."""
        found = self.speaking.get(lines)
        if found is None:
            may = self.needed.find_lines(lines.places, (1 << _BITS) - 1)
            found = (
                tuple(at for at, text in enumerate(lines.texts) if may >> at // lines.block & 1 and self.holds(text))
                if may
                else ()
            )
            self.count.add()
            self.speaking[lines] = found
        return found


@per_text
def _pieces(whole: str) -> frozenset[str]:
    """The characters of a text and its pairs of neighbours, in lower case."""
    low, shared = whole.lower(), _shared()
    return frozenset(shared.setdefault(piece, piece) for piece in {*low, *map(add, low, low[1:])})


@per_judging
def _shared() -> dict[str, str]:
    """Each piece once for all texts."""
    return {}


@per_text
def index_lines(texts: tuple[str, ...]) -> Lines:
    """The lines, to be asked about many lists."""
    return Lines(texts)


@per_judging
def _count() -> _Count:
    return _Count()


@per_list
def read_list(words: tuple[str, ...]) -> WordList:
    """A list of words with its notes; loops ask for it once."""
    return WordList(words, _count())


def speaks_of(whole: str, words: tuple[str, ...]) -> bool:
    """Does a page's text hold one of the words? Saves looking through the sentences of most pages, which hold none."""
    return read_list(words).is_in(whole)


def find_speaking(lines: Lines, words: tuple[str, ...]) -> tuple[int, ...]:
    """Which of the lines hold one of the words, in their order."""
    return read_list(words).find_in(lines)


def list_held(line: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that the line holds."""
    pieces = _pieces(line) if words else frozenset()
    return tuple(
        word
        for word, needed in _each(words)
        if needed.may_match(pieces) and compile_word(word).search(line) is not None
    )


@per_list
def _each(words: tuple[str, ...]) -> tuple[tuple[str, NeededPieces], ...]:
    return tuple((word, needed_pieces((word,))) for word in words)


def line_holds(line: str, words: tuple[str, ...]) -> bool:
    """Does the line hold one of the words?"""
    return read_list(words).holds(line)
