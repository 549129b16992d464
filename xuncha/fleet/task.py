"""Perform one job: the same functions whether a loop in one process or a queue between many hands it out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from crawler.browser.launch import NoBrowser
from crawler.limits import AUDIT
from storage.db.register_tables import JobKind, JobState
from storage.db.session import Store
from storage.errors import DatabaseBusy, DatabaseUnreachable, DiskFull, EvidenceError, StorageError, Unwritable
from storage.jobs import jobs
from storage.jobs.jobs import Job
from storage.jobs.orphaned import POISONED
from storage.platforms import RegisteredPlatform, load_registration
from xuncha.fleet.free_memory import release_free_memory
from xuncha.judging.isolated import JudgingHung
from xuncha.settings import schedule
from xuncha.settings.clock import ClockChangeDetector, SharedClock

log = logging.getLogger(__name__)
PASSING = (
    DatabaseUnreachable,
    DatabaseBusy,
    DiskFull,
    Unwritable,
    EvidenceError,
)  # store errors that pass: a person fixes them, however long that takes


class JobTaken(Exception):
    """The job belongs to another worker by now: this one was thought dead."""


class JobListener(Protocol):
    """Listens to jobs, whichever engine hands them out. Its methods raise nothing."""

    def began(self, job: Job, known: RegisteredPlatform) -> None: ...

    def at(self, job: Job, known: RegisteredPlatform, stage: str, done: int, planned: int) -> None:
        """The job's progress, as ``xuncha.audit.pipeline.Progress``; not all kinds of job report it."""

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        """Called once for every attempt, even one handed back, taken by another worker, or not stored."""


class NullListener:
    """A JobListener that does nothing."""

    def began(self, job: Job, known: RegisteredPlatform) -> None:
        """Do nothing."""

    def at(self, job: Job, known: RegisteredPlatform, stage: str, done: int, planned: int) -> None:
        """Do nothing."""

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        """Do nothing."""


@dataclass(slots=True)
class ActiveJobs:
    """The jobs of one worker by id: ``trying`` from before it asks for them, ``held`` while they are surely its own."""

    trying: set[str] = field(default_factory=set)
    held: dict[str, asyncio.Task[Any] | None] = field(default_factory=dict)

    def cancel_job(self, job: str) -> None:
        """Stop doing the job; whatever it has captured is kept."""
        task = self.held.get(job)
        if task is not None:
            task.cancel()


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """What a worker runs jobs with. ``now`` is the only clock that is used.

    ``pace``: page loads a second on one host, None = the default. ``timed``: audits measure loads themselves; otherwise
    timing is a job of its own and audits read its results. ``controls``: addresses that tell our own outage from a
    platform's, None = the default. ``locks``: the folder for machine locks, None = in the temp folder.
    """

    store: Store
    worker: str
    now: Callable[[], datetime] = field(default_factory=SharedClock)
    browser: Path | None = None
    pace: float | None = None
    ocr: bool = True
    timed: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    controls: tuple[str, ...] | None = None
    locks: Path | None = None
    telling: JobListener = field(default_factory=NullListener)
    hands: ActiveJobs = field(default_factory=ActiveJobs)
    setting: ClockChangeDetector = field(default_factory=ClockChangeDetector)


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """How an attempt at a job ended. ``again_in``: the delay before the next attempt, None = the job is over.

    ``goes_on``: the next attempt resumes the visit of this one. ``counts``: whether it counts as an attempt;
    ``setback``: it failed because of us; ``hung``: it exceeded its time limit, as a page may cause.
    """

    state: JobState = JobState.DONE
    audit: str | None = None
    reason: str = ""
    again_in: timedelta | None = None
    goes_on: bool = False
    counts: bool = True
    setback: bool = False
    hung: bool = False


Handler = Callable[[WorkerContext, Job, RegisteredPlatform], Awaitable[JobOutcome]]
BUSY = "machine_busy"
HANDED_BACK = JobOutcome(reason="handed_back", again_in=timedelta(0), goes_on=True, counts=False)
TAKEN = JobOutcome(reason="taken", again_in=timedelta(0), goes_on=True, counts=False)  # another worker has it by now


async def perform_job(doing: WorkerContext, run_id: str, works: Mapping[JobKind, Handler]) -> JobOutcome | None:
    """Perform one job; None where it could not be had. In any case it ends done, failed, or queued for a retry.

    When cancelled (the worker is asked to leave), the job is handed back with what it captured, and CancelledError is
    raised again. Raises StorageError where not even that could be stored: the job then goes to others once this worker
    is taken for dead.
    """
    hands = doing.hands
    if run_id in hands.trying:
        return None
    hands.trying.add(run_id)
    try:
        run = await jobs.begin_job(doing.store, run_id, doing.worker, doing.now())
        if run is None:
            return None
        return await _do(doing, run, works[run.kind])
    finally:
        hands.trying.discard(run_id)


