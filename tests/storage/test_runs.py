"""What is due is planned once, done by one worker at a time, and given back by the dead; the same on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from storage import register, runs, workers
from storage.register import Due, Registration
from storage.register_tables import RunKind, RunState, Standing
from storage.runs import ON_DEMAND, Run
from storage.session import Store

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
WEEK, LOST = timedelta(days=7), timedelta(seconds=45)


def later(registration: Registration, kind: RunKind, now: datetime) -> datetime | None:
    return now + WEEK if kind is RunKind.AUDIT else None


async def put(store: Store, count: int, due: datetime = NOW) -> None:
    for number in range(count):
        await register.put(store, Registration(f"https://shop{number}.example/", schedule="7d"), Due(audit=due), NOW)


async def planned(store: Store, count: int = 1) -> tuple[Run, ...]:
    await put(store, count)
    return await runs.plan_due(store, NOW, later)


async def test_what_is_due_is_planned_once_and_next_time_is_set(store: Store) -> None:
    await put(store, 3)
    await put(store, 1, NOW + timedelta(hours=1))  # changes the first: not due yet
    made = await runs.plan_due(store, NOW, later)
    assert [(run.kind, run.due_at, run.state) for run in made] == [(RunKind.AUDIT, NOW, RunState.WAITING)] * 2
    assert await runs.plan_due(store, NOW, later) == ()
    dues = {each.registration.url: each.due_at for each in await register.registered(store)}
    assert dues["https://shop1.example/"] == NOW + WEEK


async def test_many_planners_at_once_make_each_run_once(store: Store) -> None:
    await put(store, 20)
    made = await asyncio.gather(*(runs.plan_due(store, NOW, later) for _ in range(4)))
    assert sorted(run.platform for each in made for run in each) == sorted(
        {run.platform for each in made for run in each}
    )
    assert sum(map(len, made)) == 20


async def test_of_many_workers_one_gets_a_run(store: Store) -> None:
    (run,) = await planned(store)
    names = [await workers.join(store, NOW) for _ in range(6)]
    got = await asyncio.gather(*(runs.begin(store, run.id, name, NOW) for name in names))
    assert sum(each is not None for each in got) == 1


async def test_nothing_is_done_twice_at_once_for_one_platform(store: Store) -> None:
    (run,) = await planned(store)
    other = await runs.ask(store, run.platform, RunKind.TIMING, NOW)
    assert other is not None
    me, you = await workers.join(store, NOW), await workers.join(store, NOW)
    assert await runs.begin(store, run.id, me, NOW) is not None
    assert await runs.begin(store, other.id, you, NOW) is None
    assert await runs.end(store, run.id, me, NOW, state=RunState.DONE)
    assert await runs.begin(store, other.id, you, NOW) is not None


@pytest.mark.parametrize("state", [Standing.PAUSED, Standing.REMOVED])
async def test_a_platform_that_is_not_active_is_not_planned(store: Store, state: Standing) -> None:
    await put(store, 1)
    await register.set_state(store, "https://shop0.example/", state, NOW)
    assert await runs.plan_due(store, NOW, later) == ()


async def test_what_a_person_asks_for_goes_before_what_a_clock_did(store: Store) -> None:
    first, second = await planned(store, 2)
    asked = await runs.ask(
        store, second.platform, RunKind.AUDIT, NOW + timedelta(minutes=1), priority=ON_DEMAND, not_before=NOW
    )
    assert asked is not None
    assert next(iter(await runs.waiting(store, NOW))).id == asked.id
    assert await runs.ask(store, second.platform, RunKind.AUDIT, NOW + timedelta(minutes=1)) is None
    assert first.id in {run.id for run in await runs.waiting(store, NOW)}


async def test_a_run_put_off_waits_for_its_time(store: Store) -> None:
    (run,) = await planned(store)
    me = await workers.join(store, NOW)
    await runs.begin(store, run.id, me, NOW)
    await runs.note_visit(store, run.id, me, "a" * 16)
    assert await runs.put_back(
        store, run.id, me, not_before=NOW + timedelta(minutes=15), reason="blocked", keep_visit=False
    )
    assert await runs.waiting(store, NOW) == ()
    assert await runs.begin(store, run.id, me, NOW) is None
    (again,) = await runs.waiting(store, NOW + timedelta(minutes=15))
    assert (again.attempts, again.visit, again.reason) == (1, None, "blocked")


async def test_a_run_handed_back_keeps_its_visit_and_counts_no_attempt(store: Store) -> None:
    (run,) = await planned(store)
    me = await workers.join(store, NOW)
    await runs.begin(store, run.id, me, NOW)
    await runs.note_visit(store, run.id, me, "a" * 16)
    await runs.put_back(store, run.id, me, not_before=NOW, reason="handed_back", keep_visit=True, counts=False)
    (again,) = await runs.waiting(store, NOW)
    assert (again.attempts, again.visit) == (0, "a" * 16)


async def test_runs_of_the_dead_are_given_to_others_and_their_late_word_does_not_count(store: Store) -> None:
    (run,) = await planned(store)
    dead, heir = await workers.join(store, NOW), await workers.join(store, NOW)
    await runs.begin(store, run.id, dead, NOW)
    await workers.beat(store, heir, NOW + timedelta(minutes=1))
    assert await runs.rescue(store, NOW + timedelta(seconds=30), LOST) == ()
    (given,) = await runs.rescue(store, NOW + timedelta(minutes=1), LOST)
    assert (given.id, given.state) == (run.id, RunState.WAITING)
    assert await runs.begin(store, run.id, heir, NOW + timedelta(minutes=1)) is not None
    assert not await runs.end(store, run.id, dead, NOW, state=RunState.DONE, audit="b" * 16)
    assert await runs.end(store, run.id, heir, NOW, state=RunState.DONE, audit="c" * 16)


async def test_runs_of_a_worker_that_left_are_given_to_others(store: Store) -> None:
    (run,) = await planned(store)
    me = await workers.join(store, NOW)
    await runs.begin(store, run.id, me, NOW)
    await workers.leave(store, me)
    assert [each.id for each in await runs.rescue(store, NOW, LOST)] == [run.id]


async def test_what_ended_while_the_store_was_away_is_given_back(store: Store) -> None:
    one, two = await planned(store, 2)
    me = await workers.join(store, NOW)
    await runs.begin(store, one.id, me, NOW)
    await runs.begin(store, two.id, me, NOW)
    assert await runs.abandoned(store, me, (one.id,), NOW) == 1
    assert await runs.running(store, (one.id, two.id)) == {one.id}
