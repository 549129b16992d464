"""Logging in with a password and, where the person has them, a one-time code; and out again."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from storage.errors import NotFound
from storage.people.account_changes import replace_totp
from storage.people.action_log import add_action
from storage.people.failed_logins import forget_failures
from storage.people.logins import end_login
from storage.people.sealed_secrets import SealBroken, open_secret, seal_secret
from storage.people.stored_passkeys import list_passkeys
from storage.people.user_accounts import Account, find_account, load_account
from xuncha.web.entrance import needs_second_factor, require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Visitor
from xuncha.web.security.login_cookie import drop_cookie, let_in
from xuncha.web.security.one_time_codes import accept_code
from xuncha.web.security.passkey_checks import make_login_options
from xuncha.web.security.signed_steps import open_step, sign_step
from xuncha.web.security.throttle import begin_attempt, log_failure, try_password
from xuncha.web.web_state import WebState, get_state

log = logging.getLogger(__name__)
router = APIRouter()
CODE_STEP = "code"
AnyVisitor = Annotated[Visitor, Depends(require_right(None))]


@router.get("/login")
async def show_login(request: Request, back: str = "/") -> Response:
    """The log-in."""
    return render_login(request, back)


@router.post("/login")
async def log_in(
    request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Check the password; a wrong one and an unknown name are told alike and take the same time."""
    account = await find_account(get_state(request).store, name.strip())
    if not await try_password(request, name.strip(), account, password) or account is None:
        return render_login(request, back, "wrong", 401)
    return await go_on_after_password(request, account, back)


@router.post("/login/code")
async def enter_code(
    request: Request, step: Annotated[str, Form()], code: Annotated[str, Form()], back: Annotated[str, Form()] = "/"
) -> Response:
    """Check the code that follows the password."""
    state = get_state(request)
    account = await _find_by_step(state, step)
    if account is None:
        return render_login(request, back, "late", 401)
    number = await begin_attempt(request, account.name)
    try:
        kept = accept_code(open_secret(state.key, account.id, account.totp), code, state.now())
    except SealBroken:
        log.error(
            "the key of the workbench does not open the codes of account %s: restore it, or reset them", account.id
        )
        return render_login(request, back, "codes", 503)
    sealed = None if kept is None else seal_secret(state.key, account.id, kept)
    if sealed is None or not await replace_totp(state.store, account.id, account.totp, sealed):
        await log_failure(state, account)
        return render_page(request, None, "login_code.html.j2", 401, step=step, back=back, wrong=True)
    await forget_failures(state.store, account.name, number)
    return await let_in(request, account, back, "code")


@router.post("/logout")
async def log_out(request: Request, visitor: AnyVisitor) -> Response:
    """End this browser's log-in."""
    state = get_state(request)
    await end_login(state.store, request.cookies[state.cookie])
    await add_action(state.store, state.now(), visitor.actor, "log_out", f"user:{visitor.account.id}")
    response = RedirectResponse("/login", 303)
    drop_cookie(request, response, state.cookie)
    return response


def render_login(request: Request, back: str, wrong: str = "", status: int = 200) -> Response:
    """The page of the log-in; ``wrong`` is a word of sign_in.wrong."""
    state = get_state(request)
    return render_page(
        request, None, "login.html.j2", status, back=back, wrong=wrong, passkeys=make_login_options(state),
        issuer=state.oidc.host if state.oidc else "",
    )  # fmt: skip


async def go_on_after_password(request: Request, account: Account, back: str) -> Response:
    """What follows a right password: the code, where the person has codes; else the log-in, unless a passkey is to be used."""
    state = get_state(request)
    if account.totp:
        step = sign_step(state, CODE_STEP, str(account.id))
        return render_page(request, None, "login_code.html.j2", step=step, back=back, wrong=False)
    if needs_second_factor(state, account) and await list_passkeys(state.store, account.id):
        return render_login(request, back, "passkey", 401)
    return await let_in(request, account, back)


async def _find_by_step(state: WebState, step: str) -> Account | None:
    """The open account whose password was given for that step."""
    named = open_step(state, CODE_STEP, step)
    if named is None:
        return None
    try:
        account = await load_account(state.store, int(named[0]))
    except NotFound:
        return None
    return account if account.active and account.totp else None
