"""Lists of words that stand once for all probes and the crawler: a table names them by "@buying.cart" among words of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from crawler.discovery import buying_words

SIGN = "@"
FILE = Path(buying_words.__file__).with_name("buying.toml")
TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {"buying": buying_words.GROUPS}


def expand_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words, those of a shared list in the place of its name, each once; Latin ones without their spaces too, as labels are often read.

    Raises KeyError, with the name, for a list there is not.
    """
    found: dict[str, None] = {}
    for word in words:
        if not word.startswith(SIGN):
            found[word] = None
            continue
        table, _, group = word.removeprefix(SIGN).partition(".")
        if group not in TABLES.get(table, {}):
            raise KeyError(word)
        for shared in TABLES[table][group]:
            found[shared] = None
            found[shared.replace(" ", "")] = None
    return tuple(found)
