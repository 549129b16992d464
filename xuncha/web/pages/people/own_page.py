"""One's own account: name, language, password, one-time codes, passkeys, tokens and log-ins."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.access_tokens import list_tokens
from storage.people.account_changes import change_password, change_profile, change_totp
from storage.people.action_log import add_action
from storage.people.logins import end_logins, list_logins, prove_login
from storage.people.sealed_secrets import seal_secret
from storage.people.stored_passkeys import list_passkeys
from xuncha.web.entrance import LANGUAGES, require_right
from xuncha.web.pages.people.invitation_pages import find_password_fault
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.login_cookie import drop_cookie, let_in
from xuncha.web.security.one_time_codes import accept_code, make_totp_address, make_totp_secret
from xuncha.web.security.passkey_checks import make_register_options
from xuncha.web.security.passwords import hash_password
from xuncha.web.security.signed_steps import open_step, sign_step
from xuncha.web.web_state import get_state

router = APIRouter()
CODES_STEP = "codes"
AnyVisitor = Annotated[Visitor, Depends(require_right(None))]
ProvedVisitor = Annotated[Visitor, Depends(require_right(None, proof=True))]


@router.get("/me")
async def show_own(request: Request, visitor: AnyVisitor, second: str = "") -> Response:
    """All of one's account; ``second``: sent here for want of a second factor."""
    return await render_own(request, visitor, "second" if second else "")


@router.post("/me")
async def change_own_name(
    request: Request, visitor: AnyVisitor, shown: Annotated[str, Form()], lang: Annotated[str, Form()]
) -> Response:
    """Change the name that stands under one's decisions from now on, and the language."""
    state = get_state(request)
    kept = lang if lang in LANGUAGES else visitor.account.lang
    await change_profile(state.store, visitor.account.id, shown, kept)
    await _note(request, visitor, "change_name", {"shown": shown[:200], "lang": kept})
    response = RedirectResponse("/me", 303)
    drop_cookie(request, response, "lang")  # what was chosen here wins
    return response


@router.post("/me/password")
async def change_own_password(
    request: Request, visitor: ProvedVisitor, password: Annotated[str, Form()], again: Annotated[str, Form()]
) -> Response:
    """Change the password: all other log-ins end, and this one goes on under a new secret."""
    state = get_state(request)
    wrong = find_password_fault(state.settings.login.password_letters, password, again, visitor.account.name)
    if wrong:
        return await render_own(request, visitor, wrong, 422)
    await change_password(state.store, visitor.account.id, await hash_password(password))
    await end_logins(state.store, visitor.account.id, visitor.login)
    await _note(request, visitor, "change_password")
    return await let_in(request, visitor.account, "/me#password", visitor.proof, visitor.strong)


@router.post("/me/codes/begin")
async def begin_codes(request: Request, visitor: ProvedVisitor) -> Response:
    """Show a new secret for an authenticator app; it counts once a code of it was given."""
    return _render_codes(request, visitor, make_totp_secret())


@router.post("/me/codes")
async def set_codes(
    request: Request, visitor: ProvedVisitor, step: Annotated[str, Form()], code: Annotated[str, Form()]
) -> Response:
    """Keep the secret, for its code was right."""
    state = get_state(request)
    named = open_step(state, CODES_STEP, step)
    if named is None or named[0] != str(visitor.account.id):
        return await render_own(request, visitor, "late", 422)
    kept = accept_code(named[1], code, state.now())
    if kept is None:
        return _render_codes(request, visitor, named[1], wrong=True)
    await change_totp(state.store, visitor.account.id, seal_secret(state.key, visitor.account.id, kept))
    await prove_login(state.store, visitor.login, state.now(), "code")
    await _note(request, visitor, "set_codes")
    return RedirectResponse("/me#codes", 303)


@router.post("/me/codes/remove")
async def remove_codes(request: Request, visitor: ProvedVisitor) -> Response:
    """End one-time codes."""
    await change_totp(get_state(request).store, visitor.account.id, "")
    await _note(request, visitor, "end_codes")
    return RedirectResponse("/me#codes", 303)


@router.post("/me/logins/end")
async def end_own_logins(request: Request, visitor: AnyVisitor) -> Response:
    """Log out everywhere, here too."""
    state = get_state(request)
    await end_logins(state.store, visitor.account.id)
    await _note(request, visitor, "end_logins")
    response = RedirectResponse("/login", 303)
    drop_cookie(request, response, state.cookie)
    return response


async def render_own(request: Request, visitor: Visitor, wrong: str = "", status: int = 200) -> Response:
    """The page; ``wrong`` is a word of sign_in.wrong."""
    state = get_state(request)
    now, limits, own = state.now(), state.settings.login, visitor.account.id
    held = {right.value for right, _ in visitor.grants}
    return render_page(
        request, visitor, "own.html.j2", status, wrong=wrong, now=now, least=limits.password_letters,
        logins=await list_logins(state.store, own, now, timedelta(minutes=limits.idle_minutes)),
        passkeys=await list_passkeys(state.store, own), register=await make_register_options(state, visitor.account),
        tokens=await list_tokens(state.store, own), token_settings=state.settings.tokens,
        token_rights=[Right(right) for right in state.settings.tokens.rights if right in held],
        issuer=state.oidc.host if state.oidc else "",
    )  # fmt: skip


def _render_codes(request: Request, visitor: Visitor, secret: str, wrong: bool = False) -> Response:
    """The secret, shown here and never again. It goes round by way of the form, sealed, so that no unproven one is stored."""
    step = sign_step(get_state(request), CODES_STEP, str(visitor.account.id), secret)
    shown = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_page(
        request, visitor, "codes.html.j2", 422 if wrong else 200, secret=shown, step=step, wrong=wrong,
        address=make_totp_address(secret, visitor.account.name),
    )  # fmt: skip


async def _note(request: Request, visitor: Visitor, action: str, detail: dict[str, object] | None = None) -> None:
    state = get_state(request)
    await add_action(state.store, state.now(), visitor.actor, action, f"user:{visitor.account.id}", detail)
