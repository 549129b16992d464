"""The proxy's byte streams: the two asyncio protocols that carry one connection.

Responses are passed on byte for byte and never parsed, so a page sees what its server sent, oddities and all.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from crawler.network.proxy_request import ESTABLISHED, GREETED, BadRequest, ProxyRequest, make_answer, read_request


class ByteCounters(Protocol):
    """The part of a log entry used here: two counters."""

    bytes_up: int
    bytes_down: int


class CannotConnect(Exception):
    """The proxy gave no connection; carries the answer for the client."""

    def __init__(self, status: int, word: str, detail: str) -> None:
        super().__init__(detail)
        self.reply = make_answer(status, word, detail)


class Dialler(Protocol):
    """The part of the proxy used here."""

    head_bytes: int
    clients: "set[ClientSide]"

    def admits(self, authorization: str) -> bool:
        """Whether a client sending this header value may be served."""

    async def dial(self, host: str, port: int, make: "Callable[[], ServerSide]") -> "tuple[ServerSide, ByteCounters]":
        """Resolve, check and connect. Raises CannotConnect."""


class ServerSide(asyncio.Protocol):
    """The far side: bytes from the site go straight to the client."""

    def __init__(self, client: "ClientSide") -> None:
        self.client = client
        self.transport: asyncio.Transport | None = None
        self.tally: ByteCounters | None = None
        self.ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.pause_reading()  # until the client is attached: a site that sends first loses no byte

    def data_received(self, data: bytes) -> None:
        self.client.receive(self, data)

    def eof_received(self) -> bool:
        self.ended = True
        return self.client.far_side_ended(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.client.far_side_lost(self, exc)

    def pause_writing(self) -> None:
        self.client.transport.pause_reading()

    def resume_writing(self) -> None:
        self.client.transport.resume_reading()


class ClientSide(asyncio.Protocol):
    """The near side: one connection of the browser or of the HTTP client, holding at most one far side."""

    transport: asyncio.Transport

    def __init__(self, gate: Dialler) -> None:
        self.gate = gate
        self.loop = asyncio.get_running_loop()
        self.touched = self.loop.time()
        self._buffer = bytearray()
        self._server: ServerSide | None = None
        self._where: tuple[str, int] | None = None
        self._body = 0
        self._tunnel = False
        self._ended = False
        self._opening: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.gate.clients.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.gate.clients.discard(self)
        if self._opening is not None:
            self._opening.cancel()
        self._drop_server()

    def abort(self) -> None:
        """Cut both sides now."""
        self.transport.abort()
        self._drop_server()

    def _drop_server(self) -> None:
        server, self._server, self._where = self._server, None, None
        if server is not None and server.transport is not None:
            server.transport.close()

    def data_received(self, data: bytes) -> None:
        self.touched = self.loop.time()
        if self._tunnel and self._opening is None:
            self._send(data)
            return
        self._buffer += data
        if self._opening is None:
            self._advance()
        elif len(self._buffer) > self.gate.head_bytes:
            self.transport.pause_reading()

    def _send(self, data: bytes) -> None:
        server = self._server
        if server is None or server.transport is None or server.transport.is_closing():
            self.transport.close()
            return
        if server.tally is not None:
            server.tally.bytes_up += len(data)
        server.transport.write(data)

    def _advance(self) -> None:
        """Process what has arrived: the rest of a body, or the next head."""
        while self._buffer and self._opening is None and not self.transport.is_closing():
            if self._tunnel or self._body:
                part = bytes(self._buffer if self._tunnel else self._buffer[: self._body])
                del self._buffer[: len(part)]
                self._body -= 0 if self._tunnel else len(part)
                self._send(part)
                continue
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0 or end > self.gate.head_bytes:
                if len(self._buffer) > self.gate.head_bytes:
                    self._reply(make_answer(431, "bad_request", "head too long"))
                return
            head = bytes(self._buffer[: end + 4])
            del self._buffer[: end + 4]
            try:
                request = read_request(head)
            except BadRequest as error:
                self._reply(make_answer(error.status, "bad_request", str(error)))
                return
            if not self.gate.admits(request.authorization):
                self._reply(make_answer(407, "secret", "this gate serves the visit that opened it, and nobody else"))
                return
            if request.host == GREETED:
                self._reply(make_answer(200, "welcome", "the secret is right"))
                return
            if request.head is not None and self._server is not None and self._where == (request.host, request.port):
                self._pass_on(request)
            else:
                self._drop_server()
                self._opening = self.loop.create_task(self._open(request))

    async def _open(self, request: ProxyRequest) -> None:
        try:
            server, tally = await self.gate.dial(request.host, request.port, lambda: ServerSide(self))
        except CannotConnect as error:
            self._opening = None
            self._reply(error.reply)
            return
        self._opening = None
        self.touched = self.loop.time()
        server.tally = tally
        self._server, self._where = server, (request.host, request.port)
        assert server.transport is not None
        if self.transport.is_closing() or server.transport.is_closing():
            self._drop_server()
            self.transport.close()
            return
        self._pass_on(request)
        server.transport.resume_reading()
        self.transport.resume_reading()
        self._advance()

    def _pass_on(self, request: ProxyRequest) -> None:
        self._tunnel = request.upgrade
        if request.head is None:
            self.transport.write(ESTABLISHED)
            return
        self._body = request.body
        self._send(request.head)

    def _reply(self, reply: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(reply)
            self.transport.close()

    def receive(self, server: ServerSide, data: bytes) -> None:
        """Pass on the site's bytes; those of an abandoned far side are dropped."""
        if server is not self._server or self.transport.is_closing():
            return
        self.touched = self.loop.time()
        if server.tally is not None:
            server.tally.bytes_down += len(data)
        self.transport.write(data)

    def far_side_ended(self, server: ServerSide) -> bool:
        """Pass on the end of the site's bytes; True keeps the other direction open."""
        if server is not self._server or not self._tunnel or self._ended or self.transport.is_closing():
            return False
        self.transport.write_eof()
        return True

    def far_side_lost(self, server: ServerSide, exc: Exception | None) -> None:
        """End the near side with the far side: a clean end after all its bytes, a broken connection at once."""
        if server is self._server:
            if exc is None:
                self.transport.close()
            else:
                self.transport.abort()

    def eof_received(self) -> bool:
        self._ended = True
        server = self._server
        if (
            not self._tunnel
            or server is None
            or server.ended
            or server.transport is None
            or server.transport.is_closing()
        ):
            return False
        server.transport.write_eof()
        return True

    def pause_writing(self) -> None:
        if self._server is not None and self._server.transport is not None:
            self._server.transport.pause_reading()

    def resume_writing(self) -> None:
        if self._server is not None and self._server.transport is not None:
            self._server.transport.resume_reading()
