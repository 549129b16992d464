"""Keeps in the store how far this worker's jobs are, for those who watch from elsewhere. Written seldom: progress is no evidence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from storage.db.session import Store
from storage.errors import StorageError
from storage.jobs.job_progress import JobProgress, forget_progress, save_progress
from storage.jobs.jobs import Job
from storage.platforms import RegisteredPlatform
from xuncha.fleet.task import JobOutcome, NullListener

log = logging.getLogger(__name__)
SECONDS = 1.0  # between two writings, at least


@dataclass(slots=True)
class ProgressKeeper(NullListener):
    """A ``xuncha.fleet.task.JobListener`` that notes what each job says; ``keep_writing`` stores it."""

    now: Callable[[], datetime]
    _said: dict[str, JobProgress] = field(default_factory=dict)
    _ended: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def at(self, job: Job, known: RegisteredPlatform, stage: str, done: int, planned: int) -> None:
        """Note it."""
        self._said[job.id] = JobProgress(stage, done, planned, self.now())
        self._news.set()

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        """Have it forgotten."""
        self._said.pop(job.id, None)
        self._ended = True
        self._news.set()

    async def keep_writing(self, store: Store, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Store the latest of each job whenever there is news; a store that is away costs nothing but that."""
        while True:
            await self._news.wait()
            self._news.clear()
            said, ended, self._said, self._ended = self._said, self._ended, {}, False
            try:
                if ended:
                    await forget_progress(store)
                if said:
                    await save_progress(store, said)
            except StorageError as fault:
                log.debug("how far jobs are could not be kept: %s", fault)
            await sleep(SECONDS)
