"""A list of platforms from a file: uploaded, its bad cells mended in place, looked over, and only then registered."""

from __future__ import annotations

import asyncio
import hashlib
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from probes.finding import Text
from scoring.standard_tables import Standard
from storage.people.action_log import add_action
from storage.platforms import RegisteredPlatform, list_registered_platforms, save_batch, save_registrations
from xuncha.console.lang import Lang
from xuncha.register.due_times import choose_due_times
from xuncha.register.platform_rows import FieldFault, load_platform_table, parse_registration
from xuncha.register.platform_sheet import (
    CellFault,
    GoodRow,
    GridRow,
    check_grid_row,
    read_platform_grid,
    write_empty_sheet,
)
from xuncha.settings.target import InvalidInput
from xuncha.sheets.file_type import make_safe_name
from xuncha.web.entrance import require_right
from xuncha.web.import_drafts import ImportDraft
from xuncha.web.pages.city_pages import XLSX
from xuncha.web.platform_scopes import list_registration_scopes
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
Registrar = Annotated[Visitor, Depends(require_right(Right.REGISTER))]
BAD_ROWS = 25  # shown to be mended at a time
GOOD_ROWS = 50  # shown of what would be registered
SOME = 200  # registered in one transaction
_CELL = re.compile(r"cell\.(\d{1,6})\.([a-z_]{1,40})")
NOT_FROM_HERE = Text(
    "内网地址的许可只能在服务器上登记：xuncha platforms edit 平台 --set private=yes",
    "consent to private addresses is given on the server alone: xuncha platforms edit PLATFORM --set private=yes",
)
OUT_OF_SCOPE = Text("不在您的范围内", "outside your scope")


@dataclass(frozen=True, slots=True)
class CheckedImport:
    """A list checked against the register: rows that can be registered (with what each does), and rows with what is wrong in each."""

    good: tuple[tuple[GoodRow, str], ...]  # new, changed or same
    bad: tuple[tuple[int, tuple[CellFault, ...]], ...]

    def count(self, what: str) -> int:
        """How many of the good rows do that."""
        return sum(each == what for _, each in self.good)


@router.get("/platforms/import")
async def show_upload(request: Request, visitor: Registrar) -> Response:
    """The form for a file."""
    state = get_state(request)
    return render_page(request, visitor, "import.html.j2", limit=state.settings.upload.mb, fault=None)


