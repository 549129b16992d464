"""Listeners on loopback that count what reaches them, for the tests of the gate."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from crawler.network.proxy import Gate


@dataclass
class Ear:
    """A TCP and a UDP socket on one port of one loopback address; knows all that came, in ``heard``."""

    host: str = ""
    port: int = 0
    heard: list[str] = field(default_factory=list)
    reply: Callable[[bytes], bytes] | None = None
    _any: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def place(self) -> tuple[str, int]:
        return self.host, self.port

    def note(self, what: str) -> None:
        self.heard.append(what)
        self._any.set()

    async def wait(self, seconds: float) -> bool:
        """Wait until something has come; False when nothing has within the time."""
        try:
            async with asyncio.timeout(seconds):
                await self._any.wait()
        except TimeoutError:
            return False
        return True

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.note("tcp")
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.note(head.split(b"\r\n", 1)[0].decode("latin-1"))
                if self.reply is None:
                    break
                writer.write(self.reply(head))
                await writer.drain()
                if b"connection: close" in head.lower():
                    break
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass
        finally:
            writer.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, ear: Ear) -> None:
        self.ear = ear

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.ear.note("udp")


def http(
    body: bytes | str, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str
) -> bytes:
    """A whole HTTP answer; further headers by keyword, ``_`` for ``-``."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(data)}"]
    lines += ["Access-Control-Allow-Origin: *", *(f"{name.replace('_', '-')}: {value}" for name, value in more.items())]
    return "\r\n".join([*lines, "", ""]).encode() + data


def path_of(head: bytes) -> str:
    """The path a request head asks for."""
    return head.split(b" ", 2)[1].decode("latin-1")


@asynccontextmanager
async def listen(
    reply: Callable[[bytes], bytes] | None = None, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Ear]:
    """Open an ear on TCP and UDP. ``reply`` makes the HTTP answer to a request head; None answers nothing."""
    ear = Ear(host, port, reply=reply)
    server = await asyncio.start_server(ear.handle, host, port)
    ear.port = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    datagrams, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(ear), (host, ear.port))
    try:
        yield ear
    finally:
        datagrams.close()
        server.close()


def closed_port() -> int:
    """A port of 127.0.0.1 nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Resolve = Callable[[str, int], Awaitable[list[str]]]


def answers(*rounds: list[str]) -> Resolve:
    """A resolver that gives each answer once, in order, and the last one for ever."""
    left = list(rounds)

    async def resolve(host: str, port: int) -> list[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


def knowing(gate: Gate, head: str) -> str:
    """The head of one who knows the gate's secret."""
    return f"{head}\r\nProxy-Authorization: {gate.authorization}"


async def ask(gate: Gate, *heads: str) -> bytes:
    """Send heads, with the secret, one after the other over one connection and return all that comes back until it ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    try:
        for head in heads:
            writer.write(knowing(gate, head).encode() + b"\r\n\r\n")
        async with asyncio.timeout(10):
            return await reader.read()
    finally:
        writer.close()


def get(url: str, more: str = "Connection: close") -> str:
    return f"GET {url} HTTP/1.1\r\nHost: ignored.example\r\nProxy-Connection: keep-alive\r\n{more}"
