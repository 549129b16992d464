"""What a measurement says: named figures with units, and rounds that take turns so that a busy minute hits all alike."""

from __future__ import annotations

import statistics
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the table. ``aim`` is what it should be at least or at most, as text; ``met`` None where there is no aim."""

    name: str
    value: float
    unit: str
    aim: str = ""
    met: bool | None = None


def least(name: str, value: float, unit: str, aim: float) -> Measurement:
    """A figure that should be ``aim`` or more."""
    return Measurement(name, value, unit, f"≥ {aim:g}", value >= aim)


def most(name: str, value: float, unit: str, aim: float) -> Measurement:
    """A figure that should be ``aim`` or less."""
    return Measurement(name, value, unit, f"≤ {aim:g}", value <= aim)


async def in_turn(ways: Mapping[str, Callable[[], Awaitable[float]]], rounds: int) -> dict[str, float]:
    """Seconds of each way, the median over rounds in which each has its turn; the order turns round each time."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        names = list(ways) if number % 2 == 0 else list(ways)[::-1]
        for name in names:
            taken[name].append(await ways[name]())
    return {name: statistics.median(group) for name, group in taken.items()}
