"""The geometry of charts: the arc of the gauge, and dots on bands for response times."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CENTRE = 120.0
RADIUS = 98.0
FROM, SWEEP = 150.0, 240.0  # degrees clockwise from three o'clock: open at the bottom


def locate_on_arc(value: float, radius: float = RADIUS) -> tuple[float, float]:
    """The point of a score of 0-100 on the arc."""
    angle = math.radians(FROM + SWEEP * min(100.0, max(0.0, value)) / 100)
    return round(CENTRE + radius * math.cos(angle), 2), round(CENTRE + radius * math.sin(angle), 2)


def draw_arc(low: float, high: float, radius: float = RADIUS) -> str:
    """The SVG path along the arc from one score to another."""
    (x, y), (to_x, to_y) = locate_on_arc(low, radius), locate_on_arc(high, radius)
    large = int(SWEEP * (high - low) / 100 > 180)
    return f"M{x} {y}A{radius} {radius} 0 {large} 1 {to_x} {to_y}"


@dataclass(frozen=True, slots=True)
class MetricBand:
    """The limits of a metric: good up to ``good``, poor from ``poor``."""

    good: float
    poor: float
    source: str
    ours: bool

    def grade(self, value: float) -> str:
        """The value's grade: good, fair or poor."""
        return "good" if value <= self.good else "poor" if value > self.poor else "fair"


@dataclass(frozen=True, slots=True)
class PlotRow:
    """One page on one device: its runs and their median, in the metric's unit and in percent of the axis."""

    role: str
    device: str
    runs: tuple[float, ...]
    median: float
    grade: str
    at: tuple[float, ...]
    median_at: float
    failed: int


@dataclass(frozen=True, slots=True)
class MetricPlot:
    """The plot of one metric, with its limits in percent of the axis."""

    key: str
    dots: bool
    band: MetricBand | None
    good_at: float
    poor_at: float
    top: float
    rows: tuple[PlotRow, ...]


def build_plots(
    settings: Mapping[str, Any], timings: Sequence[Mapping[str, Any]], limits: Iterable[Mapping[str, Any]]
) -> list[MetricPlot]:
    """One plot per metric that has loads."""
    known = {(limit["probe"], limit["name"]): limit for limit in limits}
    found = []
    for metric in settings["metrics"]:
        band = _band(settings, metric, known)
        groups = _groups(settings["roles"], timings, metric["key"])
        values = [run for _, _, runs, _ in groups for run in runs]
        if not values:
            continue
        top = max([*values, band.poor if band else 0.0]) * 1.12 or 1.0
        rows = tuple(_row(role, device, runs, failed, band, top) for role, device, runs, failed in groups if runs)
        good_at, poor_at = (100 * band.good / top, 100 * band.poor / top) if band else (100.0, 100.0)
        found.append(MetricPlot(metric["key"], metric["dots"], band, good_at, poor_at, top, rows))
    return found


def _band(
    settings: Mapping[str, Any], metric: Mapping[str, Any], known: Mapping[tuple[str, str], Mapping[str, Any]]
) -> MetricBand | None:
    for role in settings["roles"]:
        probe = settings["probes"][role]
        good, poor = known.get((probe, metric["good"])), known.get((probe, metric["poor"]))
        if good and poor:
            return MetricBand(good["value"], poor["value"], good["source"], good["ours"])
    return None


def _groups(
    roles: Sequence[str], timings: Sequence[Mapping[str, Any]], key: str
) -> list[tuple[str, str, tuple[float, ...], int]]:
    pairs = dict.fromkeys((timing["role"], timing["device"]) for timing in timings)
    order = sorted(pairs, key=lambda pair: (roles.index(pair[0]) if pair[0] in roles else len(roles), pair))
    groups = []
    for role, device in order:
        own = [timing for timing in timings if (timing["role"], timing["device"]) == (role, device)]
        runs = tuple(float(timing[key]) for timing in own if timing["ok"] and timing[key] is not None)
        groups.append((role, device, runs, sum(not timing["ok"] for timing in own)))
    return groups


def _row(role: str, device: str, runs: tuple[float, ...], failed: int, band: MetricBand | None, top: float) -> PlotRow:
    median = statistics.median(runs)
    grade = band.grade(median) if band else "none"
    return PlotRow(
        role, device, runs, median, grade, tuple(100 * run / top for run in runs), 100 * median / top, failed
    )


def compute_baseline(timings: Sequence[Mapping[str, Any]], key: str) -> float | None:
    """The median of a baseline over all loads, or None."""
    values = [float(timing[key]) for timing in timings if timing[key] is not None]
    return statistics.median(values) if values else None
