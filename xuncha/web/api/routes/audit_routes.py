"""Audits: listed, the latest of each platform, one as it stands, its items and findings, its whole record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import ColumnElement

from storage.audit_list import AuditPlace, list_audits_after, select_listed_audits
from storage.db.people_tables import clean_typed_text
from storage.db.tables import AuditRow
from storage.people.user_accounts import EVERYTHING
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import Seeing, require_token
from xuncha.web.api.audit_shapes import AuditList, AuditState, FindingList, ItemList
from xuncha.web.api.list_cursors import ListPart, cut_part, read_list_part
from xuncha.web.api.openapi_document import SHIPPED
from xuncha.web.api.record_work import fetch_record
from xuncha.web.api.routes.platform_routes import begin_audit, list_place
from xuncha.web.api.seen_audit import SeenAudit, load_seen, refuse_blind
from xuncha.web.api.shapes import AuditWish, FindingRecord, ItemRecord, JobFacts
from xuncha.web.api.shown_facts import show_audit
from xuncha.web.platform_scopes import map_scopes
from xuncha.web.register_changes import find_or_register, find_registered
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.blind_reading import list_hidden_subjects
from xuncha.web.security.scopes import holds_everywhere, keep_allowed, keep_in_scope
from xuncha.web.views.audit_overview import AuditFilter, build_audit_overview
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["audits"])
Asker = Annotated[Visitor, Depends(require_token(Right.AUDIT))]
Part = Annotated[ListPart, Depends(read_list_part)]
AuditId = Annotated[
    str, Path(pattern="^[0-9a-f]{1,32}$", description="the first letters of an audit's id, or of its visit's")
]
Words = Annotated[str, Query(max_length=200)]
RECORD: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"schema": {SHIPPED: "audit"}}}}}


@router.post("/audits", status_code=202, response_model=JobFacts)
async def audit_address(request: Request, visitor: Asker, key: IdempotencyKey, wish: AuditWish) -> JSONResponse:
    """Audit an address at once, registered without a schedule where it is not yet. It goes through the gate as any audit does."""
    web = get_state(request)

    async def work() -> Answer:
        known = await find_or_register(web, visitor, wish.url, wish.name)
        line = await find_registered(web, known.registration.url)
        assert line is not None
        return await begin_audit(web, visitor, line)

    return await answer_once(request, visitor, key, work)


@router.get("/audits")
async def list_all_audits(
    request: Request, visitor: Seeing, part: Part, url: Annotated[str, Query(max_length=2000)] = ""
) -> AuditList:
    """All audits in scope, those of one address where it is named; newest first."""
    web, after = get_state(request), part.moment(2)
    place = None if after is None else AuditPlace(after[0], *after[1])
    urls = await _list_urls(web, visitor) if not url else [clean_typed_text(url)]
    found = await list_audits_after(web.store, place, part.limit + 1, urls)
    found = await keep_in_scope(web.store, visitor, Right.SEE, found, lambda row: row.url)
    shown, next = cut_part(found, part, list_place)
    scopes = await map_scopes(web.store, (audit.url for audit in shown))
    hidden = await list_hidden_subjects(web, visitor, {audit.visit: scopes[audit.url] for audit in shown})
    return AuditList([show_audit(audit, audit.visit in hidden) for audit in shown], next)


@router.get("/audits/latest")
async def list_latest_audits(
    request: Request, visitor: Seeing, part: Part, district: Words = "", tag: Words = ""
) -> AuditList:
    """The judgement that counts of each registered platform that has one, in the order the platforms were added."""
    web, after = get_state(request), part.number()
    lines = keep_allowed((await web.load_overview()).lines, visitor, Right.SEE)
    wanted = sorted(
        (
            line
            for line in lines
            if line.head is not None
            and line.known.id > after
            and district in ("", line.known.registration.district)
            and (not tag or tag in line.known.registration.tags)
        ),
        key=lambda line: line.known.id,
    )[: part.limit + 1]
    shown, next = cut_part(wanted, part, lambda line: (line.known.id,))
    heads = [line.head.audit for line in shown if line.head is not None]
    own: ColumnElement[bool] = AuditRow.id.in_(heads)
    found = {audit.id: audit for audit in await select_listed_audits(web.store, own, limit=None)}
    blind = {line.head.visit: line.scopes for line in shown if line.head is not None}
    hidden = await list_hidden_subjects(web, visitor, blind)
    return AuditList([show_audit(found[id], found[id].visit in hidden) for id in heads if id in found], next)


@router.get("/audits/{id}")
async def show_audit_state(request: Request, visitor: Seeing, id: AuditId, response: Response) -> AuditState:
    """One audit as it stands; its ETag names the state of its decisions."""
    web = get_state(request)
    seen = await load_seen(web, visitor, id)
    seen.mark(response)
    over = build_audit_overview(seen.data, web.rules.standard, AuditFilter())
    return AuditState(
        show_audit(seen.data.listed), seen.current.id, over.stage, dict(over.tally), over.waiting, over.decided,
        [dict(red_line) for red_line in over.red_lines], [dict(gap) for gap in seen.data.gaps], seen.state,
    )  # fmt: skip


@router.get("/audits/{id}/items")
async def list_items(
    request: Request, visitor: Seeing, id: AuditId, part: Part, response: Response, verdict: Words = "", chapter: Words = "",
    needs: Annotated[bool, Query(description="those that wait for a person alone")] = False,
) -> ItemList:  # fmt: skip
    """The items of an audit, as in audit.json."""
    web = get_state(request)
    seen = await load_seen(web, visitor, id)
    seen.mark(response)
    over = build_audit_overview(seen.data, web.rules.standard, AuditFilter(verdict, chapter, needs=needs))
    items = [line.item for chapter_lines in over.chapters for line in chapter_lines.shown]
    shown, next = _cut(items, part, "item")
    return ItemList([dict(row) for row in shown], next)


@router.get("/audits/{id}/items/{item}", response_model=ItemRecord)
async def show_item(request: Request, visitor: Seeing, id: AuditId, item: str, response: Response) -> Any:
    """One item of an audit."""
    seen = await load_seen(get_state(request), visitor, id)
    seen.mark(response)
    return dict(find_item(seen, item))


@router.get("/audits/{id}/findings")
async def list_findings(
    request: Request,
    visitor: Seeing,
    id: AuditId,
    part: Part,
    probe: Words = "",
    device: Words = "",
    outcome: Words = "",
) -> FindingList:
    """The answers of the probes, as in audit.json."""
    seen = await load_seen(get_state(request), visitor, id)
    asked = {"probe": probe, "device": device, "outcome": outcome}
    found = [
        finding
        for finding in seen.data.findings.values()
        if all(not value or str(finding[key]) == value for key, value in asked.items())
    ]
    shown, next = _cut(found, part, "id")
    return FindingList([dict(row) for row in shown], next)


@router.get("/audits/{id}/findings/{finding}", response_model=FindingRecord)
async def show_finding(request: Request, visitor: Seeing, id: AuditId, finding: str) -> Any:
    """One answer of a probe."""
    seen = await load_seen(get_state(request), visitor, id)
    if finding not in seen.data.findings:
        raise HTTPException(404)
    return dict(seen.data.findings[finding])


@router.get("/audits/{id}/record", responses=RECORD, response_model=None)
async def show_record(request: Request, visitor: Seeing, id: AuditId) -> Response:
    """The whole record, audit.json, of a judgement as it is stored. Refused to who is to decide blindly what others have decided."""
    web = get_state(request)
    seen = await load_seen(web, visitor, id)
    refuse_blind(seen.live)
    return Response(await fetch_record(web, seen.data.listed.id), media_type="application/json")


def find_item(seen: SeenAudit, item: str) -> Any:
    """The item of that id. Raises 404."""
    if item not in seen.data.items:
        raise HTTPException(404)
    return seen.data.items[item]


def _cut(rows: Sequence[Any], part: ListPart, key: str) -> tuple[Sequence[Any], str | None]:
    """The part of a list that is at hand as a whole: what comes after the row that the cursor names."""
    name = part.name()
    at = next((place + 1 for place, row in enumerate(rows) if row[key] == name), 0) if name else 0
    return cut_part(rows[at : at + part.limit + 1], part, lambda row: (row[key],))


async def _list_urls(web: WebState, visitor: Visitor) -> list[str] | None:
    """The addresses that may be in scope; None where all are."""
    if holds_everywhere(visitor, Right.SEE):
        return None
    lines = keep_allowed((await web.load_overview()).lines, visitor, Right.SEE)
    named = {*visitor.scopes_of(Right.SEE), visitor.only} - {
        EVERYTHING
    }  # a scope may be the address of one not registered
    return sorted({*(line.known.registration.url for line in lines), *named})
