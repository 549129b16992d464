"""The end of a server: when it says that it has ended, nothing that it answered goes on, so that the store may be closed under it."""

from __future__ import annotations

import asyncio
import socket

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from xuncha.web.serve_web import QuietServer


@pytest.mark.parametrize("forced", [False, True])
async def test_what_is_still_answered_has_ended_with_the_server(forced: bool) -> None:
    begun, left = asyncio.Event(), asyncio.Event()

    async def answer_for_ever(scope: Scope, receive: Receive, send: Send) -> None:
        begun.set()
        try:
            start: Message = {"type": "http.response.start", "status": 200, "headers": []}
            await send(start)
            await asyncio.Event().wait()
        finally:
            await asyncio.to_thread(lambda: None)  # as a connection of the database is given back
            left.set()

    own = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        answer_for_ever, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=0
    )
    server = QuietServer(config)
    serving = asyncio.create_task(server.serve([own]))
    _, asking = await asyncio.open_connection(*own.getsockname())
    asking.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    await begun.wait()
    server.should_exit, server.force_exit = True, forced
    await serving
    assert left.is_set()
    asking.close()
