"""Proving once more to be the person who logged in, before something that cannot be taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.action_log import add_action
from storage.people.logins import PASSWORD, prove_login
from storage.people.stored_passkeys import list_passkeys
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Visitor
from xuncha.web.security.login_cookie import make_safe_back
from xuncha.web.security.passkey_checks import PasskeyRefused, check_passkey, make_login_options
from xuncha.web.security.throttle import try_password
from xuncha.web.web_state import get_state

router = APIRouter()
AnyVisitor = Annotated[Visitor, Depends(require_right(None))]


@router.get("/prove")
async def show_proof(request: Request, visitor: AnyVisitor, back: str = "/") -> Response:
    """The form; it leads back to ``back``."""
    return await _render(request, visitor, back)


@router.post("/prove")
async def prove_by_password(
    request: Request, visitor: AnyVisitor, password: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Check the password."""
    if not await try_password(request, visitor.account.name, visitor.account, password):
        return await _render(request, visitor, back, "proof")
    return await _prove(request, visitor, back, PASSWORD)


@router.post("/prove/passkey")
async def prove_by_passkey(
    request: Request, visitor: AnyVisitor, answer: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Check the answer of the person's own device."""
    try:
        account = await check_passkey(get_state(request), answer)
    except PasskeyRefused:
        return await _render(request, visitor, back, "device")
    if account.id != visitor.account.id:
        return await _render(request, visitor, back, "device")
    return await _prove(request, visitor, back, "passkey")


async def _prove(request: Request, visitor: Visitor, back: str, by: str) -> Response:
    state = get_state(request)
    await prove_login(state.store, visitor.login, state.now(), by)
    await add_action(state.store, state.now(), visitor.actor, "prove", f"user:{visitor.account.id}", {"by": by})
    return RedirectResponse(make_safe_back(back), 303)


async def _render(request: Request, visitor: Visitor, back: str, wrong: str = "") -> Response:
    state = get_state(request)
    has_keys = bool(await list_passkeys(state.store, visitor.account.id))
    return render_page(
        request, visitor, "prove.html.j2", 401 if wrong else 200, back=back, wrong=wrong,
        passkeys=make_login_options(state) if has_keys else "",
        issuer=state.oidc.host if state.oidc and visitor.account.oidc else "",
    )  # fmt: skip
