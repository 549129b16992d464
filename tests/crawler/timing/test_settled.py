"""When cold loads may end early: only where all of them are clear of every limit, and then a good median is almost sure."""

from __future__ import annotations

from datetime import UTC, datetime
from math import exp, log
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crawler.limits import TIMING
from crawler.site import Timing
from crawler.timing.settled import is_settled
from crawler.vocabulary import Device, Role

GOOD = {"lcp_ms": 2500.0, "cls": 0.1}


def load(lcp: float | None = 800.0, cls: float | None = 0.0, ok: bool = True) -> Timing:
    return Timing(Role.HOME, Device.DESKTOP, 1, 1, datetime(2026, 5, 1, tzinfo=UTC), "", ok, lcp_ms=lcp, cls=cls)


def test_three_clear_loads_are_enough() -> None:
    assert is_settled([load()] * TIMING.least, GOOD)
    assert not is_settled([load()] * (TIMING.least - 1), GOOD)


@pytest.mark.parametrize(
    "odd", [{"ok": False}, {"lcp": None}, {"cls": None}, {"lcp": 2000.0}, {"cls": 0.09}, {"lcp": 9000.0}]
)
def test_one_load_that_failed_lacks_a_figure_or_nears_a_limit_asks_for_more(odd: dict[str, Any]) -> None:
    for at in range(TIMING.least):
        loads = [load()] * TIMING.least
        loads[at] = load(**odd)
        assert not is_settled(loads, GOOD)


def test_without_limits_every_load_is_made() -> None:
    assert not is_settled([load()] * 9, {})


@given(some.lists(some.floats(min_value=1, max_value=9000), min_size=1, max_size=8))
def test_what_is_settled_has_a_good_median_whatever_else_was_loaded(values: list[float]) -> None:
    if is_settled([load(value) for value in values], GOOD):
        assert max(values) <= GOOD["lcp_ms"] * TIMING.clear


@pytest.mark.parametrize("sigma", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("times", [1.0, 1.1, 1.5, 2.0])
def test_a_page_at_or_beyond_its_limit_is_seldom_called_good_early(sigma: float, times: float) -> None:
    random, early, pages = Random(f"{sigma} {times}"), 0, 4000
    for _ in range(pages):
        middle = log(GOOD["lcp_ms"] * times)
        loads: list[Timing] = []
        while len(loads) < TIMING.runs and not is_settled(loads, GOOD):
            loads.append(load(exp(random.gauss(middle, sigma))))
        early += is_settled(loads, GOOD)
    assert early / pages <= 0.02


def test_a_page_well_within_its_limit_is_loaded_three_times() -> None:
    random = Random(7)
    counts = []
    for _ in range(500):
        loads: list[Timing] = []
        while len(loads) < TIMING.runs and not is_settled(loads, GOOD):
            loads.append(load(exp(random.gauss(log(900.0), 0.2))))
        counts.append(len(loads))
    assert sum(counts) / len(counts) < TIMING.least + 0.1
