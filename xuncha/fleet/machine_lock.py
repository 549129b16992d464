"""Share one machine: audits run side by side, a timing job runs alone and goes before audits that come after it.

Two files in the temp folder are locked with flock(2), which is released when a process is killed: ``room`` is held by
whoever works, ``door`` by a timing job from the moment it waits, so that no new audit enters before it. Why not
filelock: docs/decisions/0018-own-code-or-library.md.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import stat
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from xuncha.settings import schedule

Sleep = Callable[[float], Awaitable[None]]


class MachineBusy(Exception):
    """The machine could not be had in time."""


@asynccontextmanager
async def share_machine(
    minutes: float, sleep: Sleep = asyncio.sleep, folder: Path | None = None
) -> AsyncIterator[None]:
    """A shared lock for an audit; waits up to ``minutes`` for a timing job to end. Raises MachineBusy."""
    async with _files(folder) as (door, room):
        await _wait(lambda: _both(door, room), minutes, sleep)
        yield


@asynccontextmanager
async def reserve_machine(
    minutes: float, sleep: Sleep = asyncio.sleep, folder: Path | None = None
) -> AsyncIterator[None]:
    """An exclusive lock for a timing job; waits up to ``minutes`` for others to end. Raises MachineBusy."""
    async with _files(folder) as (door, room):
        left = await _wait(lambda: _lock(door, fcntl.LOCK_EX), minutes, sleep)
        await _wait(lambda: _lock(room, fcntl.LOCK_EX), left, sleep)
        yield


def _both(door: int, room: int) -> bool:
    """Enter through the door if nobody stands in it, and let others in behind."""
    if not _lock(door, fcntl.LOCK_SH):
        return False
    try:
        return _lock(room, fcntl.LOCK_SH)
    finally:
        fcntl.flock(door, fcntl.LOCK_UN)


def _lock(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _wait(had: Callable[[], bool], minutes: float, sleep: Sleep) -> float:
    """Ask again and again; returns the minutes that are left."""
    every = schedule.load_schedule_settings().machine.poll_seconds
    while not had():
        if minutes <= 0:
            raise MachineBusy("another process has this machine")
        await sleep(every)
        minutes -= every / 60
    return minutes


@asynccontextmanager
async def _files(folder: Path | None) -> AsyncIterator[tuple[int, int]]:
    own = _own(folder or Path(tempfile.gettempdir()) / f"xuncha-{os.getuid()}")
    opened: list[int] = []
    try:
        for name in ("door", "room"):
            opened.append(os.open(own / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            os.utime(
                opened[-1]
            )  # temp folders are cleared of old files, and then two processes would lock two files of one name
        yield opened[0], opened[1]
    finally:
        for file in opened:
            os.close(file)


def _own(folder: Path) -> Path:
    """The folder, if it belongs to us alone: in a temp folder anybody may have made one of that name.

    Raises MachineBusy.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as fault:
        raise MachineBusy(f"{folder}: {fault.strerror}") from fault
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise MachineBusy(f"{folder} is not ours")
    return folder
