"""Which of a platform's decisions hold for one visit: its own, and earlier ones while what they rest on is unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from scoring.decisions.decision import Decision, FlagDecision, LineDecision, choose_by_majority
from scoring.decisions.decision_basis import DecisionBasis

D = TypeVar("D", Decision, LineDecision, FlagDecision)


@dataclass(frozen=True, slots=True)
class PlatformDecisions:
    """All decisions ever made about one platform, on every visit; none is ever removed.

    ``continued`` are visits that the one in question continues: it saw all they saw, so their decisions are its own.
    """

    items: tuple[Decision, ...] = ()
    lines: tuple[LineDecision, ...] = ()
    flags: tuple[FlagDecision, ...] = ()
    continued: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JudgingMoment:
    """The visit being judged: its id, when it began, for how many days earlier decisions hold, and which visits it continues."""

    visit: str
    at: datetime
    days: float
    continued: frozenset[str] = frozenset()

    def owns(self, decision: Decision | LineDecision | FlagDecision) -> bool:
        return decision.visit == self.visit or decision.visit in self.continued


def carry_items(
    decisions: Iterable[Decision], grounds: Mapping[str, DecisionBasis], now: JudgingMoment
) -> tuple[Decision, ...]:
    """The decisions about items that hold. Decisions on this visit replace those from earlier visits."""
    return _held(decisions, lambda decision: decision.item, grounds, now)


def carry_lines(
    decisions: Iterable[LineDecision], grounds: Mapping[str, DecisionBasis], now: JudgingMoment
) -> tuple[LineDecision, ...]:
    """The decisions about red lines that hold: an earlier one only if the same findings raise the line again."""
    return _held(decisions, lambda decision: decision.line, grounds, now)


def carry_flags(decisions: Iterable[FlagDecision], now: JudgingMoment) -> tuple[FlagDecision, ...]:
    """The decisions about the profile that hold; they rest on no finding."""
    return tuple(
        chosen
        for group in _groups(decisions, lambda decision: decision.flag, now)
        for decision in group
        if (chosen := _marked(decision, now)) is not None
    )


def carry_profile(decisions: Iterable[FlagDecision]) -> dict[str, bool]:
    """The platform's profile according to persons; a flag on which two differ is left to other sources."""
    by_flag: dict[str, list[FlagDecision]] = {}
    for decision in decisions:
        by_flag.setdefault(decision.flag, []).append(decision)
    decided = {
        flag: choose_by_majority((decision, decision.value) for decision in said) for flag, said in by_flag.items()
    }
    return {flag: value for flag, value in decided.items() if value is not None}


def _held(
    decisions: Iterable[D], subject: Callable[[D], str], grounds: Mapping[str, DecisionBasis], now: JudgingMoment
) -> tuple[D, ...]:
    held: list[D] = []
    for group in _groups(decisions, subject, now):
        ground = grounds.get(subject(group[0]))
        for decision in group:
            if ground is None or (isinstance(decision, Decision | LineDecision) and decision.basis != ground.basis):
                continue
            if not now.owns(decision) and not ground.seen:
                continue
            marked = _marked(decision, now)
            if marked is not None:
                held.append(marked)
    return tuple(held)


def _groups(decisions: Iterable[D], subject: Callable[[D], str], now: JudgingMoment) -> list[list[D]]:
    """For every subject the decisions of this visit or, if there are none, of the latest earlier one."""
    by_subject: dict[str, list[D]] = {}
    for decision in decisions:
        if now.owns(decision) or datetime.fromisoformat(decision.at) <= now.at:
            by_subject.setdefault(subject(decision), []).append(decision)
    groups = []
    for said in by_subject.values():
        own = [decision for decision in said if now.owns(decision)]
        latest = max(said, key=lambda decision: (datetime.fromisoformat(decision.at), decision.visit)).visit
        groups.append(own or [decision for decision in said if decision.visit == latest])
    return groups


def _marked(decision: D, now: JudgingMoment) -> D | None:
    """The decision, marked if it is carried over; None if it is too old for that."""
    if now.owns(decision):
        return replace(decision, carried=False)
    if now.at - datetime.fromisoformat(decision.at) > timedelta(days=now.days):
        return None
    return replace(decision, carried=True)
