"""Asking people to read an audit, whoever asks: a lead's form or program, or the person who takes it."""

from __future__ import annotations

from datetime import datetime

from fastapi import HTTPException

from storage.audit_list import ListedAudit
from storage.people.action_log import add_action
from storage.people.user_accounts import Account, list_accounts
from storage.people.work.assignments import ReaderPart, assign_reader, end_assignment, list_assignments
from xuncha.settings.zone import shown_zone
from xuncha.web.platform_scopes import list_scopes_of
from xuncha.web.security.access import Right, Visitor, list_grants
from xuncha.web.web_state import WebState


async def list_who_may(state: WebState, url: str) -> tuple[Account, ...]:
    """The people who may decide or settle items of that platform."""
    scopes = await list_scopes_of(state.store, url)
    found = []
    for account in await list_accounts(state.store):
        visitor = Visitor(account, list_grants(account.memberships), "")
        if account.active and (visitor.may_for(Right.DECIDE, scopes) or visitor.may_for(Right.RESOLVE, scopes)):
            found.append(account)
    return tuple(found)


async def ask_reader(
    state: WebState, visitor: Visitor, listed: ListedAudit, user: int, item: str, part: str, due: str
) -> None:
    """Ask a person to read an audit, or one item of it, by the end of a day (YYYY-MM-DD, "" = none).

    Raises 422 for one who may not decide there, an unknown item or part, and what is no day.
    """
    may = {account.id for account in await list_who_may(state, listed.url)}
    if user not in may or part not in tuple(ReaderPart) or (item and item not in state.rules.standard.by_id):
        raise HTTPException(422, "input")
    end = _read_day(due)
    await assign_reader(
        state.store, listed.visit, item, user, ReaderPart(part), visitor.account.id, state.now(), end
    )  # fmt: skip
    detail = {"user": user, "item": item, "part": part, "due": end.isoformat() if end else ""}
    await add_action(state.store, state.now(), visitor.actor, "assign", f"visit:{listed.visit}", detail)


async def ask_reader_no_more(state: WebState, visitor: Visitor, listed: ListedAudit, number: int) -> None:
    """End an assignment; what was decided stays. Raises 404 for one that is not of this visit or has ended."""
    if not await end_assignment(state.store, number, listed.visit, state.now()):
        raise HTTPException(404)
    await add_action(
        state.store, state.now(), visitor.actor, "unassign", f"visit:{listed.visit}", {"assignment": number}
    )


async def take_as_reader(state: WebState, visitor: Visitor, listed: ListedAudit) -> None:
    """Take an audit oneself: as its first reader, as the second where there is a first."""
    known = await list_assignments(state.store, [listed.visit])
    me = visitor.account.id
    first = any(assignment.part is ReaderPart.FIRST and assignment.user != me for assignment in known)
    part = ReaderPart.SECOND if first else ReaderPart.FIRST
    await assign_reader(state.store, listed.visit, "", me, part, me, state.now())
    await add_action(state.store, state.now(), visitor.actor, "take", f"visit:{listed.visit}", {"part": part.value})


def _read_day(said: str) -> datetime | None:
    """The end of that day by the clock that is shown; None for none. Raises 422 for what is no day."""
    if not said:
        return None
    try:
        return datetime.fromisoformat(said).replace(hour=23, minute=59, second=59, tzinfo=shown_zone())
    except ValueError as fault:
        raise HTTPException(422, "input") from fault
