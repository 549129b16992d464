"""(h) What people ask a large database for: time by how many audits there are, on SQLite and on PostgreSQL."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench.figures import Measurement, most
from bench.large import fill
from storage.db.session import Store, open_store
from storage.jobs.last_seen import list_unseen_platforms
from storage.jobs.queue_status import PlatformFilter
from storage.standings import load_judged_visits
from tests.storage.servers import postgres
from xuncha.audit.list_audits import load_visit_steps
from xuncha.compare.position import find_stored_platform, list_tagged_platforms
from xuncha.compare.standing_work import load_standings
from xuncha.status.status import read_status

AUDITS, FEWER = 100_000, 10_000
EACH = 20  # audits of one platform
ROUNDS = 5
MS = 300.0


async def _audits(store: Store) -> None:
    await load_visit_steps(store, 50)
    await list_unseen_platforms(store, PlatformFilter())


async def _status(store: Store) -> None:
    await read_status(store, datetime.now(UTC), "", 5)


async def _trend(store: Store) -> None:
    platform = await find_stored_platform(store, "shop7.example")
    await load_judged_visits(store, platform.id)


async def _rank(store: Store) -> None:
    known = [platform.id for platform in await list_tagged_platforms(store, "")]
    await load_standings(store, known, datetime.now(UTC))


ASKED: dict[str, Callable[[Store], Awaitable[None]]] = {
    "audits": _audits,
    "status": _status,
    "trend": _trend,
    "rank": _rank,
}


async def measure() -> list[Measurement]:
    """Both databases, each filled with fewer and with more audits; the best of some rounds."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-sizes-") as folder, postgres(durable=True) as server:
        for kind in ("SQLite", "PostgreSQL"):
            taken = {}
            for audits in (FEWER, AUDITS):
                database = None if kind == "SQLite" else make_database(server, f"sizes_{audits}")
                taken[audits] = await _asked(Path(folder) / f"{kind}-{audits}", database, audits)
            for name in ASKED:
                few, many = taken[FEWER][name], taken[AUDITS][name]
                figures.append(most(f"{name}, {AUDITS:,} audits, {kind}", many, "ms", MS))
                figures.append(Measurement(f"{name}, {AUDITS:,} audits : {FEWER:,}, {kind}", many / few, ""))
    return figures


def make_database(server: str, name: str) -> str:
    """The address of a new database."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


async def _asked(data: Path, database: str | None, audits: int) -> dict[str, float]:
    """Milliseconds of each question."""
    async with open_store(data, database) as store:
        await fill(store, audits, audits // EACH)
        return {name: min([await _timed(ask, store) for _ in range(ROUNDS)]) for name, ask in ASKED.items()}


async def _timed(ask: Callable[[Store], Awaitable[None]], store: Store) -> float:
    began = time.perf_counter()
    await ask(store)
    return (time.perf_counter() - began) * 1000
