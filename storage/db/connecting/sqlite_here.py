"""A connection to a SQLite file that answers where it is asked, without a thread: for a few rows that an index finds.

A thread costs such a read many times what the read itself does, most of all while the process is busy: each row may have to wait
until another thread lets go of the interpreter. It never waits for the file; whoever finds it locked reads by a thread instead.
It has as much of aiosqlite's surface as SQLAlchemy asks for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self


class CursorHere:
    """A cursor whose coroutines never wait."""

    __slots__ = ("_raw",)

    def __init__(self, raw: sqlite3.Cursor) -> None:
        self._raw = raw

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._raw.description

    @property
    def rowcount(self) -> int:
        return self._raw.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._raw.lastrowid

    @property
    def arraysize(self) -> int:
        return self._raw.arraysize

    @arraysize.setter
    def arraysize(self, value: int) -> None:
        self._raw.arraysize = value

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> Self:
        self._raw.execute(statement, values)
        return self

    async def executemany(self, statement: str, values: Sequence[Sequence[Any]]) -> Self:
        self._raw.executemany(statement, values)
        return self

    async def fetchone(self) -> Any:
        return self._raw.fetchone()

    async def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        return self._raw.fetchmany(self._raw.arraysize if size is None else size)

    async def fetchall(self) -> Sequence[Any]:
        return self._raw.fetchall()

    async def close(self) -> None:
        self._raw.close()


class ConnectionHere:
    """A connection that only reads, and fails at once where it would have to wait."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self._connection: sqlite3.Connection | None = raw  # SQLAlchemy asks by this name whether it is open

    def begin_reading(self) -> None:
        """Begin a transaction and take its view of the file. Raises sqlite3.OperationalError where that would wait."""
        self._raw.execute("BEGIN")
        try:
            self._raw.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        except sqlite3.Error:
            self._raw.rollback()
            raise

    def fetch(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement. Raises sqlite3.Error."""
        return self._raw.execute(statement, values).fetchall()

    def cursor(self) -> CursorHere:
        return CursorHere(self._raw.cursor())

    async def create_function(self, *args: Any, **given: Any) -> None:
        self._raw.create_function(*args, **given)

    async def commit(self) -> None:
        self._raw.commit()

    async def rollback(self) -> None:
        self._raw.rollback()

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        """Close it, also without an event loop."""
        self._raw.close()
        self._connection = None


def make_connector(path: Path) -> Callable[..., Any]:
    """What opens connections to that file, for SQLAlchemy's ``async_creator``."""

    place = f"{path.absolute().as_uri()}?mode=rw"  # one that is not there is not made

    async def connect(*_: Any, **__: Any) -> ConnectionHere:
        raw = sqlite3.connect(place, timeout=0, isolation_level=None, check_same_thread=False, uri=True)
        raw.execute("PRAGMA query_only=on")
        return ConnectionHere(raw)

    return connect
