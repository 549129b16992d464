"""What persons' decisions do to red lines: only a person confirms one, and only if two audits have shown it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.decisions.decision import LineDecision, choose_by_majority, last_words


@dataclass(frozen=True, slots=True)
class RedLineRulings:
    """Red lines as ruled: ``confirmed``; ``cleared``; ``suspected``: by a person alone, by a single audit, or in dispute."""

    confirmed: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    suspected: frozenset[str] = frozenset()
    lone: frozenset[str] = frozenset()  # suspected ones that a person confirms but only one audit has shown


def rule_red_lines(decisions: Iterable[LineDecision]) -> RedLineRulings:
    by_line: dict[str, list[LineDecision]] = {}
    for decision in decisions:
        by_line.setdefault(decision.line, []).append(decision)
    confirmed, cleared, suspected, lone = set(), set(), set(), set()
    for line, said in by_line.items():
        chosen = choose_by_majority((decision, decision.confirmed) for decision in said)
        if chosen is False:
            cleared.add(line)
        elif chosen and any(word.confirmed and word.second_audit for word in last_words(said)):
            confirmed.add(line)
        else:
            suspected.add(line)
            if chosen:
                lone.add(line)
    return RedLineRulings(frozenset(confirmed), frozenset(cleared), frozenset(suspected), frozenset(lone))
