"""Whether the process that began a visit is still running it, on this machine or another."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

BEAT_SECONDS = 20.0
LOST_AFTER = timedelta(seconds=120)  # six beats missed: longer than a database may be away without an error


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """One process among all machines and times. ``born`` distinguishes it from a later one with the same pid."""

    host: str
    pid: int
    born: str


def this_process() -> ProcessIdentity:
    """The process that asks, told apart from all others of any machine and time."""
    return ProcessIdentity(_host(), os.getpid(), _born(os.getpid()))


def is_process_alive(process: ProcessIdentity, beat_at: datetime, now: datetime) -> bool:
    """Whether the process is alive: on this machine it is looked up, on another its last heartbeat decides.

    A heartbeat that lies far ahead does not count: clocks are set back.
    """
    if process.host != _host():
        return abs(now - beat_at) < LOST_AFTER
    return _exists(process.pid) and _born(process.pid) == process.born


def _host() -> str:
    """Machine, boot and process namespace: process ids are comparable only if all three agree."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        namespace = os.readlink("/proc/self/ns/pid")
    except OSError:  # not Linux
        boot = namespace = ""
    return "/".join(filter(None, (socket.gethostname(), boot, namespace)))


def _born(pid: int) -> str:
    """The process's start in clock ticks since boot (proc(5), field 22 of stat); empty if the system does not provide it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except OSError:
        return ""


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's process, but alive
    stat = Path(f"/proc/{pid}/stat")
    # A zombie answers the signal but does nothing any more.
    return not stat.exists() or stat.read_text("utf-8", "replace").rpartition(")")[2].split()[0] != "Z"
