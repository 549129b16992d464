"""Sentences together with the lists of a page: an item of a list says what the line above it leads to (以下商品不适用：…)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from probes.reading.policy import Sentence, fold, pattern, sentences

_DATA = tomllib.loads(files("probes.reading").joinpath("passages.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_LEADS = pattern(tuple(_DATA["words"]["leads"]))


@lru_cache(maxsize=128)
def passages(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, then the items of its lists with the line that leads to them as their heading."""
    return (*sentences(text), *_items(text))


def _items(text: str) -> Iterator[Sentence]:
    lead, left = "", 0
    for line in text.split("\n"):
        raw = " ".join(line.split())
        said = fold(raw)
        if not said:
            continue
        if _leads(said):
            lead, left = said, _LIMITS["items"]
        elif left > 0:
            left -= 1
            if _LIMITS["shortest"] <= len(said) <= _LIMITS["item"]:
                yield Sentence(said, raw, lead)


def _leads(line: str) -> bool:
    if line.endswith(":"):
        return len(line) <= _LIMITS["lead"]
    return len(line) <= _LIMITS["title"] and line[-1] not in "。；;，,、.!！" and _LEADS.search(line) is not None
