"""Servers where nothing may ever come: on other ports and addresses than the shop's, they count whoever comes all the same."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

WAIT_SECONDS = 0.5
LINK_LOCAL = "169.254.169.254"
TEST_NET = "198.51.100.7"
PRIVATE = "10.9.8.7"


@dataclass
class Sentinels:
    """``places`` are hosts with ports as in addresses; ``heard`` is all that came: by which protocol, where, the first bytes."""

    places: tuple[str, ...] = ()
    heard: list[str] = field(default_factory=list)


@contextlib.contextmanager
def listening(apart: bool) -> Iterator[Sentinels]:
    """TCP and UDP sockets of one port on several loopback addresses, in a network of our own (``apart``) on every address there is."""
    with contextlib.ExitStack() as stack:
        opened: list[socket.socket] = []
        first = stack.enter_context(socket.socket())
        first.bind(("0.0.0.0" if apart else "127.0.0.1", 0))
        port = int(first.getsockname()[1])
        hosts = ["0.0.0.0"] if apart else ["127.0.0.1", "127.0.0.2"]
        for host in hosts:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                if (host, kind) == (hosts[0], socket.SOCK_STREAM):
                    made = first
                else:
                    made = stack.enter_context(socket.socket(socket.AF_INET, kind))
                    made.bind((host, port))
                if kind == socket.SOCK_STREAM:
                    made.listen(64)
                made.setblocking(False)
                opened.append(made)
        number = int.from_bytes(socket.inet_aton("127.0.0.1"))
        there = [
            f"127.0.0.1:{port}",
            f"127.0.0.2:{port}",
            f"localhost:{port}",
            f"{number}:{port}",
            f"[::ffff:127.0.0.1]:{port}",
        ]
        there += [f"{host}:{port}" for host in (LINK_LOCAL, TEST_NET, PRIVATE)] + [LINK_LOCAL, f"0.0.0.0:{port}"]
        sentinels, ended = Sentinels(tuple(there)), threading.Event()
        thread = threading.Thread(target=_hear, args=(opened, sentinels, ended), name="sentinels")
        thread.start()
        try:
            yield sentinels
        finally:
            ended.set()
            thread.join()


def _hear(opened: list[socket.socket], sentinels: Sentinels, ended: threading.Event) -> None:
    while not ended.is_set():
        for ready in select.select(opened, [], [], WAIT_SECONDS)[0]:
            with contextlib.suppress(OSError):
                sentinels.heard.append(_heard(ready))


def _heard(opened: socket.socket) -> str:
    if opened.type == socket.SOCK_DGRAM:
        data, _ = opened.recvfrom(200)
        return f"udp {data[:60]!r}"
    connection, _ = opened.accept()
    with connection:
        connection.settimeout(WAIT_SECONDS)
        where = connection.getsockname()[0]
        try:
            data = connection.recv(200)
        except OSError:
            data = b""
        line = data.partition(b"\r\n")[0][:80]
        return f"tcp {where} {line!r}"
