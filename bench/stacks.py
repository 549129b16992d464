"""Stacks of a program that was sampled: read as py-spy folds them, named by our rooms, drawn together as a tree."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.spent import OTHER, OWN

ROOMS = ("xuncha", "storage", "scoring", "probes", "crawler", "tests", "bench")
LIBRARIES, STANDARD = "libraries", "standard library"
# What a command line of ours holds, and what that process is called in a picture; the first that fits.
PROCESSES = (
    ("xuncha.judging.process", "judging"),
    ("--multiprocessing-fork", "reading pictures"),
    ("tests.shops", OWN),
)
_FRAME = re.compile(r"^(?P<name>.*) \((?P<file>[^()]*?)(?::\d+)?\)$")
_PROCESS = re.compile(r'^process \d+:"(?P<command>.*)"$')


@dataclass(slots=True)
class Box:
    """One function where it was called from: ``samples`` found in it or in what it called."""

    name: str
    room: str
    samples: float = 0.0
    calls: dict[str, Box] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many boxes lie on each other at most, this one among them."""
        return 1 + max((box.depth for box in self.calls.values()), default=0)


def read_stacks(folded: Iterable[str]) -> Iterator[tuple[list[str], int]]:
    """Each line's frames, outermost first, and how often they were met; no frames where a thread could not be looked into.

    Raises ValueError for a line that is none.
    """
    for line in folded:
        frames, blank, count = line.rstrip("\n").rpartition(" ")
        if not blank or not count.isdigit():
            raise ValueError(f"no folded stack: {line!r}")
        yield _split_frames(frames), int(count)


def _split_frames(frames: str) -> list[str]:
    """A command line may itself hold the sign that parts frames: it ends with its closing quote."""
    if not frames:
        return []
    process = re.match(r'process \d+:"[^\n]*?"(?=;|$)', frames)
    if process is None:
        return frames.split(";")
    rest = frames[process.end() + 1 :]
    return [process[0], *(rest.split(";") if rest else [])]


def build_tree(stacks: Iterable[tuple[list[str], int]], name: str) -> Box:
    """All stacks as one tree under a box of that name."""
    root = Box(name, "")
    for frames, count in stacks:
        root.samples += count
        at = root
        for label, room in filter(None, map(name_frame, frames)):
            at = at.calls.setdefault(label, Box(label, room))
            at.samples += count
    return root


def cut_above(stacks: Iterable[tuple[list[str], int]], function: str) -> Iterator[tuple[list[str], int]]:
    """Those in which the function is called, from its outermost call on."""
    for frames, count in stacks:
        at = next((at for at, frame in enumerate(frames) if frame.startswith(f"{function} (")), None)
        if at is not None:
            yield frames[at:], count


def weigh_processes(root: Box, seconds: Mapping[str, float]) -> Box:
    """The tree in milliseconds of a processor: each process as wide as what it used, sampled or not."""
    weighed = Box(root.name, root.room)
    for name, used in seconds.items():
        box = root.calls.get(name, Box(name, "", 1.0))
        weighed.calls[name] = _scaled(box, 1000 * used / box.samples)
    weighed.samples = sum(box.samples for box in weighed.calls.values())
    return weighed


def _scaled(box: Box, by: float) -> Box:
    return Box(box.name, box.room, box.samples * by, {name: _scaled(inner, by) for name, inner in box.calls.items()})


def name_frame(frame: str) -> tuple[str, str] | None:
    """How a picture calls it, and whose it is; None for what only starts Python programs and says nothing."""
    process = _PROCESS.match(frame)
    if process is not None:
        command = process["command"]
        return next((said for part, said in PROCESSES if part in command), OTHER), ""
    found = _FRAME.match(frame)
    if found is None or found["file"].startswith("<frozen"):
        return None
    file = found["file"].replace("\\", "/")
    room = _room(file)
    return f"{found['name']} ({_short(file)})", room


def _room(file: str) -> str:
    first = _short(file).partition("/")[0]
    if first in ROOMS:
        return first
    return STANDARD if first.removesuffix(".py") in sys.stdlib_module_names else LIBRARIES


def _short(file: str) -> str:
    """Without the folders of one machine."""
    for mark in ("site-packages/", *(f"/{room}/" for room in ROOMS)):
        at = file.rfind(mark)
        if at >= 0:
            return file[at + (len(mark) if mark == "site-packages/" else 1) :]
    return file.lstrip("/") if not file.startswith("/") else file.rpartition("/")[2]


def count_rooms(root: Box) -> Mapping[str, float]:
    """Samples by whose function was running when they were taken, most first."""
    found: dict[str, float] = {}
    waiting = [root]
    while waiting:
        box = waiting.pop()
        own = box.samples - sum(inner.samples for inner in box.calls.values())
        if own > 0:
            found[box.room] = found.get(box.room, 0.0) + own
        waiting.extend(box.calls.values())
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
