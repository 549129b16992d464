"""Medians with bounds: whatever was not seen, the truth lies between them."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import median
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from crawler.site import Timing
from crawler.vocabulary import Device, Role
from probes.pages.main import timings
from probes.pages.main.timings import MetricClass
from tests.cases.build import AT, SHOP, site
from tests.rules import real_checks

PARAMS = next(check for check in real_checks() if check.id == "performance.home_speed").params
LOADS = some.lists(some.floats(min_value=1, max_value=20_000), min_size=5, max_size=9)


def load_of(lcp: float | None, ok: bool = True, **given: Any) -> Timing:
    return Timing(Role.HOME, Device.DESKTOP, 1, 1, AT, SHOP, ok, lcp_ms=lcp, **given)


@given(LOADS, some.data())
def test_the_bounds_hold_the_median_of_all_loads(values: list[float], data: some.DataObject) -> None:
    lost = data.draw(some.sets(some.integers(0, len(values) - 1), max_size=len(values) - 1))
    whole = site(*(load_of(value, ok=at not in lost) for at, value in enumerate(values)))
    found = timings.timing_cell(whole, Role.HOME, 5).metrics["lcp_ms"]
    assert found.low <= median(values) <= found.high
    assert found.low <= found.median <= found.high


@given(LOADS, some.data())
def test_fewer_loads_never_sharpen_the_worst_case(values: list[float], data: some.DataObject) -> None:
    kept = data.draw(some.lists(some.sampled_from(range(len(values))), unique=True, min_size=1))
    all_of = timings.timing_cell(site(*map(load_of, values)), Role.HOME, len(values))
    fewer = timings.timing_cell(site(*(load_of(values[at]) for at in kept)), Role.HOME, len(values))
    assert fewer.metrics["lcp_ms"].high >= all_of.metrics["lcp_ms"].high
    assert fewer.metrics["lcp_ms"].low <= all_of.metrics["lcp_ms"].low


def test_loads_that_ended_because_they_told_enough_leave_nothing_unknown() -> None:
    few = [load_of(900.0), load_of(1000.0), load_of(1100.0)]
    open_ = timings.timing_cell(site(*few), Role.HOME, 5).metrics["lcp_ms"]
    assert open_.high == math.inf
    assert open_.low == 0.0
    told = timings.timing_cell(site(*few[:2], replace(few[2], settled=True)), Role.HOME, 5)
    assert (told.asked, told.metrics["lcp_ms"].low, told.metrics["lcp_ms"].high) == (3, 900.0, 1100.0)


def test_the_limits_that_loads_must_be_clear_of_are_the_strictest() -> None:
    shift = next(check for check in real_checks() if check.id == "performance.layout_shift").params
    found = timings.good_limits([PARAMS, shift])
    assert found == {"ttfb_ms": 800, "fcp_ms": 1800, "lcp_ms": 2500, "cls": 0.1, "tbt_ms": 200}


def test_the_worst_metric_is_the_class() -> None:
    cell = timings.timing_cell(site(*(load_of(1000.0, cls=0.2) for _ in range(5))), Role.HOME, 5)
    assert timings.worst_class(cell, PARAMS) is MetricClass.NEEDS_WORK
    assert timings.class_of_value(2500.0, "lcp_ms", PARAMS) is MetricClass.GOOD
    assert timings.class_of_value(4000.1, "lcp_ms", PARAMS) is MetricClass.POOR


def test_a_load_without_a_metric_is_unknown_for_it() -> None:
    cell = timings.timing_cell(site(*(load_of(None if at else 900.0) for at in range(5))), Role.HOME, 5)
    assert cell.metrics["lcp_ms"].high == math.inf
    assert cell.ok == 5


def test_spread_is_half_the_distance_of_the_quartiles() -> None:
    assert timings.value_spread([1, 2, 3, 4, 5]) == 1.5
    assert timings.value_spread([7]) == 0.0


def test_no_baseline_is_told_from_a_quiet_one() -> None:
    assert (
        timings.quiet_class(timings.timing_cell(site(*(load_of(3000.0) for _ in range(5))), Role.HOME, 5), PARAMS)
        is None
    )
    near = site(*(load_of(3000.0, connect_ms=10.0, control_ms=50.0) for _ in range(5)))
    assert timings.quiet_class(timings.timing_cell(near, Role.HOME, 5), PARAMS) is MetricClass.NEEDS_WORK
