"""Sentences that lay nothing down by how they are built: whoever acts in them, or when, is not the shop today.

Words of a check find its matter. Whether a clause states anything of it shows in its subject, its time and how it ends, which are the same
for all matters: what is not made yet or no more, what an authority or another shop does, what a word means, what happened
once, what somebody decides as he likes. Whether it is of the matter at all shows in who does it and to what, which differs by
families of checks: a deposit that a seller gets back is no refund. A subject at the head governs the clauses that follow. Where
nothing but such clauses is left of a quote, a person is asked; it never makes a no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.finding import Answer
from probes.probe import Check
from probes.schema.reading_table import Whole
from probes.text.normalise import fold_text
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class UntilTable:
    """Which heads reach only to where one of ours speaks, and how that is told, and which to the end of their sentence."""

    names: tuple[str, ...]
    within: tuple[str, ...]
    ours: str


@dataclass(frozen=True, slots=True)
class ThenTable:
    """Behind clauses of which scopes a clause of that shape tells what will be then."""

    after: tuple[str, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class FillerTable:
    """What adds nothing to the clauses beside it."""

    states: str
    shape: str


@dataclass(frozen=True, slots=True)
class UnstatedTable:
    """The file unstated.toml."""

    limits: Whole[Literal["rest"]]
    clauses: Mapping[str, str]
    sentences: Mapping[str, str]
    heads: Mapping[str, str]
    until: UntilTable
    then: ThenTable
    filler: FillerTable
    quoted: Mapping[str, tuple[str, ...]]
    exempt: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """Beginnings of the checks of one predicate, those that it is not asked for, and how its object or actor is another."""

    checks: tuple[str, ...]
    but: tuple[str, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class PredicatesTable:
    """The file predicates.toml."""

    buyers: str
    families: Mapping[str, Family]


FILE = SettingsFile("probes.answers.doubts", "unstated.toml", UnstatedTable)
PREDICATES = SettingsFile("probes.answers.doubts", "predicates.toml", PredicatesTable)
_DATA = FILE.load()
_REST = _DATA.limits["rest"]
_CLAUSES = {name: re.compile(shape) for name, shape in _DATA.clauses.items()}
_SENTENCES = {name: re.compile(shape) for name, shape in _DATA.sentences.items()}
_HEADS = {name: re.compile(shape) for name, shape in _DATA.heads.items()}
_UNTIL, _OURS = frozenset(_DATA.until.names), re.compile(_DATA.until.ours)
_WITHIN = frozenset(_DATA.until.within)
_AFTER, _THEN = frozenset(_DATA.then.after), re.compile(_DATA.then.shape)
_STATES, _FILLER = re.compile(_DATA.filler.states), re.compile(_DATA.filler.shape)
_FAMILIES = PREDICATES.load().families
_OTHER = {name: re.compile(family.shape) for name, family in _FAMILIES.items()}
_BUYERS = re.compile(PREDICATES.load().buyers)
_CLAUSE = re.compile("[^,;。!?\n]+")
_STOPS = "。!?\n"
_MARKS = ' ”」’"》)'
_CUT = "…"  # of a quote that goes on, what is not shown may state it
SCOPES = frozenset((*_CLAUSES, *_HEADS))


def quotes_unstated(check: Check, answer: Answer) -> bool:
    """Holds half or more of the quotes, one for each part that is answered, nothing but clauses that state nothing for that check?

    Of quotes from several pages all have to: one more page that was seen never takes away what another earned.
    """
    if check.id in _DATA.quoted["buyers"]:
        return False
    asked = find_scopes(check.id)
    quoted = [piece for piece in answer.evidence if piece.quote]
    empty = sum(is_unstated(fold_text(piece.quote), asked) for piece in quoted)
    least = 2 if len({piece.view for piece in quoted}) == 1 else 1
    return empty > 0 and empty * least >= len(quoted)


@per_line
def find_scopes(check: str) -> frozenset[str]:
    """All scopes but those that the check asks for, and the families that it is of."""
    own = {name for name, one in _FAMILIES.items() if check.startswith(one.checks) and not check.startswith(one.but)}
    return (SCOPES - {name for name, checks in _DATA.exempt.items() if check.startswith(checks)}) | own


@per_line
def is_unstated(said: str, scopes: frozenset[str]) -> bool:
    """Does a folded sentence take back what it says, or has it clauses of those scopes, and beside them none that could state a thing?"""
    if _CUT in said:
        return False
    if _first_of(_SENTENCES, said, scopes):
        return True
    found, head, last = False, "", ""
    for part in _CLAUSE.finditer(said):
        clause = part.group().strip()
        if not clause.strip(_MARKS):
            continue
        if head in _WITHIN and said[part.start() - 1] in _STOPS:
            head = ""
        before, head = head, _head_of(clause, scopes, head)
        told = head or _first_of(_CLAUSES, clause, scopes)
        if told or (last in _AFTER and _THEN.search(clause) is not None):
            found, last = True, told or last
        elif not _adds_nothing(clause, ending=bool(before)):
            return False
    return found


def _adds_nothing(clause: str, *, ending: bool) -> bool:
    """A wish or a mere circumstance, or too short to state a thing, unless it ends the reach of a head: one of ours acts in it, or a buyer."""
    short = not ending and len(clause) <= _REST and _STATES.search(clause) is None
    return short or _FILLER.search(clause) is not None


def _head_of(clause: str, scopes: frozenset[str], head: str) -> str:
    """The head that governs a clause: its own, or that of the one before it unless one of ours speaks, or of a buyer."""
    buyer = _BUYERS.search(clause) is not None
    own = _first_of(_HEADS, clause, scopes) or ("" if buyer else _first_of(_OTHER, clause, scopes))
    ends = buyer if head in _OTHER else head in _UNTIL and _OURS.search(clause) is not None
    return own or ("" if ends else head)


def _first_of(shapes: Mapping[str, re.Pattern[str]], clause: str, scopes: frozenset[str]) -> str:
    return next((name for name, shape in shapes.items() if name in scopes and shape.search(clause)), "")
