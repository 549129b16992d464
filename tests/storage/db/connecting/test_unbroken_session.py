"""Whoever writes and is cut off, at whatever moment, leaves no lock behind, and what was under way is done whole or not at all."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.db.connecting.unbroken_session import finish_work
from storage.db.register_tables import WorkerRow
from storage.db.session import Store, open_store
from storage.jobs.workers import list_workers, record_heartbeat, register_worker, unregister_worker

TIMES = 200  # without that care, one in some fifty left the file locked
LONGEST = 0.02  # seconds; a whole writing takes less


async def test_who_is_cut_off_anywhere_holds_nobody_up(tmp_path: Path) -> None:
    chance, loop = random.Random(5), asyncio.get_running_loop()
    async with open_store(tmp_path) as store, open_store(tmp_path) as other:
        worker = await register_worker(store, datetime.now(UTC))
        cut_off = 0
        for _ in range(TIMES):
            writing = asyncio.create_task(record_heartbeat(store, worker, datetime.now(UTC)))
            loop.call_later(chance.uniform(0.0, LONGEST), writing.cancel)
            (ended,) = await asyncio.gather(writing, return_exceptions=True)
            cut_off += isinstance(ended, asyncio.CancelledError)
            await record_heartbeat(other, worker, datetime.now(UTC))  # raises where the file is held
        assert cut_off > TIMES // 10
        await unregister_worker(store, worker)
        assert await list_workers(other) == ()


@pytest.mark.parametrize("committed", [True, False])
async def test_a_cancellation_between_two_statements_undoes_what_was_written(tmp_path: Path, committed: bool) -> None:
    async with open_store(tmp_path) as store:
        reached, wait = asyncio.Event(), asyncio.Event()
        writing = asyncio.create_task(_register(store, reached, wait))
        await reached.wait()
        if committed:
            wait.set()
        else:
            writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        assert len(await list_workers(store)) == (1 if committed else 0)


async def _register(store: Store, reached: asyncio.Event, wait: asyncio.Event) -> None:
    async with store.writing() as session:
        now = datetime.now(UTC)
        await store.once(session, WorkerRow, id="a", host="h", pid=1, born="b", started_at=now, beat_at=now)
        reached.set()
        await wait.wait()


async def test_what_is_under_way_is_finished_before_a_cancellation_is_raised() -> None:
    begun, go_on, done = asyncio.Event(), asyncio.Event(), []

    async def work() -> None:
        begun.set()
        await go_on.wait()
        done.append(True)

    waiting = asyncio.create_task(finish_work(work()))
    await begun.wait()
    for _ in range(2):  # nor does a second one cut it off
        waiting.cancel()
        await asyncio.sleep(0)
        assert not waiting.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert done == [True]


async def test_what_fails_fails_for_whoever_waits() -> None:
    async def fail() -> None:
        raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        await finish_work(fail())
