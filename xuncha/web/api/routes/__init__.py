"""The routes of the interface, one module a kind of thing; may import api, security, views and all below the web."""

from __future__ import annotations

from fastapi import APIRouter

from xuncha.web.api.routes import (
    agreement_routes,
    audit_routes,
    decision_routes,
    document_routes,
    draft_routes,
    evidence_lists,
    history_routes,
    import_routes,
    job_routes,
    pack_routes,
    platform_routes,
    reader_routes,
    status_routes,
)

ROUTERS: tuple[APIRouter, ...] = (
    status_routes.router,
    import_routes.router,
    platform_routes.router,
    history_routes.router,
    audit_routes.router,
    evidence_lists.router,
    decision_routes.router,
    agreement_routes.router,
    draft_routes.router,
    document_routes.router,
    reader_routes.router,
    job_routes.router,
    pack_routes.router,
)
