"""Runs are there once, done by one, taken from the dead, and not begun for platforms that nobody wants audited now."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from storage import lost_runs, runs, workers
from storage.codec import encode
from storage.planning import ask_now, plan_due
from storage.register import Due, Registration, put, registered, set_state
from storage.register_tables import RegistrationRow, RunKind, RunState, Standing, WorkerRow
from storage.runs import Run
from storage.session import Store
from storage.tables import PlatformRow

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
SOON = timedelta(seconds=1)


def weekly(registration: Registration, kind: RunKind, now: datetime) -> datetime:
    return now + timedelta(days=7)


async def registered_now(store: Store, *names: str) -> list[int]:
    for name in names:
        await put(store, Registration(f"https://{name}.example/"), Due(audit=NOW), NOW)
    return [each.id for each in await registered(store)]


async def planned(store: Store, *names: str) -> tuple[Run, ...]:
    await registered_now(store, *names)
    return await plan_due(store, NOW, weekly)


async def test_what_is_due_is_planned_once_by_however_many(store: Store) -> None:
    await registered_now(store, *(f"p{number}" for number in range(25)))
    made = await asyncio.gather(*(plan_due(store, NOW, weekly, at_a_time=4) for _ in range(5)))
    assert len({run.platform for some in made for run in some}) == 25
    assert sum(map(len, made)) == 25
    assert await plan_due(store, NOW, weekly) == ()
    for run in (run for some in made for run in some):
        assert await runs.begin(store, run.id, "w", NOW) is not None
        await runs.end(store, run.id, "w", NOW, state=RunState.DONE)
    assert len(await plan_due(store, NOW + timedelta(days=7), weekly)) == 25


def often(registration: Registration, kind: RunKind, now: datetime) -> datetime:
    """The next whole hour, and for audits the next whole day."""
    step = timedelta(days=1) if kind is RunKind.AUDIT else timedelta(hours=1)
    return now + step - (now - NOW) % step


async def open_runs(store: Store) -> list[tuple[RunKind, datetime]]:
    return sorted((run.kind, run.due_at) for run in await runs.waiting(store, NOW + timedelta(days=365)))


async def busy_hours(store: Store, since: datetime, hours: int) -> datetime:
    """Workers plan every hour and do nothing; returns when that ended."""
    for hour in range(hours + 1):
        await plan_due(store, since + timedelta(hours=hour), often)
    return since + timedelta(hours=hours)


async def test_light_looks_that_nobody_has_done_do_not_pile_up(store: Store) -> None:
    await put(store, Registration("https://a.example/"), Due(audit=NOW, light=NOW, timing=NOW), NOW)
    end = await busy_hours(store, NOW, 26)
    assert await open_runs(store) == [(RunKind.AUDIT, NOW), (RunKind.LIGHT, NOW), (RunKind.TIMING, NOW)]
    light = next(run for run in await runs.waiting(store, end) if run.kind is RunKind.LIGHT)
    assert await runs.begin(store, light.id, "w", end) is not None
    assert await plan_due(store, end + timedelta(hours=1), often) == ()  # what is being done does for it
    await runs.end(store, light.id, "w", end, state=RunState.DONE)
    (next_one,) = await plan_due(store, end + timedelta(hours=2), often)
    assert (next_one.kind, next_one.due_at) == (RunKind.LIGHT, end + timedelta(hours=2))


@pytest.mark.parametrize("planned_before", [True, False], ids=["one waited already", "none waited"])
async def test_a_platform_that_was_paused_for_days_is_audited_once(store: Store, planned_before: bool) -> None:
    await put(store, Registration("https://a.example/"), Due(audit=NOW, light=NOW), NOW)
    if planned_before:
        await plan_due(store, NOW, often)
    await set_state(store, "https://a.example/", Standing.PAUSED, NOW)
    end = await busy_hours(store, NOW, 50)
    assert await open_runs(store) == []
    await set_state(store, "https://a.example/", Standing.ACTIVE, end)
    await busy_hours(store, end, 3)
    (audit, light) = await runs.waiting(store, end + timedelta(hours=3))
    assert {audit.kind, light.kind} == {RunKind.AUDIT, RunKind.LIGHT}


async def test_days_without_any_worker_are_not_made_up_for(store: Store) -> None:
    await put(store, Registration("https://a.example/"), Due(audit=NOW, light=NOW), NOW)
    late = NOW + timedelta(days=9, minutes=20)
    made = await plan_due(store, late, often)
    assert sorted(run.kind for run in made) == [RunKind.AUDIT, RunKind.LIGHT]
    assert await plan_due(store, late, often) == ()
    (known,) = await registered(store)
    assert (known.due_at, known.light_due_at) == (NOW + timedelta(days=10), late + timedelta(minutes=40))


async def test_a_registration_that_cannot_be_read_holds_up_no_other(store: Store) -> None:
    first, second = await registered_now(store, "a", "b")
    async with store.writing() as session:
        await session.execute(
            update(RegistrationRow).where(RegistrationRow.platform_id == first).values(record=b"nothing")
        )
    assert [run.platform for run in await plan_due(store, NOW, weekly)] == [second]


async def test_a_due_time_that_is_none_is_refused(store: Store) -> None:
    await registered_now(store, "a")
    with pytest.raises(ValueError, match="not after"):
        await plan_due(store, NOW, lambda registration, kind, now: now)


async def test_thousands_are_planned_in_seconds(store: Store) -> None:
    async with store.writing() as session:
        rows = [{"url": f"https://p{number}.example/", "name": ""} for number in range(3000)]
        await store.once_each(session, PlatformRow, rows)
        record = encode(Registration("https://p.example/"))
        ids = range(1, 3001)
        common = {"state": "active", "due_at": NOW, "added_at": NOW, "changed_at": NOW, "record": record}
        await store.once_each(session, RegistrationRow, [{"platform_id": id, **common} for id in ids])
    async with asyncio.timeout(60):
        assert len(await plan_due(store, NOW, weekly)) == 3000
        assert len(await runs.waiting(store, NOW, limit=100)) == 100


async def test_two_who_reach_for_one_run_or_one_platform_get_it_once(store: Store) -> None:
    (run,) = await planned(store, "a")
    light = await runs.ask(store, run.platform, RunKind.LIGHT, NOW)
    assert light is not None
    tried = await asyncio.gather(
        *(runs.begin(store, id, f"w{number}", NOW) for number, id in enumerate((run.id, run.id, light.id, light.id)))
    )
    assert sum(each is not None for each in tried) == 1
    assert await runs.waiting(store, NOW) == ()  # nothing of a platform that is busy is offered


async def test_a_paused_platform_is_not_begun_and_a_removed_one_never(store: Store) -> None:
    (run,) = await planned(store, "a")
    await set_state(store, "https://a.example/", Standing.PAUSED, NOW)
    assert await runs.waiting(store, NOW) == ()
    assert await runs.begin(store, run.id, "w", NOW) is None
    assert await ask_now(store, run.platform, NOW) is None
    await set_state(store, "https://a.example/", Standing.ACTIVE, NOW)
    assert [each.id for each in await runs.waiting(store, NOW)] == [run.id]
    begun = await runs.begin(store, run.id, "w", NOW)
    assert begun is not None
    await set_state(store, "https://a.example/", Standing.REMOVED, NOW)
    await runs.put_back(store, run.id, "w", not_before=NOW, reason="", keep_visit=True)
    assert await runs.waiting(store, NOW) == ()
    assert await runs.begin(store, run.id, "w", NOW) is None
    assert await lost_runs.drop_removed(store, NOW) == 1
    await set_state(store, "https://a.example/", Standing.ACTIVE, NOW)
    assert await runs.waiting(store, NOW) == ()


async def test_what_a_person_asks_for_goes_first_and_is_there_once(store: Store) -> None:
    first, second = await planned(store, "a", "b")
    asked = await asyncio.gather(*(ask_now(store, second.platform, NOW + SOON) for _ in range(4)))
    assert {run.id for run in asked if run} == {second.id}  # the one that waits is moved to the front
    assert [run.id for run in await runs.waiting(store, NOW)] == [second.id, first.id]
    await runs.begin(store, second.id, "w", NOW)
    again = await ask_now(store, second.platform, NOW + SOON)
    assert again is not None
    assert (again.id, again.state) == (second.id, RunState.RUNNING)
    await runs.end(store, second.id, "w", NOW, state=RunState.DONE)
    new = await asyncio.gather(*(ask_now(store, second.platform, NOW + SOON) for _ in range(4)))
    assert len({run.id for run in new if run} - {second.id}) == 1


async def test_runs_of_the_dead_are_given_to_others(store: Store) -> None:
    (run,) = await planned(store, "a")
    worker = await workers.join(store, NOW)
    await runs.begin(store, run.id, worker, NOW)
    assert await runs.note_visit(store, run.id, worker, "v1")
    lost, forgotten = timedelta(seconds=45), timedelta(hours=1)
    assert await workers.dead(store, NOW + timedelta(seconds=44), lost, forgotten) == frozenset()
    dead = await workers.dead(store, NOW + timedelta(seconds=45), lost, forgotten)
    assert dead == {worker}
    (given,) = await lost_runs.rescue(store, dead, NOW, at_most=2)
    assert (given.state, given.visit, given.attempts, given.lost) == (RunState.WAITING, "v1", 0, 1)
    assert not await runs.note_visit(store, run.id, worker, "v2")  # whoever was thought dead has no say any more
    assert not await runs.end(store, run.id, worker, NOW, state=RunState.DONE)
    await runs.begin(store, run.id, worker, NOW)
    (ended,) = await lost_runs.rescue(store, dead, NOW, at_most=2)
    assert ended.state is RunState.FAILED  # it could be what kills them
    assert await workers.dead(store, NOW + forgotten, lost, forgotten) == {worker}
    assert await workers.workers(store) == ()
    assert not await workers.beat(store, worker, NOW)  # it was forgotten, and is known again
    assert [each.id for each in await workers.workers(store)] == [worker]


async def test_a_process_of_this_machine_that_is_gone_is_dead_at_once(store: Store) -> None:
    worker = await workers.join(store, NOW)
    async with store.writing() as session:
        await session.execute(update(WorkerRow).where(WorkerRow.id == worker).values(born="another"))
    assert await workers.dead(store, NOW, timedelta(days=1), timedelta(days=1)) == {worker}


async def test_what_is_left_undone_is_given_back_and_what_has_just_begun_is_not(store: Store) -> None:
    left, kept = await planned(store, "a", "b")
    for run in (left, kept):
        await runs.begin(store, run.id, "w", NOW)
    assert await lost_runs.abandoned(store, "w", {kept.id}.__contains__, NOW) == (left.id,)
    assert set(await lost_runs.held(store, "w")) == {kept.id}
    begun = await runs.begin(store, left.id, "w", NOW)
    assert begun is not None
    assert (begun.attempts, begun.setbacks) == (1, 1)
