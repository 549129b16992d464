"""All visits of a store are judged again by one process at a time, and one that dies holds up nobody."""

from __future__ import annotations

import asyncio
import fcntl
import stat
import sys
from pathlib import Path

import pytest

from storage.db.session import Store, open_store
from storage.errors import AlreadyRejudging
from storage.rejudge_lock import hold_rejudge_lock

ROOT = Path(__file__).resolve().parents[2]
HOLDS = """
import asyncio, sys
from pathlib import Path
from storage.db.session import open_store
from storage.rejudge_lock import hold_rejudge_lock

async def hold():
    async with open_store(Path(sys.argv[1]), sys.argv[2] or None) as store, hold_rejudge_lock(store):
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


async def test_a_second_is_refused_and_can_when_the_first_has_ended(store: Store, database: str | None) -> None:
    async with open_store(store.data, database) as other:
        async with hold_rejudge_lock(store):
            for locked in (store, other):
                with pytest.raises(AlreadyRejudging):
                    async with hold_rejudge_lock(locked):
                        pytest.fail("both were let in")
        async with hold_rejudge_lock(other):
            pass


async def test_a_fault_inside_passes_and_lets_go(store: Store) -> None:
    with pytest.raises(LookupError):
        async with hold_rejudge_lock(store):
            raise LookupError
    async with hold_rejudge_lock(store):
        pass


@pytest.mark.commands
async def test_one_that_was_killed_has_let_go(store: Store, database: str | None) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDS, str(store.data), database or "", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRejudging):
        async with hold_rejudge_lock(store):
            pytest.fail("both were let in")
    process.kill()
    await process.communicate()
    deadline = asyncio.get_running_loop().time() + 30
    while not await _let_in(store):  # a server learns of it a moment later
        assert asyncio.get_running_loop().time() < deadline, "the lock outlives its holder"
        await asyncio.sleep(0.05)


async def _let_in(store: Store) -> bool:
    try:
        async with hold_rejudge_lock(store):
            return True
    except AlreadyRejudging:
        return False


async def test_stores_do_not_hold_up_each_other(tmp_path: Path) -> None:
    async with (
        open_store(tmp_path / "a") as one,
        open_store(tmp_path / "b") as other,
        hold_rejudge_lock(one),
        hold_rejudge_lock(other),
    ):
        assert one.data != other.data


def _lock_of(store: Store) -> Path:
    return Path(f"{store.engine.url.database}.rejudging")


async def test_the_lock_is_the_one_that_earlier_versions_take(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        with _lock_of(store).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with pytest.raises(AlreadyRejudging):
                async with hold_rejudge_lock(store):
                    pytest.fail("both were let in")
        async with hold_rejudge_lock(store):
            with _lock_of(store).open() as file, pytest.raises(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


async def test_the_lock_file_is_ours_alone_and_stays(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        async with hold_rejudge_lock(store):
            first = _lock_of(store).stat()
        assert (stat.S_IMODE(first.st_mode), first.st_size) == (0o600, 0)
        async with hold_rejudge_lock(store):
            assert _lock_of(store).stat().st_ino == first.st_ino


async def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    async with open_store(tmp_path / "data") as store:
        (tmp_path / "theirs").write_text("words of others")
        _lock_of(store).symlink_to(tmp_path / "theirs")
        with pytest.raises(OSError, match="symbolic links"):
            async with hold_rejudge_lock(store):
                pytest.fail("it went in")
        assert (tmp_path / "theirs").read_text() == "words of others"
