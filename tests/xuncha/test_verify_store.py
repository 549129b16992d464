"""``xuncha verify-store`` after a restore: all is there, or it says what is not and whose it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.session import open_store
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
