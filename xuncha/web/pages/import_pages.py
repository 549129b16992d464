"""A list of platforms from a file: uploaded, its bad cells mended in place, looked over, and only then registered."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from storage.people.work.stored_imports import list_imports
from xuncha.console.lang import Lang
from xuncha.register.platform_rows import load_platform_table
from xuncha.reports.table_files import XLSX
from xuncha.settings.target import InvalidInput
from xuncha.web.entrance import require_right
from xuncha.web.import_drafts import ImportDraft, find_import_span
from xuncha.web.platform_imports import (
    check_import,
    drop_draft,
    find_import,
    hold_import,
    keep_mended,
    list_import_keys,
    register_import,
    write_import_template,
)
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import get_state

router = APIRouter()
Registrar = Annotated[Visitor, Depends(require_right(Right.REGISTER))]
BAD_ROWS = 25  # shown to be mended at a time
GOOD_ROWS = 50  # shown of what would be registered
_CELL = re.compile(r"cell\.(\d{1,6})\.([a-z_]{1,40})")


@router.get("/platforms/import")
async def show_upload(request: Request, visitor: Registrar) -> Response:
    """The form for a file."""
    return await _show_form(request, visitor)


@router.get("/platforms/template.xlsx")
async def send_template(request: Request, visitor: Registrar) -> Response:
    """An example sheet."""
    made = await write_import_template(Lang(visitor.lang))
    return Response(made, media_type=XLSX, headers={"Content-Disposition": "attachment; filename=platforms.xlsx"})


@router.post("/platforms/import")
async def take_upload(request: Request, visitor: Registrar, file: UploadFile) -> Response:
    """Read the file, in a thread and within the limits of any sheet; nothing is registered by it."""
    state = get_state(request)
    try:
        data = await file.read(state.settings.upload.mb * 1_000_000 + 1)
        held = await hold_import(state, visitor, data, file.filename or "list")
    except InvalidInput as fault:
        return await _show_form(request, visitor, 422, {"zh": fault.text.zh, "en": fault.text.en})
    return RedirectResponse(f"/platforms/import/{held}", 303)


@router.get("/platforms/import/{name}")
async def show_import(request: Request, visitor: Registrar, name: str, page: int = 1) -> Response:
    """What would be registered, and every cell that is wrong, to be mended here."""
    return await _show(request, visitor, await find_import(get_state(request), visitor, name), page)


@router.post("/platforms/import/{name}")
async def mend_import(request: Request, visitor: Registrar, name: str) -> Response:
    """Write the mended cells into the list, leave a row out, give the list up, or register what is good.

    409 where rows were left out of it elsewhere since this page was made: its cells are no longer those that are meant.
    """
    state = get_state(request)
    draft = await find_import(state, visitor, name)
    form = dict(await request.form())
    if "drop" in form:
        await drop_draft(state, draft)
        return RedirectResponse("/platforms/import", 303)
    if str(form.get("rows", len(draft.rows))) != str(len(draft.rows)):
        return await _show(request, visitor, draft, status=409)
    cells = {(int(found[1]), found[2]): str(words) for key, words in form.items() if (found := _CELL.fullmatch(key))}
    keys = list_import_keys()
    draft = draft.mend({place: words for place, words in cells.items() if place[1] in keys})
    if (out := str(form.get("leave_out", ""))).isdecimal():
        draft = draft.leave_out(int(out))
    kept = await keep_mended(state, draft)
    if kept is None:
        return await _show(request, visitor, await find_import(state, visitor, name), status=409)
    if "confirm" not in form:
        return RedirectResponse(f"/platforms/import/{name}", 303)
    checked = await check_import(state, visitor, kept)
    await register_import(state, visitor, kept, checked)
    await drop_draft(state, kept)
    return RedirectResponse("/platforms", 303)


async def _show_form(
    request: Request, visitor: Visitor, status: int = 200, fault: dict[str, str] | None = None
) -> Response:
    state = get_state(request)
    limits = state.settings.upload
    own = await list_imports(state.store, visitor.account.id, state.now() - find_import_span(limits))
    return render_page(request, visitor, "import.html.j2", status, limit=limits.mb, fault=fault, own=own)


async def _show(request: Request, visitor: Visitor, draft: ImportDraft, page: int = 1, status: int = 200) -> Response:
    checked = await check_import(get_state(request), visitor, draft)
    pages = max(1, -(-len(checked.bad) // BAD_ROWS))
    page = min(max(page, 1), pages)
    columns = {column["key"]: column for column in load_platform_table()["columns"]}
    return render_page(
        request, visitor, "import_check.html.j2", status, held=draft.kept.id, draft=draft, checked=checked, page=page,
        pages=pages, columns=columns, moved=status == 409, limits=get_state(request).settings.upload,
        shown=[(at, draft.rows[at], {fault.key: fault for fault in faults}) for at, faults in
               checked.bad[(page - 1) * BAD_ROWS : page * BAD_ROWS]],
        good=[(row, what) for _, row, what in checked.good[:GOOD_ROWS]], table=load_platform_table(),
    )  # fmt: skip
