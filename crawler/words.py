"""Words brought to one spelling before they are looked for: NFKC, no invisible characters, simplified, lower case."""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

_DATA = tomllib.loads(files("crawler").joinpath("words.toml").read_text("utf-8"))
_SIMPLE = str.maketrans(dict(zip(_DATA["traditional"], _DATA["simplified"], strict=True)))
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_GROUPS = re.compile(r"\(([^()]*)\)|([^()]+)")
_LATIN = re.compile(r"[a-z]")


@lru_cache(maxsize=65536)
def plain(raw: str) -> str:
    """One spelling for matching words: brackets, dashes and width unified by NFKC, spaces between Chinese characters dropped."""
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", raw)).lower().translate(_SIMPLE)
    text = _SPACES.sub(" ", text)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text).strip()


def spelled_out(written: Iterable[str]) -> tuple[str, ...]:
    """The plain words that entries of a word list stand for, each once: ``(a|b)(c|d)`` is every combination, ac, ad, bc and bd."""
    found: dict[str, None] = {}
    for entry in written:
        parts = [(group or text).split("|") for group, text in _GROUPS.findall(entry)]
        found.update((plain("".join(chosen)), None) for chosen in itertools.product(*parts))
    return tuple(found)


def holds(said: str, word: str) -> bool:
    """Whether plain words hold another; one in Latin letters as a word of its own or its plural: cart stands in no cartoon."""
    at = said.find(word)
    if at < 0 or not _LATIN.match(word):
        return at >= 0
    while at >= 0:
        before, after = said[max(at - 1, 0) : at], said[at + len(word) :].removeprefix("s")[:1]
        if not _LATIN.match(before) and not _LATIN.match(after):
            return True
        at = said.find(word, at + 1)
    return False
