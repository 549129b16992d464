"""Sentences that announce, ask to be read or thank, instead of stating anything."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

_DATA: dict[str, str] = tomllib.loads(files("probes.text").joinpath("announced.toml").read_text("utf-8"))
_ANNOUNCES, _STATES = re.compile(_DATA["announces"]), re.compile(_DATA["states"])


@lru_cache(maxsize=1 << 14)
def announces(sentence: str) -> bool:
    """Does the sentence only say that something will be explained, ask to be read, or thank?"""
    return _ANNOUNCES.search(sentence) is not None and _STATES.search(sentence) is None
