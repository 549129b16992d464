"""One-use links: for the first administrator, for people who are invited, and for those who forgot their password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response

from storage.db.people_tables import Role
from storage.people.account_changes import change_password
from storage.people.action_log import add_action
from storage.people.invitations import find_invited, is_invite_open, use_invite
from storage.people.logins import end_logins
from storage.people.user_accounts import Account, Membership, create_account, find_account, load_account
from xuncha.web.entrance import choose_language
from xuncha.web.pages.people.login_pages import go_on_after_password
from xuncha.web.rendering import render_page
from xuncha.web.security.login_cookie import let_in
from xuncha.web.security.passwords import hash_password
from xuncha.web.web_state import get_state

router = APIRouter()
FIRST_ADMIN, JOIN = "first_admin", "join"


@router.get("/first/{secret}")
async def show_first(request: Request, secret: str) -> Response:
    """The form of the first administrator. Raises 404 where the link was used or is too old."""
    state = get_state(request)
    if not await is_invite_open(state.store, secret, FIRST_ADMIN, state.now()):
        raise HTTPException(404)
    return render_page(
        request, None, "first.html.j2", secret=secret, least=state.settings.login.password_letters, wrong=""
    )


@router.post("/first/{secret}")
async def make_first(
    request: Request, secret: str, name: Annotated[str, Form()], password: Annotated[str, Form()],
    shown: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Make the first administrator, who is logged in at once."""
    state = get_state(request)
    least = state.settings.login.password_letters
    if len(password) < least or not name.strip():
        return render_page(request, None, "first.html.j2", 422, secret=secret, least=least, wrong="short")
    if await find_account(state.store, name.strip()):
        raise HTTPException(409)
    hashed = await hash_password(password)
    if await use_invite(state.store, secret, FIRST_ADMIN, state.now()) is None:
        raise HTTPException(404)
    all_roles = [Membership(role) for role in (Role.ADMIN, Role.REGULATOR, Role.LEAD, Role.ASSESSOR)]
    account = await create_account(
        state.store, name.strip(), shown.strip(), hashed, all_roles, choose_language(request), state.now()
    )
    await add_action(state.store, state.now(), f"web:{account.name}", "first_admin", f"user:{account.id}")
    return await let_in(request, account, "/")


@router.get("/invite/{secret}")
async def show_invite(request: Request, secret: str) -> Response:
    """The form of an invited person. Raises 404 where the link was used or is too old."""
    return _render_invite(request, secret, await _find(request, secret))


@router.post("/invite/{secret}")
async def accept_invite(
    request: Request, secret: str, password: Annotated[str, Form()], again: Annotated[str, Form()]
) -> Response:
    """Take the new password; whoever was logged in by the account is so no more. Codes that the person has are asked for still."""
    state = get_state(request)
    account = await _find(request, secret)
    wrong = find_password_fault(state.settings.login.password_letters, password, again, account.name)
    if wrong:
        return _render_invite(request, secret, account, wrong)
    hashed = await hash_password(password)
    if await use_invite(state.store, secret, JOIN, state.now()) is None:
        raise HTTPException(404)
    await change_password(state.store, account.id, hashed)
    await end_logins(state.store, account.id)
    await add_action(state.store, state.now(), f"web:{account.name}", "join", f"user:{account.id}", {"by": "password"})
    return await go_on_after_password(request, account, "/")


def find_password_fault(least: int, password: str, again: str, name: str) -> str:
    """What is wrong with a new password: a word of sign_in.wrong, "" for nothing."""
    if len(password) < least:
        return "short"
    if password != again:
        return "unlike"
    return "named" if name and name.casefold() in password.casefold() and len(password) < 2 * least else ""


async def _find(request: Request, secret: str) -> Account:
    """The open account that an invitation is for. Raises 404."""
    state = get_state(request)
    user = await find_invited(state.store, secret, JOIN, state.now())
    account = await load_account(state.store, user) if user is not None else None
    if account is None or not account.active:
        raise HTTPException(404)
    return account


def _render_invite(request: Request, secret: str, account: Account, wrong: str = "") -> Response:
    state = get_state(request)
    return render_page(
        request, None, "invite.html.j2", 422 if wrong else 200, secret=secret, account=account, wrong=wrong,
        least=state.settings.login.password_letters, issuer=state.oidc.host if state.oidc else "",
    )  # fmt: skip
