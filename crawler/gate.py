"""The gate: the one local proxy through which every connection of a visit goes, to checked addresses only.

It resolves a name itself, checks each address against ``gate.toml`` and connects to the very address it checked, so a
name that changes its answer between check and use gains nothing. Where a name has allowed and refused addresses only
the allowed ones are used. It is a plain HTTP proxy for absolute-form requests and CONNECT, and it keeps a log.

What a client is told: status 403 ``refused``, 502 ``dns`` or ``connect``, 504 ``timeout``; the word is also the reason
phrase and stands in the header ``X-Xuncha-Gate``. A site could fake that header on plain HTTP, so ``Gate.failure`` is
the authority; Chromium shows a failed CONNECT only as ERR_TUNNEL_CONNECTION_FAILED and there it is the only one.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType
from typing import Self

from crawler.addresses import TABLE, is_address, plain_host, refusal
from crawler.gate_dial import Names, Resolve, race
from crawler.gate_wire import CannotConnect, Client, Server


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts of ``gate.toml [limits]``."""

    dns_seconds: float
    dns_cache_seconds: float
    connect_seconds: float
    stagger_seconds: float
    idle_seconds: float
    sweep_seconds: float
    head_bytes: int
    log_entries: int


LIMITS = Limits(**TABLE["limits"])
_NEVER = frozenset(TABLE["names"]["never"])


class FailureKind(StrEnum):
    """Why the gate gave no connection."""

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
    """One attempt to connect. Seconds are None where it did not get so far; ``started`` is UTC; bytes as on the wire."""

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
class _Entry:
    """A connection while it lives."""

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


class _Failed(Exception):
    def __init__(self, kind: FailureKind, detail: str) -> None:
        super().__init__(detail)
        self.failure = GateFailure(kind, detail)


class Gate:
    """The gate as an async context manager; listens on a free port of 127.0.0.1 while it is open.

    ``allow_private`` lifts the refusal of loopback, private and the like. ``consented`` names (address, port) pairs that
    it is lifted for alone. Nothing lifts what ``gate.toml`` marks ``always``. ``resolve`` takes a name and a port and
    returns addresses in order of preference, raising OSError when there are none.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        consented: Collection[tuple[str, int]] = (),
        resolve: Resolve | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._allow_private = allow_private
        self._consented = frozenset((plain_host(address), port) for address, port in consented)
        self._limits = limits
        self.head_bytes = limits.head_bytes
        self.clients: set[Client] = set()
        self._log: deque[_Entry] = deque(maxlen=limits.log_entries)
        self._latest: dict[tuple[str, int], GateFailure | None] = {}
        self._names = Names(resolve, limits.dns_seconds, limits.dns_cache_seconds, limits.log_entries)
        self._port = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Client(self), "127.0.0.1", 0)
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
    def port(self) -> int:
        """The port of 127.0.0.1 the gate listens on."""
        return self._port

    @property
    def connections(self) -> list[Connection]:
        """Every attempt so far, oldest first, the newest ``log_entries`` of them, counted up to now."""
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

    def forget_names(self) -> None:
        """Forget what names resolved to, so that the next load is cold."""
        self._names.forget()

    async def dial(self, host: str, port: int, make: Callable[[], Server]) -> tuple[Server, _Entry]:
        """Resolve, check and connect for a client of the proxy. Raises CannotConnect."""
        entry = _Entry(host, port, datetime.now(UTC))
        self._log.append(entry)
        try:
            server = await self._connect(entry, make)
        except _Failed as failed:
            entry.failure = failed.failure
            self._note(host, port, failed.failure)
            raise CannotConnect(_STATUS[failed.failure.kind], failed.failure.kind, failed.failure.detail) from failed
        self._note(host, port, None)
        return server, entry

    def _note(self, host: str, port: int, failure: GateFailure | None) -> None:
        self._latest.pop((host, port), None)
        self._latest[host, port] = failure
        if len(self._latest) > self._limits.log_entries:  # a page can make up names without end
            del self._latest[next(iter(self._latest))]

    async def _connect(self, entry: _Entry, make: Callable[[], Server]) -> Server:
        loop = asyncio.get_running_loop()
        began = loop.time()
        addresses = [entry.host] if is_address(entry.host) else await self._addresses(entry.host, entry.port)
        entry.resolve_seconds = loop.time() - began
        verdicts = [(address, self._refusal(address, entry.port)) for address in addresses]
        allowed = [address for address, reason in verdicts if reason is None]
        if not allowed:
            entry.address = addresses[0]
            raise _Failed(FailureKind.REFUSED, next(reason for _, reason in verdicts if reason is not None))
        try:
            async with asyncio.timeout(self._limits.connect_seconds):
                server, entry.address, entry.connect_seconds = await race(
                    allowed, entry.port, make, self._limits.stagger_seconds
                )
        except TimeoutError:
            entry.address = allowed[0]
            raise _Failed(FailureKind.TIMEOUT, "no answer to the connection") from None
        except OSError as error:
            entry.address = allowed[0]
            raise _Failed(FailureKind.CONNECT, error.strerror or str(error)) from error
        return server

    def _refusal(self, address: str, port: int) -> str | None:
        if port == self._port and address == "127.0.0.1":
            return "itself"
        lifted = self._allow_private or (address, port) in self._consented
        return refusal(address, allow_private=lifted)

    async def _addresses(self, host: str, port: int) -> list[str]:
        if host.rpartition(".")[2] in _NEVER:
            raise _Failed(FailureKind.DNS, "a name that never exists")
        try:
            found = await self._names.addresses(host, port)
        except TimeoutError:
            raise _Failed(FailureKind.TIMEOUT, "no answer from the resolver") from None
        except OSError as error:
            raise _Failed(FailureKind.DNS, error.strerror or str(error)) from error
        if not found:
            raise _Failed(FailureKind.DNS, "no address")
        return found

    async def _sweep(self) -> None:
        """End connections over which nothing has gone for long."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._limits.sweep_seconds)
            for client in tuple(self.clients):
                if loop.time() - client.touched > self._limits.idle_seconds:
                    client.abort()
