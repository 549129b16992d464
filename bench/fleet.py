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

from bench.figures import Measurement, least, most
from bench.whole import held as memory
from tests.fleet.shops import Town, town
from tests.fleet.stage import FleetStage, all_done, staged, until
from tests.storage.servers import postgres

SHOPS = 40
LONG = 100  # audits of one worker whose memory is watched
DELAY = 0.3  # seconds before each answer of a shop
AT_ONCE = 1  # audits at a time of one worker, as it is unless told otherwise
SECONDS = 1800.0
EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Went:
    """How one round went: audits, wall seconds from the first worker's start until all was done, and a worker's peak memory by quarter."""

    audits: int
    seconds: float
    peaks: tuple[int, ...]

    @property
    def hourly(self) -> float:
        return self.audits / self.seconds * 3600


def measure() -> list[Measurement]:
    """Raises AssertionError with the workers' logs where a round does not end."""
    with postgres(durable=True) as server, town(LONG) as shops:
        shops.delay = DELAY
        rounds = {count: _fleet(server, shops, count) for count in (1, 2, 4)}
        alone = _embedded(shops)
    one, two, four = (rounds[count].hourly for count in (1, 2, 4))
    peaks = rounds[1].peaks
    return [
        Measurement(f"{rounds[1].audits} audits, 1 worker", one, "audits/h"),
        Measurement(f"{rounds[2].audits} audits, 2 workers", two, "audits/h"),
        Measurement(f"{rounds[4].audits} audits, 4 workers", four, "audits/h"),
        least("efficiency of 2 workers", two / one / 2, "", 0.85),
        Measurement("efficiency of 4 workers", four / one / 4, ""),
        Measurement(f"{alone.audits} audits, one process on SQLite", alone.hourly, "audits/h"),
        Measurement("one process on SQLite : one worker on PostgreSQL", alone.hourly / one, ""),
        Measurement("a worker's peak memory, resident, first half of the audits", max(peaks[:2]) / 1e6, "MB"),
        Measurement("a worker's peak memory, resident, second half", max(peaks[2:]) / 1e6, "MB"),
        most("second half : first half", max(peaks[2:]) / max(peaks[:2]), "", 1.1),
    ]


def _fleet(server: str, shops: Town, count: int) -> Went:
    with _database(server, f"bench_{count}") as database:
        return _round(shops, database, ["work"] * count, LONG if count == 1 else SHOPS)


def _embedded(shops: Town) -> Went:
    return _round(shops, None, ["run-due"], SHOPS)


def _round(shops: Town, database: str | None, commands: list[str], audits: int) -> Went:
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder), database) as stage:
        asyncio.run(stage.register(shops.urls[:audits]))
        began = time.perf_counter()
        for name in commands:
            stage.start(name, "--at-once", str(AT_ONCE))
        with _watched(stage) as peaks:
            asyncio.run(_done(stage, audits))
            seconds = time.perf_counter() - began
        quarter = max(1, len(peaks) // 4)
        parts = tuple(max(peaks[at : at + quarter]) for at in range(0, quarter * 4, quarter))
        if database is not None:
            stage.end()
        return Went(audits, seconds, parts)


async def _done(stage: FleetStage, audits: int) -> None:
    async with stage.store() as store:
        await until(lambda: all_done(store, audits), stage, SECONDS)


@contextlib.contextmanager
def _watched(stage: FleetStage) -> Iterator[list[int]]:
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
