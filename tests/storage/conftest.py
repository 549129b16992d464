"""Stores to test with: every test that asks for one runs on SQLite and on a real PostgreSQL, each time on an empty database."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from storage.blobs.blob_store import BlobStore
from storage.blobs.open_blobs import open_blob_store
from storage.db.session import Store, open_store
from tests.storage.servers import NoServer, postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server; skips where none can be started."""
    try:
        with postgres() as address:
            yield address
    except NoServer as reason:
        pytest.skip(f"no PostgreSQL: {reason}")


@pytest.fixture
def fresh(server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"xuncha_test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
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


@pytest.fixture
async def store(tmp_path: Path, database: str | None) -> AsyncIterator[Store]:
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
