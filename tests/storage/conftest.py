"""Stores to test with: every test that asks for one runs on SQLite and on a real PostgreSQL, each time on an empty database."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from storage.blobs.blob_store import BlobStore
from storage.blobs.open_blobs import open_blob_store
from storage.db.connecting.engines import make_engine
from storage.db.migrate import migrate_database
from storage.db.session import Store, open_store, resolve_database_url
from tests.storage.servers import NoServer, postgres

_numbers = itertools.count(1)
MADE = {"store", "ready_tables", "web"}  # fixtures of tests that are not about how tables are made


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server; skips where none can be started."""
    try:
        with postgres() as address:
            yield address
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}")


async def _migrate(url: URL) -> None:
    engine = make_engine(url)
    try:
        await migrate_database(engine)
    finally:
        await engine.dispose()


@cache
def migrated_file() -> bytes:
    """A SQLite database with today's tables and nothing in them, made once: the migrations take longer than most tests."""
    with tempfile.TemporaryDirectory(prefix="xuncha-migrated-") as made:
        asyncio.run(_migrate(resolve_database_url(Path(made), None)))
        (file,) = Path(made).iterdir()
        return file.read_bytes()


@cache
def _migrated_database(server: str) -> str:
    """The name of the same on that server."""
    name = "xuncha_test_migrated"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    address = make_url(server).set(database=name).render_as_string(hide_password=False)
    with ThreadPoolExecutor(1) as apart:  # whoever asks for it may be within an event loop
        apart.submit(asyncio.run, _migrate(resolve_database_url(Path(), address))).result()
    return name


@pytest.fixture
def fresh(server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty PostgreSQL database; where the test asks for a fixture of ``MADE``, of one with today's tables."""
    name = f"xuncha_test_{next(_numbers)}"
    like = f" TEMPLATE {_migrated_database(server)}" if MADE & set(request.fixturenames) else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}{like}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """An address for ``open_store``: None is the default, SQLite in the data folder."""
    if request.param == "sqlite":
        return None
    address: str = request.getfixturevalue("fresh")
    return address


def make_tables(data: Path) -> None:
    """Put a SQLite database with today's tables into that data folder, where it has none."""
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "xuncha.db").exists():
        (data / "xuncha.db").write_bytes(migrated_file())


@pytest.fixture
def ready_tables(tmp_path: Path, database: str | None) -> None:
    """For a test that opens its store in ``tmp_path`` by itself, on ``database``: the tables were made before."""
    if database is None:
        make_tables(tmp_path)


@pytest.fixture
async def store(tmp_path: Path, database: str | None) -> AsyncIterator[Store]:
    """A store with nothing in it, whose tables were made before."""
    if database is None:
        await asyncio.to_thread(make_tables, tmp_path / "data")
    async with open_store(tmp_path / "data", database) as opened:
        yield opened


@pytest.fixture(params=["folder", "s3"])
def evidence(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address for ``open_blobs``."""
    if request.param == "folder":
        return str(tmp_path / "evidence")
    address: str = request.getfixturevalue("bucket")
    return address


@pytest.fixture
def blobs(evidence: str, tmp_path: Path) -> BlobStore:
    return open_blob_store(tmp_path, evidence)
