"""One request begins in each turn of the event loop, the first that came first, while few are at work.

A page that reads rows where it is asked never lets go of the loop. Were twenty of them to begin in one turn, whatever waits for a
thread or for another process would wait for all twenty between any two of its steps. And where rows come from a server, a page of
ten questions would wait ten times for the turns of all others: so only few are at work at once, and the rest wait once, before they
begin. Who is at work for long waits for something else, and holds no place any more.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send


class LoopTurns:
    """ASGI middleware, of one event loop. ``places``: how many are at work at once; ``held``: seconds for which one holds its place."""

    def __init__(self, app: ASGIApp, places: int, held: float) -> None:
        self._app = app
        self._free, self._held = places, held
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._going = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin when those that came before have begun, and few are at work."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        self._go_on(loop)
        await turn  # whoever goes away before this has been given no place
        self._free -= 1
        place = _Place(loop, self._held, partial(self._take_back, loop))
        try:
            await self._app(scope, receive, send)
        finally:
            place.leave()

    def _take_back(self, loop: asyncio.AbstractEventLoop) -> None:
        self._free += 1
        self._go_on(loop)

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._going and self._waiting and self._free > 0:
            self._going = True
            loop.call_soon(self._begin_next, loop)

    def _begin_next(self, loop: asyncio.AbstractEventLoop) -> None:
        self._going = False
        while self._waiting and self._waiting[0].done():  # whoever asked went away
            self._waiting.popleft()
        if self._waiting and self._free > 0:
            self._waiting.popleft().set_result(None)
            self._going = True
            loop.call_soon(self._begin_next, loop)


class _Place:
    """A place at work, left once: by whoever is done, or when it was held for long enough."""

    def __init__(self, loop: asyncio.AbstractEventLoop, held: float, left: Callable[[], None]) -> None:
        self._left: Callable[[], None] | None = left
        self._timer = loop.call_later(held, self.leave)

    def leave(self) -> None:
        """Leave it, unless it was left before."""
        left, self._left = self._left, None
        if left is not None:
            self._timer.cancel()
            left()
