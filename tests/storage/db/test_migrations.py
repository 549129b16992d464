"""The migrations make exactly the tables the code maps, on both databases, once, and never over a newer version's."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage.db.connecting.engines import make_engine
from storage.db.migrate import make_alembic_config, migrate_database
from storage.db.session import Store, open_store, resolve_database_url
from storage.db.tables import Table
from storage.errors import DatabaseTooNew

OLDEST = "0001"


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Table.metadata))


async def test_migrated_tables_are_the_mapped_tables(store: Store) -> None:
    async with store.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_difference_would_be_seen(store: Store) -> None:
    async with store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE views ADD COLUMN stray INTEGER"))
        assert len(await connection.run_sync(_differences)) == 1


async def test_names_follow_the_convention(store: Store) -> None:
    def names(connection: Connection) -> set[str | None]:
        found = inspect(connection)
        return {
            key["name"]
            for table in Table.metadata.tables
            for key in (
                *found.get_foreign_keys(table),
                *found.get_unique_constraints(table),
                found.get_pk_constraint(table),
            )
        }

    async with store.engine.connect() as connection:
        assert {name[:3] for name in await connection.run_sync(names) if name} == {"fk_", "uq_", "pk_"}


async def test_migrating_again_changes_nothing(store: Store) -> None:
    await migrate_database(store.engine)
    async with store.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM alembic_version"))).scalar() == 1


async def test_several_starting_at_once_migrate_once(tmp_path: Path, database: str | None) -> None:
    engines = [make_engine(resolve_database_url(tmp_path, database)) for _ in range(4)]
    try:
        await asyncio.gather(*(migrate_database(engine) for engine in engines))
    finally:
        for engine in engines:
            await engine.dispose()


async def test_a_newer_database_is_refused(tmp_path: Path, database: str | None) -> None:
    async with open_store(tmp_path, database) as store, store.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="newer Xuncha"):
        async with open_store(tmp_path, database):
            pass


async def test_foreign_keys_hold_after_migrating(store: Store) -> None:
    if store.engine.dialect.name != "sqlite":
        pytest.skip("a setting of SQLite's connections")
    async with store.engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
        assert (
            await connection.execute(text("PRAGMA synchronous"))
        ).scalar() == 2  # full: what is said to be kept is on the disk
        assert (await connection.execute(text("PRAGMA busy_timeout"))).scalar() == 5000


def _old(connection: Connection) -> None:
    config = make_alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, OLDEST)


@pytest.mark.commands
@pytest.mark.parametrize("statement", [3, 9, 17, 30])
async def test_killed_half_way_nothing_has_changed_and_the_next_one_migrates(
    tmp_path: Path, database: str | None, statement: int
) -> None:
    engine = make_engine(resolve_database_url(tmp_path, database))
    version = text("SELECT version_num FROM alembic_version")
    try:
        async with engine.execution_options(xuncha_writes=True).begin() as connection:
            await connection.run_sync(_old)
        given = [str(tmp_path), str(statement), *([database] if database else [])]
        ended = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "tests.storage.db.killed_migrating", *given], check=False
        )
        assert ended.returncode == -signal.SIGKILL
        async with engine.connect() as connection:
            assert (await connection.execute(version)).scalar() == OLDEST
            assert not await connection.run_sync(lambda sync: inspect(sync).has_table("runs"))
        await migrate_database(engine)
        async with engine.connect() as connection:
            assert await connection.run_sync(_differences) == []
    finally:
        await engine.dispose()
