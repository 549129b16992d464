"""Counts with their nouns in English: one page, two pages."""

from __future__ import annotations


def count_in_words(number: float, one: str, many: str = "") -> str:
    """The number with its noun; ``many`` is the plural where adding an s does not make it."""
    return f"{number:.9g} {one if number == 1 else many or f'{one}s'}"
