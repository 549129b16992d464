"""One request begins in each turn of the event loop while few are at work: what a person is working on first, then the rest.

A page that reads rows where it is asked never lets go of the loop. Were twenty of them to begin in one turn, whatever waits for a
thread or for another process would wait for all twenty between any two of its steps. And where rows come from a server, a page of
ten questions would wait ten times for the turns of all others: so only few are at work at once, and the rest wait once, before they
begin. Who is at work for long waits for something else, and holds no place any more.

Of those that wait, the pages on which somebody decides, one after the other all day, go before overviews that are read for a minute;
but none is passed over once it has waited for long. Among equals the first that came is the first.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Order:
    """How many are at work at once, and which of the rest is next. Times in seconds."""

    places: int  # at work at once
    held: float  # for which one that is at work holds its place
    first: tuple[str, ...]  # paths that go before others; of one longer than "/" all that begins with it
    passed: float  # after which one that waits is passed over no more

    def goes_first(self, path: str) -> bool:
        """Whether a request for this path is of those that go before others."""
        return path in self.first or any(path.startswith(begun) for begun in self.first if len(begun) > 1)


class LoopTurns:
    """ASGI middleware, of one event loop."""

    def __init__(self, app: ASGIApp, order: Order) -> None:
        self._app = app
        self._free, self._order = order.places, order
        self._first: deque[_Waiting] = deque()
        self._others: deque[_Waiting] = deque()
        self._going = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin when those that came before have begun, and few are at work."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        waiting = _Waiting(loop.create_future(), loop.time() + self._order.passed)
        (self._first if self._order.goes_first(scope["path"]) else self._others).append(waiting)
        self._go_on(loop)
        await waiting.turn  # whoever goes away before this has been given no place
        self._free -= 1
        place = _Place(loop, self._order.held, partial(self._take_back, loop))
        try:
            await self._app(scope, receive, send)
        finally:
            place.leave()

    def _take_back(self, loop: asyncio.AbstractEventLoop) -> None:
        self._free += 1
        self._go_on(loop)

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._going and (self._first or self._others) and self._free > 0:
            self._going = True
            loop.call_soon(self._begin_next, loop)

    def _begin_next(self, loop: asyncio.AbstractEventLoop) -> None:
        self._going = False
        if self._free > 0 and (waiting := self._take_next(loop.time())) is not None:
            waiting.turn.set_result(None)
            self._going = True
            loop.call_soon(self._begin_next, loop)

    def _take_next(self, now: float) -> _Waiting | None:
        for queue in (self._first, self._others):
            while queue and queue[0].turn.done():  # whoever asked went away
                queue.popleft()
        if self._others and (not self._first or self._others[0].passed_until <= now):
            return self._others.popleft()
        return self._first.popleft() if self._first else None


@dataclass(frozen=True, slots=True)
class _Waiting:
    turn: asyncio.Future[None]
    passed_until: float  # by the loop's clock


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
