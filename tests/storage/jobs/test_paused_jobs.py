"""A job that a person pauses is nobody's until it is resumed: not begun, not planned beside, and its visit is kept to go on with."""

from __future__ import annotations

from datetime import timedelta

from storage.db.register_tables import JobState, PlatformState
from storage.db.session import Store
from storage.jobs import jobs, orphaned, workers
from storage.jobs.job_control import cancel_job, pause_job, resume_job
from storage.jobs.job_lines import list_job_lines
from storage.jobs.planning import plan_due_jobs, request_audit_now
from storage.people.action_log import list_actions
from storage.platforms import set_platform_state
from tests.storage.jobs.test_jobs import NOW, SOON, planned, weekly

LEAVING = timedelta(seconds=45)


async def begin_running(store: Store) -> tuple[str, str]:
    """A job that runs and has begun its visit, and its worker."""
    (run,) = await planned(store, "a")
    worker = await workers.register_worker(store, NOW)
    assert await jobs.begin_job(store, run.id, worker, NOW) is not None
    assert await jobs.record_job_visit(store, run.id, worker, "v1")
    return run.id, worker


async def test_a_running_job_that_is_paused_and_resumed_goes_on_with_its_visit(store: Store) -> None:
    run, worker = await begin_running(store)
    held = await pause_job(store, run, "web:anna", NOW, LEAVING)
    assert held is not None
    assert (held.state, held.reason, held.worker, held.attempts) == (JobState.PAUSED, "paused: web:anna", None, 0)
    # Its worker has no say in it any more, and nobody else begins it.
    assert await orphaned.list_worker_jobs(store, worker) == {}
    assert not await jobs.requeue_job(store, run, worker, not_before=NOW, reason="handed_back", keep_visit=True)
    assert await jobs.begin_job(store, run, "other", NOW + timedelta(days=1)) is None
    assert await jobs.list_waiting_jobs(store, NOW + timedelta(days=1)) == ()
    assert await pause_job(store, run, "web:anna", NOW, LEAVING) is None
    again = await resume_job(store, run, "web:bo", NOW + SOON)
    assert again is not None
    assert (again.state, again.reason, again.visit) == (JobState.WAITING, "", "v1")
    assert await jobs.begin_job(store, run, "other", NOW + SOON) is None  # the first may still be closing its browser
    begun = await jobs.begin_job(store, run, "other", NOW + LEAVING)
    assert begun is not None
    assert (begun.attempts, begun.visit) == (1, "v1")
    assert await resume_job(store, run, "web:bo", NOW + LEAVING) is None
    assert [(action.actor, action.action) for action in await list_actions(store)] == [
        ("web:anna", "pause_job"), ("web:bo", "resume_job"),
    ]  # fmt: skip


async def test_one_that_waits_is_due_as_before_once_it_is_resumed(store: Store) -> None:
    (run,) = await planned(store, "a")
    worker = await workers.register_worker(store, NOW)
    await jobs.begin_job(store, run.id, worker, NOW)
    later = NOW + timedelta(hours=1)
    await jobs.requeue_job(store, run.id, worker, not_before=later, reason="blocked", keep_visit=False)
    held = await pause_job(store, run.id, "web:anna", NOW, LEAVING)
    assert held is not None
    assert (held.not_before, held.attempts) == (later, 1)
    assert [line.job.id for line in await list_job_lines(store, JobState.PAUSED, 9)] == [run.id]
    await resume_job(store, run.id, "web:anna", NOW)
    assert await jobs.list_waiting_jobs(store, later - SOON) == ()
    assert [job.id for job in await jobs.list_waiting_jobs(store, later)] == [run.id]


async def test_no_other_is_planned_beside_it_and_an_audit_asked_for_resumes_it(store: Store) -> None:
    (run,) = await planned(store, "a")
    await pause_job(store, run.id, "web:anna", NOW, LEAVING)
    assert await plan_due_jobs(store, NOW + timedelta(days=8), weekly) == ()
    asked = await request_audit_now(store, run.platform, NOW + timedelta(days=8))
    assert asked is not None
    assert (asked.id, asked.state, asked.reason, asked.priority) == (run.id, JobState.WAITING, "", jobs.ON_DEMAND)


async def test_it_can_be_cancelled_and_ends_with_its_platform(store: Store) -> None:
    first, second = await planned(store, "a", "b")
    for run in (first, second):
        await pause_job(store, run.id, "web:anna", NOW, LEAVING)
    ended = await cancel_job(store, first.id, "web:bo", NOW)
    assert ended is not None
    assert (ended.state, ended.reason) == (JobState.FAILED, "cancelled: web:bo")
    await set_platform_state(store, "https://b.example/", PlatformState.REMOVED, NOW)
    assert await orphaned.cancel_removed_platform_jobs(store, NOW) == 1
    assert await resume_job(store, second.id, "web:bo", NOW) is None
