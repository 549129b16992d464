"""Classes of cold loads from their medians, and whether noise and missing loads could change the class."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta, timezone
from enum import IntEnum
from statistics import median

from crawler.site import Past, Site, Timing
from crawler.timing.settled import bound_median
from crawler.vocabulary import Device, Role
from probes.probe import Params

METRICS = ("ttfb_ms", "fcp_ms", "lcp_ms", "cls", "tbt_ms")
# What a probe's table must hold for ``class_of_value`` and ``worst_class``, for ``line_slowness``, and also for ``quiet_class``.
CLASS_LIMITS = tuple(f"{name}_{end}" for name in METRICS for end in ("good", "poor"))
SLOWNESS_LIMITS = ("control_ms",)
QUIET_LIMITS = (*SLOWNESS_LIMITS, "round_trips", "rtt_ms")
UNTIMED = frozenset({"cls"})  # neither a slow connection nor a slow machine makes a page jump
BEIJING = timezone(timedelta(hours=8))


class MetricClass(IntEnum):
    """How a metric compares with its two limits."""

    POOR = 0
    NEEDS_WORK = 1
    GOOD = 2


@dataclass(frozen=True, slots=True)
class MetricMedian:
    """Median of one metric with its spread, and bounds on what another visit might have found.

    ``low`` and ``high`` drop one load in four at either end and count every missing load as the best or the worst:
    where the two fall into different classes, so may the medians of two visits.
    """

    name: str
    median: float
    spread: float  # half the distance between the quartiles
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TimingCell:
    """The loads of one role on one surface: ``ok`` of the ``asked`` loads worked, on a ``day`` in Beijing time.

    ``earlier``: they come from a visit before this one.
    """

    role: Role
    ok: int
    asked: int
    metrics: Mapping[str, MetricMedian]
    connect_ms: float | None
    control_ms: float | None
    url: str = ""
    day: date | None = None
    earlier: bool = False


def value_spread(values: list[float]) -> float:
    """Half the distance between the quartiles; 0 for fewer than two values."""
    if len(values) < 2:
        return 0.0
    ordered = sorted(values)
    half = len(ordered) // 2
    return (median(ordered[-half:]) - median(ordered[:half])) / 2


def timing_cell(site: Site, role: Role, asked: int, days: float = 0.0) -> TimingCell:
    """The measured loads of that role. Loads missing from ``asked``, and failed ones, count as unknown in the bounds.

    If this visit measured none on purpose, the newest loads of an earlier visit at most ``days`` old are used instead;
    without any, the cell has no loads.
    """
    runs = [timing for timing in site.timings if timing.role is role]
    past = None if runs else _newest(site, role, days)
    if past is not None:
        runs = _loads(past, role)
    good = [run for run in runs if run.ok]
    # Loads that were stopped once the result was settled are all that were wanted: none is unknown.
    whole = len(runs) if any(run.settled for run in runs) else max(asked, len(runs))
    metrics = {name: found for name in METRICS if (found := _metric(name, good, whole)) is not None}
    return TimingCell(
        role, len(good), whole, metrics, _median_of(good, "connect_ms"), _median_of(good, "control_ms"),
        url=runs[0].url if runs else "",
        day=(past.at if past is not None else site.at).astimezone(BEIJING).date(),
        earlier=past is not None,
    )  # fmt: skip


def device_of(site: Site) -> Device | None:
    """The device of this surface; None if nothing tells."""
    devices = (
        *(timing.device for timing in site.timings),
        *(view.device for view in site.views),
        *(gap.device for gap in site.gaps),
    )
    return next(iter(devices), None)


def _newest(site: Site, role: Role, days: float) -> Past | None:
    device = device_of(site)
    found = [
        past
        for past in site.history
        if past.kind == "timing"
        and past.values.get("role") == role
        and past.values.get("device") == device
        and "loads" in past.values
        and timedelta(0) <= site.at - past.at <= timedelta(days=days)
    ]
    return max(found, key=lambda past: past.at, default=None)


def _loads(past: Past, role: Role) -> list[Timing]:
    """The loads that ``Past.values`` holds; failed ones have no figures."""
    loaded, runs = past.values.get("loads"), past.values.get("runs")
    good = [load for load in loaded if isinstance(load, Mapping)] if isinstance(loaded, tuple | list) else []
    whole = max(len(good), runs if isinstance(runs, int) else 0)
    device, url = Device(str(past.values.get("device"))), str(past.values.get("url", ""))
    blank = Timing(role, device, 1, 0, past.at, url, ok=False)
    loads = [_load(blank, run + 1, good[run] if run < len(good) else None) for run in range(whole)]
    return [replace(load, settled=past.values.get("settled") is True) for load in loads]


def _load(blank: Timing, run: int, load: Mapping[str, object] | None) -> Timing:
    if load is None:
        return replace(blank, run=run)
    figures = {key: float(value) for key, value in load.items() if isinstance(value, int | float)}
    return replace(
        blank, run=run, ok=True, ttfb_ms=figures.get("ttfb_ms"), fcp_ms=figures.get("fcp_ms"),
        lcp_ms=figures.get("lcp_ms"), cls=figures.get("cls"), tbt_ms=figures.get("tbt_ms"),
        connect_ms=figures.get("connect_ms"), control_ms=figures.get("control_ms"),
    )  # fmt: skip


def _metric(name: str, runs: list[Timing], whole: int) -> MetricMedian | None:
    values = [value for run in runs if (value := getattr(run, name)) is not None]
    if not values:
        return None
    return MetricMedian(name, median(values), value_spread(values), *bound_median(values, whole))


def _median_of(runs: list[Timing], name: str) -> float | None:
    values = [value for run in runs if (value := getattr(run, name)) is not None]
    return median(values) if values else None


def class_of_value(value: float, name: str, params: Params) -> MetricClass:
    """The class of one value by the limits ``<name>_good`` and ``<name>_poor``."""
    if value <= params.limit(f"{name}_good"):
        return MetricClass.GOOD
    return MetricClass.NEEDS_WORK if value <= params.limit(f"{name}_poor") else MetricClass.POOR


def good_limits(every: Iterable[Params]) -> dict[str, float]:
    """For each metric, the value up to which it is good by all of those limits, ``<name>_good`` or plain ``<name>``."""
    found: dict[str, float] = {}
    for params in every:
        for name in METRICS:
            for limit in (f"{name}_good", name):
                if limit in params.limits:
                    found[name] = min(found.get(name, math.inf), params.limit(limit))
    return found


def worst_class(cell: TimingCell, params: Params, pick: str = "median") -> MetricClass | None:
    """The class of the cell's worst metric, by ``median``, ``low`` or ``high``; None without any."""
    found = [class_of_value(getattr(metric, pick), name, params) for name, metric in cell.metrics.items()]
    return min(found) if found else None


