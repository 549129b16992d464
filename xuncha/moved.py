"""What a change says of the shop: that it changed, got better or worse; or that rules, persons or our own sight did. Pure."""

from __future__ import annotations

from enum import StrEnum

from probes.finding import Outcome
from scoring.tables import TOLERANCE, Verdict
from scoring.verdict import CheckResult, ItemVerdict
from xuncha.changes import Cause, Change

_BLIND = (Verdict.INCONCLUSIVE, Verdict.NOT_OBSERVED)
_UNSEEN = (Outcome.NOT_SEEN, Outcome.ERROR)


class Label(StrEnum):
    """Why an item is judged otherwise, as a reader is told; of two platforms ``SITE`` means that they differ."""

    SITE = "site"
    RULES = "rules"
    PEOPLE = "people"
    SEEN = "seen"  # one of the two visits was kept from seeing what the other saw: nothing follows for the shop
    UNKNOWN = "unknown"


class Way(StrEnum):
    """Which way the shop itself moved; ``NEITHER`` where it did not, or nobody can tell."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


def labels(change: Change) -> tuple[Label, ...]:
    """In the order of ``Label``. The site is said to have changed only by what both visits saw, or where sight was the same."""
    found = {Label(str(cause)) for cause in change.causes if cause is not Cause.SITE}
    if Cause.SITE in change.causes:
        unlike = _sight_differs(change.alike)
        found |= {Label.SEEN} if unlike else {Label.SITE}
        found |= {Label.SITE} if _seen_to_differ(change.alike) else set()
    return tuple(each for each in Label if each in found)


def way(change: Change) -> Way:
    """Better or worse only where that holds whatever was not seen: all that one visit leaves possible lies above all that the other does.

    A suggestion is taken for a verdict here; ``sure`` tells.
    """
    if Label.SITE not in labels(change):
        return Way.NEITHER
    before, after = change.alike
    if Verdict.NOT_APPLICABLE in (_machine(before), _machine(after)):
        return Way.NEITHER
    if before.guess_low > after.guess_high + TOLERANCE:
        return Way.WORSE
    return Way.BETTER if after.guess_low > before.guess_high + TOLERANCE else Way.NEITHER


def sure(change: Change) -> bool:
    """Whether which way the shop moved is decided, and not what a person is asked to confirm."""
    return all(_machine(each).decided for each in change.alike)


def _machine(said: ItemVerdict) -> Verdict:
    return (said.machine or said).verdict


def _sight_differs(pair: tuple[ItemVerdict, ItemVerdict]) -> bool:
    before, after = pair
    if (_machine(before) in _BLIND) is not (_machine(after) in _BLIND):
        return True
    return any(_unseen(one) is not _unseen(other) for one, other in _checks(pair))


def _seen_to_differ(pair: tuple[ItemVerdict, ItemVerdict]) -> bool:
    """Whether a check that both visits saw came out otherwise, and no second look is wanting."""
    if any(each.unconfirmed for each in pair):
        return False
    return any(
        not _unseen(one) and not _unseen(other)
        and (one.outcome is not other.outcome or abs(one.points - other.points) > TOLERANCE)
        for one, other in _checks(pair)
    )  # fmt: skip


def _unseen(check: CheckResult) -> bool:
    """Also where a person must look at one part of it and another part could not be seen: its reason names that."""
    return check.outcome in _UNSEEN or (check.outcome is Outcome.UNSURE and bool(check.reason))


def _checks(pair: tuple[ItemVerdict, ItemVerdict]) -> list[tuple[CheckResult, CheckResult]]:
    later = {each.id: each for each in pair[1].checks}
    return [(each, later[each.id]) for each in pair[0].checks if each.id in later]
