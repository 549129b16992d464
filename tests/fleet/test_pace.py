"""One pace a host for all workers: two processes look at two shops of one host, which counts who comes when."""

from __future__ import annotations

import asyncio
import sys
import time
from asyncio.subprocess import PIPE
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from storage.db.session import Store, open_store
from storage.jobs import rate_limits
from tests.fleet.shops import town
from tests.xuncha.command import ROOT, environment

TURNS, PROCESSES = 8, 2
GAP = timedelta(milliseconds=100)
SLACK = timedelta(milliseconds=1)  # a time is kept to the microsecond
# Each process says when it is ready, waits for the word, and opens pages of the shop as fast as it gets its turns.
VISITOR = """
import asyncio, sys, urllib.request
from pathlib import Path
from storage.db.session import open_store
from xuncha.settings.clock import SharedClock
from xuncha.audit.rate_limit import SharedRateLimit

async def main(data, database, shop, turns, per_second):
    async with open_store(Path(data), database or None) as store:
        clock = SharedClock()
        await clock.synchronize(store)
        shared = SharedRateLimit(store, clock, float(per_second))
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        for _ in range(int(turns)):
            await shared.turn(shop)
            await asyncio.to_thread(lambda: urllib.request.urlopen(shop).read())

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.commands
async def test_two_processes_keep_one_pace(tmp_path: Path, database: str | None) -> None:
    with town(1) as shops:
        words = [str(tmp_path), database or "", shops.urls[0], str(TURNS), str(1 / GAP.total_seconds())]
        async with open_store(tmp_path, database):  # its tables are made before anybody is timed
            visitors = [
                await asyncio.create_subprocess_exec(
                    sys.executable, "-c", VISITOR, *words, stdin=PIPE, stdout=PIPE, cwd=ROOT, env=environment()
                )
                for _ in range(PROCESSES)
            ]
            for visitor in visitors:
                assert visitor.stdout is not None
                assert await visitor.stdout.readline() == b"ready\n"
            began = time.monotonic()
            await asyncio.gather(*(visitor.communicate(b"go\n") for visitor in visitors))
        assert [visitor.returncode for visitor in visitors] == [0] * PROCESSES
        came = sorted(at - began for at, _, _ in shops.asked)
    assert len(came) == TURNS * PROCESSES
    # A busy machine may bring somebody late, never early.
    assert [at for number, at in enumerate(came) if at < number * GAP.total_seconds()] == []


async def test_turns_lie_apart_whoever_takes_them(store: Store) -> None:
    now = datetime(2026, 11, 25, 8, tzinfo=UTC)
    waits = await asyncio.gather(
        *(rate_limits.reserve_host_turn(store, "shop.example", lambda: now, GAP) for _ in range(TURNS))
    )
    assert all(two - one >= GAP - SLACK for one, two in pairwise(sorted(waits)))
    assert await rate_limits.reserve_host_turn(store, "other.example", lambda: now, GAP) == timedelta(0)
