"""Time as the machine gives it: on a busy machine our limits wait longer, so that its slowness is not taken for the page's."""

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
    """How many times slower than alone this machine works just now, and the seconds it has given us so far.

    Measured by a little work of our own: the time that passed over the processor time it took. It needs no figures from a quiet
    hour and tells load, throttling and waiting alike.
    """

    def __init__(self) -> None:
        self._samples: deque[float] = deque(maxlen=MACHINE.samples)
        self._given = 0.0
        self._at = self._measured = time.monotonic()

    @property
    def slowdown(self) -> float:
        """1 = as if alone."""
        return max(1.0, statistics.median(self._samples)) if self._samples else 1.0

    @property
    def starved(self) -> bool:
        """Whether the machine gives us so little that even waiting at our longest proves nothing."""
        return self.slowdown > MACHINE.most

    def now(self) -> float:
        """Seconds the machine has given since some fixed moment; runs slower than the clock where the machine is busy."""
        wall = time.monotonic()
        self._given += (wall - self._at) / min(self.slowdown, MACHINE.most)
        self._at = wall
        return self._given

    def stretched(self, seconds: float) -> float:
        """What so many seconds of an idle machine are worth just now."""
        return seconds * min(self.slowdown, MACHINE.most)

    def note(self, sample: float) -> None:
        """A measured slowdown; what passed before it counts by those before."""
        self.now()
        self._samples.append(sample)

    async def measure(self) -> None:
        """Measure, unless it was done a moment ago."""
        if time.monotonic() - self._measured < MACHINE.every_seconds:
            return
        self._measured = time.monotonic()
        self.note(await asyncio.to_thread(_worked, MACHINE.work_seconds))


def _worked(seconds: float) -> float:
    """Work for so many seconds of this thread's processor time; the time that passed over it."""
    wall, spent = time.perf_counter(), time.thread_time()
    while (used := time.thread_time() - spent) < seconds:
        pass
    return (time.perf_counter() - wall) / used


MACHINE_TIME = MachineTime()  # of the one machine this process runs on


@asynccontextmanager
async def patient(seconds: float, ends: float = math.inf) -> AsyncIterator[None]:
    """``asyncio.timeout`` by the machine's time: raises TimeoutError after so many seconds that the machine gave us.

    However busy it is, no later than ``ends`` by time.monotonic(), at once where that has passed.
    """
    began = MACHINE_TIME.now()
    async with asyncio.timeout(min(MACHINE_TIME.stretched(seconds), ends - time.monotonic())) as limit:
        prolonging = asyncio.create_task(_prolong(limit, seconds, began, ends))
        try:
            yield
        finally:
            prolonging.cancel()  # not waited for: that would swallow a cancelling of our own task


async def _prolong(limit: asyncio.Timeout, seconds: float, began: float, last: float) -> None:
    """Move the limit while the machine's slowdown changes."""
    clock = asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(min(0.5, seconds / 4))
        ends = limit.when()
        if ends is None or clock() >= ends:
            return
        left = seconds - (MACHINE_TIME.now() - began)
        limit.reschedule(min(clock() + max(0.0, MACHINE_TIME.stretched(left)), last))
