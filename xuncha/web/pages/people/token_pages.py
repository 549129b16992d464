"""Tokens of one's programs: made, shown once, and revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.access_tokens import create_token, revoke_token
from storage.people.action_log import add_action
from xuncha.web.entrance import RowNumber, require_right
from xuncha.web.pages.people.own_page import render_own
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Visitor
from xuncha.web.web_state import get_state

router = APIRouter()
AnyVisitor = Annotated[Visitor, Depends(require_right(None))]
ProvedVisitor = Annotated[Visitor, Depends(require_right(None, proof=True))]


@router.post("/me/tokens")
async def make_own_token(
    request: Request, visitor: ProvedVisitor, name: Annotated[str, Form()], days: Annotated[int, Form()],
    rights: Annotated[list[str] | None, Form()] = None, scope: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Make a token with some of the person's own rights; its secret stands in this answer and nowhere else."""
    state = get_state(request)
    limits, held = state.settings.tokens, {right.value for right, _ in visitor.grants}
    wished = frozenset(rights or ())
    if not name.strip() or not wished or not 1 <= days <= limits.most_days or not wished <= held & set(limits.rights):
        return await render_own(request, visitor, "token", 422)
    token, secret = await create_token(
        state.store, visitor.account.id, name, wished, scope.strip(), state.now(), timedelta(days=days)
    )
    detail: dict[str, object] = {
        "token": token.id,
        "name": token.name,
        "rights": sorted(wished),
        "scope": token.scope,
        "days": days,
    }
    await add_action(state.store, state.now(), visitor.actor, "create_token", f"user:{visitor.account.id}", detail)
    return render_page(request, visitor, "token.html.j2", token=token, secret=secret)


@router.post("/me/tokens/{id}/revoke")
async def revoke_own_token(request: Request, visitor: AnyVisitor, id: RowNumber) -> Response:
    """End a token at once. Raises 404 for another's."""
    state = get_state(request)
    if not await revoke_token(state.store, visitor.account.id, id, state.now()):
        raise HTTPException(404)
    await add_action(
        state.store, state.now(), visitor.actor, "revoke_token", f"user:{visitor.account.id}", {"token": id}
    )
    return RedirectResponse("/me#tokens", 303)
