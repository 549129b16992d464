"""All visits of a store are judged again by one process at a time, and one that dies holds up nobody."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from storage.errors import AlreadyRejudging
from storage.session import Store, open_store
from storage.sole import rejudging

ROOT = Path(__file__).resolve().parents[2]
HOLDS = """
import asyncio, sys
from pathlib import Path
from storage.session import open_store
from storage.sole import rejudging

async def hold():
    async with open_store(Path(sys.argv[1]), sys.argv[2] or None) as store, rejudging(store):
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


async def test_a_second_is_refused_and_can_when_the_first_has_ended(store: Store, database: str | None) -> None:
    async with open_store(store.data, database) as other:
        async with rejudging(store):
            for each in (store, other):
                with pytest.raises(AlreadyRejudging):
                    async with rejudging(each):
                        pytest.fail("both were let in")
        async with rejudging(other):
            pass


async def test_a_fault_inside_passes_and_lets_go(store: Store) -> None:
    with pytest.raises(LookupError):
        async with rejudging(store):
            raise LookupError
    async with rejudging(store):
        pass


@pytest.mark.commands
async def test_one_that_was_killed_has_let_go(store: Store, database: str | None) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDS, str(store.data), database or "", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRejudging):
        async with rejudging(store):
            pytest.fail("both were let in")
    process.kill()
    await process.communicate()
    deadline = asyncio.get_running_loop().time() + 30
    while not await _let_in(store):  # a server learns of it a moment later
        assert asyncio.get_running_loop().time() < deadline, "the lock outlives its holder"
        await asyncio.sleep(0.05)


async def _let_in(store: Store) -> bool:
    try:
        async with rejudging(store):
            return True
    except AlreadyRejudging:
        return False


async def test_stores_do_not_hold_up_each_other(tmp_path: Path) -> None:
    async with open_store(tmp_path / "a") as one, open_store(tmp_path / "b") as other, rejudging(one), rejudging(other):
        assert one.data != other.data
