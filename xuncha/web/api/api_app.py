"""The application of the interface, mounted beside the pages: its routes, its bounds, and how it refuses."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect

from storage.errors import StorageError
from xuncha.settings.target import InvalidInput
from xuncha.web.api.openapi_document import build_openapi
from xuncha.web.api.problems import Problem, Refusal, answer_problem, translate_fault
from xuncha.web.api.routes import ROUTERS
from xuncha.web.entrance import LoginNeeded
from xuncha.web.register_changes import FieldsRefused
from xuncha.web.security.body_limit import BodyLimit
from xuncha.web.serving.no_telemetry import NO_TELEMETRY
from xuncha.web.web_state import WebState

log = logging.getLogger(__name__)
PATH = "/api/v1"
FAULTS = (
    Refusal,
    LoginNeeded,
    RequestValidationError,
    StarletteHTTPException,
    ClientDisconnect,
    StorageError,
    InvalidInput,
    FieldsRefused,
)


def make_api(state: WebState) -> FastAPI:
    """The application for one state, to be mounted at ``PATH``."""
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url="/openapi.json", redirect_slashes=False, telemetry=NO_TELEMETRY,
        responses={"default": {"model": Problem, "description": "refused, as problem details"}},
    )  # fmt: skip
    limits = state.settings.api
    app.state.web = state
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(BodyLimit, form=limits.body_kb << 10, upload=state.settings.upload.mb << 20)
    for fault in FAULTS:
        app.exception_handler(fault)(_refuse)
    app.exception_handler(Exception)(_tell_fault)
    document: dict[str, Any] = {}

    def describe() -> dict[str, Any]:
        if not document:
            document.update(build_openapi(app))
        return document

    app.openapi = describe  # type: ignore[method-assign]  # FastAPI's own way of changing the document
    return app


async def _refuse(request: Request, fault: Exception) -> Response:
    refusal = translate_fault(fault)
    if refusal.kind == "store":
        log.warning("the interface could not reach the store: %s", fault)
    return answer_problem(request, refusal)


async def _tell_fault(request: Request, fault: Exception) -> Response:
    """An error of ours: the program is told so, and the server logs it with where it was."""
    return answer_problem(request, Refusal(500, "fault"))
