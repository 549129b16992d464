"""Only one process at a time rejudges all visits of a store: a second one would only repeat the work.

A process that dies releases the lock: with SQLite the operating system holds it, on a file beside the database; with
PostgreSQL the server does, for as long as the connection lasts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from storage.db.session import Store
from storage.errors import AlreadyRejudging, database_errors, disk_errors

_LOCK = 0x78756E66  # one number for all of Xuncha's processes


@asynccontextmanager
async def hold_rejudge_lock(store: Store) -> AsyncIterator[None]:
    """Hold the lock inside the block. Raises AlreadyRejudging at once if another process holds it."""
    file = store.engine.url.database if store.engine.dialect.name == "sqlite" else None
    async with _of_server(store) if file is None else _of_file(Path(f"{file}.rejudging")):
        yield


@asynccontextmanager
async def _of_file(path: Path) -> AsyncIterator[None]:
    # The file stays after release: removing it could let two processes lock two files of the same name.
    lock = FileLock(path, mode=0o600, thread_local=False, preserve_lock_file=True)
    try:
        with disk_errors(path):
            lock.acquire(blocking=False)
    except Timeout:
        raise AlreadyRejudging from None
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def _of_server(store: Store) -> AsyncIterator[None]:
    with database_errors(store.database):
        connection = await store.engine.connect()
    try:
        with database_errors(store.database):
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            had = await connection.scalar(select(func.pg_try_advisory_lock(_LOCK)))
        if not had:
            raise AlreadyRejudging
        try:
            yield
        finally:
            try:
                await connection.execute(select(func.pg_advisory_unlock(_LOCK)))
            except DBAPIError:  # the lock ended with the connection
                await connection.invalidate()
    finally:
        await connection.close()
