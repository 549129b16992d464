"""Which texts hold none of a list's words: most lines stand on many pages and hold no word of most lists, so it is noted once.

What is noted follows from the line and the words alone, so notes are only speed and may be dropped at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from probes.reading.remember import outlasting, per_line
from probes.reading.word_pattern import compiled

_MOST = 1 << 18  # lines noted for all lists together, some tens of megabytes


class _Notes:
    """For every list of words, the lines that were looked at and hold none of them."""

    def __init__(self) -> None:
        self._silent: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._count = 0

    def clear(self) -> None:
        self._silent.clear()
        self._count = 0

    def of(self, words: tuple[str, ...]) -> set[str]:
        return self._silent[words]

    def add(self, words: tuple[str, ...], line: str) -> None:
        if self._count >= _MOST:
            self.clear()
        self._count += 1
        self._silent[words].add(line)


_NOTES = _Notes()


@per_line
def speaks(whole: str, words: tuple[str, ...]) -> bool:
    """Does a page's text hold one of the words? For those whose sentences would be looked through in vain: most pages, mostly."""
    return compiled(words).search(whole) is not None


def known(words: tuple[str, ...]) -> Set[str]:
    """Lines that hold none of the words, as far as is known: what loops ask first."""
    return _NOTES.of(words)


def holds(line: str, words: tuple[str, ...]) -> bool:
    """Does the line hold one of the words?"""
    if line in _NOTES.of(words):
        return False
    if compiled(words).search(line) is not None:
        return True
    _NOTES.add(words, line)
    return False


def forget() -> None:
    """Drop all notes. They outlive a visit otherwise, as other readings of lines do."""
    _NOTES.clear()


outlasting(forget)
