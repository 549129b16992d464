"""Who may ask here: programs alone, each by its token, for the rights that token and person both have, and not too often."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from storage.people.token_turns import take_token_turn
from xuncha.web.api.problems import Refusal, choose_spoken_language
from xuncha.web.entrance import LoginNeeded, find_visitor
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import get_state

# For the document alone: what a token is worth is looked up by ``find_visitor``.
BEARER = HTTPBearer(
    auto_error=False, description="a token made on one's own page: a person's rights, in one scope, for a time"
)


def require_token(right: Right | None) -> Callable[..., Awaitable[Visitor]]:
    """A route's dependency: the person whose program asks; ``right`` None = whatever its rights.

    A browser's log-in is no token: nothing here can be done by a page of another site. Raises LoginNeeded, Refusal.
    """

    async def enter(request: Request, _: Annotated[object, Depends(BEARER)]) -> Visitor:
        visitor = await find_visitor(request)
        if visitor is None or visitor.token is None:
            raise LoginNeeded
        web, limits = get_state(request), get_state(request).settings.api
        if wait := await take_token_turn(web.store, visitor.token, web.now(), limits.per_minute, limits.burst):
            raise Refusal(429, "often", headers={"Retry-After": str(wait)})
        if right is not None and not visitor.may(right):
            raise Refusal(403, "right")
        return replace(visitor, lang=choose_spoken_language(request, visitor.account.lang))

    enter.right = right  # type: ignore[attr-defined]  # read by the test of every route against every role
    return enter


Seeing = Annotated[Visitor, Depends(require_token(Right.SEE))]
