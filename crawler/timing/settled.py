"""When enough cold loads of a page were made: the minimum number, if every load was far on the good side of every limit.

A sequential test of the simplest kind. It stops early only for good pages: what speaks against a shop is measured in
full. If a page's true median were exactly at a limit, a load clear of it (``TIMING.clear``) would be rare, and three in
a row rarer: at most one page in fifty is thus called good whose median is not, for loads that vary as much as a median
of 1 s does from 0.6 to 1.7 s (log-normal, sigma 0.5); the tests simulate it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawler.limits import TIMING
from crawler.site import Timing


def is_settled(loads: Sequence[Timing], good: Mapping[str, float]) -> bool:
    """Whether further loads of this page could hardly change that it is good.

    ``loads`` are those of one role on one device; ``good`` is the highest good value of each figure of ``Timing``, by
    field name (ms; cls has no unit). False if a load failed, a figure is missing, or no limit is known.
    """
    if not good or len(loads) < TIMING.least:
        return False
    return all(load.ok and all(_clear(load, name, limit) for name, limit in good.items()) for load in loads)


def _clear(load: Timing, name: str, limit: float) -> bool:
    value: float | None = getattr(load, name)
    return value is not None and value <= limit * TIMING.clear
