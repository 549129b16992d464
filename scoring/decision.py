"""What persons decided about items, red lines and what the platform is, and how several persons' words become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from scoring.tables import Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """One assessor's verdict: pass, partial, fail or not_applicable. ``at`` is ISO 8601.

    ``evidence`` names the filed documents (SHA-256), ``reference`` is what the person wrote of documents. ``audit`` and ``visit`` are
    what it was made on, ``basis`` the findings it stood on (``scoring.ground``); ``carried`` says that it is used in a later visit.
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
    """One assessor's word on a red line. ``second_audit`` is the other audit in which it was seen, 30 minutes or more apart."""

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
    """One assessor's word on what the platform is: a flag of its profile is so, or is not."""

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
class Settled:
    """``verdict`` is None where two assessors are too far apart and no third has decided. ``said`` are the words that count."""

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
    """The last word of each assessor about one subject, in the order they were said."""
    last: dict[str, W] = {}
    for each in sorted(decisions, key=lambda each: (each.at, each.assessor, repr(each))):
        last.pop(each.assessor, None)
        last[each.assessor] = each
    return tuple(last.values())


def settle(decisions: Iterable[Decision], apart: float) -> Settled | None:
    """One item's decisions as one: the last of each assessor counts; two near each other make the mean, a third decides."""
    said = last_words(decisions)
    if not said:
        return None
    if len(said) != 2 or said[0].value == said[1].value:
        return Settled(said[-1].verdict, said[-1].value, said)
    first, second = said[0].value, said[1].value
    if first is None or second is None or abs(first - second) > apart:
        return Settled(None, None, said)
    mean = (first + second) / 2
    verdict = Verdict.PASS if mean == 1.0 else Verdict.FAIL if mean == 0.0 else Verdict.PARTIAL
    return Settled(verdict, mean, said)


def choose(words: Iterable[tuple[W, bool]]) -> bool | None:
    """Several persons' yes or no about one subject as one: all alike, or the last word of a third; None where two differ."""
    pairs = list(words)
    said = last_words(word for word, _ in pairs)
    answers = [next(answer for word, answer in reversed(pairs) if word == last) for last in said]
    if not answers or (len(answers) == 2 and answers[0] is not answers[1]):
        return None
    return answers[-1]


def _signed(subject: str, assessor: str, reason: str) -> None:
    if not reason.strip() or not assessor.strip():
        raise ValueError(f"{subject}: a decision needs an assessor and a reason")
