"""Judging all visits again is done by one process at a time on one store: a second would do the same work once more.

Whoever dies lets go by that: with SQLite the operating system holds the lock, on a file beside the database, with PostgreSQL the server
does, for as long as the connection stands.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from storage.errors import AlreadyRejudging, database_errors, disk_errors
from storage.session import Store

_LOCK = 0x78756E66  # one number for all of Xuncha's processes


@asynccontextmanager
async def rejudging(store: Store) -> AsyncIterator[None]:
    """While inside, nobody else is. Raises AlreadyRejudging at once where somebody is."""
    file = store.engine.url.database if store.engine.dialect.name == "sqlite" else None
    async with _of_server(store) if file is None else _of_file(Path(f"{file}.rejudging")):
        yield


@asynccontextmanager
async def _of_file(path: Path) -> AsyncIterator[None]:
    with disk_errors(path):
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRejudging from None
        yield
    finally:
        os.close(file)  # the file stays: to remove it could let two hold two files of one name


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
            except DBAPIError:  # with the connection the lock is gone, too
                await connection.invalidate()
    finally:
        await connection.close()
