"""What persons' words do to red lines: only a person confirms one, and only where two audits have shown it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.decision import LineDecision, choose, last_words


@dataclass(frozen=True, slots=True)
class Rulings:
    """Red lines by what persons said: ``confirmed``; ``cleared``; ``suspected`` by a person alone, by one audit, or in dispute."""

    confirmed: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    suspected: frozenset[str] = frozenset()
    lone: frozenset[str] = frozenset()  # of the suspected: a person confirms it, but one audit alone has shown it


def rulings(decisions: Iterable[LineDecision]) -> Rulings:
    by_line: dict[str, list[LineDecision]] = {}
    for each in decisions:
        by_line.setdefault(each.line, []).append(each)
    confirmed, cleared, suspected, lone = set(), set(), set(), set()
    for line, said in by_line.items():
        chosen = choose((each, each.confirmed) for each in said)
        if chosen is False:
            cleared.add(line)
        elif chosen and any(each.confirmed and each.second_audit for each in last_words(said)):
            confirmed.add(line)
        else:
            suspected.add(line)
            if chosen:
                lone.add(line)
    return Rulings(frozenset(confirmed), frozenset(cleared), frozenset(suspected), frozenset(lone))
