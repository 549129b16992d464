"""Kill workers of the fleet at random, again and again, and see that nothing is lost or done twice: ``python -m tests.fleet``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.fleet.kills import killed
from tests.fleet.shops import town
from tests.fleet.stage import staged
from tests.storage.servers import postgres


def main(argv: list[str] | None = None) -> int:
    """0 where all held; an AssertionError with the workers' logs where not. What was done is printed with its seeds."""
    arguments = argparse.ArgumentParser(prog="python -m tests.fleet", description=__doc__)
    arguments.add_argument("--kills", type=int, default=30)
    arguments.add_argument("--shops", type=int, default=40)
    arguments.add_argument("--workers", type=int, default=4)
    arguments.add_argument("--a-round", type=int, default=10, help="kills while the shops are audited once")
    arguments.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked = arguments.parse_args(argv)
    kills = seconds = audits = 0
    with postgres() as server, town(asked.shops) as shops:
        said = None
        for number in range(-(-asked.kills // asked.a_round)):
            seed, some = asked.seed + number, min(asked.a_round, asked.kills - kills)
            print(f"round {number + 1}: seed {seed}, {asked.workers} workers, {some} kills ...", flush=True)
            with (
                tempfile.TemporaryDirectory() as folder,
                _database(server, f"fleet_{number}") as database,
                staged(Path(folder), database) as stage,
            ):
                asyncio.run(stage.register(shops.urls))
                told = asyncio.run(killed(stage, asked.shops, workers=asked.workers, kills=some, seed=seed))
            assert told.left_behind == [], told.left_behind
            assert said in (None, told.said)
            said, kills, audits = told.said, kills + told.kills, audits + asked.shops
            seconds += round(told.seconds)
            print(
                f"  {asked.shops} audits, {told.kills} kills, {told.seconds:.0f} s: none lost, none doubled", flush=True
            )
    print(f"{kills} kills, {audits} audits, {seconds} s, seeds from {asked.seed}: 0 lost, 0 doubled, all alike")
    return 0


@contextlib.contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    """The address of an empty database."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    sys.exit(main())
