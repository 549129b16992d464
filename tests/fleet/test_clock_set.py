"""A clock that is set by days, ahead or back: nobody alive is taken for dead, and nothing waits for days that have to come again."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from storage.db.register_tables import JobKind, RegistrationRow, RunRow, WorkerRow
from storage.db.session import Store
from storage.jobs import jobs, orphaned, rate_limits, workers
from storage.jobs.jobs import Job
from storage.jobs.planning import plan_due_jobs, request_audit_now
from storage.platforms import DueTimes, Registration, list_registered_platforms, save_registration
from storage.visits.process_liveness import ProcessIdentity, is_process_alive
from xuncha.fleet import due
from xuncha.fleet.task import WorkerContext
from xuncha.fleet.worker_duties import plan_jobs
from xuncha.settings import schedule
from xuncha.settings.clock import ClockChangeDetector

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
DAYS = [timedelta(days=3), timedelta(days=-3), timedelta(days=400), timedelta(days=-400)]
LOST = timedelta(seconds=schedule.load_schedule_settings().workers.lost_seconds)


@dataclass
class MachineClocks:
    """The clock that people set, and the one that nobody can."""

    now: datetime = NOW
    steady: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def go(self, time: timedelta) -> None:
        self.now += time
        self.steady += time.total_seconds()


async def elsewhere(store: Store, worker: str) -> str:
    """That worker as one of another machine, of which nothing is known but its signs."""
    async with store.writing() as session:
        await session.execute(update(WorkerRow).where(WorkerRow.id == worker).values(host="elsewhere", born="1"))
    return worker


async def one_run(store: Store, clocks: MachineClocks) -> tuple[WorkerContext, Job]:
    await save_registration(store, Registration("https://a.example/", schedule="7d"), DueTimes(audit=NOW), NOW)
    (run,) = await plan_due_jobs(store, NOW, due.compute_next_due)
    mine = await workers.register_worker(store, clocks.now)
    return WorkerContext(store, mine, clocks, setting=ClockChangeDetector(lambda: clocks.steady)), run


@pytest.mark.parametrize("by", DAYS)
async def test_whoever_lives_keeps_its_run_and_who_is_dead_loses_it_soon(store: Store, by: timedelta) -> None:
    clocks = MachineClocks()
    doing, run = await one_run(store, clocks)
    other = await elsewhere(store, await workers.register_worker(store, clocks.now))
    assert await jobs.begin_job(store, run.id, other, clocks.now) is not None
    await plan_jobs(doing)
    clocks.now += by
    for _ in range(3):
        clocks.go(LOST / 4)
        await plan_jobs(doing)
        assert set(await orphaned.list_worker_jobs(store, other)) == {run.id}  # it had no time yet to say that it lives
    assert await workers.record_heartbeat(store, other, clocks.now)
    clocks.go(LOST / 2)
    await plan_jobs(doing)
    assert set(await orphaned.list_worker_jobs(store, other)) == {run.id}
    clocks.go(LOST)  # and now it has died
    await plan_jobs(doing)
    assert set(await orphaned.list_worker_jobs(store, other)) == set()


async def test_who_died_before_the_clock_was_set_back_is_missed_all_the_same(store: Store) -> None:
    clocks = MachineClocks()
    doing, run = await one_run(store, clocks)
    other = await elsewhere(store, await workers.register_worker(store, clocks.now))
    assert await jobs.begin_job(store, run.id, other, clocks.now) is not None
    clocks.now -= timedelta(days=3)
    await plan_jobs(doing)  # of a process that began afterwards and knows of no setting
    assert set(await orphaned.list_worker_jobs(store, other)) == set()


@pytest.mark.parametrize("noticed", [True, False])
async def test_what_was_planned_ahead_of_time_is_brought_back(store: Store, noticed: bool) -> None:
    """A clock that ran ahead for a while: due times and tries of those days are none of today's."""
    clocks = MachineClocks(NOW + timedelta(days=300))
    doing, run = await one_run(store, clocks)
    await plan_jobs(doing)  # sets the next due times
    assert await jobs.begin_job(store, run.id, doing.worker, clocks.now) is not None
    wait = clocks.now + timedelta(minutes=15)
    assert await jobs.requeue_job(store, run.id, doing.worker, not_before=wait, reason="blocked", keep_visit=False)
    clocks.now = NOW + timedelta(hours=1)
    if not noticed:  # another process
        doing = dataclasses.replace(doing, setting=ClockChangeDetector(lambda: clocks.steady))
    await plan_jobs(doing)
    assert [job.id for job in await jobs.list_waiting_jobs(store, clocks.now)] == [run.id]
    async with store.reading() as session:
        row = await session.get(RegistrationRow, run.platform)
    assert row is not None
    known = Registration("https://a.example/", schedule="7d")
    for kind, at in (
        (JobKind.AUDIT, row.due_at),
        (JobKind.LIGHT, row.light_due_at),
        (JobKind.TIMING, row.timing_due_at),
    ):
        latest = due.compute_next_due(known, kind, clocks.now)
        assert latest is not None
        assert at is None or at <= latest, kind


