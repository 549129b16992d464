"""Platforms in order of their scores, as far as the intervals settle it: comparable ones against each other, all others apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scoring.score import Score
from scoring.tables import TOLERANCE


@dataclass(frozen=True, slots=True)
class Entrant:
    """One platform with a score. ``rulesets``: those of the audits its standing rests on. ``id`` tells entrants apart."""

    id: int
    score: Score
    profile: Mapping[str, bool]
    rulesets: frozenset[str]

    @property
    def kind(self) -> tuple[tuple[tuple[str, bool], ...], str] | None:
        """What it must share with another to be compared with it; None where its own standing rests on several rulesets."""
        if len(self.rulesets) != 1:
            return None
        return tuple(sorted(self.profile.items())), next(iter(self.rulesets))


@dataclass(frozen=True, slots=True)
class Ranked:
    """``best`` and ``worst`` are the ranks (from 1) it may have, whatever the undecided items turn out to be; ``tied`` are those it
    may stand above or below."""

    entrant: Entrant
    best: int
    worst: int
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """One that cannot be compared. ``reason``: ``mixed`` (its standing rests on several rulesets), ``profile`` or ``rules`` (differ
    from those of the largest group), or ``alone`` (there is none to compare with); ``flags`` are those in which it differs."""

    entrant: Entrant
    reason: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Platforms that can be compared, best first."""

    profile: Mapping[str, bool]
    ruleset: str
    ranked: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    groups: tuple[Group, ...] = ()
    apart: tuple[Apart, ...] = field(default=())


def rank(entrants: Iterable[Entrant]) -> Ranking:
    """Their order does not matter. A lone one of its kind is ranked against nobody."""
    known = sorted(entrants, key=lambda each: each.id)
    sizes = Counter(each.kind for each in known if each.kind is not None)
    kinds = sorted((kind for kind in sizes if sizes[kind] > 1), key=lambda kind: (-sizes[kind], kind))
    groups = tuple(
        Group(dict(kind[0]), kind[1], _order([each for each in known if each.kind == kind])) for kind in kinds
    )
    largest = kinds[0] if kinds else next((each.kind for each in known if each.kind is not None), None)
    apart = tuple(_apart(each, largest, len(known)) for each in known if each.kind is None or sizes[each.kind] == 1)
    return Ranking(groups, apart)


def _order(entrants: list[Entrant]) -> tuple[Ranked, ...]:
    ranked = []
    for one in entrants:
        above = [each for each in entrants if _below(one, each)]
        below = [each for each in entrants if _below(each, one)]
        settled = {each.id for each in (*above, *below, one)}
        tied = tuple(each.id for each in entrants if each.id not in settled)
        ranked.append(Ranked(one, 1 + len(above), len(entrants) - len(below), tied))
    return tuple(sorted(ranked, key=lambda each: (each.best, each.worst, -(each.entrant.score.value or 0), each.entrant.id)))  # fmt: skip


def _below(one: Entrant, other: Entrant) -> bool:
    """Whether the whole interval of one lies below that of the other; intervals that touch do not."""
    return one.score.high < other.score.low - TOLERANCE


def _apart(one: Entrant, largest: tuple[tuple[tuple[str, bool], ...], str] | None, many: int) -> Apart:
    if one.kind is None:
        return Apart(one, "mixed")
    if many == 1 or largest is None or one.kind == largest:
        return Apart(one, "alone")
    theirs = dict(largest[0])
    flags = tuple(sorted(flag for flag in {*theirs, *one.profile} if theirs.get(flag) is not one.profile.get(flag)))
    return Apart(one, "profile", flags) if flags else Apart(one, "rules")
