"""What a person is asked about an undecided item, and why it is undecided."""

from __future__ import annotations

from collections.abc import Iterable

from probes.finding import Text
from scoring.merge import Counted
from scoring.tables import Item


def question(counts: Iterable[Counted], item: Item) -> Text | None:
    """The question of the dearest answer a person must look at, else the item's own, else of the dearest check."""
    ranked = sorted(counts, key=lambda each: (not each.merged.unsure, -each.points, each.check.id))
    for count in ranked:
        for finding in count.merged.deciding:
            if finding.answer.question is not None:
                return finding.answer.question
    if item.ask is not None:
        return item.ask.text
    return ranked[0].check.question if ranked else None


def blind_reason(counts: Iterable[Counted]) -> str:
    """Why the dearest unseen check was not seen; points without a probe come last."""
    blind = [each for each in counts if each.merged.share and not each.merged.known and each.merged.reason]
    dearest = min(blind, key=lambda each: (-each.points, each.check.id), default=None)
    return dearest.merged.reason if dearest else "no_probe"
