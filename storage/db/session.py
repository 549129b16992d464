"""Open a store: evidence and a database, migrated to the current tables."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import URL, Connection, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from storage.blobs.blob_store import BlobStore
from storage.blobs.open_blobs import open_blob_store
from storage.db.connecting.asked_here import ask_here
from storage.db.connecting.engines import make_engine, make_engine_here
from storage.db.connecting.one_trip import Answer, Question, ask_in_one_trip
from storage.db.connecting.unbroken_session import UnbrokenSession, finish_work
from storage.db.identity import claim_evidence_store
from storage.db.migrate import migrate_database
from storage.db.tables import Table
from storage.errors import DatabaseUnknown, StorageError, database_errors, disk_errors
from storage.store_counters import StoreCounters

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
        self._here = make_engine_here(engine.url) if self._turn else None
        self._single = None if self._turn else engine.execution_options(isolation_level="AUTOCOMMIT")

    @cached_property
    def database(self) -> str:
        """The database's address, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one consistent state. Raises DatabaseUnreachable, DatabaseBusy, DatabaseDamaged."""
        with self._refusals():
            if self._turn is None:
                async with _closing(AsyncSession(self._snapshots, expire_on_commit=False)) as session:
                    yield session
            else:
                async with self._unbroken(self._snapshots) as session:
                    yield session

    @asynccontextmanager
    async def looking_up(self) -> AsyncIterator[AsyncSession]:
        """Like ``glancing``, where each statement may see the state of its own moment: PostgreSQL then begins and ends nothing."""
        if self._single is None:
            async with self.glancing() as session:
                yield session
            return
        with self._refusals():
            async with _closing(AsyncSession(self._single, expire_on_commit=False)) as session:
                yield session

    async def look_up(self, *asked: Question) -> tuple[Answer, ...]:
        """What each question finds, as plain rows, each at the state of its own moment: PostgreSQL is asked all of them by one trip.

        A few rows that an index finds, as by ``glancing``. Raises like ``reading``.
        """
        if self._single is None:
            return await self._look_up_here(asked)
        with self._refusals():
            return await ask_in_one_trip(self._single, asked)

    async def _look_up_here(self, asked: Sequence[Question]) -> tuple[Answer, ...]:
        if self._here is not None:
            with self._refusals():
                if (told := await ask_here(self._here, asked)) is not None:
                    return told
        async with self.reading() as session:
            return await finish_work((await session.connection()).run_sync(_ask_in_turn, asked))

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
            async with _closing(AsyncSession(self._here, expire_on_commit=False)) as session:
                try:
                    await session.connection()
                    free = True
                except OperationalError:  # locked, or not to be opened: told, or waited for, by a thread
                    free = False
                if free:
                    yield session
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
            if self._turn is None:
                async with AsyncSession(self._writes, expire_on_commit=False) as session, session.begin():
                    yield session
            else:
                async with self._unbroken(self._writes) as session:
                    yield session
                    await session.commit()

    @asynccontextmanager
    async def _unbroken(self, engine: AsyncEngine) -> AsyncIterator[UnbrokenSession]:
        """A session that has its connection; what was not committed is undone when the block ends."""
        session = UnbrokenSession(engine, expire_on_commit=False)
        try:
            await session.connection()
            yield session
        finally:
            await session.close()

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


@asynccontextmanager
async def _closing(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """Close the session where it was used.

    As its own context it would be closed by a task of its own, and every request that waits takes a turn before this one goes on:
    of many, all would be answered when the last one is.
    """
    try:
        yield session
    finally:
        await session.close()


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


def _ask_in_turn(connection: Connection, asked: Sequence[Question]) -> tuple[Answer, ...]:
    """What each finds: columns alone, so that no session has to make objects of them."""
    return tuple([tuple(connection.execute(one.statement, dict(one.given)).all()) for one in asked])


def _prove_writable(data: Path) -> None:
    with disk_errors(data):
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"x")
