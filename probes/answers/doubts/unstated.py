"""Sentences that lay nothing down by how they are built: whoever acts in them, or when, is not the shop today.

Words of a check find its matter. Whether a clause states anything of it shows in its subject, its time and how it ends, which are the same
for all matters: what is not made yet or no more, what an authority or another shop does, what a word means, what happened
once, what somebody decides as he likes. A subject at the head governs the clauses that follow. Where nothing but such clauses is
left of a quote, a person is asked; it never makes a no.
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
    """Which heads reach only to where one of ours speaks, and how that is told."""

    names: tuple[str, ...]
    ours: str


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
    heads: Mapping[str, str]
    until: UntilTable
    filler: FillerTable
    exempt: Mapping[str, tuple[str, ...]]


FILE = SettingsFile("probes.answers.doubts", "unstated.toml", UnstatedTable)
_DATA = FILE.load()
_REST = _DATA.limits["rest"]
_CLAUSES = {name: re.compile(shape) for name, shape in _DATA.clauses.items()}
_HEADS = {name: re.compile(shape) for name, shape in _DATA.heads.items()}
_UNTIL, _OURS = frozenset(_DATA.until.names), re.compile(_DATA.until.ours)
_STATES, _FILLER = re.compile(_DATA.filler.states), re.compile(_DATA.filler.shape)
_CLAUSE = re.compile("[^,;。!?\n]+")
_MARKS = ' ”」’"》)'
_CUT = "…"  # of a quote that goes on, what is not shown may state it
SCOPES = frozenset((*_CLAUSES, *_HEADS))


def quotes_unstated(check: Check, answer: Answer) -> bool:
    """Holds half or more of the quotes, one for each part that is answered, nothing but clauses that state nothing for that check?

    Of quotes from several pages all have to: one more page that was seen never takes away what another earned.
    """
    asked = _scopes_of(check.id)
    quoted = [piece for piece in answer.evidence if piece.quote]
    empty = sum(is_unstated(fold_text(piece.quote), asked) for piece in quoted)
    least = 2 if len({piece.view for piece in quoted}) == 1 else 1
    return empty > 0 and empty * least >= len(quoted)


@per_line
def _scopes_of(check: str) -> frozenset[str]:
    """All scopes but those that the check asks for."""
    return SCOPES - {name for name, checks in _DATA.exempt.items() if check.startswith(checks)}


@per_line
def is_unstated(said: str, scopes: frozenset[str]) -> bool:
    """Has a folded sentence at least one clause of those scopes, and beside them none that could state a thing?"""
    if _CUT in said:
        return False
    found, head = False, ""
    for clause in (part.strip() for part in _CLAUSE.findall(said)):
        if not clause.strip(_MARKS):
            continue
        head = _head_of(clause, scopes, head)
        if head or _first_of(_CLAUSES, clause, scopes):
            found = True
        elif not _adds_nothing(clause):
            return False
    return found


def _adds_nothing(clause: str) -> bool:
    return _FILLER.search(clause) is not None or (len(clause) <= _REST and _STATES.search(clause) is None)


def _head_of(clause: str, scopes: frozenset[str], head: str) -> str:
    """The head that governs a clause: its own, or that of the one before it unless one of ours speaks."""
    own = _first_of(_HEADS, clause, scopes)
    return own or ("" if head in _UNTIL and _OURS.search(clause) else head)


def _first_of(shapes: Mapping[str, re.Pattern[str]], clause: str, scopes: frozenset[str]) -> str:
    return next((name for name, shape in shapes.items() if name in scopes and shape.search(clause)), "")
