"""Turn shares of points into a verdict and value by an item's marks and conditions; pure arithmetic, no evidence."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scoring.merge import UNKNOWN, CountedProbe, MergedProbe, ShareRange
from scoring.standard_tables import TOLERANCE, ConditionPart, Item, Verdict, VerdictValues


@dataclass(frozen=True, slots=True, order=True)
class MarkedVerdict:
    """A decided verdict; ordered by value, so that the worst and best of several can be found."""

    value: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PointSpan:
    """An item judged three ways: unseen lost, unseen won, and unseen and every unconfirmed loss won."""

    lost: MarkedVerdict
    won: MarkedVerdict
    sure: MarkedVerdict

    @property
    def agreed(self) -> bool:
        return self.lost.verdict is self.won.verdict

    @property
    def unconfirmed_fail(self) -> bool:
        return self.agreed and self.lost.verdict is Verdict.FAIL is not self.sure.verdict

    @property
    def sure_fail(self) -> bool:
        """Whether it fails even if every unconfirmed loss is won."""
        return self.agreed and self.lost.verdict is Verdict.FAIL is self.sure.verdict


@dataclass(frozen=True, slots=True)
class PointTally:
    """Points earned of points that apply, each as a range; ``of`` is 0 if all are removed."""

    earned: ShareRange
    of: float

    @property
    def share(self) -> ShareRange | None:
        if self.of <= 0:
            return None
        earned = self.earned
        return ShareRange(earned.low / self.of, earned.high / self.of, earned.sure / self.of, earned.might / self.of)


Pick = Callable[[MergedProbe], ShareRange | None]


def tally_points(counts: Sequence[CountedProbe], points: float, pick: Pick) -> PointTally:
    """The points of one check. Without a probe they are neither earned nor removed: they stay unknown."""
    if not counts:
        return PointTally(ShareRange(0.0, points, points, points), points)
    live = [(count.points, share) for count in counts if (share := pick(count.merged)) is not None]
    return PointTally(
        ShareRange(
            math.fsum(points * share.low for points, share in live),
            math.fsum(points * share.high for points, share in live),
            math.fsum(points * share.sure for points, share in live),
            math.fsum(points * share.might for points, share in live),
        ),
        math.fsum(points for points, _ in live),
    )


def judge_points(
    item: Item,
    counts: Mapping[str, Sequence[CountedProbe]],
    named: Mapping[str, MergedProbe],
    values: VerdictValues,
    pick: Pick,
) -> PointSpan | None:
    """The item's span of verdicts; None if nothing of the item applies. ``named``: the probes its conditions name, by id."""
    tallies = {check.id: tally_points(counts.get(check.id, ()), check.points, pick) for check in item.checks}
    of = math.fsum(tally.of for tally in tallies.values())
    if of <= 0:
        return None
    shares = {f"check {id}": tally.share for id, tally in tallies.items()}
    shares |= {f"probe {id}": pick(merged) for id, merged in named.items()}

    def share_of(part: ConditionPart) -> ShareRange | None:
        if part.check is not None:
            return shares[f"check {part.check}"]
        return shares.get(f"probe {part.probe}", UNKNOWN)

    def settle(take: Callable[[ShareRange], float], capped: Sequence[bool]) -> MarkedVerdict:
        earned = math.fsum(take(tally.earned) for tally in tallies.values()) / of
        fractions = {id: take(tally.share) if tally.share else None for id, tally in tallies.items()}

        def at(part: ConditionPart) -> float | None:
            share = share_of(part)
            return None if share is None else take(share)

        return _cap(item, _mark(item, earned, fractions, at, values), earned, capped, values)

    # If a cap's condition is unknown, the item may be capped or not: a cap with a floor can help as well as harm.
    doubts, sure_doubts = [], []
    for cap in item.caps:
        share = share_of(cap)
        may = set() if share is None else {True} if share.low < cap.below else set()
        best = 1.0 if share is None else share.high if cap.at_least is None else share.might
        may |= {False} if best >= cap.below else set()
        doubts.append(may)
        sure_doubts.append(may | ({False} if share is None or share.sure >= cap.below else set()))
    ways = list(itertools.product(*doubts))
    return PointSpan(
        min(settle(lambda interval: interval.low, way) for way in ways),
        max(settle(lambda interval: interval.high, way) for way in ways),
        max(settle(lambda interval: interval.sure, way) for way in itertools.product(*sure_doubts)),
    )


def _mark(
    item: Item,
    earned: float,
    fractions: Mapping[str, float | None],
    at: Callable[[ConditionPart], float | None],
    values: VerdictValues,
) -> MarkedVerdict:
    """Apply the marks, then what a pass needs, then what the item fails without. What is removed (None) hinders nothing."""
    points = earned * item.total
    met = all((share := at(need)) is None or share >= need.at_least - TOLERANCE for need in item.pass_needs)
    without = any((share := at(part)) is not None and share <= TOLERANCE for part in item.fail_without)
    if item.core is not None:
        best = [
            max(known)
            for group in item.core.groups
            if (known := [share for id in group if (share := fractions[id]) is not None])
        ]
        met = met and all(share >= item.core.at_least - TOLERANCE for share in best)
        without = without or sum(share <= TOLERANCE for share in best) >= item.core.fail_missing
    if without or points < item.partial_mark - TOLERANCE:
        return MarkedVerdict(0.0, Verdict.FAIL)
    if met and points >= item.pass_mark - TOLERANCE:
        return MarkedVerdict(1.0, Verdict.PASS)
    return MarkedVerdict(partial_value(earned, values), Verdict.PARTIAL)


def partial_value(earned: float, values: VerdictValues) -> float:
    """The value of a partial verdict: the share of points, clipped."""
    return min(max(earned, values.partial_low), values.partial_high)


def _cap(
    item: Item, marked: MarkedVerdict, earned: float, capped: Sequence[bool], values: VerdictValues
) -> MarkedVerdict:
    for cap, applies in zip(item.caps, capped, strict=True):
        if not applies:
            continue
        if marked.verdict is Verdict.PASS or (cap.at_least is not None and marked.verdict is Verdict.FAIL):
            marked = MarkedVerdict(partial_value(earned, values), Verdict.PARTIAL)
        if cap.value is not None and marked.value > cap.value:
            marked = MarkedVerdict(cap.value, marked.verdict)
    return marked
