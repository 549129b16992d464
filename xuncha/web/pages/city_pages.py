"""The pages over all platforms: the city today, and the ranking; each also as a workbook of what it shows."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from xuncha.commands.run_rank import build_rank_sheets
from xuncha.console.lang import Lang
from xuncha.reports.table_files import XLSX, TableSheet, render_workbook
from xuncha.settings.zone import format_day
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.views.city.city_view import build_city_sheets
from xuncha.web.views.kept_views import load_city, load_city_body, load_rank, load_rank_body
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
    return await send_workbook(request, sheets, f"city-{format_day(view.at)}.xlsx")


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
    return await send_workbook(
        request,
        build_rank_sheets(view.listing, Lang(visitor.lang)),
        f"rank-{format_day(get_state(request).now())}.xlsx",
    )


async def send_workbook(request: Request, sheets: list[TableSheet], name: str) -> Response:
    """The tables as a workbook to be saved; it is made in a thread, and holds no formula."""
    made = await asyncio.to_thread(render_workbook, sheets, get_state(request).now())
    return Response(
        made, media_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )
