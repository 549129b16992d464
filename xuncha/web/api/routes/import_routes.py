"""Lists of platforms: sent as a file, every bad cell told and mended, registered only when that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from storage.db.people_tables import clean_typed_text
from xuncha.console.lang import Lang
from xuncha.register.platform_sheet import CellFault
from xuncha.reports.table_files import XLSX
from xuncha.reports.words import clean_text
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import require_token
from xuncha.web.api.list_cursors import ListPart, cut_part, read_list_part
from xuncha.web.api.problems import ProblemError, Refusal
from xuncha.web.api.register_shapes import (
    CellProblem,
    ImportCounts,
    ImportMending,
    ImportRow,
    ImportRows,
    ImportState,
)
from xuncha.web.api.routes.document_routes import FILES
from xuncha.web.deciding.uploads import limit_body
from xuncha.web.import_drafts import ImportDraft
from xuncha.web.platform_imports import (
    CheckedImport,
    check_import,
    drop_draft,
    find_import,
    hold_import,
    keep_mended,
    list_import_keys,
    register_import,
    write_import_template,
)
from xuncha.web.rendering import say_words
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["imports"])
Registrar = Annotated[Visitor, Depends(require_token(Right.REGISTER))]
Part = Annotated[ListPart, Depends(read_list_part)]
ImportId = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,40}$", description="of a list of one's own")]
Read = Annotated[str, Header(max_length=400, description="the ETag of the list as it was read")]
WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("/imports/template.xlsx", responses=WORKBOOK, response_class=Response)
async def send_import_template(visitor: Registrar) -> Response:
    """A workbook with the columns of a list, what each takes, and an example, in the language asked for."""
    return Response(await write_import_template(Lang(visitor.lang)), media_type=XLSX)


@router.post("/imports", status_code=201, response_model=ImportState, openapi_extra=FILES)
async def send_list(
    request: Request, _: Annotated[None, Depends(limit_body)], visitor: Registrar, key: IdempotencyKey
) -> JSONResponse:
    """Send a list of platforms, .xlsx or .csv, in the field ``file`` of a form. It is read and checked; nothing is registered by it."""
    web = get_state(request)

    async def work() -> Answer:
        file = (await request.form()).get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise Refusal(422, "input")
        id = await hold_import(web, visitor, await file.read(web.settings.upload.mb * 1_000_000 + 1), file.filename)
        draft = await find_import(web, visitor, id)
        made = await _show(web, visitor, id, draft)
        return Answer(made, 201, {"ETag": f'"{draft.state}"', "Location": f"/api/v1/imports/{id}"})

    return await answer_once(request, visitor, key, work)


@router.get("/imports/{id}")
async def show_list(request: Request, visitor: Registrar, id: ImportId, response: Response) -> ImportState:
    """A list of one's own that is not registered yet, checked against the register as it is now."""
    web = get_state(request)
    draft = await find_import(web, visitor, id)
    response.headers["ETag"] = f'"{draft.state}"'
    return await _show(web, visitor, id, draft)


@router.get("/imports/{id}/rows")
async def list_import_rows(
    request: Request, visitor: Registrar, id: ImportId, part: Part, response: Response,
    what: Annotated[Literal["new", "changed", "same", "wrong"] | None, Query(description="rows of that kind alone")] = None,
) -> ImportRows:  # fmt: skip
    """The rows of a list, each with what it would do and every cell of it that is wrong."""
    web, after = get_state(request), part.number()
    draft = await find_import(web, visitor, id)
    response.headers["ETag"] = f'"{draft.state}"'
    rows = _list_rows(draft, await check_import(web, visitor, draft))
    found = [row for row in rows if row.row > after and what in (None, row.what)][: part.limit + 1]
    shown, next = cut_part(found, part, lambda row: (row.row,))
    return ImportRows(list(shown), next)


