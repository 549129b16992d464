"""Which of a platform's decisions hold for one visit: its own, and earlier ones while what they stood on is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from scoring.decision import Decision, FlagDecision, LineDecision, choose
from scoring.ground import Ground

D = TypeVar("D", Decision, LineDecision, FlagDecision)


@dataclass(frozen=True, slots=True)
class Decided:
    """What persons decided of one platform, of every visit and every time; nothing of it is ever taken out.

    ``continued`` are visits that the one in question goes on from: it saw all they saw, so their decisions are its own.
    """

    items: tuple[Decision, ...] = ()
    lines: tuple[LineDecision, ...] = ()
    flags: tuple[FlagDecision, ...] = ()
    continued: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moment:
    """The visit that is judged: its id, when it began, how many days an earlier decision stands, and what it goes on from."""

    visit: str
    at: datetime
    days: float
    continued: frozenset[str] = frozenset()

    def owns(self, decision: Decision | LineDecision | FlagDecision) -> bool:
        return decision.visit == self.visit or decision.visit in self.continued


def items(decisions: Iterable[Decision], grounds: Mapping[str, Ground], now: Moment) -> tuple[Decision, ...]:
    """The decisions about items that hold. What was decided on this visit replaces what earlier visits left."""
    return _held(decisions, lambda each: each.item, grounds, now)


def lines(decisions: Iterable[LineDecision], grounds: Mapping[str, Ground], now: Moment) -> tuple[LineDecision, ...]:
    """The decisions about red lines that hold: an earlier one only where the line is raised again by the same findings."""
    return _held(decisions, lambda each: each.line, grounds, now)


def flags(decisions: Iterable[FlagDecision], now: Moment) -> tuple[FlagDecision, ...]:
    """The decisions about the profile that hold; they stand on no finding."""
    return tuple(
        chosen
        for group in _groups(decisions, lambda each: each.flag, now)
        for each in group
        if (chosen := _marked(each, now)) is not None
    )


def profile(decisions: Iterable[FlagDecision]) -> dict[str, bool]:
    """What the platform is by persons' words; a flag on which two differ is left to what else tells it."""
    by_flag: dict[str, list[FlagDecision]] = {}
    for each in decisions:
        by_flag.setdefault(each.flag, []).append(each)
    decided = {flag: choose((each, each.value) for each in said) for flag, said in by_flag.items()}
    return {flag: value for flag, value in decided.items() if value is not None}


def _held(
    decisions: Iterable[D], subject: Callable[[D], str], grounds: Mapping[str, Ground], now: Moment
) -> tuple[D, ...]:
    held: list[D] = []
    for group in _groups(decisions, subject, now):
        ground = grounds.get(subject(group[0]))
        for each in group:
            if ground is None or (isinstance(each, Decision | LineDecision) and each.basis != ground.basis):
                continue
            if not now.owns(each) and not ground.seen:
                continue
            marked = _marked(each, now)
            if marked is not None:
                held.append(marked)
    return tuple(held)


def _groups(decisions: Iterable[D], subject: Callable[[D], str], now: Moment) -> list[list[D]]:
    """Of every subject the decisions of this visit or, where there are none, of the latest earlier one."""
    by_subject: dict[str, list[D]] = {}
    for each in decisions:
        if now.owns(each) or datetime.fromisoformat(each.at) <= now.at:
            by_subject.setdefault(subject(each), []).append(each)
    groups = []
    for said in by_subject.values():
        own = [each for each in said if now.owns(each)]
        latest = max(said, key=lambda each: (datetime.fromisoformat(each.at), each.visit)).visit
        groups.append(own or [each for each in said if each.visit == latest])
    return groups


def _marked(decision: D, now: Moment) -> D | None:
    """The decision, marked where it is carried over; None where it is too old for that."""
    if now.owns(decision):
        return replace(decision, carried=False)
    if now.at - datetime.fromisoformat(decision.at) > timedelta(days=now.days):
        return None
    return replace(decision, carried=True)
