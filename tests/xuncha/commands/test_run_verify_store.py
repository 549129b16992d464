"""``xuncha verify-store`` after a restore: all is there, or it says what is not and whose it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.db.session import open_store
from tests.xuncha.command import CHINESE, xuncha
from tests.xuncha.keeping import kept, made

pytestmark = pytest.mark.commands


def test_a_copy_is_whole_until_something_of_it_is_lost(tmp_path: Path) -> None:
    async def make() -> str:
        async with open_store(tmp_path / "data") as store:
            return (await kept(store, made())).visit

    visit = asyncio.run(make())
    where = ("--data", str(tmp_path / "data"))
    well = xuncha("verify-store", *where)
    assert (well.code, "缺失 0 份，损坏 0 份" in well.out) == (0, True), well
    lost, changed = sorted((tmp_path / "data" / "evidence").glob("??/??/*"))[:2]
    lost.unlink()
    changed.write_bytes(b"")
    ill = xuncha("verify-store", *where, "--lang", "en")
    assert ill.code == 1
    assert ill.out.splitlines()[:2] == [
        f"missing  {lost.name}  visits {visit[:8]}",
        f"damaged  {changed.name}  visits {visit[:8]}",
    ]
    assert "1 missing, 1 damaged" in ill.out
    assert not CHINESE.search(ill.out)


def test_an_empty_database_beside_evidence_is_refused_and_strays_are_told(tmp_path: Path) -> None:
    async def make() -> None:
        async with open_store(tmp_path / "data") as store:
            await kept(store, made())
            store.blobs.write(b"what a killed writer left")

    asyncio.run(make())
    where = ("--data", str(tmp_path / "data"))
    well = xuncha("verify-store", *where, "--lang", "en")
    assert (well.code, "1 more (0.0 MB) are named by no row" in well.out) == (0, True), well
    (tmp_path / "data" / "xuncha.db").rename(tmp_path / "kept.db")
    for command in (("verify-store",), ("audits",)):
        ill = xuncha(*command, *where)
        assert (ill.code, "证据属于另一个数据库" in ill.err, "完好" in ill.out) == (2, True, False), ill
    (tmp_path / "kept.db").replace(tmp_path / "data" / "xuncha.db")
    assert xuncha("verify-store", *where).code == 0