@router.patch("/imports/{id}")
async def mend_list(
    request: Request, visitor: Registrar, id: ImportId, if_match: Read, said: ImportMending, response: Response
) -> ImportState:
    """Write cells of a list anew and leave rows out. 412 where it was mended otherwise meanwhile."""
    web = get_state(request)
    draft = await find_import(web, visitor, id)
    _compare_state(draft, if_match)
    keys, many = list_import_keys(), len(draft.rows)
    wrong = [f"cells/{at}" for at, cell in enumerate(said.cells) if cell.row > many or cell.key not in keys]
    wrong += [f"leave_out/{at}" for at, row in enumerate(said.leave_out) if row > many]
    if wrong:
        raise Refusal(422, "input", tuple(_name_wrong(at) for at in wrong))
    draft = draft.mend({(cell.row - 1, cell.key): clean_typed_text(cell.value) for cell in said.cells})
    for row in sorted(set(said.leave_out), reverse=True):
        draft = draft.leave_out(row - 1)
    kept = await keep_mended(web, draft)
    if kept is None:  # between the two looks
        raise Refusal(412, "state", headers={"ETag": f'"{(await find_import(web, visitor, id)).state}"'})
    draft = kept
    response.headers["ETag"] = f'"{draft.state}"'
    return await _show(web, visitor, id, draft)


@router.delete("/imports/{id}", status_code=204)
async def drop_list(request: Request, visitor: Registrar, id: ImportId) -> Response:
    """Give a list up; nothing of it is registered."""
    web = get_state(request)
    await drop_draft(web, await find_import(web, visitor, id))
    return Response(status_code=204)


@router.post("/imports/{id}/registrations", response_model=ImportCounts)
async def register_list(
    request: Request, visitor: Registrar, id: ImportId, key: IdempotencyKey, if_match: Read
) -> JSONResponse:
    """Register all rows that can be; ``wrong`` ones are left out. The list is over with it."""
    web = get_state(request)

    async def work() -> Answer:
        draft = await find_import(web, visitor, id)
        _compare_state(draft, if_match)
        checked = await check_import(web, visitor, draft)
        await register_import(web, visitor, draft, checked)
        await drop_draft(web, draft)
        return Answer(_count(checked))

    return await answer_once(request, visitor, key, work)


def _compare_state(draft: ImportDraft, given: str) -> None:
    """Raises Refusal."""
    named = {part.strip().removeprefix("W/").strip('"') for part in given.split(",")}
    if given.strip() != "*" and draft.state not in named:
        raise Refusal(412, "state", headers={"ETag": f'"{draft.state}"'})


async def _show(web: WebState, visitor: Visitor, id: str, draft: ImportDraft) -> ImportState:
    return ImportState(
        id, clean_text(draft.name), draft.kept.digest, draft.find_end(web.settings.upload), f"{web.app_origin}/platforms/import/{id}",
        _count(await check_import(web, visitor, draft)), _list_problems(draft.columns), draft.state,
    )  # fmt: skip


def _count(checked: CheckedImport) -> ImportCounts:
    return ImportCounts(checked.count("new"), checked.count("changed"), checked.count("same"), len(checked.bad))


def _list_rows(draft: ImportDraft, checked: CheckedImport) -> list[ImportRow]:
    told: dict[int, tuple[str, tuple[CellFault, ...]]] = {at: (what, ()) for at, _, what in checked.good}
    told |= {at: ("wrong", faults) for at, faults in checked.bad}
    return [
        ImportRow(at + 1, told[at][0], {key: clean_text(word) for key, word in row.said.items()}, _list_problems(told[at][1]))
        for at, row in enumerate(draft.rows)
    ]  # fmt: skip


def _list_problems(faults: Iterable[CellFault]) -> list[CellProblem]:
    return [
        CellProblem(clean_text(fault.place), fault.key, clean_text(fault.text.zh), clean_text(fault.text.en))
        for fault in faults
    ]


def _name_wrong(at: str) -> ProblemError:
    return ProblemError(at, say_words("zh", "problems.field.no_cell"), say_words("en", "problems.field.no_cell"))
