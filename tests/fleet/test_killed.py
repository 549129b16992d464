"""Workers of the fleet die, the database is cut off: every shop is audited once for all that, and judged as one process judges it."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from storage.db.register_tables import JobState
from tests.fleet.kills import killed
from tests.fleet.shops import KINDS, Town
from tests.fleet.stage import FleetStage, Said, finished, states, until
from tests.storage.servers import NoServer, restart

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("seed", [1])
async def test_killed_workers_lose_nothing_and_double_nothing(
    fleet: FleetStage, shops: Town, alone: Said, seed: int
) -> None:
    count = 12
    await fleet.register(shops.urls[:count])
    told = await killed(fleet, count, workers=4, kills=3, seed=seed)
    assert set(told.said) == set(shops.urls[:count])
    assert {url: set(said) ^ set(alone[url]) for url, said in told.said.items() if said != alone[url]} == {}
    assert told.left_behind == []
    assert len(set(told.said.values())) >= KINDS - 1  # that they agree would say nothing of shops that are all alike


async def test_the_database_is_cut_off_while_two_work(fleet: FleetStage, shops: Town, server: str) -> None:
    count = 6
    await fleet.register(shops.urls[:count])
    workers = [fleet.start("work"), fleet.start("work")]
    async with fleet.store() as store:

        async def some(state: JobState, least: int) -> bool:
            return (await states(store))[state] >= least

        for least in (1, 3):
            await until(partial(some, JobState.DONE, least), fleet)
            await until(partial(some, JobState.RUNNING, 1), fleet)
            try:
                await asyncio.to_thread(restart, server)
            except NoServer as reason:
                pytest.skip(str(reason))
        await finished(fleet, store, count)
    assert [worker.process.poll() for worker in workers] == [None, None]  # none had to be started again
    assert set(fleet.end()) == {0}, fleet.logs()
    assert "Traceback" not in fleet.logs()
