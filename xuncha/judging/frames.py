"""The protocol between a command and its judging process: frames of bytes, each a length and a pickle.

Both ends are ours and of the same version; page content is only ever a value in them.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from crawler.site import Site, View

LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class JudgingRequest:
    """A Site and what to do with it.

    ``views`` are its pages, which ``site`` lacks; a number stands for a page sent before.
    """

    work: str
    site: Site
    views: tuple[View | int, ...]
    given: Mapping[str, Any]
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckStarted:
    """This check begins now."""

    check: str


@dataclass(frozen=True, slots=True)
class JudgingResult:
    """The result, and the checks that took too long."""

    what: Any
    overran: frozenset[str]


@dataclass(frozen=True, slots=True)
class JudgingCrash:
    """A bug of ours ended the judging; the end of the traceback is for the log."""

    fault: str
    story: str


Frame = CheckStarted | JudgingResult | JudgingCrash


def send_frame(out: BinaryIO, frame: Frame) -> None:
    """Write one frame. Raises BrokenPipeError where the other end is closed."""
    data = pickle.dumps(frame, pickle.HIGHEST_PROTOCOL)
    left = memoryview(LENGTH.pack(len(data)) + data)
    while left:
        left = left[out.write(left) or 0 :]


def receive_frame(source: BinaryIO) -> bytes | None:
    """The next frame's pickle; None where the other end is closed."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = source.read(length)
    return data if len(data) == length else None
