"""What every process that does runs does beside them: it gives signs of life, takes runs from the dead, and plans what is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta

from storage import runs, workers
from storage.errors import StorageError
from xuncha import schedule
from xuncha.due import following
from xuncha.tasks import Doing

log = logging.getLogger(__name__)


async def plan(doing: Doing, busy: Collection[str]) -> None:
    """Take runs from dead workers, give back what is no longer done here, and make runs of all that is due. Raises StorageError.

    ``busy`` are the runs this worker is doing. Any number of workers may plan at once.
    """
    now = doing.now()
    lost = timedelta(seconds=float(schedule.settings()["workers"]["lost_seconds"]))
    await runs.rescue(doing.store, now, lost)
    await runs.abandoned(doing.store, doing.worker, tuple(busy), now)
    await runs.plan_due(doing.store, now, following)


@asynccontextmanager
async def alive(doing: Doing, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> AsyncIterator[None]:
    """While inside, this worker says that it lives."""
    heart = asyncio.create_task(_beat(doing, sleep))
    try:
        yield
    finally:
        heart.cancel()
        await asyncio.gather(heart, return_exceptions=True)


async def _beat(doing: Doing, sleep: Callable[[float], Awaitable[None]]) -> None:
    every = float(schedule.settings()["workers"]["beat_seconds"])
    while True:
        await sleep(every)
        try:
            await workers.beat(doing.store, doing.worker, doing.now())
        except StorageError as fault:
            log.warning("no sign of life could be given: %s", fault)
