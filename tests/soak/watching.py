"""What processes use and leave behind, as /proc tells it."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
EVERY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Process:
    """One process; ``began`` (clock ticks since boot) tells it from a later one of the same number."""

    pid: int
    began: int
    name: str = field(compare=False)  # it changes when a process runs a program


@dataclass
class Watched:
    """The most that a process and all below it used (bytes of resident memory, shared parts counted each time), and who they were."""

    tree_bytes: int = 0
    met: set[Process] = field(default_factory=set)

    def alive(self) -> list[Process]:
        """Those that still run."""
        now = {process: parent for process, parent, state in _all() if state != "Z"}
        return sorted(self.met & now.keys(), key=lambda process: process.pid)


def resident_bytes(pid: int) -> int:
    """Resident memory of one process; 0 where it has gone."""
    with contextlib.suppress(OSError, IndexError):
        return int((PROC / str(pid) / "statm").read_text("ascii").split()[1]) * PAGE_BYTES
    return 0


def descriptors(pid: int) -> int:
    """Open descriptors of one process; 0 where it has gone."""
    with contextlib.suppress(OSError):
        return len(os.listdir(PROC / str(pid) / "fd"))
    return 0


def below(pid: int) -> set[Process]:
    """A process and all that it and those it started have started, as far as their parents still run."""
    there = list(_all())
    found = {process for process, _, _ in there if process.pid == pid}
    ids = {process.pid for process in found}
    while more := {process for process, parent, _ in there if parent in ids} - found:
        found |= more
        ids |= {process.pid for process in more}
    return found


def _all() -> Iterator[tuple[Process, int, str]]:
    """Every process with its parent and its state."""
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            said = (folder / "stat").read_text("utf-8", "replace")
            name, _, rest = said.partition("(")[2].rpartition(")")
            words = rest.split()
            yield Process(int(folder.name), int(words[19]), name), int(words[1]), words[0]


@contextlib.contextmanager
def watched(pid: int) -> Iterator[Watched]:
    """Look every second while the block runs; what was met is remembered, for who loses his parent hangs under nobody."""
    seen, ended = Watched(), threading.Event()

    def watch() -> None:
        while True:
            there = below(pid)
            seen.met |= there
            seen.tree_bytes = max(seen.tree_bytes, sum(resident_bytes(process.pid) for process in there))
            if ended.wait(EVERY_SECONDS):
                return

    thread = threading.Thread(target=watch, name=f"watch {pid}")
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def kill(processes: list[Process]) -> None:
    """End these, and nobody who has come by the number of one since."""
    now = {process for process, _, _ in _all()}
    for process in processes:
        if process in now:
            with contextlib.suppress(OSError):
                os.kill(process.pid, 9)


def written_bytes(folder: Path) -> int:
    """Bytes of all files below."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.lstat().st_size if path.is_file() else 0
    return total