async def test_due_times_as_they_should_be_are_left_alone(store: Store) -> None:
    clocks = MachineClocks()
    doing, _ = await one_run(store, clocks)
    await plan_jobs(doing)
    async with store.reading() as session:
        before = [(row.due_at, row.light_due_at) for row in [await session.get(RegistrationRow, 1)] if row]
    doing = dataclasses.replace(doing, setting=ClockChangeDetector(lambda: clocks.steady))
    await plan_jobs(doing)
    async with store.reading() as session:
        after = [(row.due_at, row.light_due_at) for row in [await session.get(RegistrationRow, 1)] if row]
    assert before == after


async def test_a_wait_for_the_next_try_is_no_longer_for_a_clock_that_was_set(store: Store) -> None:
    clocks = MachineClocks()
    doing, run = await one_run(store, clocks)
    assert await jobs.begin_job(store, run.id, doing.worker, clocks.now) is not None
    later = clocks.now + timedelta(minutes=240)
    assert await jobs.requeue_job(store, run.id, doing.worker, not_before=later, reason="blocked", keep_visit=False)
    await plan_jobs(doing)
    assert await jobs.list_waiting_jobs(store, clocks.now) == ()  # it waits as it should


async def test_a_host_is_not_waited_for_by_days(store: Store) -> None:
    gap = timedelta(seconds=1)
    ahead = NOW + timedelta(days=3)
    assert await rate_limits.reserve_host_turn(store, "a.example", lambda: ahead, gap) == timedelta(0)
    assert await rate_limits.reserve_host_turn(store, "a.example", lambda: ahead, gap) == gap
    assert await rate_limits.reserve_host_turn(store, "a.example", lambda: NOW, gap) == timedelta(0)
    assert (
        await rate_limits.reserve_host_turn(store, "a.example", lambda: NOW, gap) == gap
    )  # and is asked as slowly as before


def test_a_heartbeat_of_another_machine_from_days_ahead_is_none() -> None:
    other = ProcessIdentity("elsewhere", 1, "1")
    for off, alive in ((0, True), (100, True), (-100, True), (3 * 86_400, False), (-3 * 86_400, False)):
        assert is_process_alive(other, NOW + timedelta(seconds=off), NOW) is alive


def test_a_setting_is_noticed_and_the_passing_of_time_is_none() -> None:
    clocks = MachineClocks()
    setting = ClockChangeDetector(lambda: clocks.steady)
    some = timedelta(seconds=20)
    assert setting.was_set(clocks.now, some)  # nobody can tell
    assert not setting.unsettled(LOST)
    clocks.go(timedelta(days=9))
    assert not setting.was_set(clocks.now, some)
    clocks.now -= timedelta(days=1)
    assert setting.was_set(clocks.now, some)
    assert setting.unsettled(LOST)
    clocks.go(LOST)
    assert not setting.was_set(clocks.now, some)
    assert not setting.unsettled(LOST)


async def test_asking_at_once_is_at_once_whatever_the_clock_was(store: Store) -> None:
    clocks = MachineClocks(NOW + timedelta(days=30))
    _, run = await one_run(store, clocks)
    async with store.writing() as session:
        await session.execute(update(RunRow).values(not_before=clocks.now))
    asked = await request_audit_now(store, run.platform, NOW)
    assert asked is not None
    assert [job.id for job in await jobs.list_waiting_jobs(store, NOW)] == [run.id]
    assert len(await list_registered_platforms(store)) == 1
