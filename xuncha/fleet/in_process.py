"""Run due jobs within this process, several at a time: nothing else needs to be started."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from storage.db.register_tables import JobKind, JobState
from storage.errors import StorageError
from storage.jobs import jobs
from storage.jobs.jobs import Job
from xuncha.console.signals import Shutdown
from xuncha.fleet.task import Handler, JobOutcome, WorkerContext, perform_job
from xuncha.fleet.worker_duties import plan_jobs, send_heartbeats
from xuncha.settings import schedule

log = logging.getLogger(__name__)


@dataclass(slots=True)
class JobTally:
    """How many jobs were done, failed, or put off."""

    done: int = 0
    failed: int = 0
    put_off: int = 0

    def count(self, outcome: JobOutcome) -> None:
        """Count one outcome."""
        if outcome.again_in is not None:
            self.put_off += 1
        elif outcome.state is JobState.FAILED:
            self.failed += 1
        else:
            self.done += 1


@dataclass(slots=True)
class InProcessWorker:
    """One process that plans and runs jobs.

    ``at_once``: jobs at a time. ``platforms``: only jobs of these, None = of all.
    """

    doing: WorkerContext
    works: Mapping[JobKind, Handler]
    at_once: int = 1
    platforms: Collection[int] | None = None
    tally: JobTally = field(default_factory=JobTally)
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _platforms: dict[str, int] = field(default_factory=dict)  # of jobs in progress
    _refused: set[str] = field(default_factory=set)  # another process was faster
    _unwritten: StorageError | None = None  # the error that kept a job's end from being stored

    async def run_due(self) -> JobTally:
        """Run all jobs that are due now, then return their tally. Jobs put off stay for later. Raises StorageError."""
        async with send_heartbeats(self.doing):
            try:
                await plan_jobs(self.doing)
                while await self._fill() or self._busy:
                    await self._one_ended()
            finally:
                await self.leave(0)
        if self._unwritten is not None:
            raise self._unwritten
        return self.tally

    async def serve(self, stop: Shutdown, leave_seconds: float = 0.0) -> bool:
        """Run until asked to stop, then finish or hand back the jobs in progress; True where all of them finished.

        Waits while the store is unavailable.
        """
        wait = schedule.load_schedule_settings().workers.plan_seconds
        asked = asyncio.create_task(stop.asked.wait())
        async with send_heartbeats(self.doing):
            try:
                while not stop.asked.is_set():
                    try:
                        await plan_jobs(self.doing)
                        self._refused.clear()
                        await self._fill()
                    except StorageError as fault:
                        log.warning("the store is away: %s", fault)
                    await self._one_ended(wait, asked)
            finally:
                asked.cancel()
                whole = await self.leave(leave_seconds if stop.asked.is_set() and not stop.at_once else 0)
        return whole

    async def leave(self, seconds: float) -> bool:
        """Give jobs in progress that long to finish, then hand them back; True where all of them finished."""
        tasks = tuple(self._busy.values())
        if tasks and seconds > 0:
            await asyncio.wait(tasks, timeout=seconds)
        left = [task for task in tasks if not task.done()]
        for task in left:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return not left

    async def _fill(self) -> bool:
        """Begin as many jobs as there is room for; True where any was begun."""
        begun = False
        if len(self._busy) >= self.at_once:
            return False
        due = await jobs.list_waiting_jobs(
            self.doing.store, self.doing.now(), tuple(self.works), limit=100 + len(self._refused),
            platforms=self.platforms,
        )  # fmt: skip
        for run in due:
            if len(self._busy) >= self.at_once:
                break
            if run.id in self._refused or run.platform in self._platforms.values():
                continue
            self._busy[run.id], self._platforms[run.id] = asyncio.create_task(self._do(run)), run.platform
            begun = True
        return begun

    async def _do(self, job: Job) -> None:
        outcome = await perform_job(self.doing, job.id, self.works)
        if outcome is None:
            self._refused.add(job.id)
        else:
            self.tally.count(outcome)

    async def _one_ended(self, seconds: float | None = None, asked: asyncio.Task[bool] | None = None) -> None:
        """Wait until a job ends, the time is over, or a stop is requested."""
        awaited = {*self._busy.values(), *([asked] if asked else [])}
        await asyncio.wait(awaited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for id, task in tuple(self._busy.items()):
            if not task.done():
                continue
            del self._busy[id], self._platforms[id]
            if task.cancelled():
                log.warning("run %s was left to others", id)
                continue
            fault = task.exception()
            if isinstance(fault, StorageError):
                self._unwritten = fault
                log.warning("run %s could not be written down: %s", id, fault)
            elif fault is not None:
                raise fault
