"""Who asks: the dependency by which every route says which right it needs. One that names none answers nobody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated

from fastapi import HTTPException, Path, Request

from storage.errors import NotFound
from storage.people.access_tokens import find_token
from storage.people.logins import find_login_asking, hash_secret
from storage.people.user_accounts import Account, load_account
from storage.people.work.work_queue import ask_for_beginning
from xuncha.web.security.access import Right, Visitor, list_grants
from xuncha.web.security.guards import CSRF_FIELD, CSRF_HEADER, SAFE_METHODS, is_csrf_token, make_csrf_token
from xuncha.web.serving.asked_ahead import AskedAhead, QueueAskedAhead
from xuncha.web.web_state import WebState, get_state

LANGUAGES = ("zh", "en")
BEARER = "bearer "
RowNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]  # a number in an address that a row may have


class LoginNeeded(Exception):
    """Nobody is logged in; the page leads to the log-in and back."""


class ProofNeeded(Exception):
    """The person proved to be it too long ago for this; the page leads to the proof and back."""


class SecondFactorNeeded(Exception):
    """The person's roles need more than a password; the page leads to where a passkey or one-time codes are set up."""


def require_right(
    right: Right | None, *, proof: bool = False, ahead: bool = False
) -> Callable[[Request], Awaitable[Visitor]]:
    """A route's dependency: its visitor, who holds the right in some scope; None = whoever is logged in by a browser.

    ``proof``: the person must have given the password or a passkey a moment ago. ``ahead``: what the page asks of the visit of its
    address, or of the person's queue where it names none, is asked with who asks; the route must change nothing before it looks at
    it. Programs come in for the rights of web.toml's ``[tokens]`` alone. Raises LoginNeeded, SecondFactorNeeded, ProofNeeded, and 403
    where the right is not held or a form did not bring its token.
    """

    async def enter(request: Request) -> Visitor:
        visitor = await find_visitor(request, ahead)
        if visitor is None:
            raise LoginNeeded
        if visitor.token is not None and (
            right is None or proof or right not in get_state(request).settings.tokens.rights
        ):
            raise HTTPException(403, "right")
        if request.method not in SAFE_METHODS and visitor.token is None:
            await _check_form(request, visitor)
        if right is not None and not visitor.may(right):
            raise HTTPException(403, "right")
        if right is not None and visitor.weak:
            raise SecondFactorNeeded
        if proof and not visitor.proved:
            raise ProofNeeded
        return visitor

    enter.right = right  # type: ignore[attr-defined]  # read by the test of every route against every role
    return enter


async def find_visitor(request: Request, ahead: bool = False) -> Visitor | None:
    """The person whose browser asks, or whose program does by its token; None where nobody is known.

    A request that brings a token is judged by the token alone, whatever cookie comes with it.
    """
    state = get_state(request)
    if given := request.headers.get("authorization", ""):
        return await _find_program(request, state, given)
    secret = request.cookies.get(state.cookie, "")
    if not secret:
        return None
    limits = state.settings.login
    asked = _find_asked_ahead(request, state, secret) if ahead else None
    found, told = await find_login_asking(
        state.store, secret, state.now(), timedelta(minutes=limits.idle_minutes), asked.questions if asked else ()
    )
    if found is None or not found[1].active:
        return None
    login, account = found
    return Visitor(
        account, list_grants(account.memberships), f"web:{account.name}", make_csrf_token(state.key, login.digest),
        choose_language(request, account.lang), state.now() - login.proved_at < timedelta(minutes=limits.proof_minutes),
        login=login.digest, proof=login.proved_by, strong=login.strong, weak=needs_second_factor(state, account) and not login.strong,
        ahead=asked.hear(told) if asked is not None and asked.user == account.id else None,
    )  # fmt: skip


def _find_asked_ahead(request: Request, state: WebState, secret: str) -> AskedAhead | QueueAskedAhead | None:
    """What is to be asked of the visit of this address, or of the queue, where this log-in looked at it before."""
    id, item = (str(request.path_params.get(name, "")) for name in ("id", "item"))
    if not id:
        made = state.memory.queue_ahead.get(hash_secret(secret))
        if made is None:
            return None
        return QueueAskedAhead(made[0], ask_for_beginning(state.store, made[0], state.settings.pages.rows), made[1])
    held = state.memory.ahead.get((hash_secret(secret), id))
    return None if held is None else AskedAhead(id, held[0], item, held[1])


def needs_second_factor(state: WebState, account: Account) -> bool:
    """Whether one of the person's roles needs more than a password. On loopback, without https, none does."""
    return state.https and any(
        membership.role.value in state.settings.login.second_factor for membership in account.memberships
    )


async def _find_program(request: Request, state: WebState, given: str) -> Visitor | None:
    if not given.lower().startswith(BEARER):
        return None
    token = await find_token(state.store, given[len(BEARER) :].strip(), state.now())
    account = await _find_open_account(state, token.user) if token is not None else None
    if token is None or account is None:
        return None
    allowed = token.rights & frozenset(state.settings.tokens.rights)
    grants = tuple((right, scope) for right, scope in list_grants(account.memberships) if right.value in allowed)
    actor = f"token:{account.name}/{token.name}"
    return Visitor(account, grants, actor, "", choose_language(request, account.lang), only=token.scope, token=token.id)


async def _find_open_account(state: WebState, id: int) -> Account | None:
    try:
        account = await load_account(state.store, id)
    except NotFound:
        return None
    return account if account.active else None


def choose_language(request: Request, otherwise: str = "zh") -> str:
    """The page's language: the one asked for in the address, else the cookie's, else the account's."""
    for given in (request.query_params.get("lang"), request.cookies.get("lang")):
        if given in LANGUAGES:
            return given
    return otherwise if otherwise in LANGUAGES else "zh"


async def _check_form(request: Request, visitor: Visitor) -> None:
    state = get_state(request)
    given = request.headers.get(CSRF_HEADER, "")
    if not given:
        form = await request.form()
        given = str(form.get(CSRF_FIELD, ""))
    if not is_csrf_token(state.key, visitor.login, given):
        raise HTTPException(403, "csrf")
