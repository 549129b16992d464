"""A browser let in: a new log-in with a new secret in a cookie, and back to where its person came from."""

from __future__ import annotations

import re
from datetime import timedelta

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from storage.people.action_log import add_action
from storage.people.logins import PASSWORD, end_login, start_login
from storage.people.user_accounts import Account
from xuncha.web.security.throttle import find_address
from xuncha.web.web_state import get_state

_OWN_PAGE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def make_safe_back(back: str) -> str:
    """A path of our own to lead back to; "/" for whatever leads elsewhere in some browser."""
    return back if _OWN_PAGE.fullmatch(back) else "/"


async def let_in(request: Request, account: Account, back: str, by: str = PASSWORD, strong: bool = False) -> Response:
    """A new log-in of that person, who proved to be it ``by`` that; the one that the browser had before is ended.

    ``strong``: the one before took more than a password, and this one goes on with it.
    """
    state = get_state(request)
    if before := request.cookies.get(state.cookie, ""):
        await end_login(state.store, before)
    lasts = timedelta(hours=state.settings.login.hours)
    secret = await start_login(state.store, account.id, state.now(), lasts, find_address(request), by, strong)
    await add_action(state.store, state.now(), f"web:{account.name}", "log_in", f"user:{account.id}", {"by": by})
    response = RedirectResponse(make_safe_back(back), 303)
    set_cookie(request, response, state.cookie, secret)
    return response


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Set a cookie that no script reads and no other site sends along but by a link."""
    secure = get_state(request).https
    response.set_cookie(name, value, seconds, httponly=True, secure=secure, samesite="lax", path="/")


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Let the browser forget a cookie; it must be named as it was set, or a browser keeps a __Host- one."""
    response.delete_cookie(name, path="/", secure=get_state(request).https, httponly=True, samesite="lax")
