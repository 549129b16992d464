"""How far assessors agree: the share of items they decided alike, and Cohen's kappa, which corrects it for chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from scoring.decisions.decision import Decision, last_words
from scoring.standard_tables import Verdict


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two assessors over the ``items`` both decided. ``kappa`` is None if chance alone would make them agree on all."""

    first: str
    second: str
    items: int
    share: float
    kappa: float | None


def measure_agreement(decisions: Iterable[Decision]) -> tuple[Agreement, ...]:
    """Every pair of assessors who both decided an item, by their last decisions; pairs in order of their names."""
    by_item: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_item.setdefault(decision.item, []).append(decision)
    said: dict[str, dict[str, Verdict]] = {}
    for item, group in by_item.items():
        for word in last_words(group):
            said.setdefault(word.assessor, {})[item] = word.verdict
    found = []
    for first, second in combinations(sorted(said), 2):
        both = sorted(said[first].keys() & said[second].keys())
        if both:
            pairs = [(said[first][item], said[second][item]) for item in both]
            alike, kappa = cohen_kappa(pairs)
            found.append(Agreement(first, second, len(both), alike, kappa))
    return tuple(found)


def cohen_kappa(pairs: Iterable[tuple[Verdict, Verdict]]) -> tuple[float, float | None]:
    """Observed agreement (0-1) and kappa of pairs of verdicts. Raises ValueError if there are no pairs."""
    pairs = tuple(pairs)
    if not pairs:
        raise ValueError("no item was decided by both")
    n = len(pairs)
    alike = sum(one == other for one, other in pairs)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    # In integers, so that full agreement is exactly 1 and rounding never leaves -1…1.
    chance = sum(ones[verdict] * others[verdict] for verdict in Verdict)
    if chance == n * n:
        return alike / n, None
    return alike / n, (alike * n - chance) / (n * n - chance)
