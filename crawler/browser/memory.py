"""Memory held by a browser's processes, as the system reports it: nothing here waits for a browser that may be choking."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGE_KIND: Final = "renderer"
MAIN_KIND: Final = "browser"
_STARTING: Final = (MAIN_KIND, "zygote")  # no other kind starts processes
_PROC: Final = Path("/proc")
_CHILDREN: Final = _PROC / "thread-self" / "children"  # whether this system lists children at all
_TYPE: Final = "--type="
_SHARED: Final = Path("/dev/shm")  # a folder that the system keeps in memory


@dataclass(frozen=True, slots=True)
class BrowserProcess:
    """One process of a browser: its kind as Chromium names it, and its resident bytes, including memory it shares."""

    pid: int
    kind: str
    rss: int


@dataclass(frozen=True, slots=True)
class MainProcess:
    """A browser's main process.

    ``began`` (clock ticks since boot) distinguishes it from a later process with the same pid, which is not ours to
    end.
    """

    pid: int
    began: str

    @classmethod
    def of(cls, pid: int) -> MainProcess:
        """The process with that pid as it is now."""
        return cls(pid, _began(pid))


def list_processes(main: MainProcess) -> tuple[BrowserProcess, ...] | None:
    """The browser's main process and all its descendants; empty if it has gone, None if the system has no such /proc."""
    if not _CHILDREN.exists():
        return None
    if not main.began or _began(main.pid) != main.began:
        return ()
    found, waiting = {main.pid: _kind(main.pid)}, [main.pid]
    while waiting:
        for child in _children(waiting.pop()):
            if child not in found:
                found[child] = _kind(child)
                if found[child] in _STARTING:
                    waiting.append(child)
    return tuple(BrowserProcess(pid, kind, rss) for pid, kind in found.items() if (rss := resident_bytes(pid)))


def find_excess(held: Sequence[BrowserProcess], page_bytes: int, all_bytes: int) -> tuple[BrowserProcess, ...]:
    """The processes to end so that the browser is within its limits: page processes above ``page_bytes`` each.

    If all together hold more than ``all_bytes``, also the largest: if that is not a page's process (as when the network
    process chokes on what pages request), ending pages frees nothing, and the whole browser goes.
    """
    beyond = tuple(one for one in held if one.kind == PAGE_KIND and one.rss > page_bytes)
    if beyond or sum(one.rss for one in held) <= all_bytes:
        return beyond
    most = max(held, key=lambda one: one.rss)
    return (most,) if most.kind == PAGE_KIND else tuple(held)


def resident_bytes(pid: int) -> int:
    """Resident bytes of a process; 0 if it has gone or the system has no /proc."""
    try:
        pages = int((_PROC / str(pid) / "statm").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def find_memory_folder(room: int, folder: Path = _SHARED) -> Path | None:
    """A folder in memory with so many bytes free, for what a browser's processes share; None where the system has none.

    Every tile of every page drawn is a file there: making and removing such files on a disk costs more than drawing.
    Containers often have too small a one, in which the browser's processes would die.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return None
    return folder if free >= room and os.access(folder, os.R_OK | os.W_OK | os.X_OK) else None


def _children(pid: int) -> Iterator[int]:
    """Processes started by any thread of that process."""
    try:
        threads = list((_PROC / str(pid) / "task").iterdir())
    except OSError:
        return
    for thread in threads:
        try:
            told = (thread / "children").read_text("ascii")
        except OSError:  # the thread has ended meanwhile
            continue
        yield from (int(part) for part in told.split())


def _kind(pid: int) -> str:
    try:
        words = (_PROC / str(pid) / "cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ").split(" ")
    except OSError:
        return ""
    return next((word.removeprefix(_TYPE) for word in words if word.startswith(_TYPE)), MAIN_KIND)


def _began(pid: int) -> str:
    """When the process was started; "" if it has gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
