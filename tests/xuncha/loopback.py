"""Whom is spoken to on loopback: every connection and datagram of a network, by the port it goes to and what is known of who listens there."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import queue
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_EVERY_KIND = 3  # ETH_P_ALL of <linux/if_ether.h>
_OUTGOING = 4  # PACKET_OUTGOING of <linux/if_packet.h>: each packet of loopback comes twice, sent and received
_SOL_PACKET, _STATISTICS = 263, 6  # of <linux/if_packet.h>
_ATTACH_FILTER = 26  # SO_ATTACH_FILTER of <asm-generic/socket.h>
_BUFFER_BYTES = 8_000_000
_READ_BYTES = 512
_SYN, _SYN_ACK = 0x02, 0x12
_TCP, _UDP, _ICMP, _ICMP6 = 6, 17, 1, 58
_ERRORS = {_ICMP: 3, _ICMP6: 1}  # what the kernel answers where nobody listens
_LISTENS = "0A"  # of <net/tcp_states.h>, as /proc/net/tcp writes it
_PROXIED = re.compile(rb"(?:CONNECT [^/ ]+:\d+|[A-Z]+ https?://\S+) HTTP/1\.1\r\n")
_SETTLE_SECONDS = 60.0
_ALL, _NONE = 100, 101  # where a filter jumps to end, put in as it is made


def _filter() -> bytes:
    """A program for the kernel (<linux/filter.h>) that lets through what is noted, so that bodies of pages fill no buffer.

    Of what is sent: all that is no TCP over IPv4, and of that what opens a connection or begins with a word of HTTP.
    """
    heads = [
        int.from_bytes(word, "big") for word in (b"GET ", b"CONN", b"POST", b"HEAD", b"PUT ", b"OPTI", b"DELE", b"PATC")
    ]
    steps = [
        (0x20, 0, 0, 0xFFFFF004), (0x15, 0, _NONE, _OUTGOING),  # the kind of the packet
        (0x30, 0, 0, 0), (0x54, 0, 0, 0xF0), (0x15, 0, _ALL, 0x40),  # IPv4
        (0x30, 0, 0, 9), (0x15, 0, _ALL, _TCP), (0xB1, 0, 0, 0),  # X: the length of its head
        (0x50, 0, 0, 13), (0x54, 0, 0, _SYN_ACK), (0x15, _ALL, 0, _SYN),
        (0x50, 0, 0, 12), (0x74, 0, 0, 2), (0x54, 0, 0, 0x3C), (0x0C, 0, 0, 0), (0x07, 0, 0, 0),  # X: where its data begin
        (0x40, 0, 0, 0), *((0x15, _ALL, 0, head) for head in heads),
        (0x06, 0, 0, 0), (0x06, 0, 0, 0x40000),
    ]  # fmt: skip
    ends = {_NONE: len(steps) - 2, _ALL: len(steps) - 1}
    return b"".join(
        struct.pack("HBBI", code, *(ends[to] - at - 1 if to in ends else to for to in jumps), value)
        for at, (code, *jumps, value) in enumerate(steps)
    )


Line = tuple[str, int, str, int]  # from where to where: address and port each


@dataclass
class Place:
    """A port of an address that was spoken to: how often, who listened, and how those who spoke began."""

    times: int = 0
    listener: str = "nobody"
    began: list[bytes] = field(default_factory=list)

    @property
    def is_gate(self) -> bool:
        """Ours, and spoken to as a proxy alone: nothing else that we open is."""
        return "python" in self.listener and bool(self.began) and all(map(_PROXIED.match, self.began))


@dataclass
class Loopback:
    """Packets of the device ``lo`` since ``open``; ``since`` takes what came after it was last asked."""

    places: dict[tuple[str, str, int], Place] = field(default_factory=dict)
    lost: int = 0  # packets that came faster than they were read
    _begun: set[Line] = field(default_factory=set)  # connections over which nothing was said yet
    _asked: set[Line] = field(default_factory=set)  # datagrams that may be answered
    _marks: itertools.count[int] = field(default_factory=itertools.count)
    _seen: dict[bytes, threading.Event] = field(default_factory=dict)
    _came: queue.SimpleQueue[bytes] = field(default_factory=queue.SimpleQueue)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        """Listen from now on. Raises OSError where raw sockets are not allowed."""
        self._raw = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_KIND))
        program = _filter()
        kept = ctypes.create_string_buffer(program, len(program))
        self._raw.setsockopt(
            socket.SOL_SOCKET, _ATTACH_FILTER, struct.pack("HL", len(program) // 8, ctypes.addressof(kept))
        )
        self._raw.setsockopt(
            socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES
        )  # as much as may be had; what is lost is counted
        self._raw.bind(("lo", _EVERY_KIND))
        for work in (self._sniff, self._read):
            threading.Thread(target=work, daemon=True).start()

    def since(self, known: Mapping[int, str]) -> dict[str, int]:
        """How often each place was spoken to: by the name of a known port of 127.0.0.1, ``gate``, or what is known of a stranger."""
        self._settle()
        told: Counter[str] = Counter()
        with self._lock:
            for (protocol, address, port), place in self.places.items():
                name = known.get(port) if (protocol, address) == ("tcp", "127.0.0.1") else None
                if name is None and place.is_gate:
                    name = "gate"
                who = f" of {place.listener}" if protocol == "tcp" else ""
                told[name or f"{protocol} {address}:{port}{who}"] += place.times
            self.places.clear()
        self.lost += struct.unpack("II", self._raw.getsockopt(_SOL_PACKET, _STATISTICS, 8))[1]
        return dict(told)

    def _settle(self) -> None:
        """Wait until all that was sent before has been read: packets are read in their order."""
        mark = f"mark {next(self._marks)}".encode("ascii")
        self._seen[mark] = seen = threading.Event()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sent:
            sent.sendto(mark, ("127.0.0.1", 9))
        assert seen.wait(_SETTLE_SECONDS), "packets of loopback are not read"

    def _sniff(self) -> None:
        while True:
            self._came.put(self._raw.recv(_READ_BYTES))

    def _read(self) -> None:
        """Apart from taking them in: to find out who listens takes a while."""
        while True:
            data = self._came.get()
            with self._lock:
                self.note(data)

    def note(self, data: bytes) -> None:
        """Take one IP packet in."""
        if data[0] >> 4 == 6:
            protocol, head, family, at, size = data[6], 40, socket.AF_INET6, 8, 16
        else:
            protocol, head, family, at, size = data[9], (data[0] & 15) * 4, socket.AF_INET, 12, 4
        source, target = (socket.inet_ntop(family, data[at + skip : at + skip + size]) for skip in (0, size))
        rest = data[head:]
        if protocol in _ERRORS:
            if rest[0] != _ERRORS[protocol]:
                self._place("icmp", target, rest[0])
            return
        if protocol not in (_TCP, _UDP):
            self._place(f"protocol {protocol}", target, 0)
            return
        (away, port) = struct.unpack("!HH", rest[:4])
        if protocol == _UDP:
            if (seen := self._seen.pop(rest[8:], None)) is not None:
                seen.set()
            elif (target, port, source, away) not in self._asked:  # else an answer
                self._asked.add((source, away, target, port))
                self._place("udp", target, port)
            return
        line, said = (source, away, target, port), rest[(rest[12] >> 4) * 4 :]
        if rest[13] & _SYN_ACK == _SYN:
            self._place("tcp", target, port)
            self._begun.add(line)
        elif said and line in self._begun:
            self._begun.discard(line)
            if (place := self.places.get(("tcp", target, port))) is not None:
                place.began.append(said)

    def _place(self, protocol: str, address: str, port: int) -> None:
        place = self.places.setdefault((protocol, address, port), Place())
        place.times += 1
        if protocol == "tcp" and place.listener == "nobody":
            place.listener = listener(port)


def listener(port: int) -> str:
    """The command of the process that listens on a TCP port of this network; ``nobody``, or ``somebody`` where it may not be looked at."""
    sockets = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{name}").read_text("ascii").splitlines()[1:]:
            words = line.split()
            if words[3] == _LISTENS and int(words[1].rpartition(":")[2], 16) == port:
                sockets.add(f"socket:[{words[9]}]")
    if not sockets:
        return "nobody"
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):  # it ended meanwhile, or is another user's
            if os.readlink(handle) in sockets:
                command = (handle.parents[1] / "cmdline").read_bytes().replace(b"\0", b" ")
                return command.decode("utf-8", "replace")[:120].strip()
    return "somebody"
