"""How far the assessors of an audit agree, what waits for a third, and how long each item took."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from storage.audit_list import ListedAudit
from storage.people.work.work_times import sum_work_times
from xuncha.web.deciding.live_audit import LiveAudit, load_live_audit
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.views.agreement_view import AgreementTable, make_agreement_table
from xuncha.web.views.sheets.item_sheets import build_agreement_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
Seeing = Annotated[Visitor, Depends(require_right(Right.SEE))]


@router.get("/audits/{id}/agreement")
async def show_agreement(request: Request, visitor: Seeing, id: str) -> Response:
    """Item by item; a reader sees what others said of an item once it is decided by the reader too."""
    state = get_state(request)
    listed, live, table = await _load_table(state, visitor, id)
    return render_page(
        request, visitor, "agreement.html.j2", listed=listed, table=table, verdicts=_name_verdicts(state), hidden=sum(live.hidden.values()),
        seconds=await sum_work_times(state.store, listed.visit),
    )  # fmt: skip


@router.get("/audits/{id}/agreement.xlsx")
async def save_agreement(request: Request, visitor: Seeing, id: str) -> Response:
    """The same as a workbook."""
    state = get_state(request)
    listed, _, table = await _load_table(state, visitor, id)
    seconds = dict(await sum_work_times(state.store, listed.visit))
    sheets = build_agreement_sheets(table, _name_verdicts(state), seconds, speak_for(visitor))
    return await send_workbook(request, sheets, f"agreement-{listed.short}")


async def _load_table(state: WebState, visitor: Visitor, id: str) -> tuple[ListedAudit, LiveAudit, AgreementTable]:
    """The audit that counts for the visit, how it stands for the person, and its table of what may be seen."""
    listed = await find_audit_in_scope(state, visitor, id, Right.SEE)
    listed = await find_audit_in_scope(state, visitor, listed.visit, Right.SEE)
    live = await load_live_audit(state, visitor, listed)
    return listed, live, make_agreement_table(state.rules.standard, live.data.audit.verdicts, live.said, live.now)


def _name_verdicts(state: WebState) -> dict[str, dict[str, str]]:
    return {name.value: {"zh": said.zh, "en": said.en} for name, said in state.rules.standard.verdicts.items()}
