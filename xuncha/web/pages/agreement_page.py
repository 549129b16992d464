"""How far the assessors of an audit agree, what waits for a third, and how long each item took."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from storage.people.work.work_times import sum_work_times
from xuncha.web.deciding.live_audit import load_live_audit
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.views.agreement_view import make_agreement_table
from xuncha.web.web_state import get_state

router = APIRouter()


@router.get("/audits/{id}/agreement")
async def show_agreement(
    request: Request, visitor: Annotated[Visitor, Depends(require_right(Right.SEE))], id: str
) -> Response:
    """Item by item; a reader sees what others said of an item once it is decided by the reader too."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.SEE)
    listed = await find_audit_in_scope(state, visitor, listed.visit, Right.SEE)
    live = await load_live_audit(state, visitor, listed)
    table = make_agreement_table(state.rules.standard, live.data.audit.verdicts, live.said, live.now)
    verdicts = {name.value: {"zh": said.zh, "en": said.en} for name, said in state.rules.standard.verdicts.items()}
    return render_page(
        request, visitor, "agreement.html.j2", listed=listed, table=table, verdicts=verdicts, hidden=sum(live.hidden.values()),
        seconds=await sum_work_times(state.store, listed.visit),
    )  # fmt: skip
