"""What the token is good for, the status of the queue, and the ranking."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from scoring.score import Stage
from storage.people.access_tokens import list_tokens
from xuncha.status.status import read_status
from xuncha.status.status_json import render_status_json
from xuncha.web.api.api_entrance import require_token
from xuncha.web.api.openapi_document import SHIPPED
from xuncha.web.api.problems import Refusal
from xuncha.web.api.shapes import RankedFacts, RankedGroup, Ranking, TokenFacts, UnrankedFacts
from xuncha.web.api.shown_facts import show_score
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import holds_everywhere
from xuncha.web.views.kept_views import load_rank
from xuncha.web.web_state import get_state

router = APIRouter(tags=["status"])
Anybody = Annotated[Visitor, Depends(require_token(None))]
Runner = Annotated[Visitor, Depends(require_token(Right.RUN))]
Regulator = Annotated[Visitor, Depends(require_token(Right.CITY))]
STATUS: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"schema": {SHIPPED: "status"}}}}}


@router.get("/token")
async def show_token(request: Request, visitor: Anybody) -> TokenFacts:
    """Whose token this is, what it may do, and until when."""
    tokens = await list_tokens(get_state(request).store, visitor.account.id)
    token = next(token for token in tokens if token.id == visitor.token)
    rights = sorted({right.value for right, _ in visitor.grants})
    return TokenFacts(token.name, visitor.account.name, rights, token.scope, token.ends_at)


@router.get("/status", responses=STATUS, response_model=None)
async def show_queue_status(request: Request, visitor: Runner) -> JSONResponse:
    """Jobs, workers and pace over all platforms, by status.schema.json. For tokens of all platforms alone."""
    if not holds_everywhere(visitor, Right.RUN):
        raise Refusal(403, "right")
    state = get_state(request)
    return JSONResponse(render_status_json(await read_status(state.store, state.now())))


@router.get("/rank")
async def show_ranking(
    request: Request, visitor: Regulator, stage: Stage = Stage.PROV,
    district: Annotated[str, Query(max_length=200)] = "", tag: Annotated[str, Query(max_length=200)] = "",
) -> Ranking:  # fmt: skip
    """The ranking of the platforms in scope, of one district and tag where they are named."""
    state = get_state(request)
    snapshot = await state.load_overview()
    view = await load_rank(state, visitor, stage.value, district, tag)
    groups = [
        RankedGroup(dict(group.described), [
            RankedFacts(
                row.platform, row.called, row.best, row.worst, show_score(row.score), row.grade, list(row.confirmed),
                row.unseen, row.audit,
            )
            for row in group.rows
        ])
        for group in view.groups
    ]  # fmt: skip
    without = [UnrankedFacts(row.platform, row.called, dict(row.section), dict(row.why)) for row in view.without]
    return Ranking(snapshot.at, view.stage.value, groups, without, view.pending)