async def _do(doing: WorkerContext, job: Job, work: Handler) -> JobOutcome | None:
    doing.hands.held[job.id] = asyncio.current_task()
    try:
        outcome = await _attempt(doing, job, work)
    except asyncio.CancelledError:
        await _settle(doing, job, HANDED_BACK)
        raise
    finally:
        del doing.hands.held[job.id]
    if not await _settle(doing, job, outcome):
        log.warning("run %s was taken by another worker meanwhile", job.id)
        return None
    if job.kind is not JobKind.LIGHT:
        await asyncio.to_thread(release_free_memory)
    return outcome


async def _attempt(doing: WorkerContext, job: Job, work: Handler) -> JobOutcome:
    try:
        known = await load_registration(doing.store, job.platform)
        if known is None:
            return JobOutcome(JobState.FAILED, reason="not_registered")
        doing.telling.began(job, known)
        async with asyncio.timeout(_longest(known)):
            return await work(doing, job, known)
    except JobTaken:
        return TAKEN  # not stored: the job is not ours
    except PASSING as fault:
        return retry_setback(job, f"store: {fault}", goes_on=True)
    except NoBrowser as fault:  # another machine may have one
        return retry_setback(job, f"no_browser: {fault}")
    except TimeoutError:
        return retry_hung(job, "hung")
    except JudgingHung as fault:
        return retry_hung(job, f"judging_hung: {fault}", goes_on=True)
    except Exception as fault:
        log.exception("run %s of platform %s broke", job.id, job.platform)
        return retry_unseen(job, f"error: {type(fault).__name__}")


def retry_unseen(job: Job, reason: str, audit: str | None = None) -> JobOutcome:
    """Retry a platform that could not be seen, each time later; after the last attempt the job fails."""
    if job.attempts > len(schedule.load_schedule_settings().retries.minutes):
        return JobOutcome(JobState.FAILED, audit=audit, reason=reason)
    return JobOutcome(reason=reason, again_in=_wait(schedule.load_schedule_settings().retries.minutes, job.attempts))


def retry_hung(job: Job, reason: str, *, goes_on: bool = False) -> JobOutcome:
    """Retry once a job that exceeded its time limit, then set it aside: it must not block worker after worker."""
    settings = schedule.load_schedule_settings().workers
    if job.lost + settings.hung_counts >= settings.lost_times:
        return JobOutcome(JobState.FAILED, reason=POISONED, hung=True)
    return JobOutcome(
        reason=reason,
        again_in=_wait(schedule.load_schedule_settings().retries.minutes, job.attempts),
        goes_on=goes_on,
        hung=True,
    )


def retry_setback(job: Job, reason: str, *, goes_on: bool = False) -> JobOutcome:
    """Retry a job that failed because of us, as often as needed; it does not count as an attempt at the platform."""
    wait = _wait(schedule.load_schedule_settings().retries.store_minutes, job.setbacks + 1)
    return JobOutcome(reason=reason, again_in=wait, goes_on=goes_on, counts=False, setback=True)


def _wait(minutes: tuple[float, ...], tries: int) -> timedelta:
    return timedelta(minutes=minutes[min(max(tries, 1), len(minutes)) - 1])


def _longest(known: RegisteredPlatform) -> float:
    """Seconds after which a job counts as hung: a multiple of its budget, since the budget bounds the crawl alone."""
    return (known.registration.seconds or AUDIT.seconds) * schedule.load_schedule_settings().workers.hung_budgets


async def _settle(doing: WorkerContext, job: Job, outcome: JobOutcome) -> bool:
    """Store how the job ended, and tell the listener in any case. True where the job was still ours."""
    try:
        ours = await _written(doing, job, outcome, doing.now())
    except StorageError as fault:
        doing.telling.ended(job, JobOutcome(reason=f"store: {fault}", again_in=timedelta(0), goes_on=True))
        raise
    doing.telling.ended(job, outcome if ours else TAKEN)
    return ours


async def _written(doing: WorkerContext, job: Job, outcome: JobOutcome, now: datetime) -> bool:
    if outcome.again_in is None:
        return await jobs.end_job(
            doing.store, job.id, doing.worker, now, state=outcome.state, audit=outcome.audit, reason=outcome.reason
        )
    return await jobs.requeue_job(
        doing.store, job.id, doing.worker, not_before=now + outcome.again_in, reason=outcome.reason,
        keep_visit=outcome.goes_on, counts=outcome.counts, setback=outcome.setback,
        lost=schedule.load_schedule_settings().workers.hung_counts if outcome.hung else 0,
    )  # fmt: skip
