"""Programs that come in by the interface, each with a token of a person of the test."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import httpx

from storage.people.access_tokens import AccessToken, create_token
from tests.xuncha.web.support.web_client import Web
from xuncha.web.security.access import list_grants

_KEYS = count()
LAST_DAYS = 30.0


@dataclass
class Program:
    """One program: its token's secret, and what it asks with it."""

    client: httpx.AsyncClient
    token: AccessToken
    secret: str
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, *, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request; those that change something bring a new Idempotency-Key unless another is named (``Idempotency_Key``)."""
        sent = {"Authorization": f"Bearer {self.secret}", **self.headers}
        if method == "POST":
            sent["Idempotency-Key"] = f"key-{next(_KEYS)}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, f"/api/v1{path}", headers=sent, json=body)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Read."""
        return await self.ask("GET", path, **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Change something."""
        return await self.ask("POST", path, body=body, **headers)


async def start_program(
    web: Web, person: str, rights: Collection[str] | None = None, scope: str = "", days: float = LAST_DAYS
) -> Program:
    """A program of that person, with all rights that a token may carry and the person has unless others are named."""
    account = web.accounts[person]
    if rights is None:
        rights = {right.value for right, _ in list_grants(account.memberships)} & set(web.state.settings.tokens.rights)
    token, secret = await create_token(web.store, account.id, "test", rights, scope, web.clock(), timedelta(days=days))
    made = httpx.AsyncClient(transport=httpx.ASGITransport(app=web.app), base_url=web.state.app_origin)
    return Program(await web.exits.enter_async_context(made), token, secret)
