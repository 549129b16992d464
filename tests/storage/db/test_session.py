"""A store opens on both databases, and says in one line why it does not."""

from __future__ import annotations

import asyncio
import gc
import os
import sqlite3
import warnings
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from storage.db.session import Store, open_store
from storage.db.tables import PlatformRow, VisitRow
from storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseUnknown,
    DatabaseUnreachable,
    DiskFull,
    StorageError,
    Unwritable,
)


async def refused(data: Path, database: str | None = None) -> StorageError:
    with pytest.raises(StorageError) as caught:
        async with open_store(data, database):
            pass
    assert "\n" not in str(caught.value)
    return caught.value


def _locked(folder: Path) -> Path:
    folder.chmod(0o500)
    return folder


async def test_the_folder_is_made_and_the_default_is_a_file_in_it(tmp_path: Path) -> None:
    data = tmp_path / "a b" / "数据?x=1#y%20"
    async with open_store(data):
        pass
    assert (data / "xuncha.db").is_file()
    async with open_store(data):  # and opens again
        pass


async def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert isinstance(await refused(tmp_path / "data"), Unwritable)


async def test_a_folder_nobody_may_write(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        # Root may write everywhere but where the system itself refuses.
        assert isinstance(await refused(Path("/proc/xuncha")), Unwritable)
        return
    locked = await asyncio.to_thread(_locked, tmp_path)
    assert isinstance(await refused(locked), Unwritable)


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "xuncha.db").write_bytes(b"no database " * 500)
    assert isinstance(await refused(tmp_path), DatabaseDamaged)


@pytest.mark.parametrize("database", ["mysql://user:secret@host/x", "no address secret", "oracle+x://secret@y"])
async def test_an_address_of_another_kind(tmp_path: Path, database: str) -> None:
    error = await refused(tmp_path, database)
    assert isinstance(error, DatabaseUnknown)
    assert "secret" not in str(error)


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    error = await refused(tmp_path, "postgresql://user:secret@127.0.0.1:9/xuncha")
    assert isinstance(error, DatabaseUnreachable)
    assert "secret" not in str(error)


async def test_a_database_that_is_not_there(tmp_path: Path, fresh: str) -> None:
    assert isinstance(await refused(tmp_path, fresh.replace("xuncha_test_", "xuncha_none_")), DatabaseUnreachable)


async def test_sqlite_says_when_the_disk_is_full(tmp_path: Path) -> None:
    async def fill(store: Store) -> None:
        async with store.writing() as session:
            await session.execute(text("PRAGMA max_page_count = 1"))  # raised by SQLite to the pages in use
            session.add_all(PlatformRow(url=f"https://shop.example/{n}", name="x" * 1900) for n in range(500))

    async with open_store(tmp_path) as store:
        with pytest.raises(DiskFull):
            await fill(store)
        async with store.reading() as session:
            assert (await session.scalars(select(PlatformRow))).all() == []


async def test_a_database_somebody_else_holds(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        holder = sqlite3.connect(tmp_path / "xuncha.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            async with store.engine.connect() as connection:
                await connection.execute(text("PRAGMA busy_timeout = 50"))
            with pytest.raises(DatabaseBusy):
                async with store.writing() as session:
                    await session.execute(text("SELECT 1"))
        finally:
            holder.close()


async def test_a_task_cancelled_while_it_connects_leaves_no_file_open(tmp_path: Path) -> None:
    async def read(store: Store) -> None:
        async with store.reading() as session:
            await session.execute(text("SELECT 1"))

    async def write(store: Store) -> None:
        async with store.writing() as session:
            await session.execute(text("SELECT 1"))

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        async with open_store(tmp_path) as store:
            for turns in range(60):
                await store.engine.dispose()  # so that each connects anew
                task = asyncio.create_task((read, write)[turns % 2](store))
                for _ in range(turns // 4):
                    await asyncio.sleep(0)
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        gc.collect()
    assert [str(message.message) for message in warned] == []


async def test_a_block_that_fails_keeps_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.writing() as session:
            session.add(PlatformRow(url="https://shop.example/", name=""))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.reading() as session:
        assert (await session.scalars(select(PlatformRow))).all() == []


async def test_our_own_mistakes_are_not_called_the_databases(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.writing() as session:
            session.add_all(PlatformRow(url="https://shop.example/", name="") for _ in range(2))


async def test_many_writers_at_once_in_two_stores(tmp_path: Path, database: str | None) -> None:
    async with open_store(tmp_path, database) as one, open_store(tmp_path, database) as two:

        async def write(store: Store, number: int) -> None:
            async with store.writing() as session:
                await session.execute(select(PlatformRow))  # reads first, as a careless writer does
                session.add(PlatformRow(url=f"https://shop.example/{number}", name=""))

        await asyncio.gather(*(write(one if n % 2 else two, n) for n in range(60)))
        async with two.reading() as session:
            assert len((await session.scalars(select(PlatformRow))).all()) == 60


async def test_a_reader_sees_one_state(tmp_path: Path, database: str | None) -> None:
    async with open_store(tmp_path, database) as one, open_store(tmp_path, database) as two, one.reading() as session:
        assert (await session.scalars(select(PlatformRow))).all() == []
        async with two.writing() as writer:
            writer.add(PlatformRow(url="https://shop.example/", name=""))
        assert (await session.scalars(select(PlatformRow))).all() == []


async def test_a_cancelled_write_leaves_the_store_usable(store: Store) -> None:
    began = asyncio.Event()

    async def write() -> None:
        async with store.writing() as session:
            session.add(PlatformRow(url="https://shop.example/1", name=""))
            await session.flush()
            began.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.writing() as session:
        assert (await session.scalars(select(PlatformRow))).all() == []
        session.add(PlatformRow(url="https://shop.example/2", name=""))


async def test_page_words_fit_a_column_and_moments_keep_their_zone(store: Store) -> None:
    at = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    async with store.writing() as session:
        platform = PlatformRow(url="https://shop.example/", name="价\0格\ud83d" + "长" * 5000)
        session.add(platform)
        await session.flush()
        session.add(
            VisitRow(
                id="a",
                platform_id=platform.id,
                state="done",
                started_at=at,
                host="",
                pid=1,
                born="",
                beat_at=at,
                opening=b"\0",
            )
        )
    async with store.reading() as session:
        row = (await session.scalars(select(VisitRow))).one()
        name = (await session.scalars(select(PlatformRow.name))).one()
    assert row.started_at == at
    assert row.started_at.tzinfo is UTC
    assert name == "价\ufffd格?" + "长" * 1996
