"""The whole scene: shops of a spreadsheet, audited on schedule by two workers of which one dies, and again by one process."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from storage.db.register_tables import JobState
from storage.db.session import Store
from tests.fleet.shops import Town
from tests.fleet.stage import BATCH, FleetStage, Said, finished, states, until

pytestmark = pytest.mark.browser


async def _some_done(store: Store, least: int) -> bool:
    return (await states(store))[JobState.DONE] >= least


async def test_shops_of_a_sheet_with_a_worker_that_dies(
    fleet: FleetStage, shops: Town, listed: Path, alone: Said, tmp_path: Path
) -> None:
    fleet.run("platforms", "import", str(listed))
    workers = [fleet.start("work", "--at-once", "2"), fleet.start("work", "--at-once", "2")]
    async with fleet.store() as store:
        await until(partial(_ready, fleet), fleet)
        assert (await states(store)).total() < len(shops.urls)  # what is not due waits
        await fleet.time_passes()
        await until(partial(_some_done, store, len(shops.urls) // 4), fleet)
        workers[0].kill()
        assert workers[0].left_behind() == []  # its browser went with it
        assert await finished(fleet, store, len(shops.urls)) == alone
    assert fleet.end() == [0]
    listed_audits = fleet.run("audits", "--limit", "1", "--lang", "en")
    fleet.run("show", listed_audits.splitlines()[1].split()[0], "--out", str(tmp_path / "report"))
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert BATCH.purpose in page
    assert BATCH.authority in page


async def _ready(stage: FleetStage) -> bool:
    return all("ready" in worker.said() for worker in stage.workers)
