"""Make the database engines: real transactions on SQLite and PostgreSQL, and one that reads a SQLite file where it is asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.db.connecting.dropped_connections import replace_dropped_connections
from storage.db.connecting.sqlite_here import ConnectionHere, make_connector
from storage.errors import DriverMissing

_BUSY_MS = 5000
_STATEMENT_MS, _LOCK_MS, _CONNECT_SECONDS = 60_000, 10_000, 10
# Connections of a process to PostgreSQL that are kept, and those made beyond when more ask at once: to make one takes its server a fork.
_KEPT, _BEYOND = 12, 8
# A network that swallows packets is noticed within half a minute (libpq, connection parameters), not when TCP gives up.
KEEPALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def make_engine(url: URL) -> AsyncEngine:
    """An engine with real transactions on both kinds of database. Raises DriverMissing."""
    options: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        limits = f"-c statement_timeout={_STATEMENT_MS} -c lock_timeout={_LOCK_MS} -c timezone=UTC"
        options = {
            "pool_size": _KEPT,
            "max_overflow": _BEYOND,
            "connect_args": {"options": limits, "connect_timeout": _CONNECT_SECONDS, **KEEPALIVE},
        }
    try:
        engine = create_async_engine(url, **options)
    except ModuleNotFoundError as error:
        raise DriverMissing(f"pip install 'xuncha[cluster]' ({error.name})") from error
    if url.get_backend_name() == "postgresql":
        replace_dropped_connections(engine)
    else:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def make_engine_here(url: URL) -> AsyncEngine | None:
    """An engine that reads a plain SQLite file where it is asked, as ``Store.glancing`` does; None for what is no plain file."""
    if url.query or not url.database or url.database.startswith((":", "file:")):
        return None
    engine = create_async_engine(url, async_creator=make_connector(Path(url.database)))
    event.listen(engine.sync_engine, "begin", _begin_here)
    return engine


def _begin_here(connection: Connection) -> None:
    driven = connection.connection.driver_connection
    assert isinstance(driven, ConnectionHere)
    try:
        driven.begin_reading()
    except sqlite3.Error as fault:
        raise OperationalError("BEGIN", None, fault) from fault


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver begins no transactions by itself: it would leave out DDL and SELECT
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_BUSY_MS}", "synchronous=full", "foreign_keys=on"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a writer that reads first could find its view outdated and fail without waiting."""
    writes = connection.get_execution_options().get("xuncha_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
