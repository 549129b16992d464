"""Migrate a database to the current tables, in one transaction that only one process runs at a time."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.errors import DatabaseTooNew, database_errors

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_LOCK = 0x78756E63  # one number for all of Xuncha's processes
_LOCK_SECONDS, _STATEMENT_SECONDS = 30, 300


def make_alembic_config() -> Config:
    """Alembic's settings: there is no ini file, everything it needs is here."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def migrate_database(engine: AsyncEngine) -> None:
    """Run every migration not yet run. Raises DatabaseTooNew, DatabaseBusy, DatabaseUnreachable; after an error nothing is changed."""
    with database_errors(engine.url.render_as_string(hide_password=True)):
        async with engine.execution_options(xuncha_writes=True).connect() as connection:
            if engine.dialect.name == "sqlite":
                await _migrate_sqlite(connection)
            else:
                async with connection.begin():
                    await _wait_for_turn(connection)
                    await connection.run_sync(_upgrade)


async def _migrate_sqlite(connection: AsyncConnection) -> None:
    """Run the migrations on SQLite with foreign keys off, then check them.

    Alembic's batch mode copies and drops tables, which would delete the rows that refer to them.
    """
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await _write_ahead(raw)
    await raw.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    try:
        async with connection.begin():
            await connection.run_sync(_upgrade)
            if broken := (await connection.execute(text("PRAGMA foreign_key_check"))).first():
                raise RuntimeError(f"a migration broke a reference: {broken}")
    finally:
        await raw.execute("PRAGMA foreign_keys=ON")


async def _write_ahead(raw: Any) -> None:
    """Switch this file to write-ahead logging for good, so that readers work beside a writer.

    SQLite itself does not wait for others here, whatever its busy timeout.
    """
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            await raw.execute("PRAGMA journal_mode=wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.02)


async def _wait_for_turn(connection: AsyncConnection) -> None:
    await connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
    await connection.execute(text(f"SET LOCAL statement_timeout = '{_STATEMENT_SECONDS}s'"))
    await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _upgrade(connection: Connection) -> None:
    config = make_alembic_config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        if "Can't locate revision" in str(error):
            raise DatabaseTooNew(connection.engine.url.render_as_string(hide_password=True)) from error
        raise
