"""The interface as it is described: valid OpenAPI 3.1, and every operation, asked at random, answers as it says."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from storage.audit_list import list_audits
from storage.db.people_tables import Role
from storage.people.access_tokens import create_token
from storage.people.account_changes import add_membership
from storage.people.user_accounts import Membership
from storage.people.work.stored_imports import keep_import
from storage.platforms import DueTimes, Registration, save_registration
from tests.xuncha.web.api.test_api_entrance import api_of
from tests.xuncha.web.support.web_client import Web, open_web
from xuncha.register.platform_sheet import GridRow
from xuncha.settings.web_settings import FILE
from xuncha.web.app import make_app
from xuncha.web.import_drafts import find_import_span, write_import_body
from xuncha.web.serve_web import QuietServer

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, ignored_auth,
]  # fmt: skip
EXAMPLES = 5  # requests of each operation and run


@dataclass(frozen=True)
class Served:
    """The interface on a socket of this process: where, and the headers of a program that may all that programs may."""

    origin: str
    headers: dict[str, str]
    document: dict[str, Any]
    audit: str
    hold_list: Callable[[], str]


@contextmanager
def serve(data: Path, template: Path) -> Iterator[Served]:
    """Serve it in a thread with a loop of its own."""
    own = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{own.getsockname()[1]}"
    ready, end, box = threading.Event(), threading.Event(), []
    made = FILE.load()
    made = replace(
        made, pages=replace(made.pages, live_minutes=0), api=replace(made.api, burst=10**6),
        roles=replace(made.roles, assessor=made.tokens.rights),
    )  # fmt: skip

    async def run() -> None:
        async with open_web(data, template, settings=made) as web:
            web.state = replace(web.state, app_origin=origin)
            app = make_app(web.state)
            (listed,) = await list_audits(web.store)
            await save_registration(web.store, Registration(listed.url), DueTimes(), web.clock())
            described = api_of(replace(web, app=app)).openapi()
            loop = asyncio.get_running_loop()
            box.append((await make_headers(web), described, listed.id, partial(hold_there, loop, web)))
            server = QuietServer(uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off"))
            task = asyncio.create_task(server.serve([own]))
            ready.set()
            await asyncio.to_thread(end.wait)
            server.should_exit = True
            await task
            await web.state.memory.wait_for_tasks()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(60)
    try:
        yield Served(origin, *box[0])
    finally:
        end.set()
        thread.join(30)


async def make_headers(web: Web) -> dict[str, str]:
    """A token of a person who has every role that programs may act in; it may have no pack made, which takes a minute and a Chromium."""
    account = web.accounts["regulator"]
    for role in (Role.ASSESSOR, Role.LEAD):
        await add_membership(web.store, account.id, Membership(role))
    _, secret = await create_token(
        web.store,
        account.id,
        "all",
        set(web.state.settings.tokens.rights) - {"export"},
        "",
        web.clock(),
        timedelta(days=1),
    )
    return {"Authorization": f"Bearer {secret}"}


async def hold_list(web: Web) -> str:
    """A list of platforms as that person sent it, held anew: asking may have ended the one before."""
    rows = [
        GridRow(number, {"url": url}, {"url": f"Sheet!A{number}"}) for number, url in enumerate(("x.example.cn", "no address"), 2)
    ]  # fmt: skip
    limits, now, user = web.state.settings.upload, web.clock(), web.accounts["regulator"].id
    body = write_import_body(tuple(rows), ())
    kept = await keep_import(web.store, user, "list.xlsx", "0" * 64, body, now, now - find_import_span(limits), 1)
    return kept.id


def hold_there(loop: asyncio.AbstractEventLoop, web: Web) -> str:
    """The same, asked for by another thread."""
    return asyncio.run_coroutine_threadsafe(hold_list(web), loop).result(60)


@pytest.fixture(scope="module")
def served(audited: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("api") / "data", audited) as made:
        yield made


def test_the_document_is_openapi_3_1_with_the_shipped_schemas(served: Served) -> None:
    document = served.document
    assert document["openapi"].startswith("3.1.")
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert "$defs" not in schema, name
    text = str(document)
    assert "x-shipped" not in text
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(list_refs(document)) <= known
    assert {"audit", "audit.item", "audit.finding", "status"} <= set(document["components"]["schemas"])
    operations = [value for path in document["paths"].values() for value in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids) > 25
    for operation in operations:
        assert operation["security"], operation["operationId"]
        assert list(operation["responses"]["default"]["content"]) == ["application/problem+json"]


def list_refs(part: Any) -> Iterator[str]:
    """Every reference in the document."""
    if isinstance(part, dict):
        for key, inner in part.items():
            if key == "$ref":
                yield inner
            else:
                yield from list_refs(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from list_refs(inner)


def test_every_operation_answers_as_it_says(served: Served) -> None:
    schema = schemathesis.openapi.from_dict(served.document)
    schema.config.update(base_url=f"{served.origin}/api/v1")
    many = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        many += 1

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            # Else nothing but 404 would be seen.
            given, path = case.path_parameters, case.operation.path
            if given and path.startswith("/audits/{id}"):
                given["id"] = served.audit
            elif given and path.startswith("/imports/{id}"):
                given["id"] = served.hold_list()
            elif given and path.startswith("/platforms/{id}") and case.method == "GET":
                given["id"] = 1
            elif path == "/comparison" and case.query.get("a"):
                case.query |= {"a": served.audit, "b": served.audit}
            case.call_and_validate(headers=served.headers, checks=CHECKS, timeout=60)

        ask()
    assert many > 25
