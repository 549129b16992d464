"""The servers and databases of tests/storage, for the tests of the fleet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.fleet.shops import ITEM, Town, town
from tests.fleet.stage import BATCH, WHOLE, FleetStage, Said, held, staged, until
from tests.storage.conftest import database, fresh, server, store

__all__ = ["database", "fresh", "server", "store"]
SHOPS = 16


@pytest.fixture(scope="session")
def shops() -> Iterator[Town]:
    """Shops that stand for the whole run."""
    with town(SHOPS) as made:
        yield made


@pytest.fixture(scope="session")
def listed(tmp_path_factory: pytest.TempPathFactory, shops: Town) -> Path:
    """All of them as a person lists them in a spreadsheet."""
    path = tmp_path_factory.mktemp("list") / "平台清单.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["网址", "平台名称", "周期", "条款", "终端", "批次", "目的", "依据", "检测机构", "内网地址"])
    for number, url in enumerate(shops.urls):
        devices = "" if number % WHOLE == WHOLE // 2 else "desktop"
        sheet.append(
            [
                url,
                f"商店{number:02}",
                "每周",
                ITEM,
                devices,
                BATCH.name,
                BATCH.purpose,
                BATCH.authority,
                BATCH.body,
                "是",
            ]
        )
    book.save(path)
    return path


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory, shops: Town, listed: Path) -> Said:
    """What one process on SQLite says of them."""

    async def run() -> Said:
        with staged(tmp_path_factory.mktemp("alone")) as stage:
            stage.run("platforms", "import", str(listed))
            await stage.time_passes()
            ran = stage.start("run-due", "--at-once", "3")

            async def left() -> bool:
                return ran.process.poll() is not None

            await until(left, stage)
            assert ran.process.returncode == 0, ran.said()
            async with stage.store() as store:
                return await held(store, len(shops.urls))

    return asyncio.run(run())


@pytest.fixture
def fleet(tmp_path: Path, fresh: str) -> Iterator[FleetStage]:
    """An empty PostgreSQL database for worker processes."""
    with staged(tmp_path, fresh) as stage:
        yield stage
