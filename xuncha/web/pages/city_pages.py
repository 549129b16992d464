"""The pages over all platforms: the city today, and the ranking; each also as a workbook of what it shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from xuncha.commands.run_rank import build_rank_sheets
from xuncha.console.lang import Lang
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.views.city.city_view import build_city_sheets
from xuncha.web.views.kept_views import load_city, load_city_body, load_rank, load_rank_body
from xuncha.web.views.sheets.platform_sheets import build_hidden_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.web_state import get_state

router = APIRouter()
Regulator = Annotated[Visitor, Depends(require_right(Right.CITY))]


@router.get("/city")
async def show_city(request: Request, visitor: Regulator, days: int = 1) -> Response:
    """The city today."""
    view, body = await load_city_body(get_state(request), visitor, days)
    return render_page(request, visitor, "city.html.j2", view=view, days=view.changes.days, body=body)


@router.get("/city.xlsx")
async def save_city(request: Request, visitor: Regulator, days: int = 1) -> Response:
    """The same as a workbook."""
    view = await load_city(get_state(request), visitor, days)
    state = get_state(request)
    sheets = build_city_sheets(view, state.rules.standard, Lang(visitor.lang))
    return await send_workbook(request, sheets, "city")


@router.get("/rank")
async def show_rank(
    request: Request, visitor: Regulator, stage: str = "prov", district: str = "", tag: str = ""
) -> Response:
    """The ranking."""
    view, at, body = await load_rank_body(get_state(request), visitor, stage, district, tag)
    return render_page(request, visitor, "rank.html.j2", view=view, district=district, tag=tag, at=at, body=body)


@router.get("/rank.xlsx")
async def save_rank(
    request: Request, visitor: Regulator, stage: str = "prov", district: str = "", tag: str = ""
) -> Response:
    """The same as a workbook."""
    view = await load_rank(get_state(request), visitor, stage, district, tag)
    sheets = [*build_rank_sheets(view.listing, Lang(visitor.lang)), *build_hidden_sheets(view, speak_for(visitor))]
    return await send_workbook(request, sheets, "rank")
