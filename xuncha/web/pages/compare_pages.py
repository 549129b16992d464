"""Two audits side by side, item by item; also as a workbook."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.views.city.compared_audits import compare_audits
from xuncha.web.views.sheets.compared_sheets import build_compared_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.web_state import get_state

router = APIRouter()
Seer = Annotated[Visitor, Depends(require_right(Right.SEE))]


@router.get("/compare")
async def show_comparison(request: Request, visitor: Seer, a: str, b: str) -> Response:
    """Both audits side by side; of one platform the earlier visit comes first."""
    state = get_state(request)
    found = await compare_audits(state, visitor, a, b)
    return render_page(
        request, visitor, "compare.html.j2", pair=(found.before, found.after), moves=found.moves, standard=state.rules.standard,
        one_platform=found.one_platform, same_rules=found.same_rules,
    )  # fmt: skip


@router.get("/compare.xlsx")
async def save_comparison(request: Request, visitor: Seer, a: str, b: str) -> Response:
    """The same as a workbook."""
    state = get_state(request)
    found = await compare_audits(state, visitor, a, b)
    sheets = build_compared_sheets(found, state.rules.standard, speak_for(visitor))
    return await send_workbook(request, sheets, f"compare-{found.before.short}-{found.after.short}")
