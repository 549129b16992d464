"""(f) The fleet: audits an hour of one, two and four workers on PostgreSQL, and of one process on SQLite; memory of a worker."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench.figures import Figure, least
from bench.whole import held as memory
from tests.fleet.shops import Town, town
from tests.fleet.stage import Stage, all_done, staged, until
from tests.storage.servers import postgres

SHOPS = 40
DELAY = 0.3  # seconds before each answer of a shop
AT_ONCE = 2  # audits at a time of one worker: looking mostly waits
SECONDS = 900.0
EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Went:
    """How one round went: wall seconds from the first worker's start until all was done, and a worker's peak memory by quarter."""

    seconds: float
    peaks: tuple[int, ...]


def measure() -> list[Figure]:
    """Raises AssertionError with the workers' logs where a round does not end."""
    with postgres() as server, town(SHOPS) as shops:
        shops.delay = DELAY
        rounds = {count: _fleet(server, shops, count) for count in (1, 2, 4)}
        alone = _embedded(shops)
    one, two, four = (rounds[count].seconds for count in (1, 2, 4))
    peaks = rounds[1].peaks
    return [
        Figure(f"{SHOPS} audits, 1 worker", _hourly(one), "audits/h"),
        Figure(f"{SHOPS} audits, 2 workers", _hourly(two), "audits/h"),
        Figure(f"{SHOPS} audits, 4 workers", _hourly(four), "audits/h"),
        least("efficiency of 2 workers", one / two / 2, "", 0.85),
        Figure("efficiency of 4 workers", one / four / 4, ""),
        Figure(f"{SHOPS} audits, one process on SQLite, {AT_ONCE} at once", _hourly(alone.seconds), "audits/h"),
        Figure("one process on SQLite : one worker on PostgreSQL", one / alone.seconds, ""),
        Figure("a worker's peak memory, resident, first half of the audits", max(peaks[:2]) / 1e6, "MB"),
        Figure("a worker's peak memory, resident, second half", max(peaks[2:]) / 1e6, "MB"),
    ]


def _hourly(seconds: float) -> float:
    return SHOPS / seconds * 3600


def _fleet(server: str, shops: Town, count: int) -> Went:
    with _database(server, f"bench_{count}") as database:
        return _round(shops, database, ["work"] * count)


def _embedded(shops: Town) -> Went:
    return _round(shops, None, ["run-due"])


def _round(shops: Town, database: str | None, commands: list[str]) -> Went:
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder), database) as stage:
        asyncio.run(stage.register(shops.urls))
        began = time.perf_counter()
        for name in commands:
            stage.start(name, "--at-once", str(AT_ONCE))
        with _watched(stage) as peaks:
            asyncio.run(_done(stage))
            seconds = time.perf_counter() - began
        quarter = max(1, len(peaks) // 4)
        parts = tuple(max(peaks[at : at + quarter]) for at in range(0, quarter * 4, quarter))
        if database is not None:
            stage.end()
        return Went(seconds, parts)


async def _done(stage: Stage) -> None:
    async with stage.store() as store:
        await until(lambda: all_done(store, SHOPS), stage, SECONDS)


@contextlib.contextmanager
def _watched(stage: Stage) -> Iterator[list[int]]:
    """Resident bytes of the first process and all that it started, twice a second."""
    peaks: list[int] = [memory(stage.workers[0].process.pid).rss]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(EVERY_SECONDS):
            peaks.append(memory(stage.workers[0].process.pid).rss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peaks
    finally:
        ended.set()
        thread.join()


@contextlib.contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
