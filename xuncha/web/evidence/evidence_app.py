"""The host of evidence: pictures and texts by addresses that are good for minutes. It knows no cookie and no person."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from storage.errors import StorageError
from xuncha.web.evidence import evidence_routes
from xuncha.web.evidence.picture_cache import PictureCache
from xuncha.web.evidence.signed_address import open_address, sign_address
from xuncha.web.evidence.stored_report import ReportCache
from xuncha.web.security.guards import Guard
from xuncha.web.serving.no_telemetry import NO_TELEMETRY
from xuncha.web.web_state import WebState

__all__ = ["make_evidence_app", "open_address", "sign_address"]
POLICY = "sandbox; default-src 'none'; frame-ancestors {app}"


def make_evidence_app(state: WebState) -> FastAPI:
    """The application; everything it gives is inert by its headers."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, telemetry=NO_TELEMETRY)
    app.state.web = state
    app.state.pictures = PictureCache(state.settings.evidence.cache_mb * 1_000_000, state.settings.evidence.pixels)
    app.state.reports = ReportCache()
    app.include_router(evidence_routes.router)
    app.exception_handler(StorageError)(_say_gone)
    app.add_middleware(
        Guard,
        hosts=frozenset({urlsplit(state.evidence_origin).netloc}),
        policy=POLICY.format(app=state.app_origin),
        https=state.https,
    )
    return app


async def _say_gone(_: Request, fault: Exception) -> Response:
    """What is not there, was pruned or cannot be read is no page of ours."""
    return PlainTextResponse(f"not available: {type(fault).__name__}", 404)
