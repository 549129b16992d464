"""The register: searched, one platform, added, changed, paused, audited at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, create_model

from storage.audit_list import AuditPlace, list_audits_after
from storage.db.people_tables import clean_typed_text
from storage.jobs.job_lines import load_job_line
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import Seeing, require_token
from xuncha.web.api.audit_shapes import AuditList
from xuncha.web.api.list_cursors import ListPart, cut_part, read_list_part
from xuncha.web.api.problems import Refusal
from xuncha.web.api.shapes import JobFacts, PlatformFacts, PlatformList
from xuncha.web.api.shown_facts import show_audit, show_job_facts, show_platform_facts
from xuncha.web.entrance import RowNumber
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.register_changes import (
    NOT_FROM_HERE,
    change_fields,
    change_platform_state,
    find_platform,
    list_open_columns,
    register_fields,
    request_platform_audit,
    write_out_fields,
)
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.blind_reading import list_hidden_subjects
from xuncha.web.views.city.platform_list import PlatformQuery, search_platforms
from xuncha.web.views.city.platform_story import list_blind_platforms
from xuncha.web.views.kept_views import load_seen_lines
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["platforms"])
Registrar = Annotated[Visitor, Depends(require_token(Right.REGISTER))]
Asker = Annotated[Visitor, Depends(require_token(Right.AUDIT))]
Part = Annotated[ListPart, Depends(read_list_part)]
Words = Annotated[str, Query(max_length=200)]
Changes = Literal["pause", "resume", "remove"]


def _make_model(name: str, about: str, leave_out: tuple[str, ...], needs: tuple[str, ...]) -> type[BaseModel]:
    """A body of the register's columns, each with the words that the sheet of platforms takes there."""
    word = Annotated[str, Field(max_length=4000)]
    keys = [str(column["key"]) for column in list_open_columns()]
    fields: dict[str, Any] = {
        key: (word, ...) if key in needs else (word | None, None) for key in keys if key not in leave_out
    }
    return create_model(name, __doc__=about, __config__=ConfigDict(extra="forbid"), **fields)


NewPlatform = _make_model(
    "NewPlatform", "A platform to register, in the words that the sheet of platforms takes.", ("private",), ("url",)
)
ChangedPlatform = _make_model(
    "ChangedPlatform", "What to change of a platform; what is left out stays as it is.", NOT_FROM_HERE, ()
)


@router.get("/platforms")
async def list_platform_facts(
    request: Request, visitor: Seeing, part: Part, q: Words = "", district: Words = "", tag: Words = "", batch: Words = "",
    state: Words = "", seen: Words = "", due: Words = "", red: Words = "",
) -> PlatformList:  # fmt: skip
    """Registered platforms, in the order they were added. ``q``: words all of which must be found; the other filters are the page's."""
    web, after = get_state(request), part.number()
    known = await load_seen_lines(web, visitor, Right.SEE)
    rest = sorted((line for line in known.lines if line.known.id > after), key=lambda line: line.known.id)
    query = PlatformQuery(q.strip(), district, tag, batch, state, seen, due, red)
    by_id = {line.known.id: line for line in rest}
    rows = search_platforms(rest, query, web.now(), part.limit + 1).rows
    shown, next = cut_part(rows, part, lambda row: (row.id,))
    return PlatformList([show_platform_facts(by_id[row.id], web.now(), known.blind) for row in shown], next)


@router.post("/platforms", status_code=201, response_model=PlatformFacts)
async def register_platform(
    request: Request, visitor: Registrar, key: IdempotencyKey,
    said: Annotated[NewPlatform, Body()],  # type: ignore[valid-type]  # made of the register's columns
) -> JSONResponse:  # fmt: skip
    """Register a platform; 200 where it is registered already, which then stays as it is."""
    web = get_state(request)

    async def work() -> Answer:
        line, new = await register_fields(web, visitor, _read(said))
        return Answer(await _whole(web, visitor, line), 201 if new else 200, {"ETag": f'"{_version(line)}"'})

    return await answer_once(request, visitor, key, work)


