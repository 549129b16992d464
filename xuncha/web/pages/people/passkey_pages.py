"""Passkeys: logging in by one, and one's own added and removed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.action_log import add_action
from storage.people.logins import prove_login
from storage.people.stored_passkeys import remove_passkey
from xuncha.web.entrance import RowNumber, require_right
from xuncha.web.pages.people.login_pages import render_login
from xuncha.web.security.access import Visitor
from xuncha.web.security.login_cookie import let_in
from xuncha.web.security.passkey_checks import PasskeyRefused, check_passkey, register_passkey
from xuncha.web.web_state import get_state

router = APIRouter()
ProvedVisitor = Annotated[Visitor, Depends(require_right(None, proof=True))]


@router.post("/login/passkey")
async def log_in_by_passkey(
    request: Request, answer: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Let in whoever's device answered."""
    try:
        account = await check_passkey(get_state(request), answer)
    except PasskeyRefused:
        return render_login(request, back, "device", 401)
    return await let_in(request, account, back, "passkey")


@router.post("/me/passkeys")
async def add_own_passkey(
    request: Request, visitor: ProvedVisitor, answer: Annotated[str, Form()], name: Annotated[str, Form()] = ""
) -> Response:
    """Keep a key that the person's device has just made, which is a proof as well."""
    state = get_state(request)
    try:
        await register_passkey(state, visitor.account, answer, name or "passkey")
    except PasskeyRefused as fault:
        raise HTTPException(400) from fault
    await prove_login(state.store, visitor.login, state.now(), "passkey")
    await add_action(state.store, state.now(), visitor.actor, "add_passkey", f"user:{visitor.account.id}")
    return RedirectResponse("/me#passkeys", 303)


@router.post("/me/passkeys/{id}/remove")
async def remove_own_passkey(request: Request, visitor: ProvedVisitor, id: RowNumber) -> Response:
    """Forget one of the person's own keys. Raises 404 for another's."""
    state = get_state(request)
    if not await remove_passkey(state.store, visitor.account.id, id):
        raise HTTPException(404)
    await add_action(state.store, state.now(), visitor.actor, "remove_passkey", f"user:{visitor.account.id}")
    return RedirectResponse("/me#passkeys", 303)
