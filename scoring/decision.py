"""What persons decided about an item, and how several of them become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.tables import Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """One assessor's verdict: pass, partial, fail or not_applicable. ``at`` is ISO 8601; ``evidence`` names what was viewed."""

    item: str
    verdict: Verdict
    value: float | None
    assessor: str
    at: str
    reason: str
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        fits = {
            Verdict.PASS: self.value == 1.0,
            Verdict.FAIL: self.value == 0.0,
            Verdict.PARTIAL: self.value is not None and 0.0 < self.value < 1.0,
            Verdict.NOT_APPLICABLE: self.value is None,
        }
        if not fits.get(self.verdict, False):
            raise ValueError(f"{self.item}: a decision '{self.verdict}' cannot have the value {self.value}")
        if not self.reason or not self.assessor:
            raise ValueError(f"{self.item}: a decision needs an assessor and a reason")


@dataclass(frozen=True, slots=True)
class Settled:
    """``verdict`` is None where two assessors are too far apart and no third has decided."""

    verdict: Verdict | None
    value: float | None
    reason: str


def settle(decisions: Iterable[Decision], apart: float) -> Settled | None:
    """One item's decisions as one: the last of each assessor counts; two near each other make the mean, a third decides."""
    last: dict[str, Decision] = {}
    for each in sorted(
        decisions, key=lambda each: (each.at, each.assessor, each.verdict, each.value or 0.0, each.reason)
    ):
        last.pop(each.assessor, None)
        last[each.assessor] = each
    if not last:
        return None
    said = list(last.values())
    reason = "；".join(sorted({each.reason for each in said}))
    if len(said) != 2 or said[0].value == said[1].value:
        return Settled(said[-1].verdict, said[-1].value, reason)
    first, second = said[0].value, said[1].value
    if first is None or second is None or abs(first - second) > apart:
        return Settled(None, None, reason)
    mean = (first + second) / 2
    verdict = Verdict.PASS if mean == 1.0 else Verdict.FAIL if mean == 0.0 else Verdict.PARTIAL
    return Settled(verdict, mean, reason)
