"""Serves one demo shop a port on 127.0.0.1, by threads of its own so that a busy audit does not slow the shop."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, split

HERE = Path(__file__).parent
IDLE_SECONDS = 30.0  # a browser opens connections it may never use


def names() -> tuple[str, ...]:
    """Every shop there is, in order: each folder with an expect.toml."""
    return tuple(sorted(path.parent.name for path in HERE.glob("*/expect.toml")))


def shop(name: str) -> Shop:
    """The shop of that name, made anew. Raises KeyError for a name there is not."""
    if name not in names():
        raise KeyError(f"no demo shop {name!r}; there are: {', '.join(names())}")
    made = importlib.import_module(f"tests.shops.{name}.shop").make()
    assert isinstance(made, Shop)
    return made


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # joined at the end, so that nothing outlives its shop
    request_queue_size = 128

    def __init__(self, served: Shop, heard: list[ShopRequest] | None, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.shop = served
        self.heard = heard
        self.counter = itertools.count(1)
        self.closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        assert isinstance(request, socket.socket)
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every connection that is still open: slow answers and idle preconnects alike."""
        self.closing.set()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """A browser that hangs up amid an answer is part of the day; all else is loud."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo-shop"
    sys_version = ""
    timeout = IDLE_SECONDS
    server: _Server

    def do_GET(self) -> None:
        path, query = split(self.path)
        pause = self.server.closing.wait
        request = ShopRequest(path, query, dict(self.headers), next(self.server.counter), pause)
        if self.server.heard is not None:
            self.server.heard.append(request)
        self._send(self.server.shop.answer(request))

    do_HEAD = do_GET

    def _send(self, answer: ShopAnswer) -> None:
        if answer.bare:
            self.close_connection = True
            self._send_chunks([answer.body] if isinstance(answer.body, bytes) else answer.body)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in {**self.server.shop.headers, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.close_connection = True
        if isinstance(answer.body, bytes):
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            return
        self.end_headers()
        self._send_chunks(answer.body)

    def _send_chunks(self, chunks: Iterable[bytes]) -> None:
        for chunk in chunks:
            if self.command == "HEAD" or self.server.closing.is_set():
                return
            self.wfile.write(chunk)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the terminal for the audit."""


@contextlib.contextmanager
def serving(served: str | Shop, heard: list[ShopRequest] | None = None, port: int = 0) -> Iterator[str]:
    """Serve a shop (or the demo shop of that name) in a thread; gives its address, ending with a slash.

    ``heard`` gets every request, as it comes; ``port`` 0 = any that is free. Raises OSError for one that is taken.
    """
    server = _Server(shop(served) if isinstance(served, str) else served, heard, port)
    name = served if isinstance(served, str) else "made"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"shop {name}")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.hang_up()
        server.server_close()
        thread.join()


@contextlib.asynccontextmanager
async def serve(name: str) -> AsyncIterator[str]:
    """The same for tests that are coroutines."""
    with serving(name) as url:
        yield url