@router.get("/platforms/{id}")
async def show_platform_whole(request: Request, visitor: Seeing, id: RowNumber, response: Response) -> PlatformFacts:
    """One platform, with all that is registered of it in ``fields``."""
    web = get_state(request)
    line = await find_platform(web, visitor, id, Right.SEE)
    response.headers["ETag"] = f'"{_version(line)}"'
    return await _whole(web, visitor, line)


@router.patch("/platforms/{id}")
async def change_platform(
    request: Request, visitor: Registrar, id: RowNumber, response: Response,
    said: Annotated[ChangedPlatform, Body()],  # type: ignore[valid-type]  # made of the register's columns
    if_match: Annotated[str, Header(max_length=400, description="the ETag of the platform as it was read")],
) -> PlatformFacts:  # fmt: skip
    """Change a platform. What somebody else changed meanwhile is not written over: 412."""
    web = get_state(request)
    line = await find_platform(web, visitor, id, Right.REGISTER)
    if if_match.strip() not in ("*", f'"{_version(line)}"'):
        raise Refusal(412, "state", headers={"ETag": f'"{_version(line)}"'})
    await change_fields(web, visitor, line, {**await write_out_fields(web, line), **_read(said)})
    line = await find_platform(web, visitor, id, Right.REGISTER)
    response.headers["ETag"] = f'"{_version(line)}"'
    return await _whole(web, visitor, line)


@router.post("/platforms/{id}/audits", status_code=202, response_model=JobFacts)
async def audit_platform_now(request: Request, visitor: Asker, id: RowNumber, key: IdempotencyKey) -> JSONResponse:
    """Have a platform audited at once; one that waits is moved to the front, one that runs serves."""
    web = get_state(request)

    async def work() -> Answer:
        line = await find_platform(web, visitor, id, Right.AUDIT)
        return await begin_audit(web, visitor, line)

    return await answer_once(request, visitor, key, work)


@router.get("/platforms/{id}/audits")
async def list_audits_of_platform(request: Request, visitor: Seeing, id: RowNumber, part: Part) -> AuditList:
    """The audits of one platform, newest first."""
    web, after = get_state(request), part.moment(2)
    line = await find_platform(web, visitor, id, Right.SEE)
    place = None if after is None else AuditPlace(after[0], *after[1])
    found = await list_audits_after(web.store, place, part.limit + 1, (line.known.registration.url,))
    shown, next = cut_part(found, part, list_place)
    hidden = await list_hidden_subjects(web, visitor, {audit.visit: line.scopes for audit in shown})
    return AuditList([show_audit(audit, audit.visit in hidden) for audit in shown], next)


@router.post("/platforms/{id}/{change}", response_model=PlatformFacts)
async def change_registration(
    request: Request, visitor: Registrar, id: RowNumber, change: Changes,
    key: IdempotencyKey,
) -> JSONResponse:  # fmt: skip
    """Pause a platform, resume it, or take it off the register; its history stays."""
    web = get_state(request)

    async def work() -> Answer:
        line = await find_platform(web, visitor, id, Right.REGISTER)
        await change_platform_state(web, visitor, line, change)
        after = (await web.load_overview()).find_line(id)
        return Answer(await _whole(web, visitor, after or line))

    return await answer_once(request, visitor, key, work)


async def begin_audit(web: WebState, visitor: Visitor, line: PlatformLine) -> Answer:
    """Ask for an audit; the answer is its job, and where to follow it."""
    job = await request_platform_audit(web, visitor, line.known)
    made = await load_job_line(web.store, job.id)
    assert made is not None
    return Answer(show_job_facts(made, web.now()), 202, {"Location": f"/api/v1/jobs/{job.id}"})


def list_place(listed: Any) -> tuple[object, ...]:
    """The fields of the cursor that names an audit of a list."""
    place = AuditPlace.of(listed)
    return place.at, place.visit, place.audit


def _read(said: Any) -> dict[str, str]:
    given = said.model_dump(exclude_none=True)
    return {key: clean_typed_text(value) for key, value in given.items()}


def _version(line: PlatformLine) -> str:
    return line.known.changed_at.isoformat()


async def _whole(web: WebState, visitor: Visitor, line: PlatformLine) -> PlatformFacts:
    blind = await list_blind_platforms(web, visitor, (line,))
    return show_platform_facts(line, web.now(), blind, await write_out_fields(web, line))
