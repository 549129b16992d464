"""What every worker process does besides jobs: send heartbeats, take jobs from dead workers, plan due jobs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from storage.db.register_tables import JobKind
from storage.errors import StorageError
from storage.jobs import orphaned, planning, workers
from storage.platforms import Registration
from storage.visits.visits import mark_interrupted
from xuncha.fleet import due
from xuncha.fleet.task import WorkerContext
from xuncha.settings import schedule
from xuncha.settings.clock import SharedClock
from xuncha.settings.target import InvalidInput

log = logging.getLogger(__name__)


async def plan_jobs(doing: WorkerContext) -> None:
    """Take jobs from dead workers, requeue abandoned ones, and create jobs for all that is due. Raises StorageError.

    Any number of workers may plan at once.
    """
    now, settings = doing.now(), schedule.load_schedule_settings().workers
    lost, forgotten = (
        timedelta(seconds=settings.lost_seconds),
        timedelta(hours=settings.forget_hours),
    )
    if doing.setting.was_set(now, lost / 2) and (
        righted := await planning.pull_back_due_times(doing.store, now, _following)
    ):
        log.warning("the clock was set back: %s due times were brought back", righted)
    # Just after a clock change all others look dead, or alive: first let the living send a heartbeat.
    dead = (
        frozenset()
        if doing.setting.unsettled(lost)
        else await workers.find_dead_workers(doing.store, now, lost, forgotten)
    )
    others = dead - {doing.worker}
    silent = await workers.find_silent_workers(doing.store, others, now, lost) if others else frozenset()
    for run in await orphaned.rescue_orphaned_jobs(
        doing.store, others, now, settings.lost_times, silent, settings.hung_counts
    ):
        log.warning(
            "run %s of platform %s was taken from a worker that is gone: %s, %s",
            run.id, run.platform, run.reason, run.state,
        )  # fmt: skip
    await orphaned.requeue_abandoned_jobs(doing.store, doing.worker, doing.hands.trying.__contains__, now)
    await orphaned.cancel_removed_platform_jobs(doing.store, now)
    await mark_interrupted(doing.store)  # of a visit left while the store was unavailable only we know
    await planning.plan_due_jobs(doing.store, now, _following)


def _following(registration: Registration, kind: JobKind, now: datetime) -> datetime | None:
    """The next due time, None where the schedule is invalid: one bad schedule must not block all others."""
    try:
        return due.compute_next_due(registration, kind, now)
    except InvalidInput as fault:
        log.error("%s is planned no more: %s", registration.url, fault)
        return None


@asynccontextmanager
async def send_heartbeats(
    doing: WorkerContext, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[None]:
    """Send heartbeats inside the block, and cancel jobs that others have taken from this worker or must have by now."""
    signing = asyncio.Lock()
    heart = asyncio.create_task(_beat(doing, sleep, signing))
    try:
        yield
    finally:
        async with signing:  # a transaction that is cut off would leave its connection open
            heart.cancel()
        await asyncio.gather(heart, return_exceptions=True)


async def _beat(doing: WorkerContext, sleep: Callable[[float], Awaitable[None]], signing: asyncio.Lock) -> None:
    settings = schedule.load_schedule_settings().workers
    every, lost = settings.beat_seconds, settings.lost_seconds
    signed = _passed()
    while True:
        await sleep(every)
        try:
            async with signing, asyncio.timeout(every):
                await _sign(doing)
                signed = _passed()
        except (StorageError, TimeoutError) as fault:
            log.warning("no sign of life could be given: %s", fault or "no answer")
        except Exception:
            log.exception("no sign of life could be given")
        # Without a heartbeat for so long this worker is about to be taken for dead: no job may be done twice.
        if _passed() - signed > lost - every:
            for run in tuple(doing.hands.held):
                doing.hands.cancel_job(run)


def _passed() -> float:
    """Seconds of a clock that nobody can set, including those when the machine was asleep."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


async def _sign(doing: WorkerContext) -> None:
    """Send one heartbeat, and cancel jobs that are no longer ours."""
    if isinstance(doing.now, SharedClock):
        await doing.now.synchronize(doing.store)
    now = doing.now()
    held = tuple(doing.hands.held)
    if not await workers.record_heartbeat(doing.store, doing.worker, now):
        log.warning("this worker was taken for dead")
    ours = await orphaned.list_worker_jobs(doing.store, doing.worker) if held else {}
    for run in held:
        if run not in ours:
            doing.hands.cancel_job(run)
