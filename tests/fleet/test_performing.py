"""What becomes of one run: retries with back-off, setbacks of ours, the second audit, a worker that was thought dead."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.browser.launch import NoBrowser
from storage.db.register_tables import JobKind, JobState
from storage.db.session import Store
from storage.errors import DatabaseUnreachable, RecordDamaged
from storage.jobs import jobs, orphaned, workers
from storage.jobs.jobs import Job
from storage.jobs.planning import plan_due_jobs
from storage.platforms import DueTimes, RegisteredPlatform, Registration, save_registration
from storage.visits.visits import begin_visit, resume_visit
from xuncha.fleet import due
from xuncha.fleet.task import Handler, JobOutcome, WorkerContext, perform_job, retry_unseen
from xuncha.fleet.worker_duties import plan_jobs, send_heartbeats
from xuncha.judging.isolated import JudgingHung
from xuncha.settings import schedule

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def doing_one(store: Store) -> tuple[WorkerContext, Clock, Job]:
    """A worker, its clock, and a run that waits for it."""
    await save_registration(store, Registration("https://a.example/", schedule="7d"), DueTimes(audit=NOW), NOW)
    (run,) = await plan_due_jobs(store, NOW, due.compute_next_due)
    clock = Clock()
    return WorkerContext(store, await workers.register_worker(store, NOW), clock), clock, run


async def standing(store: Store, clock: Clock) -> Job:
    (run,) = await jobs.list_waiting_jobs(store, clock.now + timedelta(days=2))
    return run


def raising(fault: Exception) -> Handler:
    async def work(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
        raise fault

    return work


async def blocked(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
    return retry_unseen(job, "blocked", "a1")


@pytest.mark.parametrize("work", [blocked, raising(ValueError("ours")), raising(RecordDamaged())])
async def test_what_could_not_be_looked_at_is_tried_again_ever_later_and_then_said_to_be_so(
    store: Store, work: Handler
) -> None:
    doing, clock, run = await doing_one(store)
    for minutes in schedule.load_schedule_settings().retries.minutes:
        outcome = await perform_job(doing, run.id, {JobKind.AUDIT: work})
        assert outcome is not None
        assert outcome.again_in == timedelta(minutes=minutes)
        assert await perform_job(doing, run.id, {JobKind.AUDIT: work}) is None  # not before
        clock.now += timedelta(minutes=minutes)
    last = await perform_job(doing, run.id, {JobKind.AUDIT: work})
    assert last is not None
    assert (last.state, last.again_in) == (JobState.FAILED, None)
    assert await jobs.list_waiting_jobs(store, clock.now) == ()


@pytest.mark.parametrize("fault", [JudgingHung("over a check"), TimeoutError()])
async def test_what_hung_twice_is_set_aside(store: Store, fault: Exception) -> None:
    doing, clock, run = await doing_one(store)
    first = await perform_job(doing, run.id, {JobKind.AUDIT: raising(fault)})
    assert first is not None
    assert first.again_in is not None
    assert first.goes_on is isinstance(
        fault, JudgingHung
    )  # its pages are judged by another, and need not be seen again
    clock.now += first.again_in
    last = await perform_job(doing, run.id, {JobKind.AUDIT: raising(fault)})
    assert last is not None
    assert (last.state, last.again_in, last.reason) == (JobState.FAILED, None, orphaned.POISONED)
    assert await jobs.list_waiting_jobs(store, clock.now + timedelta(days=30)) == ()


@pytest.mark.parametrize("fault", [DatabaseUnreachable(), NoBrowser("none")])
async def test_what_is_our_fault_takes_no_attempt_from_the_platform(store: Store, fault: Exception) -> None:
    doing, clock, run = await doing_one(store)
    for tries in range(1, 20):
        outcome = await perform_job(doing, run.id, {JobKind.AUDIT: raising(fault)})
        assert outcome is not None
        assert outcome.again_in is not None
        clock.now += outcome.again_in
        stands = await standing(store, clock)
        assert (stands.attempts, stands.setbacks) == (0, tries)


async def test_a_worker_that_was_thought_dead_leaves_off(store: Store) -> None:
    doing, clock, run = await doing_one(store)
    began, told = asyncio.Event(), asyncio.Event()

    async def endless(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def tick(seconds: float) -> None:
        await told.wait()

    async with send_heartbeats(doing, tick):
        task = asyncio.create_task(perform_job(doing, run.id, {JobKind.AUDIT: endless}))
        await began.wait()
        await orphaned.rescue_orphaned_jobs(store, {doing.worker}, clock.now, at_most=5)
        other = await workers.register_worker(store, clock.now)
        assert await jobs.begin_job(store, run.id, other, clock.now) is not None
        told.set()  # the next sign of life shows that the run is another's
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 30)
    assert set(await orphaned.list_worker_jobs(store, other)) == {run.id}  # and is not taken from it


async def test_one_run_offered_twice_to_a_worker_is_done_once(store: Store) -> None:
    doing, _, run = await doing_one(store)
    done: list[str] = []

    async def work(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
        done.append(job.id)
        return JobOutcome()

    both = await asyncio.gather(*(perform_job(doing, run.id, {JobKind.AUDIT: work}) for _ in range(2)))
    assert sum(outcome is not None for outcome in both) == 1
    assert done == [run.id]


async def test_a_run_that_ended_while_the_store_was_away_is_given_back(store: Store) -> None:
    doing, clock, run = await doing_one(store)
    assert await jobs.begin_job(store, run.id, doing.worker, clock.now) is not None  # and its answer never came
    await plan_jobs(doing)
    assert [job.id for job in await jobs.list_waiting_jobs(store, clock.now)] == [run.id]


async def test_a_visit_left_while_the_store_was_away_is_gone_on_with_by_the_same_process(store: Store) -> None:
    keeper = await begin_visit(store, Registration("https://a.example/").platform, {})
    await keeper._stop()  # what leaving does first; that it was left could not be written down
    async with await resume_visit(store, keeper.id) as again:
        assert again.id == keeper.id


async def test_one_schedule_that_cannot_be_read_holds_up_no_other(store: Store) -> None:
    doing, clock, _ = await doing_one(store)
    await save_registration(store, Registration("https://b.example/", schedule="nonsense"), DueTimes(audit=NOW), NOW)
    await save_registration(store, Registration("https://c.example/", schedule="7d"), DueTimes(audit=NOW), NOW)
    await plan_jobs(doing)
    assert len(await jobs.list_waiting_jobs(store, clock.now)) == 3
