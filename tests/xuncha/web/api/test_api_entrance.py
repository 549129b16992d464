"""Who is let in by the interface: programs by a token, for what token and person both may, in its scope, until it ends, and not too often."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount

from storage.audit_list import list_audits
from storage.db.people_tables import Role
from storage.people.access_tokens import create_token, revoke_token
from storage.people.account_changes import close_account
from storage.people.action_log import count_actions
from storage.platforms import DueTimes, Registration, save_registration
from tests.xuncha.web.api.programs import Program, start_program
from tests.xuncha.web.security.test_rights import NOBODYS, filled, flatten, right_of
from tests.xuncha.web.support.web_client import Web, open_beside, open_web
from xuncha.settings.web_settings import FILE
from xuncha.web.security.access import Right, list_rights


def api_of(web: Web) -> FastAPI:
    """The application that is mounted beside the pages."""
    (found,) = (route.app for route in web.app.routes if isinstance(route, Mount) and route.name == "api")
    assert isinstance(found, FastAPI)
    return found


def routes_of(web: Web) -> list[tuple[str, str, object]]:
    return [
        (method, route.path, right_of(route.dependant))
        for route in flatten(api_of(web).routes)
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or set())
    ]


def is_refused(answer: httpx.Response, status: int, kind: str) -> bool:
    """Whether it is a problem of that kind, in both languages."""
    body = answer.json()
    return (
        answer.status_code == status == body["status"]
        and answer.headers["content-type"] == "application/problem+json"
        and body["type"] == f"urn:xuncha:problem:{kind}"
        and body["zh"]["detail"] != body["en"]["detail"]
    )


async def test_every_route_names_a_right_and_none_is_of_persons_alone(web: Web) -> None:
    routes = routes_of(web)
    assert len(routes) > 25
    assert [path for _, path, right in routes if right is NOBODYS] == []
    asked = {right for _, _, right in routes if right is not None}
    assert asked <= {Right(right) for right in web.state.settings.tokens.rights}
    assert asked.isdisjoint({Right.PEOPLE, Right.SETTINGS, Right.SIGN, Right.RESOLVE, Right.SEALED})


async def test_without_a_token_nothing_is_told_and_a_browsers_log_in_is_none(web: Web) -> None:
    nobody, browser = await web.client(), await web.browser("admin")
    program = await start_program(web, "viewer")
    for method, path, _ in routes_of(web):
        at = f"/api/v1{filled(path)}"
        assert is_refused(await nobody.request(method, at), 401, "token"), path
        csrf = {"x-csrf": web.csrf_of(browser)}
        assert is_refused(await browser.request(method, at, headers=csrf), 401, "token"), path
        wrong = await nobody.request(method, at, headers={"Authorization": f"Bearer {program.secret}x"})
        assert is_refused(wrong, 401, "token"), path
        assert wrong.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("role", [role.value for role in Role] + ["nothing"])
async def test_a_token_may_what_its_persons_role_may_and_nothing_else(web: Web, role: str) -> None:
    held = frozenset() if role == "nothing" else list_rights(Role(role))
    program = await start_program(web, role, [right.value for right in Right])  # however much it was made for
    wrong = []
    before = await count_actions(web.store)
    for method, path, right in routes_of(web):
        body: dict[str, str] | None = {} if method in ("POST", "PATCH") else None
        answer = await program.ask(method, filled(path), body=body)
        allowed = right is None or (right in held and right in web.state.settings.tokens.rights)
        good = answer.status_code in ((200, 202, 404, 409, 422, 428) if allowed else (403,))
        if not good:
            wrong.append((method, path, right, answer.status_code))
    assert wrong == []
    assert await count_actions(web.store) == before


@pytest.mark.parametrize("path", ["/people", "/me", "/log", "/me/tokens"])
async def test_people_cannot_be_managed_by_token(web: Web, path: str) -> None:
    program = await start_program(web, "admin", [right.value for right in Right])
    headers = {"Authorization": f"Bearer {program.secret}"}
    assert (await program.client.get(path, headers=headers)).status_code in (403, 405)
    assert (await program.client.post(path, headers=headers, data={"name": "x"})).status_code in (403, 405)
    assert (await program.get(path)).status_code == 404


async def test_a_token_ends_by_its_day_by_being_revoked_and_with_its_account(web: Web) -> None:
    ended = await start_program(web, "viewer", days=1)
    revoked = await start_program(web, "viewer")
    closed = await start_program(web, "assessor")
    for program in (ended, revoked, closed):
        assert (await program.get("/token")).status_code == 200
    assert await revoke_token(web.store, web.accounts["viewer"].id, revoked.token.id, web.clock())
    assert is_refused(await revoked.get("/token"), 401, "token")
    web.clock.pass_by(days=1, seconds=1)
    assert is_refused(await ended.get("/token"), 401, "token")
    await close_account(web.store, web.accounts["assessor"].id)
    assert is_refused(await closed.get("/token"), 401, "token")


async def test_a_token_tells_whose_it_is_and_carries_no_more_than_it_was_made_for(web: Web) -> None:
    program = await start_program(web, "lead", ["see"])
    said = (await program.get("/token")).json()
    assert (said["person"], said["rights"], said["scope"]) == ("lead", ["see"], "")
    (listed,) = await list_audits(web.store)
    assert is_refused(await program.post(f"/audits/{listed.id}/packs"), 403, "right")


async def test_what_is_outside_the_tokens_scope_is_not_there(web: Web) -> None:
    (listed,) = await list_audits(web.store)
    await save_registration(web.store, Registration(listed.url, district="西城区"), DueTimes(), web.clock())
    inside = await start_program(web, "regulator", scope="西城区")
    outside = await start_program(web, "regulator", scope="东城区")
    own = await start_program(web, "regulator", scope=listed.url)
    for program in (inside, own):
        assert [row["id"] for row in (await program.get("/audits")).json()["data"]] == [listed.id]
        assert (await program.get(f"/audits/{listed.id}")).status_code == 200
        assert [row["url"] for row in (await program.get("/platforms")).json()["data"]] == [listed.url]
        assert len((await program.get("/audits/latest")).json()["data"]) == 1
    for path in ("/audits", "/platforms", "/audits/latest"):
        assert (await outside.get(path)).json()["data"] == []
    assert (await outside.get(f"/audits?url={listed.url}")).json()["data"] == []
    assert is_refused(await outside.get(f"/audits/{listed.id}"), 404, "missing")
    assert is_refused(await outside.get("/platforms/1"), 404, "missing")
    assert is_refused(await outside.post("/audits", {"url": listed.url}), 403, "right")
    assert is_refused(await inside.get("/status"), 403, "right")


async def test_more_requests_than_a_token_has_turns_are_put_off(audited: Path, tmp_path: Path) -> None:
    settings = FILE.load()
    settings = replace(settings, api=replace(settings.api, per_minute=60, burst=3))
    async with open_web(tmp_path / "data", audited, settings=settings) as web:
        program, other = await start_program(web, "viewer"), await start_program(web, "viewer")
        assert [(await program.get("/token")).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = await program.get("/token")
        assert is_refused(refused, 429, "often")
        assert refused.headers["retry-after"] == "1"
        assert (await other.get("/token")).status_code == 200
        web.clock.pass_by(seconds=1)
        assert [(await program.get("/token")).status_code for _ in range(2)] == [200, 429]
        web.clock.pass_by(seconds=2)
        async with open_beside(web) as second:  # one more process counts the same turns
            there = Program(await second.client(), program.token, program.secret)
            said = [
                (await program_asking.get("/token")).status_code for program_asking in (program, there, program, there)
            ]
            assert said == [200, 200, 429, 429]


async def test_a_token_of_a_person_with_less_now_may_less_now(web: Web) -> None:
    token, secret = await create_token(
        web.store, web.accounts["nothing"].id, "old", ["see", "decide"], "", web.clock(),
        web.clock() - web.clock().replace(year=2025),
    )  # fmt: skip
    client = (await start_program(web, "viewer")).client
    program = Program(client, token, secret)
    assert (await program.get("/token")).json()["rights"] == []
    assert is_refused(await program.get("/audits"), 403, "right")
