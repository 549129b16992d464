"""Observability for long-running commands: progress line, logs, Prometheus metrics.

``attach_telemetry`` adds it to whatever runs jobs.
"""

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

from storage.errors import StorageError
from storage.jobs import queue_status
from storage.jobs.jobs import Job
from storage.jobs.queue_status import QueueHealth
from storage.platforms import RegisteredPlatform
from xuncha.console.lang import Lang
from xuncha.fleet.task import JobListener, JobOutcome, NullListener, WorkerContext
from xuncha.settings import schedule
from xuncha.telemetry import batch_progress, logs, metrics
from xuncha.telemetry.log_format import LogFormat
from xuncha.telemetry.logs import JobLog
from xuncha.telemetry.progress_keeper import ProgressKeeper

log = logging.getLogger(__name__)
_LINE_SECONDS = 2.0  # seconds between two readings of the queue where a person watches


@dataclass(frozen=True, slots=True)
class TelemetryOptions:
    """``line``: show progress to a person; none where logs are JSON. ``metrics``: HOST:PORT or PORT, "" = none."""

    log_format: LogFormat | None = None
    metrics: str = ""
    line: bool = False
    lang: Lang = Lang.ZH


@dataclass(frozen=True, slots=True)
class ListenerGroup:
    """Implements ``xuncha.fleet.task.JobListener``: calls each listener, logging what one raises, so no job stops."""

    each: Sequence[JobListener]

    def began(self, job: Job, known: RegisteredPlatform) -> None:
        """Call every listener."""
        self._tell(lambda one: one.began(job, known))

    def at(self, job: Job, known: RegisteredPlatform, stage: str, done: int, planned: int) -> None:
        """Call every listener."""
        self._tell(lambda one: one.at(job, known, stage, done, planned))

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        """Call every listener."""
        self._tell(lambda one: one.ended(job, outcome))

    def _tell(self, tell: Callable[[JobListener], None]) -> None:
        for listener in self.each:
            try:
                tell(listener)
            except Exception:
                log.exception("%s could not be told", type(listener).__name__)


@dataclass(frozen=True, slots=True)
class _Wake(NullListener):
    """Has the queue read again when a job begins: that changes it most, and follows the planning of due jobs."""

    event: asyncio.Event

    def began(self, job: Job, known: RegisteredPlatform) -> None:
        self.event.set()


@asynccontextmanager
async def attach_telemetry(
    doing: WorkerContext, seeing: TelemetryOptions, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[WorkerContext]:
    """The same worker, with listeners that report as requested. Sets up logging for the process.

    Raises InvalidInput where metrics cannot be served at that address.
    """
    format = logs.choose_log_format(seeing.log_format)
    hears: list[JobListener] = []
    told: list[Callable[[QueueHealth, datetime], None]] = []
    every = schedule.load_schedule_settings().workers.plan_seconds
    async with AsyncExitStack() as stack:
        if seeing.line and format is LogFormat.TEXT:
            console = Console(file=sys.stderr, highlight=False)
            line = stack.enter_context(batch_progress.show_batch_progress(console, seeing.lang, doing.now))
            stack.enter_context(logs.use_log_format(format, logging.WARNING))  # the line itself reports jobs
            hears.append(line)
            told.append(lambda pulse, now: line.pulse(pulse))
            every = min(every, _LINE_SECONDS)
        else:
            stack.enter_context(logs.use_log_format(format))
            hears.append(JobLog(doing.worker, doing.now))
        if seeing.metrics:
            numbers = metrics.JobMetrics(doing.store.kept, doing.now)
            stack.enter_context(metrics.serve_metrics(numbers, *metrics.parse_metrics_address(seeing.metrics)))
            hears.append(numbers)
            told.append(numbers.pulse)
        keeper = ProgressKeeper(doing.now)
        hears.append(keeper)
        stack.push_async_callback(_ended, asyncio.create_task(keeper.keep_writing(doing.store)))
        if told:
            wake = _Wake(asyncio.Event())
            hears.append(wake)
            stack.push_async_callback(_ended, asyncio.create_task(_pulses(doing, told, every, sleep, wake.event)))
        yield dataclasses.replace(doing, telling=ListenerGroup((doing.telling, *hears)))


async def _pulses(
    doing: WorkerContext,
    told: list[Callable[[QueueHealth, datetime], None]],
    every: float,
    sleep: Callable[[float], Awaitable[None]],
    wake: asyncio.Event,
) -> None:
    lost = timedelta(seconds=schedule.load_schedule_settings().workers.lost_seconds)
    while True:
        now = doing.now()
        try:
            pulse = await queue_status.measure_queue_health(doing.store, now, lost)
        except StorageError as fault:
            log.debug("the queue could not be looked at: %s", fault)
        else:
            for tell in told:
                tell(pulse, now)
        await _first_of(sleep(every), wake.wait())
        wake.clear()


async def _first_of(*waits: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
