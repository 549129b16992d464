"""The egress proxy: the local proxy through which every connection of a visit goes, to checked addresses only.

It resolves a name itself, checks each address against ``gate.toml`` and connects to the very address it checked, so a
name that changes its answer between check and use gains nothing. If a name has allowed and refused addresses, only the
allowed ones are used. It is a plain HTTP proxy for absolute-form requests and CONNECT, and it keeps a log.

It serves only clients that know its secret, which is generated each time it opens: otherwise anybody on this machine
could reach through it what only we may reach.

Clients are answered with status 403 ``refused``, 407 ``secret``, 502 ``dns`` or ``connect``, 504 ``timeout``; the word
is also the reason phrase and the value of the header ``X-Xuncha-Gate``. A site could fake that header on plain HTTP, so
``Gate.failure`` is the authority; Chromium shows a failed CONNECT only as ERR_TUNNEL_CONNECTION_FAILED, and there it is
the only source.
"""

import asyncio
import base64
import hmac
import secrets
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType
from typing import Self

from crawler.network.address_policy import TABLE, is_address, plain_host, refusal_of_address
from crawler.network.proxy_connect import Resolve, ResolverCache, race_addresses
from crawler.network.proxy_protocol import CannotConnect, ClientSide, ServerSide
from crawler.network.proxy_settings import GateLimits

LIMITS = TABLE.limits
USER = "xuncha"
_NEVER = frozenset(TABLE.names.never)
_PORTS = frozenset(TABLE.ports.refused)


class FailureKind(StrEnum):
    """Why the proxy gave no connection."""

    DNS = "dns"
    CONNECT = "connect"
    REFUSED = "refused"
    TIMEOUT = "timeout"


_STATUS = {FailureKind.REFUSED: 403, FailureKind.DNS: 502, FailureKind.CONNECT: 502, FailureKind.TIMEOUT: 504}


@dataclass(frozen=True, slots=True)
class GateFailure:
    """Why a host and port could not be reached; ``detail`` is one English line, for a refusal the reason's name."""

    kind: FailureKind
    detail: str


@dataclass(frozen=True, slots=True)
class Connection:
    """One attempt to connect. Seconds are None if it did not get that far; ``started`` is UTC; bytes as on the wire."""

    host: str
    port: int
    address: str | None
    started: datetime
    resolve_seconds: float | None
    connect_seconds: float | None
    refused: str | None
    failure: GateFailure | None
    bytes_up: int
    bytes_down: int


@dataclass(slots=True)
class _LiveConnection:
    """A log entry of a connection while it lives."""

    host: str
    port: int
    started: datetime
    address: str | None = None
    resolve_seconds: float | None = None
    connect_seconds: float | None = None
    failure: GateFailure | None = None
    bytes_up: int = 0
    bytes_down: int = 0

    def frozen(self) -> Connection:
        refused = self.failure.detail if self.failure and self.failure.kind is FailureKind.REFUSED else None
        seconds = (self.resolve_seconds, self.connect_seconds)
        counted = (self.bytes_up, self.bytes_down)
        return Connection(self.host, self.port, self.address, self.started, *seconds, refused, self.failure, *counted)


class _ConnectFailed(Exception):
    def __init__(self, kind: FailureKind, detail: str) -> None:
        super().__init__(detail)
        self.failure = GateFailure(kind, detail)


