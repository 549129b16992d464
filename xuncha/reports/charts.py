"""Geometry of the drawings: the arc of the gauge, and dots on bands for response times."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CENTRE = 120.0
RADIUS = 98.0
FROM, SWEEP = 150.0, 240.0  # degrees clockwise from three o'clock: open at the bottom


def point(value: float, radius: float = RADIUS) -> tuple[float, float]:
    """Where a score of 0-100 stands on the arc."""
    angle = math.radians(FROM + SWEEP * min(100.0, max(0.0, value)) / 100)
    return round(CENTRE + radius * math.cos(angle), 2), round(CENTRE + radius * math.sin(angle), 2)


def arc(low: float, high: float, radius: float = RADIUS) -> str:
    """The SVG path along the arc from one score to another."""
    (x, y), (to_x, to_y) = point(low, radius), point(high, radius)
    large = int(SWEEP * (high - low) / 100 > 180)
    return f"M{x} {y}A{radius} {radius} 0 {large} 1 {to_x} {to_y}"


@dataclass(frozen=True, slots=True)
class Band:
    """Limits of a metric: good up to ``good``, poor from ``poor``."""

    good: float
    poor: float
    source: str
    ours: bool

    def grade(self, value: float) -> str:
        return "good" if value <= self.good else "poor" if value > self.poor else "fair"


@dataclass(frozen=True, slots=True)
class Row:
    """One page on one device: its runs and their median, in the metric's own unit and in percent of the axis."""

    role: str
    device: str
    runs: tuple[float, ...]
    median: float
    grade: str
    at: tuple[float, ...]
    median_at: float
    failed: int


@dataclass(frozen=True, slots=True)
class Plot:
    key: str
    dots: bool
    band: Band | None
    good_at: float
    poor_at: float
    top: float
    rows: tuple[Row, ...]


def plots(
    settings: Mapping[str, Any], timings: Sequence[Mapping[str, Any]], limits: Iterable[Mapping[str, Any]]
) -> list[Plot]:
    """One plot a metric; metrics that no load gave are left out."""
    known = {(each["probe"], each["name"]): each for each in limits}
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
        found.append(Plot(metric["key"], metric["dots"], band, good_at, poor_at, top, rows))
    return found


def _band(
    settings: Mapping[str, Any], metric: Mapping[str, Any], known: Mapping[tuple[str, str], Mapping[str, Any]]
) -> Band | None:
    for role in settings["roles"]:
        probe = settings["probes"][role]
        good, poor = known.get((probe, metric["good"])), known.get((probe, metric["poor"]))
        if good and poor:
            return Band(good["value"], poor["value"], good["source"], good["ours"])
    return None


def _groups(
    roles: Sequence[str], timings: Sequence[Mapping[str, Any]], key: str
) -> list[tuple[str, str, tuple[float, ...], int]]:
    pairs = dict.fromkeys((each["role"], each["device"]) for each in timings)
    order = sorted(pairs, key=lambda pair: (roles.index(pair[0]) if pair[0] in roles else len(roles), pair))
    groups = []
    for role, device in order:
        own = [each for each in timings if (each["role"], each["device"]) == (role, device)]
        runs = tuple(float(each[key]) for each in own if each["ok"] and each[key] is not None)
        groups.append((role, device, runs, sum(not each["ok"] for each in own)))
    return groups


def _row(role: str, device: str, runs: tuple[float, ...], failed: int, band: Band | None, top: float) -> Row:
    median = statistics.median(runs)
    grade = band.grade(median) if band else "none"
    return Row(role, device, runs, median, grade, tuple(100 * run / top for run in runs), 100 * median / top, failed)


def baseline(timings: Sequence[Mapping[str, Any]], key: str) -> float | None:
    """The median of a baseline over all loads, or None."""
    values = [float(each[key]) for each in timings if each[key] is not None]
    return statistics.median(values) if values else None
