"""Where a platform stands at a moment: each item's last decided verdict over several audits, while it is fresh enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scoring.standard_tables import Standard, Verdict
from scoring.verdict import ItemVerdict

NOT_LOOKED = "not_looked"


@dataclass(frozen=True, slots=True)
class DatedVerdicts:
    """The verdicts of one audit and when its visit was made; ``audit`` is its id."""

    at: datetime
    verdicts: tuple[ItemVerdict, ...]
    audit: str = ""


@dataclass(frozen=True, slots=True)
class StandingVerdict:
    """What stands for one item: the verdict, when and by which audit it was found, whether it is stale, whether to look again."""

    verdict: ItemVerdict
    at: datetime
    stale: bool
    audit: str = ""
    due: bool = False


def find_standing(standard: Standard, audits: Iterable[DatedVerdicts], at: datetime) -> tuple[StandingVerdict, ...]:
    """One per item that any audit up to ``at`` has judged, in the order of the standard; the order of audits does not matter.

    The latest verdict that is an answer (decided, or not applicable) stands; an undecided one never replaces it until
    it is dropped for its age. Without one, the latest that suggests a verdict stands, since one that saw nothing says
    nothing against it; else the latest of all.
    Anything older than the dropping age does not stand.
    """
    rules = standard.standing
    fresh = (verdicts for verdicts in audits if timedelta(0) <= at - verdicts.at <= timedelta(days=rules.dropped_days))
    known = sorted(fresh, key=lambda verdicts: (verdicts.at, verdicts.audit), reverse=True)
    by_item: dict[str, list[StandingVerdict]] = {}
    for audit in known:
        old = at - audit.at
        for verdict in audit.verdicts:
            stale = old > timedelta(days=rules.stale_days)
            soon = verdict.item in rules.recheck_items and old > timedelta(days=rules.recheck_days)
            by_item.setdefault(verdict.item, []).append(
                StandingVerdict(verdict, audit.at, stale, audit.audit, stale or soon)
            )
    return tuple(_chosen(by_item[item.id]) for item in standard.items if item.id in by_item)


def _chosen(said: list[StandingVerdict]) -> StandingVerdict:
    """The verdict that stands; ``said`` has the latest first."""
    answers = [
        verdict
        for verdict in said
        if verdict.verdict.verdict.decided or verdict.verdict.verdict is Verdict.NOT_APPLICABLE
    ]
    suggested = [verdict for verdict in said if verdict.verdict.suggested is not None]
    return (answers or suggested or said)[0]


def whole_verdicts(standard: Standard, stands: Iterable[StandingVerdict]) -> tuple[ItemVerdict, ...]:
    """A verdict for every item, as scores need it: items for which nothing stands are undecided and may be lost or won."""
    known = {stand.verdict.item: stand.verdict for stand in stands}
    words = standard.reasons[NOT_LOOKED].text
    return tuple(
        known.get(item.id) or ItemVerdict(item.id, Verdict.INCONCLUSIVE, None, 0.0, 1.0, words, reason=NOT_LOOKED)
        for item in standard.items
    )
