"""Sentences that only announce, thank or ask to be read, and clauses that put a thing off: they state nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class UnassertedTable:
    """What tells that nobody here says today what a sentence holds."""

    lead: tuple[str, ...]
    law: str
    law_unless: str
    taken_back: tuple[str, ...]
    aims: str
    aims_unless: str
    asks: str


@dataclass(frozen=True, slots=True)
class AnnouncedTable:
    """The file announced.toml."""

    announces: str
    states: str
    defers: str
    refuses: str
    unasserted: UnassertedTable


FILE = SettingsFile("probes.text", "announced.toml", AnnouncedTable)
_DATA = FILE.load()
_ANNOUNCES, _STATES, _DEFERS = re.compile(_DATA.announces), re.compile(_DATA.states), re.compile(_DATA.defers)
_REFUSES = re.compile(_DATA.refuses)
_LED = re.compile(f"^[^,;。:“「]{{0,16}}?(?:{'|'.join(_DATA.unasserted.lead)})[:“「]")
_LAW, _LAW_UNLESS = re.compile(_DATA.unasserted.law), re.compile(_DATA.unasserted.law_unless)
_TAKEN_BACK = re.compile("|".join((*_DATA.unasserted.taken_back, _DATA.unasserted.asks)))
_AIMS, _AIMS_UNLESS = re.compile(_DATA.unasserted.aims), re.compile(_DATA.unasserted.aims_unless)
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


@per_line
def refuses_only(line: str) -> bool:
    """Is all that a folded cell or line says that the thing named before it is not there, or not yet (暂未开通)?"""
    return _REFUSES.fullmatch(line.strip()) is not None


@per_line
def names_aims(sentence: str) -> bool:
    """Does a folded sentence only say what the paper that it opens is made for, and by which law?"""
    return _AIMS.search(sentence) is not None and _AIMS_UNLESS.search(sentence) is None


@per_line
def is_unasserted(sentence: str) -> bool:
    """Does a folded sentence tell what nobody here says of today?

    So where it is asked, planned, wished for, of the past, taken back, disowned, a draft, a swindler's or somebody
    else's words, or a law's without a word of the shop's own; or only what a paper is made for.
    """
    if names_aims(sentence):
        return True
    if _LED.search(sentence) is not None or _TAKEN_BACK.search(sentence) is not None:
        return True
    return _LAW.search(sentence) is not None and _LAW_UNLESS.search(sentence) is None
