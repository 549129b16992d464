"""Whether the process that began a visit still runs it, from this machine or another."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

BEAT_SECONDS = 20.0
LOST_AFTER = timedelta(seconds=120)  # six beats missed: longer than a database may be away without an error


@dataclass(frozen=True, slots=True)
class Process:
    """One process among all machines and all times. ``born`` tells it from a later one of the same pid."""

    host: str
    pid: int
    born: str


def this_process() -> Process:
    return Process(_host(), os.getpid(), _born(os.getpid()))


def lives(process: Process, beat_at: datetime, now: datetime) -> bool:
    """A process of this machine is looked up; of another one its last heartbeat tells."""
    if process.host != _host():
        return now - beat_at < LOST_AFTER
    return _exists(process.pid) and _born(process.pid) == process.born


def _host() -> str:
    """Machine, boot and process namespace: only where all three agree do process ids mean the same."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        namespace = os.readlink("/proc/self/ns/pid")
    except OSError:  # no Linux
        boot = namespace = ""
    return "/".join(filter(None, (socket.gethostname(), boot, namespace)))


def _born(pid: int) -> str:
    """The process's start in clock ticks since boot (proc(5), field 22 of stat); empty where the system does not tell."""
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
        return True  # somebody else's, but there
    stat = Path(f"/proc/{pid}/stat")
    # A zombie answers the signal and does nothing any more.
    return not stat.exists() or stat.read_text("utf-8", "replace").rpartition(")")[2].split()[0] != "Z"
