"""The long part of (i): what the web's process holds while clients go on asking, looked at every few seconds."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from bench.figures import Measurement, most
from bench.spent import measure_resident
from bench.web_clients import PAGES

EVERY = 10.0  # seconds between two looks at the memory
FLAT = 1.05  # what the process holds in the second half of the time, times what it held in the first
PAUSE = 3.0  # seconds for which people read a page, on average


@dataclass(frozen=True, slots=True)
class GoingOn:
    """How the clients go on after what is timed: for how many minutes, each reading for ``pause`` seconds between two pages."""

    minutes: float = 0
    pause: float = PAUSE


ONCE = GoingOn()


async def measure_going_on(
    going: GoingOn, ask: Callable[[range, float], dict[str, list[float]]], rounds: int
) -> list[Measurement]:
    """What the process holds, and how late pages are, while the same clients go on; ``rounds`` at a time where none reads."""
    rounds, turn = 1 if going.pause else rounds, 0  # a round of readers takes minutes
    took: dict[str, list[float]] = {page: [] for page in PAGES}
    series = [measure_resident()]
    watching = asyncio.create_task(_watch(series))
    try:
        with ProcessPoolExecutor(1, get_context("spawn")) as asking:
            began = time.monotonic()
            while time.monotonic() - began < 60 * going.minutes:
                turns = range(turn, turn := turn + rounds)
                asked = await asyncio.get_running_loop().run_in_executor(asking, ask, turns, going.pause)
                for page, seconds in asked.items():
                    took[page] += seconds
    finally:
        watching.cancel()
    return compare_halves(series, sum(map(len, took.values())), going) + [
        Measurement(f"{page}, 95th percentile while going on", sorted(took[page])[int(len(took[page]) * 0.95)], "s")
        for page in took
        if going.pause and took[page]
    ]


def compare_halves(series: Sequence[float], answers: int, going: GoingOn) -> list[Measurement]:
    """Figures of MB that were held, in the order of time: whether the second half of it held more than the first."""
    middle = (len(series) + 1) // 2
    print("memory, MB:", *(f"{held:.0f}" for held in series), flush=True)
    first, second = statistics.mean(series[:middle]), statistics.mean(series[middle:] or series)
    return [
        Measurement(f"answers of {going.minutes:g} minutes of going on, {going.pause:g} s of reading a page", answers, ""),
        Measurement("memory of the web process, first half of it", first, "MB"),
        Measurement("second half of it", second, "MB"),
        Measurement("the most", max(series), "MB"),
        most("second half : first half", second / first, "", FLAT),
    ]  # fmt: skip


async def _watch(series: list[float]) -> None:
    while True:
        await asyncio.sleep(EVERY)
        series.append(measure_resident())
