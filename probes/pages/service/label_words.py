"""Words in labels: how much room a label takes, and whether it holds a word as a word."""

from __future__ import annotations

import re
from functools import cache

from crawler.spelling import stands_alone
from probes.text.normalise import plain_text
from probes.text.remember import per_line

_BEFORE, _AFTER = re.compile(r"[a-z]+[ ]$"), re.compile(r"[ ][a-z]+")


@per_line
def label_width(flat: str) -> float:
    """How long a label without blanks is in Chinese characters: two Latin letters take the room of one."""
    return sum(0.5 if character.isascii() else 1.0 for character in flat)


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


@per_line
def says_shop_name(part: str, title: str, words: tuple[str, ...]) -> bool:
    """Whether a label holds the words in nothing but a name of several Latin words that the window's title bears too (Sea Cart).

    Such a name is the shop's; that it holds the word for a place says nothing.
    """
    said, named = plain_text(part), plain_text(title)
    if any(not word.isascii() and word in said for word in words):
        return False
    held = [hit for word in words if word.isascii() and word[:1].isalpha() for hit in _spaced(word).finditer(said)]
    return bool(held) and all(_in_name(said, hit, named) for hit in held)


def _in_name(said: str, hit: re.Match[str], named: str) -> bool:
    """Whether the word stands beside another one there, and so in the title."""
    before, after = _BEFORE.search(said[: hit.start()]), _AFTER.match(said[hit.end() :])
    pairs = [f"{before.group()}{hit.group()}"] if before else []
    pairs += [f"{hit.group()}{after.group()}"] if after else []
    return any(re.search(rf"(?<![a-z]){re.escape(pair)}(?![a-z])", named) for pair in pairs)


@cache
def _spaced(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){'[ -]?'.join(map(re.escape, word))}s?(?![a-z])")
