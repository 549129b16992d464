"""An audit asked for from a page: by an address, or of a platform that is registered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from xuncha.settings.target import InvalidInput
from xuncha.web.entrance import require_right
from xuncha.web.register_changes import find_or_register, request_platform_audit
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import get_state

router = APIRouter()
Asker = Annotated[Visitor, Depends(require_right(Right.AUDIT))]


@router.get("/audits/new")
async def show_start(request: Request, visitor: Asker, url: str = "") -> Response:
    """The form for an address."""
    return render_page(request, visitor, "start.html.j2", url=url[:2000], called="", fault=None)


@router.post("/audits/new")
async def start_audit(
    request: Request, visitor: Asker, url: Annotated[str, Form()], name: Annotated[str, Form()] = ""
) -> Response:
    """Register the address without a schedule, unless it is registered; then have it audited at once.

    What is asked for here goes through the gate as any audit does: a private address is looked at only where the register consents.
    """
    state = get_state(request)
    try:
        known = await find_or_register(state, visitor, url, name)
    except InvalidInput as fault:
        said = {"zh": fault.text.zh, "en": fault.text.en}
        return render_page(request, visitor, "start.html.j2", 422, url=url[:2000], called=name[:200], fault=said)
    job = await request_platform_audit(state, visitor, known)
    return RedirectResponse(f"/runs/{job.id}", 303)
