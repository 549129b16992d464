"""Where a platform stands at a moment: the last decided verdict of each item over several audits, while it is fresh enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scoring.tables import Standard, Verdict
from scoring.verdict import ItemVerdict

NOT_LOOKED = "not_looked"


@dataclass(frozen=True, slots=True)
class Dated:
    """The verdicts of one audit and when its visit was made; ``audit`` names it."""

    at: datetime
    verdicts: tuple[ItemVerdict, ...]
    audit: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands for one item: the verdict, when and by which audit it was found, whether it has grown old, whether to look again."""

    verdict: ItemVerdict
    at: datetime
    stale: bool
    audit: str = ""
    due: bool = False


def standing(standard: Standard, audits: Iterable[Dated], at: datetime) -> tuple[Stand, ...]:
    """One a item that any audit up to ``at`` has judged, in the order of the standard; the order of audits does not matter.

    The latest verdict that is an answer (decided, or not applicable) stands, and an undecided one never replaces it before it is
    dropped for its age; where there is none, the latest that suggests a verdict stands, for one that saw nothing says nothing against
    it; else the latest word. What is older than the age of dropping does not stand at all.
    """
    rules = standard.standing
    fresh = (each for each in audits if timedelta(0) <= at - each.at <= timedelta(days=rules.dropped_days))
    known = sorted(fresh, key=lambda each: (each.at, each.audit), reverse=True)
    by_item: dict[str, list[Stand]] = {}
    for audit in known:
        old = at - audit.at
        for verdict in audit.verdicts:
            stale = old > timedelta(days=rules.stale_days)
            soon = verdict.item in rules.recheck_items and old > timedelta(days=rules.recheck_days)
            by_item.setdefault(verdict.item, []).append(Stand(verdict, audit.at, stale, audit.audit, stale or soon))
    return tuple(_chosen(by_item[item.id]) for item in standard.items if item.id in by_item)


def _chosen(said: list[Stand]) -> Stand:
    """``said`` has the latest first."""
    answers = [each for each in said if each.verdict.verdict.decided or each.verdict.verdict is Verdict.NOT_APPLICABLE]
    suggested = [each for each in said if each.verdict.suggested is not None]
    return (answers or suggested or said)[0]


def whole(standard: Standard, stands: Iterable[Stand]) -> tuple[ItemVerdict, ...]:
    """A verdict for every item, as scores need it: what nothing stands for is undecided, it may be lost or won."""
    known = {each.verdict.item: each.verdict for each in stands}
    words = standard.reasons[NOT_LOOKED].text
    return tuple(
        known.get(item.id) or ItemVerdict(item.id, Verdict.INCONCLUSIVE, None, 0.0, 1.0, words, reason=NOT_LOOKED)
        for item in standard.items
    )
