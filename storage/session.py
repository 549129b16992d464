"""Open a store: a folder of evidence and a database, brought to today's tables."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage.blobs import Blobs, open_blobs
from storage.errors import DatabaseUnknown, DriverMissing, StorageError, database_errors, disk_errors
from storage.kept import Kept
from storage.migrate import migrate
from storage.tables import Table

_BUSY_MS = 5000
_STATEMENT_MS, _LOCK_MS, _CONNECT_SECONDS = 60_000, 10_000, 10
# A network that swallows packets is noticed within half a minute (libpq, connection parameters), not when TCP gives up.
KEEPALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


class Store:
    """An open store. Whoever reads or writes rows does so in ``reading`` or ``writing``; blobs go to ``blobs``."""

    def __init__(self, data: Path, engine: AsyncEngine, blobs: Blobs) -> None:
        self.data = data
        self.engine = engine
        self.blobs = blobs
        self.kept = Kept()
        # SQLite has one writer at a time: waiting here is fair and free, waiting there is polling.
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self._writes = engine.execution_options(xuncha_writes=True)
        # A SQLite transaction sees one state anyway.
        self._snapshots = engine if self._turn else engine.execution_options(isolation_level="REPEATABLE READ")

    @property
    def database(self) -> str:
        """The database's address, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the database. Raises DatabaseUnreachable, DatabaseBusy, DatabaseDamaged."""
        with self._refusals():
            async with AsyncSession(self._snapshots, expire_on_commit=False) as session:
                yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session whose changes are kept, all of them or none, when the block ends. Raises DiskFull besides."""
        if self._turn is None:
            async with self._transaction() as session:
                yield session
            return
        async with self._turn, self._transaction() as session:
            yield session

    async def once(self, session: AsyncSession, row: type[Table], **values: object) -> None:
        """Insert a row unless one with its key is there already, whoever put it there in the meantime."""
        dialect = sqlite if self._turn else postgresql
        await session.execute(dialect.insert(row).values(**values).on_conflict_do_nothing())

    async def once_each(self, session: AsyncSession, row: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
        """The same for many rows at once."""
        if rows:
            dialect = sqlite if self._turn else postgresql
            await session.execute(dialect.insert(row).values([dict(each) for each in rows]).on_conflict_do_nothing())

    async def clock(self) -> datetime | None:
        """What time it is on the database's machine; None where the database is a file of this one."""
        if self._turn is not None:
            return None
        async with self.reading() as session:
            return await session.scalar(select(func.clock_timestamp()))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        with self._refusals():
            async with AsyncSession(self._writes, expire_on_commit=False) as session, session.begin():
                yield session

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Name what the database's refusal means, and count it."""
        try:
            with database_errors(self.database):
                yield
        except StorageError as fault:
            self.kept.refused(fault)
            raise


@asynccontextmanager
async def open_store(data: Path, database: str | None = None, evidence: str | None = None) -> AsyncIterator[Store]:
    """The store in that folder; ``database`` is an address (sqlite, postgresql), by default a SQLite file in the folder.

    ``evidence`` is a folder or ``s3://bucket/prefix``, by default a folder beside it. Raises EvidenceError, Unwritable, DiskFull,
    DatabaseUnknown, DatabaseUnreachable, DatabaseBusy, DatabaseDamaged, DatabaseTooNew, DriverMissing.
    """
    url = address(data, database)
    await asyncio.to_thread(_prove_writable, data)
    blobs = await asyncio.to_thread(open_blobs, data, evidence)
    engine = make_engine(url)
    try:
        await migrate(engine)
        yield Store(data, engine, blobs)
    finally:
        await engine.dispose()


def address(data: Path, database: str | None) -> URL:
    """Where the database is. Raises DatabaseUnknown for what is no address of SQLite or PostgreSQL."""
    if not database:
        return URL.create(_DRIVERS["sqlite"], database=str(data.absolute() / "xuncha.db"))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise DatabaseUnknown from error  # not quoted: it may hold a password
    driver = _DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise DatabaseUnknown(f"{url.drivername}://")
    return url.set(drivername=driver)


def make_engine(url: URL) -> AsyncEngine:
    """An engine whose transactions are real on both databases. Raises DriverMissing."""
    options: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        limits = f"-c statement_timeout={_STATEMENT_MS} -c lock_timeout={_LOCK_MS} -c timezone=UTC"
        options = {
            "pool_pre_ping": True,
            "connect_args": {"options": limits, "connect_timeout": _CONNECT_SECONDS, **KEEPALIVE},
        }
    try:
        engine = create_async_engine(url, **options)
    except ModuleNotFoundError as error:
        raise DriverMissing(f"pip install 'xuncha[cluster]' ({error.name})") from error
    if url.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver begins no transactions by itself: it would leave out DDL and SELECT
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_BUSY_MS}", "synchronous=normal", "foreign_keys=on"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: one that reads first could find its view outdated and fail without waiting."""
    writes = connection.get_execution_options().get("xuncha_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prove_writable(data: Path) -> None:
    with disk_errors(data):
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"x")
