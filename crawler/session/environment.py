"""What a visit runs on, recorded before it begins: machine, programs, time zone, and proof that the proxy refuses."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
import platform
import shutil
import tempfile
from datetime import datetime
from typing import Final

from crawler.network.address_policy import TABLE
from crawler.network.proxy import Gate

_PROVED: Final = "169.254.169.254"  # cloud metadata: no option allows it, and no shop is there
_PORT: Final = 80
_MOST: Final = 20  # refused places that are recorded
_SECONDS: Final = 5.0
REFUSING: Final = "up, refusing"  # it was asked for an address it must refuse, and refused


async def describe_surroundings(gate: Gate) -> dict[str, str]:
    """The facts by name. The proxy is asked for one address that it must refuse; nothing leaves the machine for that."""
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
        "gate_refuses": ", ".join(group.reason for group in TABLE.refused),
        "gate_consented": ", ".join(_spelled(*pair) for pair in sorted(gate.consented)),
    }


def prove_refusal(gate: Gate) -> str:
    """The places the proxy refused, each once with the reason, the first ``_MOST`` of them, without its own test request."""
    places = {(one.host, one.port): one.refused for one in gate.refusals if (one.host, one.port) != (_PROVED, _PORT)}
    told = [f"{_spelled(*place)} ({reason})" for place, reason in places.items()]
    return ", ".join(told[:_MOST]) + (f", +{len(told) - _MOST}" if len(told) > _MOST else "")


def _spelled(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _system() -> str:
    """The operating system's name and its kernel."""
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:  # not Linux
        name = ""
    kernel = f"{platform.system()} {platform.release()}"
    return f"{name} ({kernel})" if name else kernel


def _load() -> str:
    try:
        return " ".join(f"{load:.2f}" for load in os.getloadavg())
    except OSError:
        return "not known"


async def _gate(gate: Gate) -> str:
    """How the proxy answers a connection that it must refuse."""
    try:
        async with asyncio.timeout(_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
            try:
                head = f"CONNECT {_PROVED}:{_PORT} HTTP/1.1\r\nHost: {_PROVED}:{_PORT}\r\n"
                writer.write(f"{head}Proxy-Authorization: {gate.authorization}\r\n\r\n".encode("ascii"))
                status = (await reader.readline()).decode("latin-1").split()
            finally:
                writer.close()
    except (OSError, TimeoutError) as fault:
        return f"did not answer: {type(fault).__name__}"
    if status[1:2] == ["403"]:
        return REFUSING
    return f"up, but {_PROVED} was not refused: {' '.join(status)[:80]}"
