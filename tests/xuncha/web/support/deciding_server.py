"""The workbench on a real socket that can be stopped and started again, for browsers of several people."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from playwright.async_api import Browser, BrowserContext

from storage.db.people_tables import Role
from storage.db.session import Store, open_store
from storage.people.logins import start_login
from storage.people.user_accounts import Membership, create_account
from tests.rules import real_rules
from tests.xuncha.web.support.judging_process import lend_judging
from xuncha.settings.web_settings import FILE
from xuncha.web.app import make_app
from xuncha.web.serve_web import QuietServer
from xuncha.web.web_state import WebState

PEOPLE = ("anna", "bela")


@dataclass
class DecidingServer:
    """``origin`` of the pages; ``secrets``: log-ins by account."""

    store: Store
    origin: str
    port: int
    exits: AsyncExitStack
    secrets: dict[str, str] = field(default_factory=dict)
    _state: WebState | None = None
    _server: QuietServer | None = None
    _task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Serve, with a memory of its own, as a new process would."""
        judging = self.exits.enter_context(lend_judging())
        state = self._state = WebState(
            self.store, real_rules(), FILE.load(), b"k" * 32, self.origin, "http://127.0.0.2:9", judging,
            lambda: datetime.now(UTC),
        )  # fmt: skip
        self._server = QuietServer(
            uvicorn.Config(
                make_app(state), log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=0
            )
        )
        own = socket.create_server(("127.0.0.1", self.port))
        self._task = asyncio.create_task(self._server.serve([own]))

    async def stop(self) -> None:
        """End at once; what was in memory is gone."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = self._server.force_exit = True
            await self._task
            if self._state is not None:
                await self._state.memory.end_tasks()
            self._server = self._task = None

    async def log_in(self, browser: Browser, name: str) -> BrowserContext:
        """A browser of that person."""
        context = await browser.new_context(viewport={"width": 1366, "height": 860}, locale="en")
        cookie = {"name": "xuncha", "value": self.secrets[name], "url": self.origin}
        await context.add_cookies([cookie, {**cookie, "name": "lang", "value": "en"}])  # type: ignore[list-item,typeddict-item]  # plain tables
        return context


@asynccontextmanager
async def serve_deciding(data: Path) -> AsyncIterator[DecidingServer]:
    """Serve a store for two assessors until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with AsyncExitStack() as exits:
        store = await exits.enter_async_context(open_store(data))
        made = DecidingServer(store, f"http://127.0.0.1:{port}", port, exits)
        for name in PEOPLE:
            account = await create_account(
                store, name, name, "", [Membership(Role.ASSESSOR)], "en", datetime.now(UTC)
            )  # fmt: skip
            made.secrets[name] = await start_login(
                store, account.id, datetime.now(UTC), timedelta(hours=1), "127.0.0.1"
            )  # fmt: skip
        await made.start()
        try:
            yield made
        finally:
            await made.stop()
