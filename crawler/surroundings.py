"""What a visit runs on, looked at before it begins: machine, programs, time zone, and the gate refusing what it must."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
import platform
import shutil
import tempfile
from datetime import datetime
from typing import Final

from crawler.addresses import TABLE
from crawler.gate import Gate

_PROVED: Final = "169.254.169.254"  # metadata: no option lifts it, and no shop is there
_SECONDS: Final = 5.0
REFUSING: Final = "up, refusing"  # what it must refuse was asked for, and refused


async def surroundings(gate: Gate, allow_private: bool) -> dict[str, str]:
    """The facts by name. The gate is asked for one address that it must refuse; nothing leaves the machine for that."""
    now = datetime.now().astimezone()
    return {
        "checked_at": now.isoformat(timespec="seconds"),
        "time_zone": f"UTC{now:%z} ({now.tzname()})",
        "system": _system(),
        "machine": platform.machine() or "not known",
        "processors": str(os.cpu_count() or "not known"),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "playwright": importlib.metadata.version("playwright"),
        "load_average": _load(),
        "temporary_disk_free_bytes": str(shutil.disk_usage(tempfile.gettempdir()).free),
        "gate": await _gate(gate),
        "gate_refuses": ", ".join(
            each["reason"] for each in TABLE["refused"] if each["always"] or not allow_private
        ),
    }  # fmt: skip


def _system() -> str:
    """The system's own name and its kernel."""
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:  # no Linux
        name = ""
    kernel = f"{platform.system()} {platform.release()}"
    return f"{name} ({kernel})" if name else kernel


def _load() -> str:
    try:
        return " ".join(f"{each:.2f}" for each in os.getloadavg())
    except OSError:
        return "not known"


async def _gate(gate: Gate) -> str:
    """How the gate answers to a connection that it must refuse."""
    try:
        async with asyncio.timeout(_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
            try:
                writer.write(f"CONNECT {_PROVED}:80 HTTP/1.1\r\nHost: {_PROVED}:80\r\n\r\n".encode("ascii"))
                status = (await reader.readline()).decode("latin-1").split()
            finally:
                writer.close()
    except (OSError, TimeoutError) as fault:
        return f"did not answer: {type(fault).__name__}"
    if status[1:2] == ["403"]:
        return REFUSING
    return f"up, but {_PROVED} was not refused: {' '.join(status)[:80]}"