def line_slowness(control_ms: float, params: Params) -> float:
    """How many times slower this machine was than an idle ordinary one."""
    return max(1.0, control_ms / params.limit("control_ms"))


def control_median(site: Site) -> float | None:
    """The median time (ms) of our own control load over all cold loads of that surface; None where none was taken."""
    return _median_of([timing for timing in site.timings if timing.ok], "control_ms")


def quiet_class(cell: TimingCell, params: Params) -> MetricClass | None:
    """The best class the page could have had on a fast line and machine, by its better loads; None without a baseline."""
    if cell.connect_ms is None or cell.control_ms is None:
        return None
    slower = line_slowness(cell.control_ms, params)
    late = params.limit("round_trips") * cell.connect_ms if cell.connect_ms > params.limit("rtt_ms") else 0.0
    found = []
    for name, metric in cell.metrics.items():
        value = metric.low if name in UNTIMED else max(0.0, metric.low - late) / slower
        found.append(class_of_value(value, name, params))
    return min(found) if found else None


def slow_before(site: Site, role: Role, device: Device | None, day: date | None, params: Params) -> Past | None:
    """An earlier timing of that page, before that day (Beijing time), that was poor too; None without one.

    ``Past.values`` of kind ``timing`` holds role, device and the medians under the names of ``Timing``.
    """
    for past in site.history:
        values = past.values
        if past.kind != "timing" or values.get("role") != role:
            continue
        if day is not None and past.at.astimezone(BEIJING).date() >= day:
            continue
        if device is not None and values.get("device") != device:
            continue
        numbers = [(name, value) for name in METRICS if isinstance(value := values.get(name), int | float)]
        if any(class_of_value(float(value), name, params) is MetricClass.POOR for name, value in numbers):
            return past
    return None
