"""What a change says about the shop: it changed, got better or worse; or only rules, people or our sight did. Pure."""

from __future__ import annotations

from enum import StrEnum

from probes.finding import Outcome
from scoring.standard_tables import TOLERANCE, Verdict
from scoring.verdict import CheckResult, ItemVerdict
from xuncha.compare.causes import Cause, ItemChange

_BLIND = (Verdict.INCONCLUSIVE, Verdict.NOT_OBSERVED)
_UNSEEN = (Outcome.NOT_SEEN, Outcome.ERROR)


class ChangeLabel(StrEnum):
    """Why an item's verdict differs, as readers are told.

    When comparing two platforms, ``SITE`` means that they differ.
    """

    SITE = "site"
    RULES = "rules"
    PEOPLE = "people"
    SEEN = "seen"  # one visit could not see what the other saw: says nothing about the shop
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Which way the shop itself moved; ``NEITHER`` where it did not, or nobody can tell."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


def label_change(change: ItemChange) -> tuple[ChangeLabel, ...]:
    """The labels of a change, in the order of ``ChangeLabel``.

    ``SITE`` is given only for what both visits saw, or where both saw equally much.
    """
    found = {ChangeLabel(str(cause)) for cause in change.causes if cause is not Cause.SITE}
    if Cause.SITE in change.causes:
        unlike = _sight_differs(change.alike)
        found |= {ChangeLabel.SEEN} if unlike else {ChangeLabel.SITE}
        found |= {ChangeLabel.SITE} if _seen_to_differ(change.alike) else set()
    return tuple(label for label in ChangeLabel if label in found)


def find_direction(change: ItemChange) -> Direction:
    """Better or worse only where that holds whatever was not seen.

    That is, where the ranges of values that the two visits leave possible do not overlap. A suggestion counts as a
    verdict here; ``is_direction_certain`` tells the two apart.
    """
    if ChangeLabel.SITE not in label_change(change):
        return Direction.NEITHER
    before, after = change.alike
    if Verdict.NOT_APPLICABLE in (_machine(before), _machine(after)):
        return Direction.NEITHER
    if before.guess_low > after.guess_high + TOLERANCE:
        return Direction.WORSE
    return Direction.BETTER if after.guess_low > before.guess_high + TOLERANCE else Direction.NEITHER


def is_direction_certain(change: ItemChange) -> bool:
    """Whether the direction rests on decided verdicts alone, not on what a person still has to confirm."""
    return all(_machine(verdict).decided for verdict in change.alike)


def _machine(said: ItemVerdict) -> Verdict:
    return (said.machine or said).verdict


def _sight_differs(pair: tuple[ItemVerdict, ItemVerdict]) -> bool:
    before, after = pair
    if (_machine(before) in _BLIND) is not (_machine(after) in _BLIND):
        return True
    return any(_unseen(one) is not _unseen(other) for one, other in _checks(pair))


def _seen_to_differ(pair: tuple[ItemVerdict, ItemVerdict]) -> bool:
    """Whether a check that both visits saw came out differently, and neither visit lacks its second pass."""
    if any(verdict.unconfirmed for verdict in pair):
        return False
    return any(
        not _unseen(one) and not _unseen(other)
        and (one.outcome is not other.outcome or abs(one.points - other.points) > TOLERANCE)
        for one, other in _checks(pair)
    )  # fmt: skip


def _unseen(check: CheckResult) -> bool:
    """Whether a check was not seen, even in part: an unsure check with a reason has a part that could not be seen."""
    return check.outcome in _UNSEEN or (check.outcome is Outcome.UNSURE and bool(check.reason))


def _checks(pair: tuple[ItemVerdict, ItemVerdict]) -> list[tuple[CheckResult, CheckResult]]:
    later = {check.id: check for check in pair[1].checks}
    return [(check, later[check.id]) for check in pair[0].checks if check.id in later]
