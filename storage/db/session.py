"""Open a store: evidence and a database, migrated to the current tables."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from storage.blobs.blob_store import BlobStore
from storage.blobs.open_blobs import open_blob_store
from storage.db.identity import claim_evidence_store
from storage.db.migrate import migrate_database
from storage.db.sqlite_here import ConnectionHere, make_connector
from storage.db.tables import Table
from storage.errors import DatabaseUnknown, DriverMissing, StorageError, database_errors, disk_errors
from storage.store_counters import StoreCounters

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
    """An open store. Rows are read and written inside ``reading`` or ``writing``; blobs go to ``blobs``."""

    def __init__(self, data: Path, engine: AsyncEngine, blobs: BlobStore) -> None:
        self.data = data
        self.engine = engine
        self.blobs = blobs
        self.kept = StoreCounters()
        # SQLite has one writer at a time: waiting here is fair and free, waiting there is polling.
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self._writes = engine.execution_options(xuncha_writes=True)
        # A SQLite transaction sees one state anyway.
        self._snapshots = engine if self._turn else engine.execution_options(isolation_level="REPEATABLE READ")
        self._here = _make_engine_here(engine.url) if self._turn else None

    @property
    def database(self) -> str:
        """The database's address, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one consistent state. Raises DatabaseUnreachable, DatabaseBusy, DatabaseDamaged."""
        with self._refusals():
            async with AsyncSession(self._snapshots, expire_on_commit=False) as session:
                await self._connect(session)
                yield session

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncSession]:
        """Like ``reading``, for a few rows that an index finds: a SQLite file is read at once, without a thread.

        What goes through a table is not read so: nothing else is done meanwhile.
        """
        if self._here is None:
            async with self.reading() as session:
                yield session
            return
        with self._refusals():
            session = AsyncSession(self._here, expire_on_commit=False)
            try:
                try:
                    await session.connection()
                    free = True
                except OperationalError:  # locked, or not to be opened: told, or waited for, by a thread
                    free = False
                if free:
                    yield session
            finally:
                # Left as a context, it is closed by a task of its own, and every request that waits takes a turn before this one
                # goes on: of many, all would be answered when the last one is.
                await session.close()
        if not free:
            async with self.reading() as session:
                yield session

    async def end_glances(self) -> None:
        """Close what ``glancing`` opened."""
        if self._here is not None:
            await self._here.dispose()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session whose changes are committed, all or none, when the block ends. Raises like ``reading``, and DiskFull."""
        if self._turn is None:
            async with self._transaction() as session:
                yield session
            return
        async with self._turn, self._transaction() as session:
            yield session

    async def once(self, session: AsyncSession, row: type[Table], **values: object) -> None:
        """Insert a row unless a row with its key exists, even if another process has just added it."""
        dialect = sqlite if self._turn else postgresql
        await session.execute(dialect.insert(row).values(**values).on_conflict_do_nothing())

    async def once_each(self, session: AsyncSession, row: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
        """Like ``once``, for many rows at once."""
        if rows:
            dialect = sqlite if self._turn else postgresql
            await session.execute(dialect.insert(row).values([dict(entry) for entry in rows]).on_conflict_do_nothing())

    async def clock(self) -> datetime | None:
        """The time on the database's machine; None where the database is a local file."""
        if self._turn is not None:
            return None
        async with self.reading() as session:
            return await session.scalar(select(func.clock_timestamp()))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        with self._refusals():
            async with AsyncSession(self._writes, expire_on_commit=False) as session, session.begin():
                await self._connect(session)
                yield session

    async def _connect(self, session: AsyncSession) -> None:
        """Give the session its connection; a cancellation meanwhile takes effect once the connection has an owner.

        aiosqlite opens a file in a thread and drops the connection unclosed if nobody waits for it any more.
        """
        if self._turn is None:
            return  # psycopg closes what it was opening
        opening = asyncio.ensure_future(session.connection())
        try:
            await asyncio.shield(opening)
        except asyncio.CancelledError:
            while not opening.done():  # opening a file takes seconds at worst, and its thread would take them anyway
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([opening])
            _ = opening.cancelled() or opening.exception()  # retrieved, so that asyncio does not warn of it
            raise

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Translate the database's errors into StorageError, and count them."""
        try:
            with database_errors(self.database):
                yield
        except StorageError as fault:
            self.kept.refused(fault)
            raise


@asynccontextmanager
async def open_store(data: Path, database: str | None = None, evidence: str | None = None) -> AsyncIterator[Store]:
    """The store in that folder; ``database`` is an address (sqlite, postgresql), by default a SQLite file in the folder.

    ``evidence`` is a folder or ``s3://bucket/prefix``, by default a folder beside the database. Raises EvidenceError
    (EvidenceOfAnother if it belongs to another database), Unwritable, DiskFull, DatabaseUnknown, DatabaseUnreachable,
    DatabaseBusy, DatabaseDamaged, DatabaseTooNew, DriverMissing.
    """
    url = resolve_database_url(data, database)
    await asyncio.to_thread(_prove_writable, data)
    blobs = await asyncio.to_thread(open_blob_store, data, evidence)
    engine = make_engine(url)
    try:
        await migrate_database(engine)
        store = Store(data, engine, blobs)
        try:
            await claim_evidence_store(store)
            yield store
        finally:
            await store.end_glances()
    finally:
        await engine.dispose()


async def prove_database(data: Path, database: str | None = None) -> str:
    """Open only the database, migrate it and take the write lock once; returns its address.

    Raises what ``open_store`` raises for databases.
    """
    url = resolve_database_url(data, database)
    await asyncio.to_thread(_prove_writable, data)
    engine = make_engine(url)
    try:
        await migrate_database(engine)
        shown = engine.url.render_as_string(hide_password=True)
        with database_errors(shown):
            async with engine.execution_options(xuncha_writes=True).begin():
                return shown
    finally:
        await engine.dispose()


def resolve_database_url(data: Path, database: str | None) -> URL:
    """The address of the database. Raises DatabaseUnknown unless it is a SQLite or PostgreSQL address."""
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
    """An engine with real transactions on both kinds of database. Raises DriverMissing."""
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


def _make_engine_here(url: URL) -> AsyncEngine | None:
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


def _prove_writable(data: Path) -> None:
    with disk_errors(data):
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"x")
