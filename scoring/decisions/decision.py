"""Persons' decisions about items, red lines and the platform's profile, and how several persons' decisions become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from scoring.standard_tables import Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """One assessor's verdict: pass, partial, fail or not_applicable. ``at`` is ISO 8601.

    ``evidence``: SHA-256 of the filed documents; ``reference``: what the person wrote about documents. ``audit`` and
    ``visit``: what it was made on; ``basis``: the findings it rested on (``scoring.decisions.decision_basis``);
    ``carried``: it is reused in a later visit; ``agreed``: it only takes over what the machine suggested, with its reason.
    """

    item: str
    verdict: Verdict
    value: float | None
    assessor: str
    at: str
    reason: str
    evidence: tuple[str, ...] = ()
    reference: str = ""
    audit: str = ""
    visit: str = ""
    basis: str = ""
    carried: bool = False
    agreed: bool = False

    def __post_init__(self) -> None:
        fits = {
            Verdict.PASS: self.value == 1.0,
            Verdict.FAIL: self.value == 0.0,
            Verdict.PARTIAL: self.value is not None and 0.0 < self.value < 1.0,
            Verdict.NOT_APPLICABLE: self.value is None,
        }
        if not fits.get(self.verdict, False):
            raise ValueError(f"{self.item}: a decision '{self.verdict}' cannot have the value {self.value}")
        _signed(self.item, self.assessor, self.reason)


@dataclass(frozen=True, slots=True)
class LineDecision:
    """One assessor's decision on a red line. ``second_audit``: the other audit that showed it, at least 30 minutes apart."""

    line: str
    confirmed: bool
    assessor: str
    at: str
    reason: str
    second_audit: str = ""
    audit: str = ""
    visit: str = ""
    basis: str = ""
    carried: bool = False

    def __post_init__(self) -> None:
        _signed(self.line, self.assessor, self.reason)


@dataclass(frozen=True, slots=True)
class FlagDecision:
    """One assessor's decision on the platform's profile: a flag is set or not."""

    flag: str
    value: bool
    assessor: str
    at: str
    reason: str
    audit: str = ""
    visit: str = ""
    carried: bool = False

    def __post_init__(self) -> None:
        _signed(self.flag, self.assessor, self.reason)


@dataclass(frozen=True, slots=True)
class SettledItem:
    """``verdict`` is None if two assessors are too far apart and no third has decided. ``said`` are the decisions that count."""

    verdict: Verdict | None
    value: float | None
    said: tuple[Decision, ...]


class _Word(Protocol):
    @property
    def assessor(self) -> str: ...
    @property
    def at(self) -> str: ...


W = TypeVar("W", bound=_Word)


def last_words(decisions: Iterable[W]) -> tuple[W, ...]:
    """Each assessor's last decision about one subject, in the order they were made."""
    last: dict[str, W] = {}
    for decision in sorted(decisions, key=lambda decision: (decision.at, decision.assessor, repr(decision))):
        last.pop(decision.assessor, None)
        last[decision.assessor] = decision
    return tuple(last.values())


def settle_decisions(decisions: Iterable[Decision], apart: float) -> SettledItem | None:
    """One item's decisions as one; each assessor's last counts, None without any.

    Two close ones are averaged, two that are too far apart (more than ``apart``) await a third, which decides.
    """
    said = last_words(decisions)
    if not said:
        return None
    if len(said) != 2 or said[0].value == said[1].value:
        return SettledItem(said[-1].verdict, said[-1].value, said)
    first, second = said[0].value, said[1].value
    if first is None or second is None or abs(first - second) > apart:
        return SettledItem(None, None, said)
    mean = (first + second) / 2
    verdict = Verdict.PASS if mean == 1.0 else Verdict.FAIL if mean == 0.0 else Verdict.PARTIAL
    return SettledItem(verdict, mean, said)


def choose_by_majority(words: Iterable[tuple[W, bool]]) -> bool | None:
    """Several persons' yes or no combined: the answer if all agree, or the last of at least three; None if two differ."""
    pairs = list(words)
    said = last_words(word for word, _ in pairs)
    answers = [next(answer for word, answer in reversed(pairs) if word == last) for last in said]
    if not answers or (len(answers) == 2 and answers[0] is not answers[1]):
        return None
    return answers[-1]


def _signed(subject: str, assessor: str, reason: str) -> None:
    if not reason.strip() or not assessor.strip():
        raise ValueError(f"{subject}: a decision needs an assessor and a reason")
