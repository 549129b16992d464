"""Who reads an audit: for leads, who ask people to decide all of it or single items by a day."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.work.assignments import ReaderPart, list_assignments
from xuncha.web.deciding.readers import ask_reader, ask_reader_no_more, list_who_may
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.web_state import get_state

router = APIRouter()
Assigning = Annotated[Visitor, Depends(require_right(Right.ASSIGN))]


@router.get("/audits/{id}/assign")
async def show_readers(request: Request, visitor: Assigning, id: str) -> Response:
    """Who reads the audit, and the form to ask somebody."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.ASSIGN)
    people = [{"id": account.id, "name": account.assessor} for account in await list_who_may(state, listed.url)]
    return render_page(
        request, visitor, "assign.html.j2", listed=listed, asked=await list_assignments(state.store, [listed.visit]),
        people=people, parts=[part.value for part in ReaderPart],
        items=[{"id": item.id, "name": {"zh": item.name.zh, "en": item.name.en}} for item in state.rules.standard.items],
        now=state.now(),
    )  # fmt: skip


@router.post("/audits/{id}/assign")
async def ask_somebody(request: Request, visitor: Assigning, id: str) -> Response:
    """Ask a person. 422 for one who may not decide here, an unknown item or part, or a day that is none."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.ASSIGN)
    form = await request.form()
    user, item, part, due = (str(form.get(name, "")) for name in ("user", "item", "part", "due"))
    number = int(user) if user.isdecimal() and len(user) < 10 else 0
    await ask_reader(state, visitor, listed, number, item, part, due)
    return RedirectResponse(f"/audits/{listed.visit}/assign", 303)


@router.post("/audits/{id}/unassign/{number}")
async def ask_no_more(request: Request, visitor: Assigning, id: str, number: int) -> Response:
    """Ask a person no more; what was decided stays."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.ASSIGN)
    await ask_reader_no_more(state, visitor, listed, number)
    return RedirectResponse(f"/audits/{listed.visit}/assign", 303)
