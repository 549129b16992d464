"""Which platforms a visitor may reach: the one place where an audit, a platform or a list is held against a visitor's scopes.

What is outside a visitor's scopes is told as what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from fastapi import HTTPException

from storage.audit_list import ListedAudit, find_audit
from storage.db.session import Store
from storage.errors import NotFound
from storage.people.user_accounts import EVERYTHING
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.platform_scopes import list_scopes_of, map_scopes
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import WebState

T = TypeVar("T")


async def find_audit_in_scope(state: WebState, visitor: Visitor, prefix: str, right: Right) -> ListedAudit:
    """The audit that ``prefix`` names, for which the visitor holds the right.

    Raises NotFound where there is none or the visitor may not see it, Ambiguous, and 403 where it may be seen but the right is not held.
    """
    listed = await find_audit(state.store, prefix)
    await check_scope(state, visitor, listed.url, right, prefix)
    return listed


async def check_scope(state: WebState, visitor: Visitor, url: str, right: Right, named: str = "") -> None:
    """Let through whoever holds the right for the platform of that address.

    Raises NotFound (of ``named``, else the address) where the visitor may not see it, 403 where it may be seen but the right is not held.
    """
    check_scopes(visitor, await list_scopes_of(state.store, url), right, named or url)


def check_scopes(visitor: Visitor, scopes: frozenset[str], right: Right, named: str) -> None:
    """What ``check_scope`` does, for a platform of these scopes."""
    if visitor.may_for(right, scopes):
        return
    if visitor.may_for(Right.SEE, scopes):
        raise HTTPException(403, "right")
    raise NotFound(named)


async def keep_in_scope(
    store: Store, visitor: Visitor, right: Right, things: Sequence[T], address: Callable[[T], str]
) -> tuple[T, ...]:
    """Those things of a list whose platform (of ``address(thing)``) the visitor holds the right for, in their order."""
    if holds_everywhere(visitor, right):
        return tuple(things)
    scopes = await map_scopes(store, (address(thing) for thing in things))
    return tuple(thing for thing in things if visitor.may_for(right, scopes[address(thing)]))


def keep_allowed(lines: Iterable[PlatformLine], visitor: Visitor, right: Right) -> tuple[PlatformLine, ...]:
    """The platforms for which the visitor holds the right."""
    if visitor.may_for(right, ()):
        return tuple(lines)
    return tuple(line for line in lines if visitor.may_for(right, line.scopes))


def holds_everywhere(visitor: Visitor, right: Right) -> bool:
    """Whether the right is held for all platforms, so that none need be asked about."""
    return visitor.only == EVERYTHING and EVERYTHING in visitor.scopes_of(right)
