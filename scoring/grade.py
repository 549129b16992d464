"""From coverage, interval and red lines to a grade, a range of grades, or none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scoring.red_lines import Raised, State
from scoring.tables import TOLERANCE, Standard


@dataclass(frozen=True, slots=True)
class Grade:
    """``best`` and ``worst`` bound the grade and are equal where one is given; both None where none may be published.

    ``note``: coverage · range · conditions · red_line · evidence · one, the state that led here. ``unfit``: so many confirmed red
    lines that the result is unfit whatever the score. ``capped_by``: the confirmed red lines that lowered it.
    """

    best: str | None
    worst: str | None
    note: str
    unfit: bool = False
    capped_by: tuple[str, ...] = ()

    @property
    def one(self) -> str | None:
        return self.best if self.best == self.worst else None


def band(standard: Standard, value: float) -> str:
    """The grade a value falls into; a value one rounding error below a bound reaches it."""
    return next(each.grade for each in standard.bands if value >= each.lowest - TOLERANCE)


def grade(
    standard: Standard, low: float, high: float, coverage: float, complete: bool, raised: Collection[Raised] = ()
) -> Grade:
    """``complete``: all that observed and assisted items need is decided, and the documents are judged (final stage only)."""
    names = [each.grade for each in standard.bands]
    lines = {line.id: line for line in standard.red_lines}
    confirmed = sorted(each.id for each in raised if each.state is State.CONFIRMED)
    unfit = sum(lines[id].counts for id in confirmed) >= standard.deductions.unfit_from
    rules = standard.coverage
    if coverage < rules.range_from - TOLERANCE:
        return Grade(None, None, "coverage", unfit)
    if any(each.state is State.SUSPECTED for each in raised):
        return Grade(None, None, "red_line", unfit)
    best, worst = names.index(band(standard, high)), names.index(band(standard, low))
    note = "range" if coverage < rules.grade_from - TOLERANCE else "conditions"
    if coverage >= rules.grade_from - TOLERANCE and complete:
        note = "one" if best == worst else "evidence"
        best = worst
    caps = {id: names.index(cap) for id in confirmed if (cap := lines[id].cap) is not None}
    ceiling = max(caps.values(), default=0)
    lowered = tuple(id for id, at in caps.items() if at > best)
    return Grade(names[max(best, ceiling)], names[max(worst, ceiling)], note, unfit, lowered)
