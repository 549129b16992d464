"""Whether a quote is of the matter that a check asks about: its nouns stand in the sentence or above it, and none of another matter lead it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from probes.finding import Evidence
from probes.pages.main.own_title import own_title
from probes.pages.rules import unfolded
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import LineKind, list_headed_lines
from probes.schema.reading_table import Numbers
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_text


@dataclass(frozen=True, slots=True)
class MattersTable:
    """The file matters.toml."""

    limits: Numbers[Literal["begun", "above", "heads", "short"]]
    refusal: str
    promised: str
    refusing: tuple[str, ...]
    needs: Mapping[str, str]
    never: Mapping[str, str]
    unless: Mapping[str, str]


FILE = SettingsFile("probes.answers.doubts", "matters.toml", MattersTable)
_DATA = FILE.load()
_LIMITS: Mapping[str, int] = {name: int(number) for name, number in _DATA.limits.items()}
_REFUSAL, _PROMISED = re.compile(_DATA.refusal), re.compile(_DATA.promised)
_REFUSING = frozenset(_DATA.refusing)
_NEEDS, _NEVER, _UNLESS = (
    {check: re.compile(shape) for checks, shape in shapes.items() for check in checks.split()}
    for shapes in (_DATA.needs, _DATA.never, _DATA.unless)
)
GUARDED = frozenset({*_NEEDS, *_NEVER, *_REFUSING})


def find_strays(check: str, surface: Site, pieces: Iterable[Evidence]) -> list[str]:
    """The quotes that are of another matter than the check's, or refuse what is asked about; all where none names the matter."""
    quoted = [piece for piece in pieces if piece.quote]
    if check not in GUARDED or not quoted:
        return []
    if not any(_names_matter(check, surface, piece) for piece in quoted):
        return [piece.quote for piece in quoted]
    return [piece.quote for piece in quoted if _is_of_another(check, fold_text(piece.quote).strip())]


def _names_matter(check: str, surface: Site, piece: Evidence) -> bool:
    needs, said = _NEEDS.get(check), fold_text(piece.quote).strip()
    if needs is None or needs.search(said):
        return True
    views = [view for view in surface.views if view.id == piece.view]
    return not views or any(needs.search(_around(view, said)) for view in views)


@per_line
def _is_of_another(check: str, said: str) -> bool:
    if check in _REFUSING and _REFUSAL.search(said) and not _PROMISED.search(said):
        return True
    never, unless = _NEVER.get(check), _UNLESS.get(check)
    return never is not None and never.search(said) is not None and not (unless and unless.search(said))


def _around(view: View, said: str) -> str:
    """The page's title, the headings above what is said, and the whole sentence where the quote was cut."""
    text, begun = unfolded.unfolded_text(view), said[: _LIMITS["begun"]]
    headings = (f"{one.heading}\n{one.label}\n{one.text}" for one in read_passages(text) if one.text.startswith(begun))
    return "\n".join((fold_text(own_title(view)), *headings, *_list_above(text, begun)))


@per_text
def _headed(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The folded lines of a text, each with the last headings and the short lines right above it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    above: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    for line, heading, kind in list_headed_lines(text):
        said = fold_text(line)
        if kind is LineKind.HEADING:
            above = (*above[1 - _LIMITS["above"] :], said)
        found.append((said, (*above, *heads, heading)))
        heads = (
            (*heads[1 - _LIMITS["heads"] :], said)
            if 0 < len(said) <= _LIMITS["short"] and said[-1] not in "。;"
            else ()
        )
    return tuple(found)


def _list_above(text: str, begun: str) -> tuple[str, ...]:
    sought = _tight(begun)
    return tuple(part for line, above in _headed(text) if sought in _tight(line) for part in (*above, line))


@per_line
def _tight(said: str) -> str:
    return "".join(said.split())
