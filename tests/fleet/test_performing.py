"""What becomes of one run: retries with back-off, setbacks of ours, the second audit, a worker that was thought dead."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.chromium import NoBrowser
from storage import lost_runs, runs, workers
from storage.errors import DatabaseUnreachable, RecordDamaged
from storage.planning import plan_due
from storage.register import Due, Registered, Registration, put
from storage.register_tables import RunKind, RunState
from storage.runs import Run
from storage.session import Store
from storage.visits import begin_visit, resume_visit
from xuncha import due, schedule
from xuncha.tasks import Doing, Outcome, Work, perform, unseen
from xuncha.worker import alive, plan

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def doing_one(store: Store) -> tuple[Doing, Clock, Run]:
    """A worker, its clock, and a run that waits for it."""
    await put(store, Registration("https://a.example/", schedule="7d"), Due(audit=NOW), NOW)
    (run,) = await plan_due(store, NOW, due.following)
    clock = Clock()
    return Doing(store, await workers.join(store, NOW), clock), clock, run


async def standing(store: Store, clock: Clock) -> Run:
    (run,) = await runs.waiting(store, clock.now + timedelta(days=2))
    return run


def raising(fault: Exception) -> Work:
    async def work(doing: Doing, run: Run, known: Registered) -> Outcome:
        raise fault

    return work


async def blocked(doing: Doing, run: Run, known: Registered) -> Outcome:
    return unseen(run, "blocked", "a1")


@pytest.mark.parametrize("work", [blocked, raising(ValueError("ours")), raising(RecordDamaged())])
async def test_what_could_not_be_looked_at_is_tried_again_ever_later_and_then_said_to_be_so(
    store: Store, work: Work
) -> None:
    doing, clock, run = await doing_one(store)
    for minutes in schedule.settings()["retries"]["minutes"]:
        outcome = await perform(doing, run.id, {RunKind.AUDIT: work})
        assert outcome is not None
        assert outcome.again_in == timedelta(minutes=minutes)
        assert await perform(doing, run.id, {RunKind.AUDIT: work}) is None  # not before
        clock.now += timedelta(minutes=minutes)
    last = await perform(doing, run.id, {RunKind.AUDIT: work})
    assert last is not None
    assert (last.state, last.again_in) == (RunState.FAILED, None)
    assert await runs.waiting(store, clock.now) == ()


@pytest.mark.parametrize("fault", [DatabaseUnreachable(), NoBrowser("none")])
async def test_what_is_our_fault_takes_no_attempt_from_the_platform(store: Store, fault: Exception) -> None:
    doing, clock, run = await doing_one(store)
    for tries in range(1, 20):
        outcome = await perform(doing, run.id, {RunKind.AUDIT: raising(fault)})
        assert outcome is not None
        assert outcome.again_in is not None
        clock.now += outcome.again_in
        stands = await standing(store, clock)
        assert (stands.attempts, stands.setbacks) == (0, tries)


async def test_a_worker_that_was_thought_dead_leaves_off(store: Store) -> None:
    doing, clock, run = await doing_one(store)
    began, told = asyncio.Event(), asyncio.Event()

    async def endless(doing: Doing, run: Run, known: Registered) -> Outcome:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def tick(seconds: float) -> None:
        await told.wait()

    async with alive(doing, tick):
        task = asyncio.create_task(perform(doing, run.id, {RunKind.AUDIT: endless}))
        await began.wait()
        await lost_runs.rescue(store, {doing.worker}, clock.now, at_most=5)
        other = await workers.join(store, clock.now)
        assert await runs.begin(store, run.id, other, clock.now) is not None
        told.set()  # the next sign of life shows that the run is another's
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 30)
    assert set(await lost_runs.held(store, other)) == {run.id}  # and is not taken from it


async def test_one_run_offered_twice_to_a_worker_is_done_once(store: Store) -> None:
    doing, _, run = await doing_one(store)
    done: list[str] = []

    async def work(doing: Doing, run: Run, known: Registered) -> Outcome:
        done.append(run.id)
        return Outcome()

    both = await asyncio.gather(*(perform(doing, run.id, {RunKind.AUDIT: work}) for _ in range(2)))
    assert sum(each is not None for each in both) == 1
    assert done == [run.id]


async def test_a_run_that_ended_while_the_store_was_away_is_given_back(store: Store) -> None:
    doing, clock, run = await doing_one(store)
    assert await runs.begin(store, run.id, doing.worker, clock.now) is not None  # and its answer never came
    await plan(doing)
    assert [each.id for each in await runs.waiting(store, clock.now)] == [run.id]


async def test_a_visit_left_while_the_store_was_away_is_gone_on_with_by_the_same_process(store: Store) -> None:
    keeper = await begin_visit(store, Registration("https://a.example/").platform, {})
    await keeper._stop()  # what leaving does first; that it was left could not be written down
    async with await resume_visit(store, keeper.id) as again:
        assert again.id == keeper.id


async def test_one_schedule_that_cannot_be_read_holds_up_no_other(store: Store) -> None:
    doing, clock, _ = await doing_one(store)
    await put(store, Registration("https://b.example/", schedule="nonsense"), Due(audit=NOW), NOW)
    await put(store, Registration("https://c.example/", schedule="7d"), Due(audit=NOW), NOW)
    await plan(doing)
    assert len(await runs.waiting(store, clock.now)) == 3
