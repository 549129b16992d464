"""One request begins in each turn of the event loop, the first that came first.

A page that reads rows where it is asked never lets go of the loop. Were twenty of them to begin in one turn, whatever waits for a
thread or for another process would wait for all twenty between any two of its steps.
"""

from __future__ import annotations

import asyncio
from collections import deque

from starlette.types import ASGIApp, Receive, Scope, Send


class LoopTurns:
    """ASGI middleware, of one event loop. What has begun goes on as it likes: it holds no place that another waits for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._going = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin when those that came before have begun."""
        if scope["type"] == "http":
            await self._wait()
        await self._app(scope, receive, send)

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        if not self._going:
            self._going = True
            loop.call_soon(self._begin_next, loop)
        await turn

    def _begin_next(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting and self._waiting[0].done():  # whoever asked went away
            self._waiting.popleft()
        self._going = bool(self._waiting)
        if self._going:
            self._waiting.popleft().set_result(None)
            loop.call_soon(self._begin_next, loop)
