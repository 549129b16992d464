"""By what a long-running command is seen: a line on a terminal, logs, numbers for Prometheus. Put around whatever does runs."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.console import Console

from storage import status
from storage.errors import StorageError
from storage.register import Registered
from storage.runs import Run
from storage.status import Pulse
from xuncha import batch_progress, logs, metrics, schedule
from xuncha.log_format import LogFormat
from xuncha.logs import Journal
from xuncha.tasks import Doing, Outcome, Telling, Untold
from xuncha.words import Lang

log = logging.getLogger(__name__)
_LINE_SECONDS = 2.0  # between two looks at the queue where a person watches


@dataclass(frozen=True, slots=True)
class Seeing:
    """``line``: show progress to a person; where logs are JSON there is no line. ``metrics``: HOST:PORT or PORT, "" = none."""

    log_format: LogFormat | None = None
    metrics: str = ""
    line: bool = False
    lang: Lang = Lang.ZH


@dataclass(frozen=True, slots=True)
class Several:
    """Implements ``xuncha.tasks.Telling``: tells each of them, and what one raises is logged and holds up no run."""

    each: Sequence[Telling]

    def began(self, run: Run, known: Registered) -> None:
        self._tell(lambda one: one.began(run, known))

    def at(self, run: Run, known: Registered, stage: str, done: int, planned: int) -> None:
        self._tell(lambda one: one.at(run, known, stage, done, planned))

    def ended(self, run: Run, outcome: Outcome) -> None:
        self._tell(lambda one: one.ended(run, outcome))

    def _tell(self, tell: Callable[[Telling], None]) -> None:
        for one in self.each:
            try:
                tell(one)
            except Exception:
                log.exception("%s could not be told", type(one).__name__)


@dataclass(frozen=True, slots=True)
class _Wake(Untold):
    """Has the queue looked at again where a run begins: that changes it most, and first when all that is due is planned."""

    event: asyncio.Event

    def began(self, run: Run, known: Registered) -> None:
        self.event.set()


@asynccontextmanager
async def seen(
    doing: Doing, seeing: Seeing, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[Doing]:
    """The same worker, but seen as asked. Sets up logging for the process. Raises BadTarget where metrics have no such address."""
    format = logs.chosen(seeing.log_format)
    hears: list[Telling] = []
    told: list[Callable[[Pulse, datetime], None]] = []
    every = float(schedule.settings()["workers"]["plan_seconds"])
    async with AsyncExitStack() as stack:
        if seeing.line and format is LogFormat.TEXT:
            console = Console(file=sys.stderr, highlight=False)
            line = stack.enter_context(batch_progress.shown(console, seeing.lang, doing.now))
            stack.enter_context(logs.written(format, logging.WARNING))  # the line tells of runs itself
            hears.append(line)
            told.append(lambda pulse, now: line.pulse(pulse))
            every = min(every, _LINE_SECONDS)
        else:
            stack.enter_context(logs.written(format))
            hears.append(Journal(doing.worker, doing.now))
        if seeing.metrics:
            numbers = metrics.Metrics(doing.store.kept, doing.now)
            stack.enter_context(metrics.served(numbers, *metrics.address(seeing.metrics)))
            hears.append(numbers)
            told.append(numbers.pulse)
        if told:
            wake = _Wake(asyncio.Event())
            hears.append(wake)
            stack.push_async_callback(_ended, asyncio.create_task(_pulses(doing, told, every, sleep, wake.event)))
        yield dataclasses.replace(doing, telling=Several((doing.telling, *hears)))


async def _pulses(
    doing: Doing,
    told: list[Callable[[Pulse, datetime], None]],
    every: float,
    sleep: Callable[[float], Awaitable[None]],
    wake: asyncio.Event,
) -> None:
    lost = timedelta(seconds=float(schedule.settings()["workers"]["lost_seconds"]))
    while True:
        now = doing.now()
        try:
            pulse = await status.pulse(doing.store, now, lost)
        except StorageError as fault:
            log.debug("the queue could not be looked at: %s", fault)
        else:
            for tell in told:
                tell(pulse, now)
        await _first_of(sleep(every), wake.wait())
        wake.clear()


async def _first_of(*waits: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(each) for each in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
