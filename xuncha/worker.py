"""What every process that does runs does beside them: it gives signs of life, takes runs from the dead, and plans what is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from storage import lost_runs, planning, workers
from storage.errors import StorageError
from storage.register import Registration
from storage.register_tables import RunKind
from storage.visits import mark_interrupted
from xuncha import due, schedule
from xuncha.clock import SharedClock
from xuncha.target import BadTarget
from xuncha.tasks import Doing

log = logging.getLogger(__name__)


async def plan(doing: Doing) -> None:
    """Take runs from dead workers, give back what is no longer done here, and make runs of all that is due. Raises StorageError.

    Any number of workers may plan at once.
    """
    now, settings = doing.now(), schedule.settings()["workers"]
    lost, forgotten = (
        timedelta(seconds=float(settings["lost_seconds"])),
        timedelta(hours=float(settings["forget_hours"])),
    )
    dead = await workers.dead(doing.store, now, lost, forgotten)
    for run in await lost_runs.rescue(doing.store, dead - {doing.worker}, now, int(settings["lost_times"])):
        log.warning("run %s of platform %s was taken from a worker that is gone: %s", run.id, run.platform, run.state)
    await lost_runs.abandoned(doing.store, doing.worker, doing.hands.trying.__contains__, now)
    await lost_runs.drop_removed(doing.store, now)
    await mark_interrupted(doing.store)  # of one left while the store was away only we know
    await planning.plan_due(doing.store, now, _following)


def _following(registration: Registration, kind: RunKind, now: datetime) -> datetime | None:
    """One schedule that cannot be read must not hold up all the others."""
    try:
        return due.following(registration, kind, now)
    except BadTarget as fault:
        log.error("%s is planned no more: %s", registration.url, fault)
        return None


@asynccontextmanager
async def alive(doing: Doing, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> AsyncIterator[None]:
    """While inside, this worker says that it lives, and leaves off what others have taken from it or must have by now."""
    signing = asyncio.Lock()
    heart = asyncio.create_task(_beat(doing, sleep, signing))
    try:
        yield
    finally:
        async with signing:  # a transaction that is cut off would leave its connection open
            heart.cancel()
        await asyncio.gather(heart, return_exceptions=True)


async def _beat(doing: Doing, sleep: Callable[[float], Awaitable[None]], signing: asyncio.Lock) -> None:
    settings = schedule.settings()["workers"]
    every, lost = float(settings["beat_seconds"]), float(settings["lost_seconds"])
    signed = doing.now()
    while True:
        await sleep(every)
        try:
            async with signing, asyncio.timeout(every):
                signed = await _sign(doing)
        except (StorageError, TimeoutError) as fault:
            log.warning("no sign of life could be given: %s", fault or "no answer")
        except Exception:
            log.exception("no sign of life could be given")
        # Whoever could not be heard of for so long is about to be taken for dead: nothing must be done twice.
        if doing.now() - signed > timedelta(seconds=lost - every):
            for run in tuple(doing.hands.held):
                doing.hands.drop(run)


async def _sign(doing: Doing) -> datetime:
    """Give a sign of life, and leave off what is no longer ours; returns when it was given."""
    if isinstance(doing.now, SharedClock):
        await doing.now.agree(doing.store)
    now = doing.now()
    held = tuple(doing.hands.held)
    if not await workers.beat(doing.store, doing.worker, now):
        log.warning("this worker was taken for dead")
    ours = await lost_runs.held(doing.store, doing.worker) if held else {}
    for run in held:
        if run not in ours:
            doing.hands.drop(run)
    return now
