"""Few rows are read where they are asked for: as fresh as by any other way, never written, and by a thread where the file is locked."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import OperationalError

from storage.db.connecting.one_trip import Question
from storage.db.session import Store, open_store
from storage.db.tables import PlatformRow

Ask = Callable[[Store], Coroutine[None, None, int]]
COUNTED = Question(select(func.count(PlatformRow.id)))


async def add(store: Store, name: str) -> None:
    async with store.writing() as session:
        session.add(PlatformRow(url=f"https://{name}.example/", name=name))


async def count(store: Store) -> int:
    async with store.glancing() as session:
        return await session.scalar(select(func.count(PlatformRow.id))) or 0


async def look_up_count(store: Store) -> int:
    ((found,),) = (await store.look_up(COUNTED))[0]
    return int(found)


async def test_a_glance_sees_what_was_stored_last_and_one_state_throughout(store: Store) -> None:
    assert await count(store) == 0
    await add(store, "a")
    assert await count(store) == 1
    async with store.glancing() as session:
        before = await session.scalar(select(func.count(PlatformRow.id)))
        await add(store, "b")
        assert await session.scalar(select(func.count(PlatformRow.id))) == before
    assert await count(store) == 2


@pytest.mark.parametrize("ask", [count, look_up_count])
async def test_a_glance_at_a_file_takes_no_thread_and_writes_nothing(tmp_path: Path, ask: Ask) -> None:
    async with open_store(tmp_path) as store:
        await add(store, "a")
        await store.engine.dispose()  # and with it its threads
        running = set(threading.enumerate())  # those of tests before this one may end at any moment
        assert await ask(store) == 1
        assert set(threading.enumerate()) <= running
        async with store.glancing() as session:
            with pytest.raises(OperationalError, match="readonly"):
                await session.execute(insert(PlatformRow).values(url="https://b.example/", name="b"))
        assert await ask(store) == 1


@pytest.mark.parametrize("ask", [count, look_up_count])
async def test_a_locked_file_is_waited_for_without_holding_up_the_rest(tmp_path: Path, ask: Ask) -> None:
    async with open_store(tmp_path) as store:
        await add(store, "a")
        await store.engine.dispose()
        await store.end_glances()
        with sqlite3.connect(tmp_path / "xuncha.db", isolation_level=None) as other:
            other.execute("PRAGMA locking_mode=exclusive")
            other.execute("BEGIN EXCLUSIVE")
            waiting = asyncio.create_task(ask(store))
            done, _ = await asyncio.wait({waiting}, timeout=0.2)
            assert not done  # it waits, and we go on
            other.execute("ROLLBACK")
        other.close()
        assert await waiting == 1


@pytest.mark.parametrize("ask", [count, look_up_count])
async def test_a_file_that_has_gone_is_not_made_anew(tmp_path: Path, ask: Ask) -> None:
    async with open_store(tmp_path) as store:
        await store.engine.dispose()
        for name in ("xuncha.db", "xuncha.db-wal", "xuncha.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        with pytest.raises(Exception, match=r"no such table|unable to open"):
            await ask(store)


@pytest.mark.parametrize("ask", [count, look_up_count])
async def test_a_glance_at_a_file_lets_go_of_the_loop_nowhere(tmp_path: Path, ask: Ask) -> None:
    async with open_store(tmp_path) as store:
        await add(store, "a")
        turns = 0

        def turn() -> None:
            nonlocal turns
            turns += 1

        await ask(store)  # opens it
        asyncio.get_running_loop().call_soon(turn)
        assert await ask(store) == 1
        assert turns == 0
