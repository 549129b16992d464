"""Tells systemd that a service is ready and alive (sd_notify(3)): one datagram to the socket it names, if any."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

SOCKET, WATCHDOG_USEC, WATCHDOG_PID = "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"
READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def notify_systemd(state: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the message was sent. A service manager that cannot be reached must not end the work."""
    address = environment.get(SOCKET, "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):  # in the abstract namespace
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as there:
            there.setblocking(False)
            there.sendto(state.encode("ascii"), address)
    except OSError:
        return False
    return True


def read_watchdog_interval(environment: Mapping[str, str] = os.environ) -> float | None:
    """Seconds between two watchdog messages: a third of the manager's limit. None where it expects none."""
    said, pid = environment.get(WATCHDOG_USEC, ""), environment.get(WATCHDOG_PID, "")
    if not said.isdecimal() or int(said) == 0 or pid not in ("", str(os.getpid())):
        return None
    return int(said) / 1_000_000 / 3


@asynccontextmanager
async def keep_systemd_notified(environment: Mapping[str, str] = os.environ) -> AsyncIterator[None]:
    """Inside the block the service is ready, and says that it is alive as long as its event loop runs."""
    seconds = read_watchdog_interval(environment)
    heart = None if seconds is None else asyncio.create_task(_beat(seconds, environment))
    notify_systemd(READY, environment)
    try:
        yield
    finally:
        notify_systemd(STOPPING, environment)
        if heart is not None:
            heart.cancel()
            await asyncio.gather(heart, return_exceptions=True)


async def _beat(seconds: float, environment: Mapping[str, str]) -> None:
    while True:
        notify_systemd(ALIVE, environment)
        await asyncio.sleep(seconds)
