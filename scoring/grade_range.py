"""From coverage, interval and red lines to a grade, a range of grades, or none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scoring.red_lines import Raised, RedLineState
from scoring.standard_tables import TOLERANCE, Standard


@dataclass(frozen=True, slots=True)
class Grade:
    """``best`` and ``worst`` bound the grade, equal if one grade is given; both None if none may be published.

    ``note``: coverage · range · conditions · red_line · evidence · one, the state that led here. ``unfit``: there are
    so many confirmed red lines that the result is unfit whatever the score. ``capped_by``: the confirmed red lines that
    lowered it.
    """

    best: str | None
    worst: str | None
    note: str
    unfit: bool = False
    capped_by: tuple[str, ...] = ()

    @property
    def one(self) -> str | None:
        return self.best if self.best == self.worst else None


def grade_band(standard: Standard, value: float) -> str:
    """The grade of a value; a value one rounding error below a bound reaches it."""
    return next(band.grade for band in standard.bands if value >= band.lowest - TOLERANCE)


def grade_range(
    standard: Standard, low: float, high: float, coverage: float, complete: bool, raised: Collection[Raised] = ()
) -> Grade:
    """The grade, or range of grades, for a score interval.

    ``complete``: everything that observed and assisted items need is decided, and the documents are judged (final stage
    only).
    """
    names = [band.grade for band in standard.bands]
    lines = {line.id: line for line in standard.red_lines}
    confirmed = sorted(line.id for line in raised if line.state is RedLineState.CONFIRMED)
    unfit = sum(lines[id].counts for id in confirmed) >= standard.deductions.unfit_from
    rules = standard.coverage
    if coverage < rules.range_from - TOLERANCE:
        return Grade(None, None, "coverage", unfit)
    if any(line.state is RedLineState.SUSPECTED for line in raised):
        return Grade(None, None, "red_line", unfit)
    best, worst = names.index(grade_band(standard, high)), names.index(grade_band(standard, low))
    note = "range" if coverage < rules.grade_from - TOLERANCE else "conditions"
    if coverage >= rules.grade_from - TOLERANCE and complete:
        note = "one" if best == worst else "evidence"
        best = worst
    caps = {id: names.index(cap) for id in confirmed if (cap := lines[id].cap) is not None}
    ceiling = max(caps.values(), default=0)
    lowered = tuple(id for id, at in caps.items() if at > best)
    return Grade(names[max(best, ceiling)], names[max(worst, ceiling)], note, unfit, lowered)
