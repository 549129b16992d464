"""A connection that the server ended while it waited in the pool is replaced before anybody uses it; one that still stands is used again."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, insert, select, text

from storage.db.connecting.dropped_connections import is_dropped
from storage.db.session import Store, open_store
from storage.db.tables import PlatformRow

pytestmark = pytest.mark.services
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
COUNTED = select(func.count(PlatformRow.id))


async def ask_backend(store: Store) -> int:
    """The process of the server that answers."""
    async with store.looking_up() as session:
        return (await session.scalar(text("SELECT pg_backend_pid()"))) or 0


async def test_a_connection_ended_by_the_server_is_replaced_unseen(tmp_path: Path, fresh: str) -> None:
    async with open_store(tmp_path, fresh) as store:
        first = await ask_backend(store)
        assert await ask_backend(store) == first  # one that stands is not thrown away
        with psycopg.connect(fresh.replace("+psycopg", ""), autocommit=True) as other:
            other.execute(OTHERS)
            _wait_until_ended(other, first)
        assert await ask_backend(store) not in (0, first)
        async with store.writing() as session:
            await session.execute(insert(PlatformRow).values(url="https://a.example/", name="a"))
        async with store.reading() as session:
            assert await session.scalar(COUNTED) == 1


async def test_one_that_was_closed_here_is_told_from_one_that_waits(fresh: str) -> None:
    connection = await psycopg.AsyncConnection.connect(fresh.replace("+psycopg", ""))
    await connection.execute("SELECT 1")
    await connection.rollback()
    assert not is_dropped(connection)
    await connection.close()
    assert is_dropped(connection)


async def test_each_statement_looked_up_sees_the_state_of_its_own_moment(tmp_path: Path, fresh: str) -> None:
    async with open_store(tmp_path, fresh) as store:
        async with store.looking_up() as session:
            assert await session.scalar(COUNTED) == 0
            async with store.writing() as other:
                await other.execute(insert(PlatformRow).values(url="https://a.example/", name="a"))
            assert await session.scalar(COUNTED) == 1
        async with store.glancing() as session:  # by the same connection, whose transactions see one state again
            assert await session.scalar(COUNTED) == 1
            async with store.writing() as other:
                await other.execute(insert(PlatformRow).values(url="https://b.example/", name="b"))
            assert await session.scalar(COUNTED) == 1


def _wait_until_ended(other: psycopg.Connection[tuple[object, ...]], backend: int) -> None:
    """Ask until the server's process is gone; the server itself sends its last word before that."""
    while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", (backend,)).fetchone():
        pass
