"""Log-in, one's own account, accounts of others, and the log; may import security and all below the web."""

from __future__ import annotations

from fastapi import APIRouter

from xuncha.web.pages.people import (
    invitation_pages,
    log_page,
    login_pages,
    oidc_pages,
    own_page,
    passkey_pages,
    people_pages,
    proof_page,
    token_pages,
)

ROUTERS: tuple[APIRouter, ...] = (
    login_pages.router,
    passkey_pages.router,
    oidc_pages.router,
    invitation_pages.router,
    proof_page.router,
    own_page.router,
    token_pages.router,
    people_pages.router,
    log_page.router,
)
