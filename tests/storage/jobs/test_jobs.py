"""Runs are there once, done by one, taken from the dead, and not begun for platforms that nobody wants audited now."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from storage.db.codec import encode_record
from storage.db.register_tables import JobKind, JobState, PlatformState, RegistrationRow, WorkerRow
from storage.db.session import Store
from storage.db.tables import PlatformRow
from storage.jobs import jobs, orphaned, queue_status, workers
from storage.jobs.jobs import Job
from storage.jobs.planning import plan_due_jobs, request_audit_now
from storage.platforms import DueTimes, Registration, list_registered_platforms, save_registration, set_platform_state
from xuncha.settings import schedule

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
SOON = timedelta(seconds=1)


def weekly(registration: Registration, kind: JobKind, now: datetime) -> datetime:
    return now + timedelta(days=7)


async def registered_now(store: Store, *names: str) -> list[int]:
    for name in names:
        await save_registration(store, Registration(f"https://{name}.example/"), DueTimes(audit=NOW), NOW)
    return [platform.id for platform in await list_registered_platforms(store)]


async def planned(store: Store, *names: str) -> tuple[Job, ...]:
    await registered_now(store, *names)
    return await plan_due_jobs(store, NOW, weekly)


async def test_what_is_due_is_planned_once_by_however_many(store: Store) -> None:
    await registered_now(store, *(f"p{number}" for number in range(25)))
    made = await asyncio.gather(*(plan_due_jobs(store, NOW, weekly, at_a_time=4) for _ in range(5)))
    assert len({run.platform for some in made for run in some}) == 25
    assert sum(map(len, made)) == 25
    assert await plan_due_jobs(store, NOW, weekly) == ()
    for run in (run for some in made for run in some):
        assert await jobs.begin_job(store, run.id, "w", NOW) is not None
        await jobs.end_job(store, run.id, "w", NOW, state=JobState.DONE)
    assert len(await plan_due_jobs(store, NOW + timedelta(days=7), weekly)) == 25


def often(registration: Registration, kind: JobKind, now: datetime) -> datetime:
    """The next whole hour, and for audits the next whole day."""
    step = timedelta(days=1) if kind is JobKind.AUDIT else timedelta(hours=1)
    return now + step - (now - NOW) % step


async def open_runs(store: Store) -> list[tuple[JobKind, datetime]]:
    return sorted((run.kind, run.due_at) for run in await jobs.list_waiting_jobs(store, NOW + timedelta(days=365)))


async def busy_hours(store: Store, since: datetime, hours: int) -> datetime:
    """Workers plan every hour and do nothing; returns when that ended."""
    for hour in range(hours + 1):
        await plan_due_jobs(store, since + timedelta(hours=hour), often)
    return since + timedelta(hours=hours)


async def test_light_looks_that_nobody_has_done_do_not_pile_up(store: Store) -> None:
    await save_registration(store, Registration("https://a.example/"), DueTimes(audit=NOW, light=NOW, timing=NOW), NOW)
    end = await busy_hours(store, NOW, 26)
    assert await open_runs(store) == [(JobKind.AUDIT, NOW), (JobKind.LIGHT, NOW), (JobKind.TIMING, NOW)]
    light = next(run for run in await jobs.list_waiting_jobs(store, end) if run.kind is JobKind.LIGHT)
    assert await jobs.begin_job(store, light.id, "w", end) is not None
    assert await plan_due_jobs(store, end + timedelta(hours=1), often) == ()  # what is being done does for it
    await jobs.end_job(store, light.id, "w", end, state=JobState.DONE)
    (next_one,) = await plan_due_jobs(store, end + timedelta(hours=2), often)
    assert (next_one.kind, next_one.due_at) == (JobKind.LIGHT, end + timedelta(hours=2))


@pytest.mark.parametrize("planned_before", [True, False], ids=["one waited already", "none waited"])
async def test_a_platform_that_was_paused_for_days_is_audited_once(store: Store, planned_before: bool) -> None:
    await save_registration(store, Registration("https://a.example/"), DueTimes(audit=NOW, light=NOW), NOW)
    if planned_before:
        await plan_due_jobs(store, NOW, often)
    await set_platform_state(store, "https://a.example/", PlatformState.PAUSED, NOW)
    end = await busy_hours(store, NOW, 50)
    assert await open_runs(store) == []
    await set_platform_state(store, "https://a.example/", PlatformState.ACTIVE, end)
    await busy_hours(store, end, 3)
    (audit, light) = await jobs.list_waiting_jobs(store, end + timedelta(hours=3))
    assert {audit.kind, light.kind} == {JobKind.AUDIT, JobKind.LIGHT}


async def test_days_without_any_worker_are_not_made_up_for(store: Store) -> None:
    await save_registration(store, Registration("https://a.example/"), DueTimes(audit=NOW, light=NOW), NOW)
    late = NOW + timedelta(days=9, minutes=20)
    made = await plan_due_jobs(store, late, often)
    assert sorted(run.kind for run in made) == [JobKind.AUDIT, JobKind.LIGHT]
    assert await plan_due_jobs(store, late, often) == ()
    (known,) = await list_registered_platforms(store)
    assert (known.due_at, known.light_due_at) == (NOW + timedelta(days=10), late + timedelta(minutes=40))


async def test_a_registration_that_cannot_be_read_holds_up_no_other(store: Store) -> None:
    first, second = await registered_now(store, "a", "b")
    async with store.writing() as session:
        await session.execute(
            update(RegistrationRow).where(RegistrationRow.platform_id == first).values(record=b"nothing")
        )
    assert [run.platform for run in await plan_due_jobs(store, NOW, weekly)] == [second]


async def test_a_due_time_that_is_none_is_refused(store: Store) -> None:
    await registered_now(store, "a")
    with pytest.raises(ValueError, match="not after"):
        await plan_due_jobs(store, NOW, lambda registration, kind, now: now)


async def test_thousands_are_planned_in_seconds(store: Store) -> None:
    async with store.writing() as session:
        rows = [{"url": f"https://p{number}.example/", "name": ""} for number in range(3000)]
        await store.once_each(session, PlatformRow, rows)
        record = encode_record(Registration("https://p.example/"))
        ids = range(1, 3001)
        common = {"state": "active", "due_at": NOW, "added_at": NOW, "changed_at": NOW, "record": record}
        await store.once_each(session, RegistrationRow, [{"platform_id": id, **common} for id in ids])
    async with asyncio.timeout(60):
        assert len(await plan_due_jobs(store, NOW, weekly)) == 3000
        assert len(await jobs.list_waiting_jobs(store, NOW, limit=100)) == 100


async def test_two_who_reach_for_one_run_or_one_platform_get_it_once(store: Store) -> None:
    (run,) = await planned(store, "a")
    light = await jobs.request_job(store, run.platform, JobKind.LIGHT, NOW)
    assert light is not None
    tried = await asyncio.gather(
        *(
            jobs.begin_job(store, id, f"w{number}", NOW)
            for number, id in enumerate((run.id, run.id, light.id, light.id))
        )
    )
    assert sum(job is not None for job in tried) == 1
    assert await jobs.list_waiting_jobs(store, NOW) == ()  # nothing of a platform that is busy is offered


async def test_a_paused_platform_is_not_begun_and_a_removed_one_never(store: Store) -> None:
    (run,) = await planned(store, "a")
    await set_platform_state(store, "https://a.example/", PlatformState.PAUSED, NOW)
    assert await jobs.list_waiting_jobs(store, NOW) == ()
    assert await jobs.begin_job(store, run.id, "w", NOW) is None
    assert await request_audit_now(store, run.platform, NOW) is None
    await set_platform_state(store, "https://a.example/", PlatformState.ACTIVE, NOW)
    assert [job.id for job in await jobs.list_waiting_jobs(store, NOW)] == [run.id]
    begun = await jobs.begin_job(store, run.id, "w", NOW)
    assert begun is not None
    await set_platform_state(store, "https://a.example/", PlatformState.REMOVED, NOW)
    await jobs.requeue_job(store, run.id, "w", not_before=NOW, reason="", keep_visit=True)
    assert await jobs.list_waiting_jobs(store, NOW) == ()
    assert await jobs.begin_job(store, run.id, "w", NOW) is None
    assert await orphaned.cancel_removed_platform_jobs(store, NOW) == 1
    await set_platform_state(store, "https://a.example/", PlatformState.ACTIVE, NOW)
    assert await jobs.list_waiting_jobs(store, NOW) == ()


async def test_what_a_person_asks_for_goes_first_and_is_there_once(store: Store) -> None:
    first, second = await planned(store, "a", "b")
    asked = await asyncio.gather(*(request_audit_now(store, second.platform, NOW + SOON) for _ in range(4)))
    assert {run.id for run in asked if run} == {second.id}  # the one that waits is moved to the front
    assert [run.id for run in await jobs.list_waiting_jobs(store, NOW)] == [second.id, first.id]
    await jobs.begin_job(store, second.id, "w", NOW)
    again = await request_audit_now(store, second.platform, NOW + SOON)
    assert again is not None
    assert (again.id, again.state) == (second.id, JobState.RUNNING)
    await jobs.end_job(store, second.id, "w", NOW, state=JobState.DONE)
    new = await asyncio.gather(*(request_audit_now(store, second.platform, NOW + SOON) for _ in range(4)))
    assert len({run.id for run in new if run} - {second.id}) == 1


async def test_an_audit_can_be_asked_for_at_the_very_time_of_one_that_has_ended(store: Store) -> None:
    (run,) = await planned(store, "a")
    known = {}
    for _ in range(3):
        asked = await request_audit_now(store, run.platform, run.due_at)
        assert asked is not None
        assert await jobs.begin_job(store, asked.id, "w", NOW + SOON) is not None
        await jobs.end_job(store, asked.id, "w", NOW + SOON, state=JobState.FAILED)
        known[asked.id] = asked.due_at
    assert len(known) == len(set(known.values())) == 3


async def test_runs_of_the_dead_are_given_to_others(store: Store) -> None:
    (run,) = await planned(store, "a")
    worker = await workers.register_worker(store, NOW)
    await jobs.begin_job(store, run.id, worker, NOW)
    assert await jobs.record_job_visit(store, run.id, worker, "v1")
    lost, forgotten = timedelta(seconds=45), timedelta(hours=1)
    assert await workers.find_dead_workers(store, NOW + timedelta(seconds=44), lost, forgotten) == frozenset()
    dead = await workers.find_dead_workers(store, NOW + timedelta(seconds=45), lost, forgotten)
    assert dead == {worker}
    (given,) = await orphaned.rescue_orphaned_jobs(store, dead, NOW, at_most=2)
    assert (given.state, given.visit, given.attempts, given.lost) == (JobState.WAITING, "v1", 0, 1)
    assert not await jobs.record_job_visit(store, run.id, worker, "v2")  # whoever was thought dead has no say any more
    assert not await jobs.end_job(store, run.id, worker, NOW, state=JobState.DONE)
    await jobs.begin_job(store, run.id, worker, NOW)
    (ended,) = await orphaned.rescue_orphaned_jobs(store, dead, NOW, at_most=2)
    assert ended.state is JobState.FAILED  # it could be what kills them
    assert await workers.find_dead_workers(store, NOW + forgotten, lost, forgotten) == {worker}
    assert await workers.list_workers(store) == ()
    assert not await workers.record_heartbeat(store, worker, NOW)  # it was forgotten, and is known again
    assert [worker.id for worker in await workers.list_workers(store)] == [worker]


@pytest.mark.parametrize(("hangs", "state"), [(1, JobState.WAITING), (2, JobState.FAILED)])
async def test_what_hung_two_workers_is_handed_to_no_third_and_shown(store: Store, hangs: int, state: JobState) -> None:
    await save_registration(store, Registration("https://a.example/"), DueTimes(audit=NOW), NOW)
    (run,) = await plan_due_jobs(store, NOW, weekly)
    clocks = schedule.load_schedule_settings().workers
    at_most, counts = int(clocks.lost_times), int(clocks.hung_counts)
    lost, now = timedelta(seconds=45), NOW
    for _ in range(hangs):
        worker = await workers.register_worker(store, now)
        assert await jobs.begin_job(store, run.id, worker, now) is not None
        now += lost
        dead = await workers.find_dead_workers(store, now, lost, timedelta(hours=1))
        silent = await workers.find_silent_workers(store, dead, now, lost)
        assert worker in silent
        (stands,) = await orphaned.rescue_orphaned_jobs(store, dead, now, at_most, silent, counts)
    assert stands.state is state
    third = await workers.register_worker(store, now)
    assert (await jobs.begin_job(store, run.id, third, now) is None) is (state is JobState.FAILED)
    async with store.reading() as session:
        shown = await queue_status.list_set_aside_jobs(session, queue_status.PlatformFilter(), 10)
    assert [(job.run, job.reason) for job in shown.last] == ([(run.id, orphaned.POISONED)] if hangs == 2 else [])
    again = await request_audit_now(store, run.platform, now + SOON)  # a person may ask for it all the same
    if state is JobState.FAILED:
        assert again is not None
        assert await jobs.begin_job(store, again.id, third, now + SOON) is not None
        await jobs.end_job(store, again.id, third, now + 2 * SOON, state=JobState.DONE)
        async with store.reading() as session:
            assert (await queue_status.list_set_aside_jobs(session, queue_status.PlatformFilter(), 10)).last == ()


async def test_a_worker_that_was_killed_counts_for_less_than_one_that_hung(store: Store) -> None:
    (run,) = await planned(store, "a")
    clocks = schedule.load_schedule_settings().workers
    for _ in range(int(clocks.hung_counts)):
        worker = await workers.register_worker(store, NOW)
        async with store.writing() as session:
            await session.execute(update(WorkerRow).where(WorkerRow.id == worker).values(born="another"))
        assert await jobs.begin_job(store, run.id, worker, NOW) is not None
        dead = await workers.find_dead_workers(store, NOW, timedelta(seconds=45), timedelta(days=1))
        silent = await workers.find_silent_workers(store, dead, NOW, timedelta(seconds=45))
        assert silent == frozenset()
        await orphaned.rescue_orphaned_jobs(store, dead, NOW, int(clocks.lost_times), silent, int(clocks.hung_counts))
    assert [job.id for job in await jobs.list_waiting_jobs(store, NOW)] == [run.id]


async def test_a_process_of_this_machine_that_is_gone_is_dead_at_once(store: Store) -> None:
    worker = await workers.register_worker(store, NOW)
    async with store.writing() as session:
        await session.execute(update(WorkerRow).where(WorkerRow.id == worker).values(born="another"))
    assert await workers.find_dead_workers(store, NOW, timedelta(days=1), timedelta(days=1)) == {worker}


async def test_what_is_left_undone_is_given_back_and_what_has_just_begun_is_not(store: Store) -> None:
    left, kept = await planned(store, "a", "b")
    for run in (left, kept):
        await jobs.begin_job(store, run.id, "w", NOW)
    assert await orphaned.requeue_abandoned_jobs(store, "w", {kept.id}.__contains__, NOW) == (left.id,)
    assert set(await orphaned.list_worker_jobs(store, "w")) == {kept.id}
    begun = await jobs.begin_job(store, left.id, "w", NOW)
    assert begun is not None
    assert (begun.attempts, begun.setbacks) == (1, 1)
