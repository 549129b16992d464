"""The application of pages: routes, guards, and what is shown where something goes wrong."""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect

from storage.errors import Ambiguous, NotFound, StorageError
from xuncha.settings.target import InvalidInput
from xuncha.web.api.api_app import PATH as API_PATH
from xuncha.web.api.api_app import make_api
from xuncha.web.entrance import LoginNeeded, ProofNeeded, SecondFactorNeeded, find_visitor
from xuncha.web.pages import PAGES
from xuncha.web.rendering import render_page
from xuncha.web.security.body_limit import BodyLimit
from xuncha.web.security.guards import SAFE_METHODS, Guard
from xuncha.web.serving.loop_turns import LoopTurns, Order
from xuncha.web.serving.no_telemetry import NO_TELEMETRY
from xuncha.web.web_state import WebState, get_state


def make_app(state: WebState) -> FastAPI:
    """The application for one state; every page is private, and refuses requests that another site sent."""
    app = FastAPI(title="Xuncha", docs_url=None, redoc_url=None, openapi_url=None, telemetry=NO_TELEMETRY)
    app.state.web = state
    app.mount("/assets", StaticFiles(directory=str(files("xuncha.web").joinpath("assets"))), name="assets")
    for router in PAGES:
        app.include_router(router)
    app.mount(API_PATH, make_api(state), name="api")
    limits = state.settings.upload
    app.add_middleware(BodyLimit, form=limits.form_kb << 10, upload=limits.mb << 20)
    app.add_middleware(
        Guard,
        hosts=frozenset({urlsplit(state.app_origin).netloc}),
        policy=make_app_policy(state.evidence_origin),
        https=state.https,
    )
    pages = state.settings.pages
    order = Order(pages.at_work, pages.at_work_seconds, pages.first_paths, pages.passed_seconds)
    app.add_middleware(LoopTurns, order=order)  # the outermost
    app.exception_handler(LoginNeeded)(_lead_to_login)
    app.exception_handler(ProofNeeded)(_lead_to_proof)
    app.exception_handler(SecondFactorNeeded)(_lead_to_second_factor)
    app.exception_handler(RequestValidationError)(_show_bad_form)
    app.exception_handler(StarletteHTTPException)(_show_refusal)
    app.exception_handler(NotFound)(_show_missing)
    app.exception_handler(Ambiguous)(_show_missing)
    app.exception_handler(StorageError)(_show_store_away)
    app.exception_handler(InvalidInput)(_show_bad_input)
    app.exception_handler(ClientDisconnect)(_let_go)
    return app


def make_app_policy(evidence_origin: str) -> str:
    """The Content-Security-Policy of pages: own scripts and styles alone, pictures and frames of evidence from its own host."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
        f"img-src 'self' {evidence_origin}; frame-src {evidence_origin}; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )


async def _lead_to_login(request: Request, _: Exception) -> Response:
    """To the log-in, and back to a page that was only looked at; a program is told that its token is not known."""
    if "authorization" in request.headers:
        return PlainTextResponse("no such token", 401, {"WWW-Authenticate": "Bearer"})
    if request.method not in SAFE_METHODS:
        return render_page(request, None, "refused.html.j2", 401, reason="login")
    where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?back={quote(where)}", 303)


async def _lead_to_proof(request: Request, _: Exception) -> Response:
    """To the proof, and back to the page where the person stood."""
    where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method not in SAFE_METHODS:
        came = urlsplit(request.headers.get("referer", ""))
        where = came.path if came.netloc == urlsplit(get_state(request).app_origin).netloc else "/"
    return RedirectResponse(f"/prove?back={quote(where)}", 303)


async def _lead_to_second_factor(request: Request, _: Exception) -> Response:
    return RedirectResponse("/me?second=1", 303)


async def _show_bad_form(request: Request, _: Exception) -> Response:
    return render_page(request, await find_visitor(request), "refused.html.j2", 422, reason="input")


async def _show_refusal(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, StarletteHTTPException | HTTPException)
    reason = {403: "right", 404: "missing", 405: "missing", 409: "changed", 413: "large", 429: "often"}.get(
        fault.status_code, "refused"
    )
    if fault.status_code == 403 and fault.detail in ("csrf", "blind"):
        reason = {"csrf": "form", "blind": "blind"}[fault.detail]
    return render_page(request, await find_visitor(request), "refused.html.j2", fault.status_code, reason=reason)


async def _show_missing(request: Request, _: Exception) -> Response:
    return render_page(request, await find_visitor(request), "refused.html.j2", 404, reason="missing")


async def _let_go(request: Request, _: Exception) -> Response:
    """Whoever went away while sending hears no answer: no fault of ours, and none that is logged."""
    return Response(status_code=400)


async def _show_store_away(request: Request, _: Exception) -> Response:
    return render_page(request, None, "refused.html.j2", 503, reason="store")


async def _show_bad_input(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, InvalidInput)
    said = {"zh": fault.text.zh, "en": fault.text.en}
    return render_page(request, await find_visitor(request), "refused.html.j2", 422, reason="input", said=said)