class Gate:
    """The egress proxy as an async context manager; listens on a free port of 127.0.0.1 while it is open.

    ``consented`` names the places (hosts with ports) for which alone the refusal of loopback, private and similar
    addresses is lifted. A name stands for the addresses it has when first resolved: if it leads elsewhere later, that
    is refused. ``allow_private`` lifts the refusal for everything; no visit does that. Nothing lifts what ``gate.toml``
    marks ``always``, nor its ports. ``resolve`` takes a name and a port and returns addresses in order of preference,
    raising OSError if there are none.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        consented: Collection[tuple[str, int]] = (),
        resolve: Resolve | None = None,
        limits: GateLimits = LIMITS,
    ) -> None:
        self._allow_private = allow_private
        self._consented = frozenset((plain_host(host), port) for host, port in consented)
        self._pinned = {place for place in self._consented if is_address(place[0])}
        self._known = {host for host, _ in self._pinned}
        self.secret = secrets.token_urlsafe(32)
        self._limits = limits
        self.head_bytes = limits.head_bytes
        self.clients: set[ClientSide] = set()
        self._log: deque[_LiveConnection] = deque(maxlen=limits.log_entries)
        self._latest: dict[tuple[str, int], GateFailure | None] = {}
        self._names = ResolverCache(resolve, limits.dns_seconds, limits.dns_cache_seconds, limits.log_entries)
        self._port = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: ClientSide(self), "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        self._sweeper = loop.create_task(self._sweep())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sweeper.cancel()
        self._server.close()
        for client in tuple(self.clients):
            client.abort()
        await asyncio.gather(self._sweeper, return_exceptions=True)
        await self._server.wait_closed()
        await self._names.close()

    @property
    def url(self) -> str:
        """The proxy's address, for Chromium and for httpx."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def authorization(self) -> str:
        """The value of the Proxy-Authorization header that a client must send."""
        return "Basic " + base64.b64encode(f"{USER}:{self.secret}".encode("ascii")).decode("ascii")

    def admits(self, authorization: str) -> bool:
        """Whether a client sending this header value knows the secret."""
        return hmac.compare_digest(authorization.encode("utf-8", "replace"), self.authorization.encode("ascii"))

    @property
    def consented(self) -> frozenset[tuple[str, int]]:
        """The places (hosts with ports) that may be private."""
        return self._consented

    @property
    def port(self) -> int:
        """The port of 127.0.0.1 the proxy listens on."""
        return self._port

    @property
    def connections(self) -> list[Connection]:
        """The attempts so far, oldest first, the newest ``log_entries`` of them, with counts up to now."""
        return [entry.frozen() for entry in self._log]

    @property
    def refusals(self) -> list[Connection]:
        """The attempts that were refused."""
        return [one for one in self.connections if one.refused is not None]

    def addresses(self, host: str) -> tuple[str, ...]:
        """The addresses that connections to this host went to, in order of first use."""
        name = plain_host(host)
        reached = (one.address for one in self._log if one.host == name and one.failure is None)
        return tuple(dict.fromkeys(address for address in reached if address is not None))

    def failure(self, host: str, port: int) -> GateFailure | None:
        """Why the latest attempt on this host and port failed; None when it succeeded or there was none."""
        return self._latest.get((plain_host(host), port))

    def refused(self, host: str, port: int) -> str | None:
        """Why this host and port was last refused, or None."""
        failure = self.failure(host, port)
        return failure.detail if failure is not None and failure.kind is FailureKind.REFUSED else None

    def forget_names(self) -> None:
        """Forget all resolved names, so that the next load is cold."""
        self._names.forget()

    async def dial(self, host: str, port: int, make: Callable[[], ServerSide]) -> tuple[ServerSide, _LiveConnection]:
        """Resolve, check and connect for a client of the proxy. Raises CannotConnect."""
        entry = _LiveConnection(host, port, datetime.now(UTC))
        self._log.append(entry)
        try:
            server = await self._connect(entry, make)
        except _ConnectFailed as failed:
            entry.failure = failed.failure
            self._note(host, port, failed.failure)
            raise CannotConnect(_STATUS[failed.failure.kind], failed.failure.kind, failed.failure.detail) from failed
        self._note(host, port, None)
        return server, entry

    def _note(self, host: str, port: int, failure: GateFailure | None) -> None:
        self._latest.pop((host, port), None)
        self._latest[host, port] = failure
        if len(self._latest) > self._limits.log_entries:  # a page can make up endless names
            del self._latest[next(iter(self._latest))]

    async def _connect(self, entry: _LiveConnection, make: Callable[[], ServerSide]) -> ServerSide:
        loop = asyncio.get_running_loop()
        began = loop.time()
        if entry.port in _PORTS:  # before any name is resolved
            raise _ConnectFailed(FailureKind.REFUSED, "restricted_port")
        addresses = [entry.host] if is_address(entry.host) else await self._addresses(entry.host, entry.port)
        entry.resolve_seconds = loop.time() - began
        self._pin(entry.host, addresses)
        verdicts = [(address, self._refusal(address, entry.port)) for address in addresses]
        allowed = [address for address, reason in verdicts if reason is None]
        if not allowed:
            entry.address = addresses[0]
            raise _ConnectFailed(FailureKind.REFUSED, next(reason for _, reason in verdicts if reason is not None))
        try:
            async with asyncio.timeout(self._limits.connect_seconds):
                server, entry.address, entry.connect_seconds = await race_addresses(
                    allowed, entry.port, make, self._limits.stagger_seconds
                )
        except TimeoutError:
            entry.address = allowed[0]
            raise _ConnectFailed(FailureKind.TIMEOUT, "no answer to the connection") from None
        except OSError as error:
            entry.address = allowed[0]
            raise _ConnectFailed(FailureKind.CONNECT, error.strerror or str(error)) from error
        return server

    def _refusal(self, address: str, port: int) -> str | None:
        if port == self._port and address == "127.0.0.1":
            return "itself"
        lifted = self._allow_private or (address, port) in self._pinned
        return refusal_of_address(address, allow_private=lifted)

    def _pin(self, host: str, addresses: list[str]) -> None:
        """Pin a consented name to the addresses it has first: changing them later leads nowhere new."""
        if host not in self._known and (ports := [port for name, port in self._consented if name == host]):
            self._known.add(host)
            self._pinned |= {(address, port) for address in addresses for port in ports}

    async def _addresses(self, host: str, port: int) -> list[str]:
        if host.rpartition(".")[2] in _NEVER:
            raise _ConnectFailed(FailureKind.DNS, "a name that never exists")
        try:
            found = await self._names.addresses(host, port)
        except TimeoutError:
            raise _ConnectFailed(FailureKind.TIMEOUT, "no answer from the resolver") from None
        except OSError as error:
            raise _ConnectFailed(FailureKind.DNS, error.strerror or str(error)) from error
        if not found:
            raise _ConnectFailed(FailureKind.DNS, "no address")
        return found

    async def _sweep(self) -> None:
        """Close connections that have been idle for long."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._limits.sweep_seconds)
            for client in tuple(self.clients):
                if loop.time() - client.touched > self._limits.idle_seconds:
                    client.abort()
