"""Workers are killed at random moments until all is done: the story that the tests and ``./do fleet`` tell alike."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from functools import partial

from storage.db.register_tables import JobState
from storage.db.session import Store
from tests.fleet.stage import FleetStage, Said, finished, queued, states, until


@dataclass(frozen=True, slots=True)
class Told:
    """How it went."""

    kills: int
    seconds: float
    said: Said
    left_behind: list[str]


async def killed(stage: FleetStage, count: int, *, workers: int, kills: int, seed: int) -> Told:
    """Let so many workers audit the registered shops, kill one after another as audits are made, and start another in its place.

    The moments lie anywhere in the work: after so many audits, and a random part of one audit later. Fails where anything is lost,
    done twice, or left over.
    """
    chance, began = random.Random(seed), time.monotonic()
    left: list[str] = []
    async with stage.store() as store:
        for _ in range(workers):
            stage.start("work")
        for kill in range(kills):
            wanted = count * kill // (kills + 1)
            await until(partial(_done, store, wanted), stage)
            await asyncio.sleep(chance.uniform(0.0, 4.0))  # the moment itself is what is tried, nothing is waited for
            victim = chance.choice([worker for worker in stage.workers if worker.process.poll() is None])
            victim.kill()
            left += victim.left_behind()
            stage.start("work")
        said = await finished(stage, store, count)
        await until(lambda: _nothing_queued(store), stage)
        codes = stage.end()
        assert set(codes) == {0}, stage.logs()
    return Told(kills, time.monotonic() - began, said, left)


async def _done(store: Store, wanted: int) -> bool:
    return (await states(store))[JobState.DONE] >= wanted


async def _nothing_queued(store: Store) -> bool:
    return await queued(store) == 0
