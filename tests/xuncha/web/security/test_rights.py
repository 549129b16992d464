"""Every route against every role: what web.toml gives a role it may do, all else is refused, and nobody unknown gets in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from storage.db.people_tables import Role
from storage.people.action_log import count_actions
from tests.xuncha.web.support.web_client import Web
from xuncha.web.security.access import Right, list_rights

# Routes for those who are not logged in yet: each proves by itself who it lets in.
OPEN = {
    "/login", "/login/code", "/login/passkey", "/login/oidc", "/login/oidc/back", "/first/{secret}", "/invite/{secret}",
    "/invite/{secret}/oidc",
}  # fmt: skip
NOBODYS = object()


def routes_of(web: Web) -> list[tuple[str, str, object]]:
    """Method, path and right of every route; NOBODYS where it names none."""
    return [
        (method, route.path, right_of(route.dependant))
        for route in flatten(web.app.routes)
        if isinstance(route, APIRoute)
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def flatten(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Routes with those of routers among them, which a newer FastAPI keeps as they are."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from flatten(inner.routes)


def right_of(dependant: Dependant) -> object:
    for dependency in dependant.dependencies:
        right = getattr(dependency.call, "right", NOBODYS)
        if right is not NOBODYS:
            return right
        found = right_of(dependency)
        if found is not NOBODYS:
            return found
    return NOBODYS


def filled(path: str) -> str:
    """The path with something in it that is not there: a number that nobody has, an id of no audit."""
    return re.sub(r"\{[^}]+\}", "999999", path)


async def begin_following(web: Web, browser: httpx.AsyncClient, path: str) -> int:
    """The status of an answer that goes on for as long as somebody reads it: its head is waited for, then it is left."""
    came: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start" and not came.done():
            came.set_result(message["status"])

    asked: list[Mapping[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]
    gone: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()

    async def receive() -> Mapping[str, Any]:
        return asked.pop() if asked else await gone  # nothing more comes from who stays

    request = browser.build_request("GET", path)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": request.url.scheme,
        "path": request.url.path, "raw_path": request.url.raw_path, "query_string": b"", "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw], "client": ("127.0.0.1", 1),
        "server": (request.url.host, request.url.port),
    }  # fmt: skip
    app: Any = web.app  # whose parameters are mutable mappings, as servers make them
    answering = asyncio.create_task(app(scope, receive, send))
    await asyncio.wait({answering, asyncio.ensure_future(came)}, return_when=asyncio.FIRST_COMPLETED)
    answering.cancel()
    await asyncio.gather(answering, return_exceptions=True)
    return await came


async def test_every_route_names_its_right_or_is_a_way_in(web: Web) -> None:
    routes = routes_of(web)
    assert len(routes) > 30
    without = {path for _, path, right in routes if right is NOBODYS}
    assert without <= OPEN | {path for path in without if path.startswith("/api/")}
    assert {path for _, path, right in routes if right is not NOBODYS}.isdisjoint(OPEN)
    assert {getattr(route, "path", "") for route in flatten(web.app.routes) if not isinstance(route, APIRoute)} == {
        "/assets", "/api/v1",  # the interface has routes of its own, tried in tests/xuncha/web/api
    }  # fmt: skip


@pytest.mark.parametrize("role", [role.value for role in Role] + ["nothing"])
async def test_a_role_may_do_what_its_table_says_and_nothing_else(web: Web, role: str) -> None:
    held = frozenset() if role == "nothing" else list_rights(Role(role))
    wrong = []
    for method, path, right in routes_of(web):
        if right is NOBODYS or path.startswith("/api/"):
            continue
        browser = await web.new_browser(role)
        if path.endswith("/events"):
            status = await begin_following(web, browser, filled(path))
        else:
            form = {"csrf": web.csrf_of(browser)} if method != "GET" else None
            status = (await browser.request(method, filled(path), data=form)).status_code
        allowed = right is None or right in held
        if status not in ((200, 303, 404, 409, 422) if allowed else (403,)):
            wrong.append((method, path, right, status))
    assert wrong == []


async def test_nobody_unknown_gets_in(web: Web) -> None:
    wrong = []
    for method, path, right in routes_of(web):
        if right is NOBODYS or path.startswith("/api/"):
            continue
        for cookie in ("", "guessed"):
            browser = await web.client()
            if cookie:
                web.plant(browser, cookie)
            answer = await browser.request(method, filled(path))
            led = answer.status_code == 303 and answer.headers["location"].startswith("/login?back=")
            if not (led if method == "GET" else answer.status_code == 401):
                wrong.append((method, path, answer.status_code))
    assert wrong == []


async def test_no_form_counts_without_the_token_of_its_own_log_in(web: Web) -> None:
    """Left out, of another person's log-in, or of another log-in of the same person."""
    wrong = []
    others = [await web.csrf("viewer"), web.csrf_of(await web.new_browser("admin")), "", "ä", "x" * 64]
    for method, path, right in routes_of(web):
        if method == "GET" or right is NOBODYS or path.startswith("/api/"):
            continue
        browser = await web.new_browser("admin")
        for fields in ({}, *({"csrf": other} for other in others)):
            answer = await browser.request(method, filled(path), data=fields)
            if answer.status_code != 403 or "out of date" not in answer.text:
                wrong.append((method, path, fields, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("headers", [
    {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    {"origin": "http://evidence.example", "sec-fetch-site": "same-site"},
    {"origin": "null"},
    {"origin": "http://work.example.evil.example"},
    {"origin": "http://work.example", "sec-fetch-site": "cross-site"},
    {"origin": ""},
])  # fmt: skip
async def test_no_page_of_another_site_changes_anything(web: Web, headers: dict[str, str]) -> None:
    """Neither as the person whose browser it is, nor by logging somebody in."""
    browser = await web.new_browser("admin")
    csrf = web.csrf_of(browser)
    browser.headers.pop("sec-fetch-site")
    for path in ("/logout", "/people", "/login", "/me/tokens"):
        answer = await browser.post(path, data={"csrf": csrf, "name": "x", "password": "y"}, headers=headers)
        assert (answer.status_code, answer.text) == (403, "a request from another site")
    assert (await browser.get("/people")).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "work.example:81", "127.0.0.1", "evidence.example", "work.example.", ""]
)
async def test_a_page_is_given_under_its_own_name_alone(web: Web, host: str) -> None:
    """A name that leads to this machine for a while (rebinding) is none of ours."""
    for evidence in (False, True):
        browser = await web.client(evidence=evidence)
        if evidence and host == "evidence.example":
            continue
        answer = await browser.get("/login", headers={"host": host})
        assert answer.status_code == 421


async def test_looking_changes_nothing(web: Web) -> None:
    """No GET of a person who may do everything leaves a line in the log."""
    for method, path, _ in routes_of(web):
        if method == "GET" and path.endswith("/events"):
            await begin_following(web, await web.browser("admin"), filled(path))
        elif method == "GET" and "oidc" not in path:
            await (await web.browser("admin")).get(filled(path))
    assert await count_actions(web.store) == 0


async def test_rights_are_those_of_the_table_this_very_moment(web: Web) -> None:
    assert Right.PEOPLE in list_rights(Role.ADMIN)
    assert not {Right.DECIDE, Right.RESOLVE, Right.SIGN, Right.SEALED} & list_rights(Role.ADMIN)
    admin = web.accounts["admin"]
    browser = await web.new_browser("lead")
    assert (await browser.get("/")).status_code == 200
    await web.post("admin", f"/people/{web.accounts['lead'].id}/roles/remove", role="lead", scope="")
    assert (await browser.get("/")).status_code == 403
    last = await web.post("admin", f"/people/{admin.id}/roles/remove", role="admin", scope="")
    assert last.status_code == 409
    assert (await web.post("admin", f"/people/{admin.id}/close")).status_code == 409
    assert (await web.get("admin", "/people")).status_code == 200
