"""Words in labels: how much room a label takes, whether it holds a word as a word, and which control bears just that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from crawler.site import Element
from crawler.spelling import names_in_title, stands_alone
from probes.pages.layout.measure import is_pressable
from probes.text.normalise import plain_text
from probes.text.remember import per_line


@per_line
def label_says(part: str, flat: str, words: tuple[str, ...]) -> bool:
    """Whether a label holds one of the words; one in Latin letters, which tables write without blanks, only from border to border.

    ``part`` is the label as it stands, ``flat`` the same folded and without blanks.
    """
    return any(
        stands_alone(flat, word)
        if not word.isascii() or not word[0].isalpha()
        else _spaced(word).search(plain_text(part)) is not None
        for word in words
    )


def find_labelled(elements: Iterable[Element], labels: tuple[str, ...]) -> Element | None:
    """The first visible control whose whole label is one of those."""
    for element in elements:
        said = element.text or element.own or element.name
        if element.seen and said and is_pressable(element) and "".join(plain_text(said).split()) in labels:
            return element
    return None


@per_line
def says_shop_name(part: str, title: str, words: tuple[str, ...]) -> bool:
    """Whether a label holds the words in nothing but a name of several Latin words that the window's title bears too (Sea Cart).

    Such a name is the shop's; that it holds the word for a place says nothing.
    """
    said, named = plain_text(part), plain_text(title)
    if any(not word.isascii() and word in said for word in words):
        return False
    held = [
        hit.group() for word in words if word.isascii() for hit in _spaced(word).finditer(said) if word[0].isalpha()
    ]
    return bool(held) and all(names_in_title(said, hit, named) for hit in held)


@cache
def _spaced(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){'[ -]?'.join(map(re.escape, word))}s?(?![a-z])")
