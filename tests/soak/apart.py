"""A network of our own in which every address of the world is this machine: what leaves for anywhere is seen, and goes nowhere."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import socket
import struct
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of <linux/sched.h>
_EVERY_KIND = 3  # ETH_P_ALL of <linux/if_ether.h>
_OUTGOING = 4  # PACKET_OUTGOING of <linux/if_packet.h>
_PROTOCOLS = {6: "tcp", 17: "udp"}
TOOLS = ("ip",)
SETTING_UP = ("ip link set lo up", "ip route add local default dev lo")
RESOLVER = 53
WAIT_SECONDS = 0.5


@dataclass
class Packets:
    """``astray``: packets to another address than loopback, by protocol, address and port. Questions for names are counted apart."""

    astray: Counter[str] = field(default_factory=Counter)
    names: int = 0


def enter() -> str:
    """Leave this machine's network for one of our own; "" where that worked, else why it did not. Threads must not have been started."""
    if missing := next((tool for tool in TOOLS if shutil.which(tool) is None), None):
        return f"no {missing}"
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_NETWORK) != 0:
        return os.strerror(ctypes.get_errno())
    for words in SETTING_UP:
        ran = subprocess.run(words.split(), capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            return ran.stderr.strip()
    return ""


@contextlib.contextmanager
def watching() -> Iterator[Packets]:
    """Every packet that is sent while the block runs. Raises OSError where raw sockets are not allowed."""
    packets, ended = Packets(), threading.Event()
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_KIND)) as raw:
        raw.settimeout(WAIT_SECONDS)

        def watch() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    data, (_, _, kind, _, _) = raw.recvfrom(64)
                    if kind == _OUTGOING:
                        note(packets, data)

        thread = threading.Thread(target=watch, name="packets")
        thread.start()
        try:
            yield packets
        finally:
            ended.set()
            thread.join()


def note(packets: Packets, data: bytes) -> None:
    """Count one IP packet where it goes elsewhere than to loopback."""
    if data[0] >> 4 == 6 and len(data) >= 40:
        if data[24:40] != socket.inet_pton(socket.AF_INET6, "::1"):
            packets.astray[f"ip6 {socket.inet_ntop(socket.AF_INET6, data[24:40])}"] += 1
        return
    if data[0] >> 4 != 4 or len(data) < 20:
        packets.astray["what is no IP"] += 1
        return
    to, protocol, head = data[16:20], data[9], (data[0] & 15) * 4
    if to[0] == 127:
        return
    port = struct.unpack(">H", data[head + 2 : head + 4])[0] if protocol in _PROTOCOLS and len(data) >= head + 4 else 0
    if port == RESOLVER:
        packets.names += 1
        return
    came_from = struct.unpack(">H", data[head : head + 2])[0] if protocol in _PROTOCOLS else 0
    if came_from != RESOLVER:  # what a resolver would answer: here, that nobody is there
        packets.astray[f"{_PROTOCOLS.get(protocol, protocol)} {socket.inet_ntoa(to)}:{port}"] += 1
