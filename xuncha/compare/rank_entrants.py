"""Rank platforms by score as far as the intervals allow: comparable ones against each other, all others apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scoring.score import Score
from scoring.standard_tables import TOLERANCE


@dataclass(frozen=True, slots=True)
class Entrant:
    """One platform with a score.

    ``rulesets``: those of the audits its position rests on. ``id`` tells entrants apart.
    """

    id: int
    score: Score
    profile: Mapping[str, bool]
    rulesets: frozenset[str]

    @property
    def kind(self) -> tuple[tuple[tuple[str, bool], ...], str] | None:
        """What comparable entrants have in common: profile and ruleset. None where it rests on several rulesets."""
        if len(self.rulesets) != 1:
            return None
        return tuple(sorted(self.profile.items())), next(iter(self.rulesets))


@dataclass(frozen=True, slots=True)
class RankedEntrant:
    """``best`` and ``worst`` are the possible ranks (from 1), whatever the undecided items turn out to be.

    ``tied`` are the ids of entrants that it may stand above or below, ``worst - best`` in number; none where they were not named.
    """

    entrant: Entrant
    best: int
    worst: int
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UnrankedEntrant:
    """An entrant that cannot be compared.

    ``reason``: ``mixed`` (its position rests on several rulesets), ``profile`` or ``rules`` (differ from those of the
    largest group), or ``alone`` (there is none to compare with); ``flags`` are the profile flags in which it differs.
    """

    entrant: Entrant
    reason: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingGroup:
    """Comparable platforms, best first."""

    profile: Mapping[str, bool]
    ruleset: str
    ranked: tuple[RankedEntrant, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The groups of comparable platforms, and those that cannot be compared."""

    groups: tuple[RankingGroup, ...] = ()
    apart: tuple[UnrankedEntrant, ...] = field(default=())


def rank_entrants(entrants: Iterable[Entrant], *, name_ties: bool = True) -> Ranking:
    """The ranking of the entrants, given in any order. One that is alone of its kind is not ranked.

    ``name_ties`` False leaves out who ties with whom, which for thousands is as many as their number squared.
    """
    known = sorted(entrants, key=lambda entrant: entrant.id)
    sizes = Counter(entrant.kind for entrant in known if entrant.kind is not None)
    kinds = sorted((kind for kind in sizes if sizes[kind] > 1), key=lambda kind: (-sizes[kind], kind))
    groups = tuple(
        RankingGroup(dict(kind[0]), kind[1], _order([entrant for entrant in known if entrant.kind == kind], name_ties))
        for kind in kinds
    )
    largest = kinds[0] if kinds else next((entrant.kind for entrant in known if entrant.kind is not None), None)
    apart = tuple(
        _apart(entrant, largest, len(known)) for entrant in known if entrant.kind is None or sizes[entrant.kind] == 1
    )
    return Ranking(groups, apart)


def _order(entrants: list[Entrant], name_ties: bool) -> tuple[RankedEntrant, ...]:
    lows, highs = sorted(entrant.score.low for entrant in entrants), sorted(entrant.score.high for entrant in entrants)
    ranked = []
    for one in entrants:
        above = len(lows) - bisect_right(lows, one.score.high + TOLERANCE)  # whole intervals above it
        below = bisect_left(highs, one.score.low - TOLERANCE)
        tied: tuple[int, ...] = ()
        if name_ties:
            tied = tuple(
                entrant.id
                for entrant in entrants
                if entrant.id != one.id and not _below(one, entrant) and not _below(entrant, one)
            )  # fmt: skip
        ranked.append(RankedEntrant(one, 1 + above, len(entrants) - below, tied))
    return tuple(sorted(ranked, key=lambda place: (place.best, place.worst, -(place.entrant.score.value or 0), place.entrant.id)))  # fmt: skip


def _below(one: Entrant, other: Entrant) -> bool:
    """Whether one's whole interval lies below the other's; touching intervals do not count."""
    return other.score.low > one.score.high + TOLERANCE


def _apart(one: Entrant, largest: tuple[tuple[tuple[str, bool], ...], str] | None, many: int) -> UnrankedEntrant:
    if one.kind is None:
        return UnrankedEntrant(one, "mixed")
    if many == 1 or largest is None or one.kind == largest:
        return UnrankedEntrant(one, "alone")
    theirs = dict(largest[0])
    flags = tuple(sorted(flag for flag in {*theirs, *one.profile} if theirs.get(flag) is not one.profile.get(flag)))
    return UnrankedEntrant(one, "profile", flags) if flags else UnrankedEntrant(one, "rules")
