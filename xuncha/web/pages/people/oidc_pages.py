"""Logging in at another issuer, and joining one's account to that log-in.

A browser is sent there by a link, never by a form: the policy of pages lets forms lead nowhere else.
"""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.account_changes import change_oidc, find_account_by_oidc
from storage.people.action_log import add_action
from storage.people.invitations import find_invited, use_invite
from storage.people.logins import prove_login
from storage.people.user_accounts import load_account
from xuncha.web.entrance import find_visitor, require_right
from xuncha.web.pages.people.invitation_pages import JOIN
from xuncha.web.pages.people.login_pages import render_login
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Visitor
from xuncha.web.security.login_cookie import drop_cookie, let_in, make_safe_back, set_cookie
from xuncha.web.security.oidc_login import CALLBACK, OidcJourney, OidcRefused, begin_oidc, finish_oidc
from xuncha.web.web_state import get_state

router = APIRouter()
SECONDS = 300
AnyVisitor = Annotated[Visitor, Depends(require_right(None))]
ProvedVisitor = Annotated[Visitor, Depends(require_right(None, proof=True))]
_LOG = logging.getLogger(__name__)


@router.get("/login/oidc")
async def go_to_issuer(request: Request, back: str = "/") -> Response:
    """To the issuer, to log in there."""
    try:
        address, held = await begin_oidc(get_state(request), "login", about=make_safe_back(back))
    except OidcRefused as fault:
        return _refuse(request, fault)
    return _hold(request, RedirectResponse(address, 303), held)


@router.post("/me/oidc")
async def join_issuer(request: Request, visitor: ProvedVisitor) -> Response:
    """Show the link by which the person's account is joined to a log-in there."""
    return await _show_way(request, visitor, "link", visitor.account.id)


@router.post("/me/oidc/remove")
async def leave_issuer(request: Request, visitor: ProvedVisitor) -> Response:
    """Part the account from that log-in."""
    state = get_state(request)
    await change_oidc(state.store, visitor.account.id, "")
    await add_action(state.store, state.now(), visitor.actor, "unlink_oidc", f"user:{visitor.account.id}")
    return RedirectResponse("/me#oidc", 303)


@router.post("/prove/oidc")
async def prove_by_issuer(request: Request, visitor: AnyVisitor, back: Annotated[str, Form()] = "/") -> Response:
    """Show the link to the issuer, which is to ask its person again."""
    return await _show_way(request, visitor, "prove", visitor.account.id, make_safe_back(back))


@router.post("/invite/{secret}/oidc")
async def accept_by_issuer(request: Request, secret: str) -> Response:
    """Show an invited person the link by which the new account is joined to a log-in there. Raises 404."""
    state = get_state(request)
    user = await find_invited(state.store, secret, JOIN, state.now())
    if user is None:
        raise HTTPException(404)
    return await _show_way(request, None, "invite", user, secret)


@router.get(CALLBACK)
async def come_back(request: Request, code: str = "", state: str = "") -> Response:
    """From the issuer, with a code that proves who the person is there."""
    web = get_state(request)
    try:
        journey, subject = await finish_oidc(web, request.cookies.get(_cookie(request), ""), state, code)
    except OidcRefused as fault:
        return _refuse(request, fault)
    response = await _arrive(request, journey, subject)
    drop_cookie(request, response, _cookie(request))
    return response


async def _arrive(request: Request, journey: OidcJourney, subject: str) -> Response:
    state = get_state(request)
    account = await find_account_by_oidc(state.store, subject)
    if journey.wish == "login":
        if account is None or not account.active:
            return render_login(request, journey.about, "stranger", 403)
        return await let_in(request, account, journey.about, "oidc")
    if journey.wish == "invite":
        return await _accept(request, journey, subject)
    visitor = await find_visitor(request)
    if visitor is None or str(visitor.account.id) != journey.user:
        return render_login(request, "/", "late", 403)
    if journey.wish == "link":
        if not await _join(request, visitor.account.id, subject):
            return render_login(request, "/", "taken", 409)
        await add_action(state.store, state.now(), visitor.actor, "link_oidc", f"user:{visitor.account.id}")
        return RedirectResponse("/me#oidc", 303)
    if account is None or account.id != visitor.account.id:
        return render_login(request, "/", "stranger", 403)
    await prove_login(state.store, visitor.login, state.now(), "oidc")
    return RedirectResponse(journey.about, 303)


async def _accept(request: Request, journey: OidcJourney, subject: str) -> Response:
    """The invitation is used up, and its account joined to the log-in that the person has just shown."""
    state = get_state(request)
    user = await find_invited(state.store, journey.about, JOIN, state.now())
    if user is None or not await _join(request, user, subject):
        return render_login(request, "/", "taken" if user is not None else "late", 409)
    if await use_invite(state.store, journey.about, JOIN, state.now()) is None:
        raise HTTPException(404)
    account = await load_account(state.store, user)
    await add_action(state.store, state.now(), f"web:{account.name}", "join", f"user:{user}", {"by": "oidc"})
    return await let_in(request, account, "/", "oidc")


async def _join(request: Request, user: int, subject: str) -> bool:
    try:
        await change_oidc(get_state(request).store, user, subject)
    except ValueError:
        return False
    return True


async def _show_way(request: Request, visitor: Visitor | None, wish: str, user: int, about: str = "/") -> Response:
    state = get_state(request)
    try:
        address, held = await begin_oidc(state, wish, str(user), about)
    except OidcRefused as fault:
        return _refuse(request, fault)
    issuer = state.oidc.host if state.oidc else ""
    return _hold(request, render_page(request, visitor, "leaving.html.j2", address=address, issuer=issuer), held)


def _hold(request: Request, response: Response, held: str) -> Response:
    set_cookie(request, response, _cookie(request), held, SECONDS)
    return response


def _cookie(request: Request) -> str:
    return f"{get_state(request).cookie}-oidc"


def _refuse(request: Request, fault: OidcRefused) -> Response:
    """The log-in with a word about it; no page at all where no issuer is set."""
    if get_state(request).oidc is None:
        raise HTTPException(404)
    _LOG.warning("a log-in by OpenID Connect failed: %s", fault)
    return render_login(request, "/", "issuer", 502)
