"""Processor seconds of a process and all it starts, by what they are for. Linux only: elsewhere nothing is counted."""

from __future__ import annotations

import os
import resource
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
OWN, OTHER = "our own process", "others"
# What a command line holds, and what that process is for; the first that fits.
KINDS = (
    ("--type=renderer", "renderers"),
    ("--type=gpu-process", "GPU process"),
    ("network.mojom", "network service"),
    ("--type=", OTHER),
    ("playwright/driver", "Playwright's driver"),
    ("xuncha.judging.process", "judging"),
    ("--multiprocessing-fork", "reading pictures"),
    ("--remote-debugging-pipe", "browser"),
)


class Meter:
    """Adds up what is seen at each ``sample``; a process that ends between two loses what it used since the last."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._used: dict[tuple[int, str], float] = {}  # by process and when it began
        self._kinds: dict[tuple[int, str], str] = {}

    def sample(self, pids: Iterable[int]) -> None:
        """Look at those processes."""
        for pid in pids:
            stat = _read(pid, "stat").rpartition(")")[2].split()
            if not stat:
                continue  # it has gone
            key = pid, stat[19]
            self._used[key] = (int(stat[11]) + int(stat[12])) / TICK
            # A process is a copy of the one that made it until it starts its own program.
            if self._kinds.get(key, OTHER) == OTHER:
                self._kinds[key] = OWN if pid == self._root else kind_of(_read(pid, "cmdline").replace("\0", " "))

    def seconds(self) -> dict[str, float]:
        """Seconds in user and system mode by what they went into, most first."""
        found: defaultdict[str, float] = defaultdict(float)
        for key, used in self._used.items():
            found[self._kinds[key]] += used
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def kind_of(command: str) -> str:
    """What a process with that command line is for."""
    return next((kind for part, kind in KINDS if part in command), OTHER)


def _read(pid: int, name: str) -> str:
    try:
        return (Path("/proc") / str(pid) / name).read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def measure_resident() -> float:
    """MB that this process holds now. Linux only."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6
