"""Where a platform stands at a moment: the last decided verdict of each item over several audits, while it is fresh enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scoring.tables import Standard
from scoring.verdict import ItemVerdict


@dataclass(frozen=True, slots=True)
class Dated:
    """The verdicts of one audit and when it ended."""

    at: datetime
    verdicts: tuple[ItemVerdict, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands for one item: the verdict, when it was found, and whether it has grown old."""

    verdict: ItemVerdict
    at: datetime
    stale: bool


def standing(standard: Standard, audits: Iterable[Dated], at: datetime) -> tuple[Stand, ...]:
    """One a item that any audit up to ``at`` has judged, in the order of the standard; the order of audits does not matter.

    The latest decided verdict stands, and an undecided one never replaces it before it is dropped for its age; where nothing decided
    is left, the latest word stands. What is older than the age of dropping does not stand at all.
    """
    stale, dropped = timedelta(days=standard.standing.stale_days), timedelta(days=standard.standing.dropped_days)
    fresh = (each for each in audits if timedelta(0) <= at - each.at <= dropped)
    known = sorted(fresh, key=lambda each: each.at, reverse=True)
    by_item: dict[str, list[Stand]] = {}
    for audit in known:
        for verdict in audit.verdicts:
            by_item.setdefault(verdict.item, []).append(Stand(verdict, audit.at, at - audit.at > stale))
    stands = []
    for item in standard.items:
        said = by_item.get(item.id, [])
        decided = [each for each in said if each.verdict.verdict.decided]
        stands += (decided or said)[:1]
    return tuple(stands)
