"""What nobody types by mistake: odd characters and numbers, huge bodies, broken forms. Each is refused or kept, none ends in a fault."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from storage.people.action_log import FIRST, find_broken_link, list_actions
from tests.xuncha.web.support.web_client import PASSWORD, Web, open_web
from xuncha.web.api.api_app import make_api
from xuncha.web.app import make_app
from xuncha.web.evidence.evidence_app import make_evidence_app
from xuncha.web.serve_web import QuietServer

ODD = "a\0b\u202e<script>alert(1)</script>{{7*7}}'\"; DROP TABLE users --" + "长" * 500
BIG = 1 << 20


@pytest.fixture(params=["sqlite", "postgresql"])
async def web(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Web]:
    """The workbench on both databases, since they refuse different things."""
    database = None if request.param == "sqlite" else request.getfixturevalue("fresh")
    async with open_web(tmp_path / "data", database=database) as opened:
        yield opened


async def test_odd_text_and_numbers_are_kept_or_refused(web: Web) -> None:
    browser = await web.client()
    assert (await browser.post("/login", data={"name": ODD, "password": ODD})).status_code == 401
    assert (await web.post("viewer", "/me", shown=ODD, lang="xx")).status_code == 303
    made = await web.post("admin", "/people", name=ODD, role="viewer", scope=ODD)
    assert made.status_code == 200
    assert "<script>alert" not in made.text
    page = await web.get("admin", "/people")
    assert "<script>alert" not in page.text
    assert "49" not in page.text.partition("a\ufffdb")[2][:60]
    for path in (
        "/people/0",
        "/people/-1",
        "/people/99999999999999999999",
        "/people/abc",
        "/log?before=99999999999999999999",
    ):
        assert (await web.get("admin", path)).status_code == 422
    for path in (
        f"/log?actor={'%00'}x",
        "/log?subject=%F0%28&since=",
        "/log?action=%00",
        "/people/2147483647",
        "/invite/%00",
    ):
        assert (await web.get("admin", path)).status_code in (200, 404)
    assert (await web.post("viewer", "/me/tokens", name=ODD, rights=["see"], scope=ODD, days="1")).status_code == 200
    lines = await list_actions(web.store)
    assert len(lines) >= 3
    assert find_broken_link(lines, FIRST) is None


@pytest.mark.parametrize("secret", ["", "a" * 10_000, "\x7f", "ä".encode().decode("latin-1")])
async def test_odd_cookies_and_tokens_are_nobody(web: Web, secret: str) -> None:
    browser = await web.client()
    for headers in ({"cookie": f"{web.state.cookie}={secret}"}, {"authorization": f"Bearer {secret}"}):
        answer = await browser.get(
            "/me", headers=[(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
        )
        assert answer.status_code in (303, 401)


async def test_no_more_is_taken_in_than_a_form_needs(web: Web) -> None:
    """Said to be large, and large without saying so."""
    most = web.state.settings.upload.form_kb << 10
    browser = await web.client()
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b"name="
        while True:
            sent += BIG
            yield b"x" * BIG

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert (await browser.post("/login", content=endless(), headers=form)).status_code == 413
    assert sent <= most + 2 * BIG
    assert (await browser.post("/login", content=b"name=" + b"x" * most, headers=form)).status_code == 413
    told = {**form, "content-length": "99999999999999999999999999"}
    assert (await browser.post("/login", content=b"name=x", headers=told)).status_code == 413
    held = await web.browser("viewer")
    assert (await held.post("/me", content=endless(), headers=form)).status_code == 413


async def test_an_upload_ends_where_its_limit_is(web: Web) -> None:
    most = web.state.settings.upload.mb << 20
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
        while True:
            sent += BIG
            yield b"\0" * BIG

    files = {"content-type": "multipart/form-data; boundary=b"}
    browser = await web.browser("viewer")
    assert (await browser.post("/me", content=endless(), headers=files)).status_code == 413
    assert sent <= most + 2 * BIG


@pytest.mark.parametrize("sent", [
    (b"", "multipart/form-data"), (b"--b", "multipart/form-data; boundary=b"), (b"\xff\xfe=%zz", "application/x-www-form-urlencoded"),
    (b"&" * 5000, "application/x-www-form-urlencoded"), (b"{}", "application/json"), (b"[" * 9999, "application/json"), (b"", ""),
])  # fmt: skip
async def test_broken_forms_are_refused(web: Web, sent: tuple[bytes, str]) -> None:
    content, kind = sent
    for path in ("/login", "/login/code", "/login/passkey", "/invite/x"):
        answer = await (await web.client()).post(path, content=content, headers={"content-type": kind} if kind else {})
        assert answer.status_code in (400, 401, 404, 413, 422)
    answer = await (await web.browser("viewer")).post(
        "/me", content=content, headers={"content-type": kind} if kind else {}
    )
    assert answer.status_code in (400, 403, 413)


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", "[" * 100_000, '{"id":"x","response":{"clientDataJSON":"e30"}}', "\0", "{" * 5000],
)
async def test_what_is_no_answer_of_a_device_lets_nobody_in(web: Web, answer: str) -> None:
    sent = await (await web.client()).post("/login/passkey", data={"answer": answer})
    assert sent.status_code in (401, 422)


@pytest.mark.parametrize(("path", "headers"), [
    ("/login", ["Content-Type: application/x-www-form-urlencoded"]),
    ("/api/v1/audits", ["Content-Type: application/json", "Authorization: Bearer x", "Idempotency-Key: x"]),
])  # fmt: skip
async def test_who_goes_away_while_sending_is_no_fault_of_ours(
    web: Web, caplog: pytest.LogCaptureFixture, path: str, headers: list[str]
) -> None:
    """As a page does that is left while its last words are on their way."""
    own = socket.create_server(("127.0.0.1", 0))
    host, port = own.getsockname()
    state = replace(web.state, app_origin=f"http://{host}:{port}")
    app, ended = make_app(state), asyncio.Event()

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        finally:
            ended.set()

    server = QuietServer(uvicorn.Config(told, log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server.serve([own]))
    _, asking = await asyncio.open_connection(host, port)
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}:{port}",
        f"Origin: {state.app_origin}",
        "Content-Length: 99",
        *headers,
    ]
    asking.write("\r\n".join([*lines, "", "name="]).encode())
    await asking.drain()
    asking.close()
    await ended.wait()
    server.should_exit = True
    await serving
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_every_answer_bears_its_guards(web: Web) -> None:
    """Refusals, redirects and styles too."""
    browser = await web.client()
    answers: list[httpx.Response] = [
        await browser.get("/login"), await browser.get("/"), await browser.get("/nowhere"), await browser.get("/assets/workbench.css"),
        await browser.get("/assets/../app.py"), await browser.post("/login", data={"name": "lead", "password": PASSWORD}),
        await browser.post("/login", data={}),
    ]  # fmt: skip
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert answers[4].status_code == 404
    text = answers[0].text
    assert "style=" not in text
    assert " onclick" not in text


async def test_nothing_of_a_request_is_told_to_others_whatever_the_environment_says(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    for app in (make_app(web.state), make_evidence_app(web.state), make_api(web.state)):
        told = dict(app._telemetry)  # which the framework shows nowhere else
        assert [told[kind] for kind in ("tracing", "metrics", "logs", "auto_configure")] == 4 * [False]
