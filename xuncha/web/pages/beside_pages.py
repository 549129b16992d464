"""What goes on beside deciding: drafts kept while one types, remarks, documents, working time, and whether single keys do something."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from storage.people.action_log import add_action
from storage.people.preferences import SINGLE_KEYS, save_preference
from storage.people.work.comments import add_comment
from storage.people.work.drafts import StaleDraft, keep_draft
from storage.people.work.work_times import add_work_time
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.deciding.said_word import TYPED, address_subject, read_fields, strip_stamp
from xuncha.web.deciding.uploads import file_uploads, limit_body, read_uploads
from xuncha.web.entrance import require_right
from xuncha.web.pages.deciding_pages import Deciding, Seeing, find_subject_in_scope
from xuncha.web.security.access import Right, Visitor

router = APIRouter()


@router.post("/audits/{id}/draft/{subject}")
async def keep_typed(request: Request, visitor: Seeing, id: str, subject: str) -> Response:
    """Keep what is typed; answers its version, or 409 with what is kept where another editor was faster: nothing is overwritten."""
    state, listed, about = await find_subject_in_scope(request, visitor, id, subject, Right.SEE)
    form = await request.form()
    body = {
        name: value
        for name, value in read_fields(form, state.settings.deciding.reason_letters).items()
        if name in TYPED
    }
    version = int(said) if (said := str(form.get("version", "0"))).isdecimal() else 0
    try:
        kept = await keep_draft(
            state.store, listed.visit, about.id, visitor.account.id, version, body, state.now()
        )  # fmt: skip
    except StaleDraft as stale:
        known = stale.known
        return JSONResponse({"version": known.version, "body": strip_stamp(known.body)}, 409)
    return JSONResponse({"version": kept.version})


@router.post("/audits/{id}/comment/{subject}")
async def add_remark(request: Request, visitor: Seeing, id: str, subject: str) -> Response:
    """Add a remark to the thread."""
    state, listed, about = await find_subject_in_scope(request, visitor, id, subject, Right.SEE)
    form = await request.form()
    words = str(form.get("words", ""))[: state.settings.deciding.comment_letters]
    if not words.strip():
        raise HTTPException(422, "input")
    place = {name: str(form.get(name, "")) for name in ("view", "box")}
    await add_comment(state.store, listed.visit, about.id, visitor.account.id, words, state.now(), **place)
    await add_action(state.store, state.now(), visitor.actor, "remark", f"visit:{listed.visit}", {"subject": about.id})
    return RedirectResponse(address_subject(listed.visit, about, str(form.get("page", ""))) + "#thread", 303)


@router.post("/audits/{id}/document/{subject}")
async def file_document(
    request: Request, _: Annotated[None, Depends(limit_body)], visitor: Deciding, id: str, subject: str
) -> Response:
    """File documents for an item. Raises InvalidInput for an empty file or a program, 413 for one that is too large."""
    state, listed, about = await find_subject_in_scope(request, visitor, id, subject, Right.DECIDE)
    if about.kind is not WorksheetKind.ITEM:
        raise HTTPException(404)
    files = await read_uploads(request)
    await file_uploads(state, visitor, listed, about.id, files)
    for file in files:
        detail = {"item": about.id, "sha256": file.sha256, "media": file.media}
        await add_action(state.store, state.now(), visitor.actor, "file", f"visit:{listed.visit}", detail)
    page = str((await request.form()).get("page", ""))
    return RedirectResponse(address_subject(listed.visit, about, page) + "#documents", 303)


@router.post("/audits/{id}/time/{subject}")
async def count_time(request: Request, visitor: Seeing, id: str, subject: str) -> Response:
    """Add seconds that the subject was before the person's eyes."""
    state, listed, about = await find_subject_in_scope(request, visitor, id, subject, Right.SEE)
    try:
        seconds = float(str((await request.form()).get("seconds", "0")))
    except ValueError:
        seconds = math.nan
    most = state.settings.deciding.most_work_seconds
    await add_work_time(state.store, listed.visit, about.id, visitor.account.id, seconds, most, state.now())
    return Response(status_code=204)


@router.post("/me/keys")
async def switch_keys(request: Request, visitor: Annotated[Visitor, Depends(require_right(None))]) -> Response:
    """Whether single keys do something for this person, and back to the page (WCAG 2.2, 2.1.4)."""
    form = await request.form()
    store = request.app.state.web.store
    await save_preference(store, visitor.account.id, SINGLE_KEYS, "on" if form.get("keys") == "on" else "off")
    back = str(form.get("back", "/"))
    return RedirectResponse(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/", 303)
