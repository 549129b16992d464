"""The workbench as browsers and programs meet it: both applications over a real store, with a person of each role logged in."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from storage.db.people_tables import Role
from storage.db.session import Store, open_store
from storage.people.logins import hash_secret, start_login
from storage.people.user_accounts import Account, Membership, create_account
from tests.rules import real_rules
from tests.storage.conftest import make_tables
from tests.xuncha.web.support.judging_process import lend_judging
from xuncha.settings.web_settings import FILE, WebSettings
from xuncha.web.app import make_app
from xuncha.web.evidence.evidence_app import make_evidence_app
from xuncha.web.security.guards import CSRF_FIELD, make_csrf_token
from xuncha.web.web_state import WebState

PASSWORD = "eine lange Losung 12"
NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
# Name of the account → roles; each holds for everything.
PEOPLE: dict[str, tuple[Role, ...]] = {
    **{role.value: (role,) for role in Role},
    "assessor2": (Role.ASSESSOR,),
    "lead2": (Role.LEAD,),
    "unmasked": (Role.VIEWER, Role.SEALED),
    "nothing": (),
}


@cache
def hashed() -> str:
    """The hash of everybody's password, made once."""
    return PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)


@dataclass
class Clock:
    """The web's clock, moved by tests."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **ago: float) -> None:
        """Let that much time pass (as ``timedelta``)."""
        self.at += timedelta(**ago)


@dataclass
class Web:
    """The workbench of one test. ``accounts`` by name (PEOPLE); their browsers by ``browser``."""

    state: WebState
    app: FastAPI
    evidence: FastAPI
    clock: Clock
    exits: AsyncExitStack
    accounts: dict[str, Account] = field(default_factory=dict)
    _browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.state.store

    async def client(self, *, evidence: bool = False, address: str = "127.0.0.1") -> httpx.AsyncClient:
        """A fresh browser without a cookie, of pages or of the host of evidence; it follows no redirect by itself."""
        app, origin = (
            (self.evidence, self.state.evidence_origin) if evidence else (self.app, self.state.app_origin)
        )  # fmt: skip
        made = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=(address, 50000)), base_url=origin,
            headers={"origin": origin, "sec-fetch-site": "same-origin"},
        )  # fmt: skip
        return await self.exits.enter_async_context(made)

    async def browser(self, name: str) -> httpx.AsyncClient:
        """The browser in which that person is logged in, the same each time."""
        if name not in self._browsers:
            self._browsers[name] = await self.new_browser(name)
        return self._browsers[name]

    async def new_browser(self, name: str) -> httpx.AsyncClient:
        """One more browser in which that person is logged in."""
        lasts = timedelta(hours=self.state.settings.login.hours)
        secret = await start_login(self.store, self.accounts[name].id, self.clock(), lasts, "127.0.0.1")
        made = await self.client()
        self.plant(made, secret)
        return made

    def plant(self, browser: httpx.AsyncClient, secret: str) -> None:
        """Put a log-in's secret into a browser's cookie, as an answer of ours would."""
        host = urlsplit(self.state.app_origin).hostname or ""
        if "." not in host:
            host += ".local"  # so http.cookiejar calls it, else the cookie is never sent
        browser.cookies.set(self.state.cookie, secret, host, "/")

    async def csrf(self, name: str) -> str:
        """What that person's forms bring."""
        return self.csrf_of(await self.browser(name))

    def csrf_of(self, browser: httpx.AsyncClient) -> str:
        """What forms of the log-in of that browser bring."""
        return make_csrf_token(self.state.key, hash_secret(browser.cookies[self.state.cookie]))

    async def get(self, name: str, path: str, /) -> httpx.Response:
        """Look at a page as that person."""
        return await (await self.browser(name)).get(path)

    async def post(self, name: str, path: str, /, **fields: str | list[str]) -> httpx.Response:
        """Send a form as that person, with its token."""
        return await (await self.browser(name)).post(path, data={CSRF_FIELD: await self.csrf(name), **fields})


@asynccontextmanager
async def open_web(
    data: Path, template: Path | None = None, *, database: str | None = None, https: bool = False,
    settings: WebSettings | None = None, origins: tuple[str, str] | None = None, judging: Executor | None = None,
    stored: str | None = None,
) -> AsyncIterator[Web]:  # fmt: skip
    """The workbench over a store in ``data``, which starts as a copy of ``template`` (fixture ``audited``) where one is given.

    ``origins``: of pages and of evidence, where real sockets listen; ``judging``: processes of its own, which others do not share;
    ``stored``: where evidence is, None = in the folder.
    """
    if template is not None:
        shutil.copytree(template, data)
    elif database is None:
        await asyncio.to_thread(make_tables, data)  # how they are made is not what is tested here
    scheme = "https" if https else "http"
    clock = Clock()
    async with AsyncExitStack() as exits:
        store = await exits.enter_async_context(open_store(data, database, stored))
        judging = judging or exits.enter_context(lend_judging())
        pages, evidence = origins or (f"{scheme}://work.example", f"{scheme}://evidence.example")
        state = WebState(store, real_rules(), settings or FILE.load(), b"k" * 32, pages, evidence, judging, clock)
        web = Web(state, make_app(state), make_evidence_app(state), clock, exits)
        for name, roles in PEOPLE.items():
            held = [Membership(role) for role in roles]
            web.accounts[name] = await create_account(store, name, name.title(), hashed(), held, "en", clock())
        yield web


@asynccontextmanager
async def open_beside(web: Web) -> AsyncIterator[Web]:
    """One more workbench over the same database, which shares nothing else with the first: as another process, or the one after it."""
    url = web.store.engine.url.render_as_string(hide_password=False)
    async with AsyncExitStack() as exits:
        store = await exits.enter_async_context(open_store(web.store.data, url))
        held = web.state
        state = WebState(
            store, held.rules, held.settings, held.key, held.app_origin, held.evidence_origin, held.judging, web.clock
        )
        yield Web(state, make_app(state), make_evidence_app(state), web.clock, exits, web.accounts)
