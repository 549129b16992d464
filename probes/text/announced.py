"""Sentences that announce, ask to be read or thank, instead of stating anything."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from probes.reading.remember import per_line

_DATA: dict[str, str] = tomllib.loads(files("probes.text").joinpath("announced.toml").read_text("utf-8"))
_ANNOUNCES, _STATES = re.compile(_DATA["announces"]), re.compile(_DATA["states"])


@per_line
def announces(sentence: str) -> bool:
    """Does the sentence only say that something will be explained, ask to be read, or thank?"""
    return _ANNOUNCES.search(sentence) is not None and _STATES.search(sentence) is None
