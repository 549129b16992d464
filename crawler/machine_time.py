"""Time as the machine provides it: on a busy machine our limits wait longer, so that its slowness is not blamed on the page."""

from __future__ import annotations

import asyncio
import math
import statistics
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from crawler.limits import MACHINE


class MachineTime:
    """How many times slower than when idle this machine works now, and the seconds of work time it has given us so far.

    Measured by a little work of our own: elapsed time divided by its CPU time. This needs no reference figures from an
    idle machine and covers load, throttling and waiting alike.
    """

    def __init__(self) -> None:
        self._samples: deque[float] = deque(maxlen=MACHINE.samples)
        self._given = 0.0
        self._at = self._measured = time.monotonic()

    @property
    def slowdown(self) -> float:
        """1 = as fast as an idle machine."""
        return max(1.0, statistics.median(self._samples)) if self._samples else 1.0

    @property
    def starved(self) -> bool:
        """Whether the machine gives us so little that even our longest wait proves nothing."""
        return self.slowdown > MACHINE.most

    def now(self) -> float:
        """Machine time in seconds since some fixed moment; it runs slower than the clock while the machine is busy."""
        wall = time.monotonic()
        self._given += (wall - self._at) / min(self.slowdown, MACHINE.most)
        self._at = wall
        return self._given

    def stretched(self, seconds: float) -> float:
        """How long that many seconds of an idle machine take now."""
        return seconds * min(self.slowdown, MACHINE.most)

    def note(self, sample: float) -> None:
        """Record a measured slowdown; time before it counts by the earlier ones."""
        self.now()
        self._samples.append(sample)

    async def measure(self) -> None:
        """Measure, unless that was done a moment ago."""
        if time.monotonic() - self._measured < MACHINE.every_seconds:
            return
        self._measured = time.monotonic()
        self.note(await asyncio.to_thread(_worked, MACHINE.work_seconds))


def _worked(seconds: float) -> float:
    """Work for that many seconds of this thread's CPU time; returns the elapsed time."""
    wall, spent = time.perf_counter(), time.thread_time()
    while (used := time.thread_time() - spent) < seconds:
        pass
    return (time.perf_counter() - wall) / used


MACHINE_TIME = MachineTime()  # for the machine this process runs on


@asynccontextmanager
async def patient_timeout(seconds: float, ends: float = math.inf) -> AsyncIterator[None]:
    """``asyncio.timeout`` in machine time: raises TimeoutError after ``seconds`` that the machine gave us.

    However busy it is, not later than ``ends`` by time.monotonic(), and at once if that has passed.
    """
    began = MACHINE_TIME.now()
    async with asyncio.timeout(min(MACHINE_TIME.stretched(seconds), ends - time.monotonic())) as limit:
        prolonging = asyncio.create_task(_prolong(limit, seconds, began, ends))
        try:
            yield
        finally:
            prolonging.cancel()  # not awaited: that would swallow a cancellation of our own task


async def _prolong(limit: asyncio.Timeout, seconds: float, began: float, last: float) -> None:
    """Move the limit as the machine's slowdown changes."""
    clock = asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(min(0.5, seconds / 4))
        ends = limit.when()
        if ends is None or clock() >= ends:
            return
        left = seconds - (MACHINE_TIME.now() - began)
        limit.reschedule(min(clock() + max(0.0, MACHINE_TIME.stretched(left)), last))
