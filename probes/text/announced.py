"""Sentences that only announce, thank or ask to be read, and clauses that put a thing off: they state nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class AnnouncedTable:
    """The file announced.toml."""

    announces: str
    states: str
    defers: str


FILE = SettingsFile("probes.text", "announced.toml", AnnouncedTable)
_DATA = FILE.load()
_ANNOUNCES, _STATES, _DEFERS = re.compile(_DATA.announces), re.compile(_DATA.states), re.compile(_DATA.defers)
_CLAUSE = re.compile("[^,;。!?\n]*[,;。!?\n]?")


@per_line
def announces_only(sentence: str) -> bool:
    """Does the sentence only say that something will be explained, ask to be read, or thank?"""
    return _ANNOUNCES.search(sentence) is not None and _STATES.search(sentence) is None


@per_line
def without_deferred(sentence: str) -> str:
    """A folded sentence without its clauses that only say that the thing will come, is left open, kept inside or not warranted."""
    put_off = [match.span() for match in _DEFERS.finditer(sentence)]
    if not put_off:  # the usual case
        return sentence
    clauses = (clause.span() for clause in _CLAUSE.finditer(sentence))
    return "".join(
        sentence[begin:end]
        for begin, end in clauses
        if not any(start < end and begin < stop for start, stop in put_off)
    )
