"""Who has this machine: audits share it, a timing has it alone and goes before audits that come after it.

Two files in the temp folder are locked by flock(2), which a killed process loses by itself: ``room`` is held by whoever works,
``door`` by a timing from the moment it waits, so that no new audit goes in before it.
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

from xuncha import schedule

Sleep = Callable[[float], Awaitable[None]]


class Busy(Exception):
    """This machine was not to be had in time."""


@asynccontextmanager
async def shared(minutes: float, sleep: Sleep = asyncio.sleep, folder: Path | None = None) -> AsyncIterator[None]:
    """An audit's part of the machine; waits so long for a timing to end. Raises Busy."""
    async with _files(folder) as (door, room):
        await _wait(lambda: _both(door, room), minutes, sleep)
        yield


@asynccontextmanager
async def alone(minutes: float, sleep: Sleep = asyncio.sleep, folder: Path | None = None) -> AsyncIterator[None]:
    """The machine for a timing alone; waits so long for others to end. Raises Busy."""
    async with _files(folder) as (door, room):
        left = await _wait(lambda: _lock(door, fcntl.LOCK_EX), minutes, sleep)
        await _wait(lambda: _lock(room, fcntl.LOCK_EX), left, sleep)
        yield


def _both(door: int, room: int) -> bool:
    """In through the door, if nobody stands in it, and let others in behind."""
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
    every = float(schedule.settings()["machine"]["poll_seconds"])
    while not had():
        if minutes <= 0:
            raise Busy("another process has this machine")
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
            )  # systems clear temp folders of what is days old, and then two would hold two files of one name
        yield opened[0], opened[1]
    finally:
        for file in opened:
            os.close(file)


def _own(folder: Path) -> Path:
    """The folder, if it is ours alone: in a temp folder anybody may have put another one there. Raises Busy."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as fault:
        raise Busy(f"{folder}: {fault.strerror}") from fault
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Busy(f"{folder} is not ours")
    return folder
