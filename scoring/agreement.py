"""How far assessors agree: the share of items they decided alike, and Cohen's kappa, which takes chance off it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from scoring.decision import Decision, last_words
from scoring.tables import Verdict


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two assessors over the ``items`` both decided. ``kappa`` is None where chance alone would make them agree on all."""

    first: str
    second: str
    items: int
    share: float
    kappa: float | None


def agreement(decisions: Iterable[Decision]) -> tuple[Agreement, ...]:
    """Every pair of assessors that decided an item both, by their last words; pairs in the order of their names."""
    by_item: dict[str, list[Decision]] = {}
    for each in decisions:
        by_item.setdefault(each.item, []).append(each)
    said: dict[str, dict[str, Verdict]] = {}
    for item, group in by_item.items():
        for each in last_words(group):
            said.setdefault(each.assessor, {})[item] = each.verdict
    found = []
    for first, second in combinations(sorted(said), 2):
        both = sorted(said[first].keys() & said[second].keys())
        if both:
            pairs = [(said[first][item], said[second][item]) for item in both]
            alike, kappa = cohen(pairs)
            found.append(Agreement(first, second, len(both), alike, kappa))
    return tuple(found)


def cohen(pairs: Iterable[tuple[Verdict, Verdict]]) -> tuple[float, float | None]:
    """Observed agreement and kappa of verdicts in pairs. Raises ValueError without any pair."""
    pairs = tuple(pairs)
    if not pairs:
        raise ValueError("no item was decided by both")
    n = len(pairs)
    alike = sum(one == other for one, other in pairs)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    # In whole numbers, so that full agreement is exactly 1 and nothing leaves -1…1 by rounding.
    chance = sum(ones[verdict] * others[verdict] for verdict in Verdict)
    if chance == n * n:
        return alike / n, None
    return alike / n, (alike * n - chance) / (n * n - chance)
