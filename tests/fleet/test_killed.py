"""Workers of the fleet die, the database is cut off: every shop is audited once for all that, and judged as one process judges it."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from storage.register_tables import RunState
from tests.fleet.kills import killed
from tests.fleet.shops import KINDS, Town
from tests.fleet.stage import Said, Stage, finished, held, staged, states, until
from tests.storage.servers import NoServer, restart


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, shops: Town) -> Said:
    """What one process on SQLite says of the same shops."""

    async def run() -> Said:
        with staged(tmp_path_factory.mktemp("alone")) as stage:
            await stage.register(shops.urls)
            ran = stage.start("run-due", "--at-once", "3")
            assert ran.process.wait(600) == 0, ran.said()
            async with stage.store() as store:
                return await held(store, len(shops.urls))

    return asyncio.run(run())


@pytest.mark.parametrize("seed", [1])
async def test_killed_workers_lose_nothing_and_double_nothing(
    fleet: Stage, shops: Town, alone: Said, seed: int
) -> None:
    await fleet.register(shops.urls)
    told = await killed(fleet, len(shops.urls), workers=4, kills=3, seed=seed)
    assert told.said == alone
    assert told.left_behind == []
    assert len(set(told.said.values())) >= KINDS - 1  # that they agree would say nothing of shops that are all alike


async def test_the_database_is_cut_off_while_two_work(fleet: Stage, shops: Town, server: str) -> None:
    count = 8
    await fleet.register(shops.urls[:count])
    workers = [fleet.start("work"), fleet.start("work")]
    async with fleet.store() as store:

        async def some(state: RunState, least: int) -> bool:
            return (await states(store))[state] >= least

        for least in (1, 4):
            await until(partial(some, RunState.DONE, least), fleet)
            await until(partial(some, RunState.RUNNING, 1), fleet)
            try:
                await asyncio.to_thread(restart, server)
            except NoServer as reason:
                pytest.skip(str(reason))
        await finished(fleet, store, count)
    assert [each.process.poll() for each in workers] == [None, None]  # none had to be started again
    assert set(fleet.end()) == {0}, fleet.logs()
    assert "Traceback" not in fleet.logs()
