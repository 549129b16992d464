"""From a name to a connected socket: the proxy's own resolver with a short cache, and the race between addresses."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from crawler.network.address_policy import plain_host
from crawler.network.proxy_protocol import ServerSide

Resolve = Callable[[str, int], Awaitable[list[str]]]
Reached = tuple[ServerSide, str, float]
_THREADS = 16  # a blocking look-up holds one; the loop's own pool has too few for a page of many slow names


class ResolverCache:
    """Addresses of names, each resolved once at a time and cached for ``memory`` seconds; a failure for a sixth of that.

    Otherwise a page with a hundred pictures on a dead host would cause a hundred look-ups and never finish loading.
    """

    def __init__(self, resolve: Resolve | None, patience: float, memory: float, entries: int) -> None:
        self._resolve = resolve or self._ask_system
        self._patience, self._memory, self._entries = patience, memory, entries
        self._known: dict[str, tuple[float, list[str]]] = {}
        self._failed: dict[str, tuple[float, OSError]] = {}
        self._asking: dict[str, asyncio.Task[list[str]]] = {}
        self._threads = ThreadPoolExecutor(_THREADS, "gate-resolver")

    async def addresses(self, host: str, port: int) -> list[str]:
        """The name's addresses in normalised form. Raises OSError, and TimeoutError after ``patience`` seconds."""
        now = asyncio.get_running_loop().time()
        known = self._known.get(host)
        if known is not None and now - known[0] < self._memory:
            return known[1]
        failed = self._failed.get(host)
        if failed is not None and now - failed[0] < self._memory / 6:
            raise failed[1]
        task = self._asking.get(host)
        if task is None:
            task = self._asking[host] = asyncio.create_task(self._ask(host, port))
            task.add_done_callback(lambda done: self._answered(host, done))
        return await asyncio.shield(task)  # one abandoned connection must not cancel the answer for the others

    async def _ask(self, host: str, port: int) -> list[str]:
        async with asyncio.timeout(self._patience):
            found = await self._resolve(host, port)
        return [plain_host(text.partition("%")[0]) for text in found]

    def _answered(self, host: str, task: asyncio.Task[list[str]]) -> None:
        del self._asking[host]
        if task.cancelled():
            return
        if (fault := task.exception()) is not None:
            if isinstance(fault, OSError) and not isinstance(fault, TimeoutError):
                self._failed[host] = (asyncio.get_running_loop().time(), fault)
            return
        if len(self._known) >= self._entries:
            self._known.clear()
        self._known[host] = (asyncio.get_running_loop().time(), task.result())

    async def _ask_system(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    def forget(self) -> None:
        """Forget every answer."""
        self._known.clear()
        self._failed.clear()

    async def close(self) -> None:
        """Cancel pending look-ups."""
        asking = tuple(self._asking.values())
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)


async def race_addresses(addresses: list[str], port: int, make: Callable[[], ServerSide], lead: float) -> Reached:
    """Connect to the first address that answers; each has ``lead`` seconds before the next is tried too (RFC 8305).

    Returns the connected side, its address and the seconds its own attempt took. Raises OSError if none answers.
    """
    waiting, running, errors = list(addresses), set[asyncio.Task[Reached]](), list[OSError]()
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(_attempt(waiting.pop(0), port, make)))
            patience = lead if waiting else None
            done, running = await asyncio.wait(running, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            while done:
                task = done.pop()
                try:
                    reached = task.result()
                except OSError as error:
                    errors.append(error)
                else:
                    running |= done  # if two connect at the same moment, the second is closed below
                    return reached
        raise errors[0]
    finally:
        for task in running:
            task.cancel()
        for late in await asyncio.gather(*running, return_exceptions=True):
            if isinstance(late, tuple) and late[0].transport is not None:
                late[0].transport.abort()


async def _attempt(address: str, port: int, make: Callable[[], ServerSide]) -> Reached:
    loop = asyncio.get_running_loop()
    began = loop.time()
    transport, server = await loop.create_connection(make, address, port)
    peer = transport.get_extra_info("peername")
    if peer is None:
        transport.abort()
        raise ConnectionResetError("reset as soon as it was connected")
    if plain_host(peer[0]) != address:
        transport.abort()
        raise AssertionError(f"checked {address} but reached {peer[0]}")
    return server, address, loop.time() - began
