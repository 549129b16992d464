"""Names of the word lists that may stand beside a part in a probe's table, for the readings of sentences."""

from __future__ import annotations

from collections.abc import Iterable

# Lists for each part and for all parts at once; ``statements.find_stated`` says what each means.
BESIDE_STATED = ("near", "never", "denied", "under", "here", "chapter", "rest")
FOR_ALL_STATED = ("near", "never", "never_under", "chapter", "hollow")
# What is read where no sentence states a part: words that only mention it (``statements.doubt_statement``).
HINT = ("hint", "hint_near", "hint_never")  # the same of any line (``hints.show_hint``)
DOUBT = ("doubt", "doubt_near", "doubt_line", "doubt_never", *HINT)


def words_beside(parts: Iterable[str], endings: Iterable[str]) -> tuple[str, ...]:
    """The names of lists that belong to parts: ``<part>_<ending>``."""
    endings = tuple(endings)
    return tuple(f"{part}_{ending}" for part in parts for ending in endings)


def stated_words(parts: Iterable[str]) -> tuple[str, ...]:
    """Every list that ``statements.find_stated`` may read besides those of the parts themselves."""
    return (*words_beside(parts, BESIDE_STATED), *FOR_ALL_STATED)
