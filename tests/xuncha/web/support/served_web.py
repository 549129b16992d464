"""The workbench on real sockets, for a real browser: pages on one loopback host, evidence on another, one person logged in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from playwright.async_api import Browser, BrowserContext, Page

from storage.audit_list import list_audits
from storage.db.people_tables import Role
from storage.db.session import open_store
from storage.people.logins import start_login
from storage.people.user_accounts import Membership, create_account
from tests.rules import real_rules
from tests.xuncha.web.support.judging_process import lend_judging
from xuncha.settings.web_settings import FILE
from xuncha.web.app import make_app
from xuncha.web.audit_data import AuditData, load_audit_data
from xuncha.web.evidence.evidence_app import make_evidence_app
from xuncha.web.serve_web import QuietServer
from xuncha.web.web_state import WebState

PASSED_OVER = ("favicon.ico",)


@dataclass
class ServedWeb:
    """Both hosts, the one audit of the store, and the secret of an assessor's log-in."""

    state: WebState
    data: AuditData
    secret: str

    def item_address(self, item: str) -> str:
        """The page of an item."""
        return f"{self.state.app_origin}/audits/{self.data.listed.id}/items/{item}"

    async def log_in(self, browser: Browser, **context: object) -> BrowserContext:
        """A browser's context in which the assessor is logged in."""
        made = await browser.new_context(**context)  # type: ignore[arg-type]  # what the test gives
        cookie = {"name": self.state.cookie, "value": self.secret, "url": self.state.app_origin}
        await made.add_cookies([cookie])  # type: ignore[list-item]  # a plain table
        return made


@asynccontextmanager
async def serve_web(data: Path) -> AsyncIterator[ServedWeb]:
    """Serve a store with one audit until the block ends."""
    own = [socket.create_server((host, 0)) for host in ("127.0.0.1", "127.0.0.2")]
    pages, evidence = (f"http://{listener.getsockname()[0]}:{listener.getsockname()[1]}" for listener in own)
    async with open_store(data) as store:
        with lend_judging() as judging:
            state = WebState(
                store, real_rules(), FILE.load(), b"k" * 32, pages, evidence, judging, lambda: datetime.now(UTC)
            )
            account = await create_account(store, "anna", "Anna", "x", [Membership(Role.ASSESSOR)], "en", state.now())
            secret = await start_login(store, account.id, state.now(), timedelta(hours=1), "127.0.0.1")
            (listed,) = await list_audits(store)
            servers = [
                QuietServer(uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off"))
                for app in (make_app(state), make_evidence_app(state))
            ]
            tasks = [
                asyncio.create_task(server.serve([listener])) for server, listener in zip(servers, own, strict=True)
            ]
            try:
                yield ServedWeb(state, await load_audit_data(store, state.judging, listed.id), secret)
            finally:
                for server in servers:
                    server.should_exit = True
                await asyncio.gather(*tasks)


class Watched:
    """All that a page does which it should not: dialogs, messages, faults, windows, and requests to anybody else."""

    def __init__(self, page: Page, web: ServedWeb) -> None:
        self.seen: list[str] = []
        self._ours = (web.state.app_origin, web.state.evidence_origin, "data:image/", "about:")
        page.on("dialog", lambda event: self.seen.append(f"dialog {event.message}"))
        page.on("pageerror", lambda event: self.seen.append(f"error {event}"))
        page.on("popup", lambda event: self.seen.append("popup"))
        page.on("download", lambda event: self.seen.append(f"download {event.url[:80]}"))
        page.on("request", lambda event: self._note(event.url))

    def _note(self, url: str) -> None:
        if not url.startswith(self._ours):
            self.seen.append(f"request {url[:120]}")


LISTEN = "window.ran = 0; addEventListener('message', () => { window.ran = 1; });"


async def has_run(page: Page) -> bool:
    """Whether anything of a shop ran in the page, or spoke to it from a frame."""
    return bool(await page.evaluate("window.ran || window.top.ran === 1"))
