"""When cold loads may end early: only where all of them are clear of every limit, and then a good median is almost sure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from math import exp, log
from random import Random
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crawler.limits import TIMING
from crawler.site import Timing
from crawler.timing.settled import bound_median, is_certain, is_clear, is_settled
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
        assert median(values) <= GOOD["lcp_ms"]


@given(some.lists(some.floats(min_value=1, max_value=9000), min_size=5, max_size=5))
def test_what_is_certain_before_the_last_load_is_what_all_loads_say(values: list[float]) -> None:
    early = [load(value) for value in values[:-1]]
    if is_settled(early, GOOD) and max(values[:-1]) > GOOD["lcp_ms"] * TIMING.clear:
        low, high = bound_median(values, TIMING.runs)
        assert low <= high <= GOOD["lcp_ms"]


def test_four_good_loads_of_five_leave_nothing_to_the_fifth() -> None:
    near = [load(2400.0)] * 4
    assert not is_settled(near[:3], GOOD)
    assert is_settled(near, GOOD)
    assert not is_settled([*near[:3], load(2600.0)], GOOD)


def test_a_page_that_is_not_good_is_loaded_as_often_as_can_be() -> None:
    for count in range(TIMING.least, TIMING.runs):
        assert not is_settled([load(9000.0)] * count, GOOD)


@pytest.mark.parametrize("sigma", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("times", [1.0, 1.1, 1.5, 2.0])
def test_a_page_at_or_beyond_its_limit_is_seldom_called_good_early(sigma: float, times: float) -> None:
    clear, otherwise, pages = 0, 0, 4000
    for loads in _pages(times, sigma, pages):
        clear += any(is_clear(loads[:made], GOOD) for made in range(TIMING.least, TIMING.runs))
        early = any(is_settled(loads[:made], GOOD) for made in range(TIMING.least, TIMING.runs))
        otherwise += early and not is_certain(loads, GOOD)
    assert clear / pages <= 0.02
    assert otherwise / pages <= 0.02  # than all five loads would say


def test_a_good_page_that_is_not_clear_of_its_limits_is_mostly_spared_the_last_load() -> None:
    made = [
        next((made for made in range(TIMING.least, TIMING.runs) if is_settled(loads[:made], GOOD)), TIMING.runs)
        for loads in _pages(0.75, 0.1, 500)
    ]
    assert sum(made) / len(made) < TIMING.runs - 0.8


def _pages(times: float, sigma: float, pages: int) -> Iterator[list[Timing]]:
    """All loads of that many pages whose true median is ``times`` its limit."""
    random, middle = Random(f"{sigma} {times}"), log(GOOD["lcp_ms"] * times)
    for _ in range(pages):
        yield [load(exp(random.gauss(middle, sigma))) for _ in range(TIMING.runs)]


def test_a_page_well_within_its_limit_is_loaded_three_times() -> None:
    random = Random(7)
    counts = []
    for _ in range(500):
        loads: list[Timing] = []
        while len(loads) < TIMING.runs and not is_settled(loads, GOOD):
            loads.append(load(exp(random.gauss(log(900.0), 0.2))))
        counts.append(len(loads))
    assert sum(counts) / len(counts) < TIMING.least + 0.1
