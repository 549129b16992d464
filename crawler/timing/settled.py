"""When enough cold loads of a page were made: when those that are left out could hardly, or not at all, change that it is good.

Two rules, both of which stop early only for good pages: what speaks against a shop is measured in full.

- *Clear*: after the minimum number, if every load was far on the good side of every limit. A sequential test of the
  simplest kind. If a page's true median were exactly at a limit, a load clear of it (``TIMING.clear``) would be rare,
  and three in a row rarer: at most one page in fifty is thus called good whose median is not, for loads that vary as
  much as a median of 1 s does from 0.6 to 1.7 s (log-normal, sigma 0.5); the tests simulate it.
- *Certain*: if the class could be no other even if all loads not made yet were endless (curtailed sampling). It never
  differs from what all of them would have said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from crawler.limits import TIMING
from crawler.site import Timing


def bound_median(values: Sequence[float], whole: int) -> tuple[float, float]:
    """Bounds on what the median of another ``whole`` loads might be, of which these are the known ones; others may be anything.

    One load in four is dropped at either end, and every unknown one counts as the best or the worst.
    """
    unknown, end = whole - len(values), whole // 4
    low = sorted([*values, *[0.0] * unknown])[end]
    high = sorted([*values, *[math.inf] * unknown])[whole - 1 - end]
    return low, high


def is_settled(loads: Sequence[Timing], good: Mapping[str, float]) -> bool:
    """Whether further loads of this page could hardly, or not at all, change that it is good.

    ``loads`` are those of one role on one device; ``good`` is the highest good value of each figure of ``Timing``, by
    field name (ms; cls has no unit). False if a load failed, a figure is missing, or no limit is known.
    """
    return is_clear(loads, good) or is_certain(loads, good)


def is_clear(loads: Sequence[Timing], good: Mapping[str, float]) -> bool:
    """Whether enough loads were made and each is far on the good side of every limit."""
    figures = _figures(loads, good)
    return figures is not None and all(max(figures[name]) <= limit * TIMING.clear for name, limit in good.items())


def is_certain(loads: Sequence[Timing], good: Mapping[str, float]) -> bool:
    """Whether enough loads were made and the page is good whatever the loads not made yet would take."""
    figures, whole = _figures(loads, good), max(TIMING.runs, len(loads))
    return figures is not None and all(bound_median(figures[name], whole)[1] <= limit for name, limit in good.items())


def _figures(loads: Sequence[Timing], good: Mapping[str, float]) -> dict[str, list[float]] | None:
    """Every load's value of each figure; None where a load failed, lacks one, or there are too few loads or no limits."""
    if not good or len(loads) < TIMING.least or not all(load.ok for load in loads):
        return None
    found = {name: [value for load in loads if (value := getattr(load, name)) is not None] for name in good}
    return found if all(len(values) == len(loads) for values in found.values()) else None
