"""Many small shops on loopback, each on a port of its own and not all alike, that remember when what was asked of them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.rules import real_checks
from tests.shops.brand import credit_code
from tests.xuncha.command import FILLER

# Few pages and no acts, so that one audit takes seconds: found through its probe, for numbers of the standard are data.
CHECK = "disclosure.credit_code"
ITEM = next(check.counts[0].item for check in real_checks() if check.id == CHECK)
KINDS = 4  # of shops, which are judged differently
CODE = credit_code("110105", "MA99XLY0")


def shop(number: int) -> dict[str, str]:
    """The pages of one shop: with its licence behind a link, said on the home page only, behind a dead link, or nowhere."""
    kind = number % KINDS
    link = '<a href="/licence">营业执照</a>' if kind in (0, 2) else ""
    code = f"统一社会信用代码 {CODE}" if kind in (0, 1) else ""
    footer = f"<footer>栗子里商城有限公司 {link} {code}</footer>"
    made = {
        "/": f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>栗子里商城</title><p>{FILLER}</p>{footer}</html>'
    }
    if kind == 0:
        made["/licence"] = (
            '<!doctype html><html lang="zh"><meta charset="utf-8"><title>营业执照</title><h1>营业执照</h1>'
            f"<p>名称 栗子里商城有限公司</p><p>统一社会信用代码 {CODE}</p><p>{FILLER}</p></html>"
        )
    return made


@dataclass
class Town:
    """The shops. ``asked`` is every request: when (monotonic seconds), of which shop, for which path."""

    urls: tuple[str, ...] = ()
    asked: list[tuple[float, int, str]] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)  # shops that hang up on everybody
    delay: float = 0.0  # seconds before each answer


@contextlib.contextmanager
def town(count: int) -> Iterator[Town]:
    """So many shops while the block runs, in a thread of their own."""
    made = Town()
    sockets = []
    for _ in range(count):
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        sockets.append(listening)
    made.urls = tuple(f"http://127.0.0.1:{listener.getsockname()[1]}/" for listener in sockets)
    loop, ready, ended = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with contextlib.AsyncExitStack() as stack:
            for number, listening in enumerate(sockets):
                server = await asyncio.start_server(_answering(made, number), sock=listening)
                stack.push_async_callback(_close, server)
            ready.set()
            await ended.wait()

    async def whole() -> None:
        await serve()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(whole()))
    thread.start()
    ready.wait()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()  # what is still open is cut off with the loop


def _answering(made: Town, number: int):  # type: ignore[no-untyped-def]  # asyncio's own signature is a union
    shown = {path: text.encode() for path, text in shop(number).items()}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = urlsplit(head.split(" ")[1]).path
                made.asked.append((time.monotonic(), number, path))
                if number in made.closed:
                    break
                if made.delay:
                    await asyncio.sleep(made.delay)
                body = shown.get(path)
                status = "404 Not Found" if body is None else "200 OK"
                body = body or "<p>404 页面不存在</p>".encode()
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                )
                writer.write(body)
                await writer.drain()
        writer.close()

    return answer