@router.get("/platforms/template.xlsx")
async def send_template(request: Request, visitor: Registrar) -> Response:
    """An example sheet."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            to = Path(folder) / "platforms.xlsx"
            write_empty_sheet(to, Lang(visitor.lang))
            return to.read_bytes()

    made = await asyncio.to_thread(make)
    return Response(made, media_type=XLSX, headers={"Content-Disposition": "attachment; filename=platforms.xlsx"})


@router.post("/platforms/import")
async def take_upload(request: Request, visitor: Registrar, file: UploadFile) -> Response:
    """Read the file, in a thread and within the limits of any sheet; nothing is registered by it."""
    state = get_state(request)
    most = state.settings.upload.mb * 1_000_000
    data = await file.read(most + 1)
    if len(data) > most:
        raise HTTPException(413)
    name = make_safe_name(file.filename or "list")
    try:
        rows, columns = await asyncio.to_thread(_read_file, data, name)
    except InvalidInput as fault:
        said = {"zh": fault.text.zh, "en": fault.text.en}
        return render_page(request, visitor, "import.html.j2", 422, limit=state.settings.upload.mb, fault=said)
    digest = hashlib.sha256(data).hexdigest()
    draft = ImportDraft(visitor.account.id, name, digest, state.now(), rows, columns)
    return RedirectResponse(f"/platforms/import/{state.imports.add(draft, state.settings.upload)}", 303)


@router.get("/platforms/import/{name}")
async def show_import(request: Request, visitor: Registrar, name: str, page: int = 1) -> Response:
    """What would be registered, and every cell that is wrong, to be mended here."""
    state = get_state(request)
    draft = _find(state, visitor, name)
    checked = await check_import(state, visitor, draft)
    pages = max(1, -(-len(checked.bad) // BAD_ROWS))
    page = min(max(page, 1), pages)
    columns = {column["key"]: column for column in load_platform_table()["columns"]}
    return render_page(
        request, visitor, "import_check.html.j2", held=name, draft=draft, checked=checked, page=page, pages=pages, columns=columns,
        shown=[(at, draft.rows[at], {fault.key: fault for fault in faults}) for at, faults in
               checked.bad[(page - 1) * BAD_ROWS : page * BAD_ROWS]],
        good=checked.good[:GOOD_ROWS], table=load_platform_table(),
    )  # fmt: skip


@router.post("/platforms/import/{name}")
async def mend_import(request: Request, visitor: Registrar, name: str) -> Response:
    """Write the mended cells into the list, leave a row out, give the list up, or register what is good."""
    state = get_state(request)
    draft = _find(state, visitor, name)
    form = dict(await request.form())
    if "drop" in form:
        state.imports.drop(name)
        return RedirectResponse("/platforms/import", 303)
    cells = {(int(found[1]), found[2]): str(words) for key, words in form.items() if (found := _CELL.fullmatch(key))}
    draft = draft.mend({place: words for place, words in cells.items() if place[1] in _keys()})
    if (out := str(form.get("leave_out", ""))).isdecimal():
        draft = draft.leave_out(int(out))
    state.imports.put(name, draft)
    if "confirm" not in form:
        return RedirectResponse(f"/platforms/import/{name}", 303)
    checked = await check_import(state, visitor, draft)
    await _register(state, visitor, draft, checked)
    state.imports.drop(name)
    return RedirectResponse("/platforms", 303)


async def check_import(state: WebState, visitor: Visitor, draft: ImportDraft) -> CheckedImport:
    """The list checked row by row, in a thread; what it may not do from a page is wrong like any other cell."""
    listed = await list_registered_platforms(state.store, removed=True)
    known = {platform.registration.url: platform for platform in listed}
    return await asyncio.to_thread(_check, state.rules.standard, visitor, draft, known)


def _check(
    standard: Standard, visitor: Visitor, draft: ImportDraft, known: dict[str, RegisteredPlatform]
) -> CheckedImport:
    first: dict[str, str] = {}
    good, bad = [], []
    for at, row in enumerate(draft.rows):
        # What the register consents to already may stand in the list that was written out of it.
        asked = row.said.get("private", "")
        made, faults = check_grid_row(replace(row, said={**row.said, "private": ""}), standard, first)
        before = known.get(made.registration.url) if made is not None else None
        held = before.registration.private if before is not None else ()
        if made is not None and asked and _private(asked, standard) != held:
            faults = (CellFault(row.places.get("private", ""), NOT_FROM_HERE, row.number, "private"),)
        if made is not None and not visitor.may_for(Right.REGISTER, list_registration_scopes(made.registration)):
            faults = (*faults, CellFault(row.places.get("url", ""), OUT_OF_SCOPE, row.number, "url"))
        if made is None or faults:
            bad.append((at, faults))
            continue
        made = replace(made, registration=replace(made.registration, private=held))
        what = "new" if before is None or before.state == "removed" else "changed"
        good.append(
            (
                made,
                "same"
                if before is not None and before.registration == made.registration and what == "changed"
                else what,
            )
        )
    return CheckedImport(tuple(good), tuple(bad))


def _private(words: str, standard: Standard) -> tuple[str, ...] | None:
    """What a cell consents to; None for one that cannot be read."""
    try:
        return parse_registration({"url": "https://stand-in.invalid", "private": words}, standard).private
    except FieldFault:
        return None


async def _register(state: WebState, visitor: Visitor, draft: ImportDraft, checked: CheckedImport) -> None:
    now = state.now()
    known = {
        platform.registration.url: platform for platform in await list_registered_platforms(state.store, removed=True)
    }
    for batch in {row.batch.name: row.batch for row, _ in checked.good if row.batch is not None}.values():
        await save_batch(state.store, batch, now)
    wanted = [
        (row.registration, choose_due_times(row.registration, known.get(row.registration.url), now))
        for row, what in checked.good
        if what != "same"
    ]
    for start in range(0, len(wanted), SOME):
        await save_registrations(state.store, wanted[start : start + SOME], now)
    detail = {
        "sha256": draft.digest, "new": checked.count("new"), "changed": checked.count("changed"), "left": len(checked.bad),
    }  # fmt: skip
    await add_action(state.store, now, visitor.actor, "import_platforms", f"file:{draft.name}", detail)
    state.overview.spoil()


def _read_file(data: bytes, name: str) -> tuple[tuple[GridRow, ...], tuple[CellFault, ...]]:
    """The rows of the file. Its name is its own only in what is said of it: where it lies for that moment, it is called as we like."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("list.csv" if name.lower().endswith(".csv") else "list.xlsx")
        path.write_bytes(data)
        try:
            return read_platform_grid(path)
        except InvalidInput as fault:
            zh, en = (text.replace(str(path), name) for text in (fault.text.zh, fault.text.en))
            raise InvalidInput(zh, en) from fault


def _find(state: WebState, visitor: Visitor, name: str) -> ImportDraft:
    draft = state.imports.find(name, visitor.account.id, state.now(), state.settings.upload)
    if draft is None:
        raise HTTPException(404)
    return draft


def _keys() -> frozenset[str]:
    return frozenset(str(column["key"]) for column in load_platform_table()["columns"])
