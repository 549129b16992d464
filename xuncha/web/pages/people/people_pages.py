"""Accounts of all people: listed, invited, given roles, closed. For administrators of everything alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from storage.db.people_tables import Role
from storage.people.account_changes import (
    LastAdministrator,
    add_membership,
    change_totp,
    close_account,
    remove_membership,
    reopen_account,
)
from storage.people.action_log import add_action
from storage.people.invitations import create_invite, end_invites
from storage.people.logins import end_logins
from storage.people.stored_passkeys import list_passkeys, remove_passkey
from storage.people.user_accounts import Account, Membership, create_account, list_accounts, load_account
from xuncha.web.entrance import RowNumber, require_right
from xuncha.web.pages.people.invitation_pages import JOIN
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor, list_rights
from xuncha.web.security.scopes import holds_everywhere
from xuncha.web.web_state import get_state

router = APIRouter()
Looking = Annotated[Visitor, Depends(require_right(Right.PEOPLE))]
Changing = Annotated[Visitor, Depends(require_right(Right.PEOPLE, proof=True))]


@router.get("/people")
async def show_people(request: Request, visitor: Looking) -> Response:
    """All accounts."""
    return await _render_people(request, visitor)


@router.post("/people")
async def invite_person(
    request: Request, visitor: Changing, name: Annotated[str, Form()], role: Annotated[Role, Form()],
    shown: Annotated[str, Form()] = "", scope: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Make an account with one role, and show the link by which its person comes in."""
    _check_everywhere(visitor)
    state = get_state(request)
    try:
        account = await create_account(
            state.store, name.strip()[:200], shown.strip()[:200], "", [Membership(role, scope.strip()[:400])],
            visitor.lang, state.now(),
        )  # fmt: skip
    except ValueError:
        return await _render_people(request, visitor, "taken")
    await _note(request, visitor, "invite", account.id, {"name": account.name, "role": role.value, "scope": scope})
    return await _show_link(request, visitor, account)


@router.get("/people/{id}")
async def show_person(request: Request, visitor: Looking, id: RowNumber) -> Response:
    """One account. Raises 404."""
    return await _render_person(request, visitor, id)


@router.post("/people/{id}/roles")
async def give_role(
    request: Request,
    visitor: Changing,
    id: RowNumber,
    role: Annotated[Role, Form()],
    scope: Annotated[str, Form()] = "",
) -> Response:
    """Give a role in a scope."""
    _check_everywhere(visitor)
    membership = Membership(role, scope.strip()[:400])
    if await add_membership(get_state(request).store, id, membership):
        await _note(request, visitor, "give_role", id, {"role": role.value, "scope": membership.scope})
    return RedirectResponse(f"/people/{id}", 303)


@router.post("/people/{id}/roles/remove")
async def take_role(
    request: Request,
    visitor: Changing,
    id: RowNumber,
    role: Annotated[Role, Form()],
    scope: Annotated[str, Form()] = "",
) -> Response:
    """Take a role in a scope away; the last administrator stays one."""
    _check_everywhere(visitor)
    try:
        done = await remove_membership(get_state(request).store, id, Membership(role, scope))
    except LastAdministrator:
        return await _render_person(request, visitor, id, "last")
    if done:
        await _note(request, visitor, "take_role", id, {"role": role.value, "scope": scope})
    return RedirectResponse(f"/people/{id}", 303)


@router.post("/people/{id}/close")
async def close_person(request: Request, visitor: Changing, id: RowNumber) -> Response:
    """Close an account: log-ins end, tokens and links no longer work, what was decided stays."""
    _check_everywhere(visitor)
    store = get_state(request).store
    try:
        await close_account(store, id)
    except LastAdministrator:
        return await _render_person(request, visitor, id, "last")
    await end_invites(store, id)
    await _note(request, visitor, "close_account", id)
    return RedirectResponse(f"/people/{id}", 303)


@router.post("/people/{id}/open")
async def open_person(request: Request, visitor: Changing, id: RowNumber) -> Response:
    """Open a closed account again."""
    _check_everywhere(visitor)
    await reopen_account(get_state(request).store, id)
    await _note(request, visitor, "reopen_account", id)
    return RedirectResponse(f"/people/{id}", 303)


@router.post("/people/{id}/invite")
async def invite_again(request: Request, visitor: Changing, id: RowNumber) -> Response:
    """Show a new link, for who lost the first or forgot the password; earlier links work no more."""
    _check_everywhere(visitor)
    state = get_state(request)
    account = await load_account(state.store, id)
    if not account.active:
        raise HTTPException(409)
    await end_invites(state.store, id)
    await _note(request, visitor, "invite", id, {"name": account.name})
    return await _show_link(request, visitor, account)


@router.post("/people/{id}/second-factor/reset")
async def reset_second_factor(request: Request, visitor: Changing, id: RowNumber) -> Response:
    """Forget codes and passkeys of somebody who lost the device, and end all log-ins."""
    _check_everywhere(visitor)
    store = get_state(request).store
    await change_totp(store, id, "")
    for passkey in await list_passkeys(store, id):
        await remove_passkey(store, id, passkey.id)
    await end_logins(store, id)
    await _note(request, visitor, "reset_second_factor", id)
    return RedirectResponse(f"/people/{id}", 303)


@router.post("/people/{id}/logins/end")
async def end_persons_logins(request: Request, visitor: Changing, id: RowNumber) -> Response:
    """End all log-ins of a person."""
    _check_everywhere(visitor)
    await end_logins(get_state(request).store, id)
    await _note(request, visitor, "end_logins", id)
    return RedirectResponse(f"/people/{id}", 303)


def _check_everywhere(visitor: Visitor) -> None:
    """Who keeps accounts of a part only could give away what lies outside it. Raises 403."""
    if not holds_everywhere(visitor, Right.PEOPLE):
        raise HTTPException(403, "right")


async def _render_people(request: Request, visitor: Visitor, wrong: str = "") -> Response:
    state = get_state(request)
    _check_everywhere(visitor)
    accounts = await list_accounts(state.store)
    return render_page(
        request, visitor, "people.html.j2", 422 if wrong else 200, accounts=accounts, wrong=wrong, roles=list(Role)
    )


async def _render_person(request: Request, visitor: Visitor, id: int, wrong: str = "") -> Response:
    state = get_state(request)
    _check_everywhere(visitor)
    account = await load_account(state.store, id)
    return render_page(
        request, visitor, "person.html.j2", 409 if wrong else 200, account=account, wrong=wrong, roles=list(Role),
        rights={role: sorted(right.value for right in list_rights(role)) for role in Role},
        passkeys=await list_passkeys(state.store, id),
    )  # fmt: skip


async def _show_link(request: Request, visitor: Visitor, account: Account) -> Response:
    """The one-use link, which stands in this answer and nowhere else."""
    state = get_state(request)
    lasts = timedelta(hours=state.settings.login.invite_hours)
    secret = await create_invite(state.store, JOIN, account.id, state.now(), lasts)
    address = f"{state.app_origin}/invite/{secret}"
    hours = state.settings.login.invite_hours
    return render_page(request, visitor, "invited.html.j2", account=account, address=address, hours=hours)


async def _note(
    request: Request, visitor: Visitor, action: str, id: int, detail: dict[str, object] | None = None
) -> None:
    state = get_state(request)
    await add_action(state.store, state.now(), visitor.actor, action, f"user:{id}", detail)
