"""The register: searched, one platform with its history, added, changed, paused, audited at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from probes.finding import Text
from storage.platforms import load_batches
from xuncha.register.platform_rows import load_platform_table
from xuncha.web.entrance import require_right
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.private_consent import change_private_consent, may_be_consented_to
from xuncha.web.register_changes import (
    CHANGES,
    NOT_FROM_HERE,
    FieldsRefused,
    change_fields,
    change_platform_state,
    find_platform,
    list_open_columns,
    register_fields,
    request_platform_audit,
    write_out_fields,
)
from xuncha.web.rendering import render_page, render_row
from xuncha.web.security.access import Right, Visitor
from xuncha.web.views.city.platform_history import draw_heat, pick_answers
from xuncha.web.views.city.platform_list import read_query, search_platforms, show_platform
from xuncha.web.views.city.platform_story import (
    hide_standings,
    load_story,
)
from xuncha.web.views.kept_views import load_seen_lines, load_spread
from xuncha.web.views.sheets.platform_sheets import build_register_sheets, build_story_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.web_state import get_state

router = APIRouter()
Seer = Annotated[Visitor, Depends(require_right(Right.SEE))]
Registrar = Annotated[Visitor, Depends(require_right(Right.REGISTER))]
Consenter = Annotated[Visitor, Depends(require_right(Right.CONSENT, proof=True))]
Asker = Annotated[Visitor, Depends(require_right(Right.AUDIT))]
AUDITS = 24  # of a platform, shown over time
EVENTS = 60


@router.get("/platforms")
async def list_platforms(request: Request, visitor: Seer, edit: int = 0) -> Response:
    """The register, as far as it is in scope; one row of it as a form where it is to be edited."""
    state = get_state(request)
    seen = await load_seen_lines(state, visitor, Right.SEE)
    query = read_query(request.query_params)
    found = search_platforms(seen.lines, query, state.now(), state.settings.pages.rows)
    table, at = load_platform_table(), query.write_query() if visitor.may(Right.REGISTER) else None
    rows = [
        (row, render_row(
            state, visitor.lang, "platform_row.html.j2", row, at, row.id in seen.blind, table["states"][row.state][visitor.lang],
        ))
        for row in found.rows
    ]  # fmt: skip
    return render_page(
        request, visitor, "platforms.html.j2", found=found, rows=rows, asked=query, many=len(seen.lines), edit=edit,
        pending=seen.snapshot.pending, table=table, columns=list_open_columns(),
    )  # fmt: skip


@router.get("/platforms.xlsx")
async def save_platforms(request: Request, visitor: Seer) -> Response:
    """All that the same filter finds, as a workbook."""
    state = get_state(request)
    seen = await load_seen_lines(state, visitor, Right.SEE)
    found = search_platforms(seen.lines, read_query(request.query_params), state.now(), max(len(seen.lines), 1))
    sheets = build_register_sheets(found.rows, load_platform_table()["states"], speak_for(visitor))
    return await send_workbook(request, sheets, "platforms")


@router.get("/platforms/new")
async def show_new(request: Request, visitor: Registrar, url: str = "") -> Response:
    """The form of a platform that is added."""
    return _form(request, visitor, {"url": url[:2000]}, {}, None)


@router.post("/platforms/new")
async def add_one(request: Request, visitor: Registrar) -> Response:
    """Register one platform; one that is registered already is changed on its own page."""
    state = get_state(request)
    said = _read_form(dict(await request.form()), ("private",))
    try:
        made, _ = await register_fields(state, visitor, said)
    except FieldsRefused as refused:
        return _form(request, visitor, said, refused.faults, None, status=422)
    return RedirectResponse(f"/platforms/{made.known.id}", 303)


@router.get("/platforms/{id:int}")
async def show_one(request: Request, visitor: Seer, id: int) -> Response:
    """One platform: its place, consents, items over time, and what happened."""
    state = get_state(request)
    line = await find_platform(state, visitor, id, Right.SEE)
    snapshot = await state.load_overview()
    story = await load_story(state, visitor, line, AUDITS, EVENTS)
    outlines, blind = story.outlines, story.is_blind(line)
    (row,) = hide_standings((show_platform(line, state.now()),), frozenset({id} if blind else ()))
    heat = draw_heat(state.rules.standard, outlines)
    verdicts = tuple(
        (name.value, said.zh if visitor.lang == "zh" else said.en)
        for name, said in state.rules.standard.verdicts.items()
    )
    batches = await load_batches(state.store) if line.known.registration.batch else {}
    return render_page(
        request, visitor, "platform.html.j2", line=line, row=row, known=line.known.registration, hidden=story.hidden, blind=blind,
        batch=batches.get(line.known.registration.batch), heat=heat, outlines=outlines,
        heat_rows=[render_row(state, visitor.lang, "heat_row.html.j2", line_of_items, verdicts) for line_of_items in heat.rows],
        events=story.events, answers=pick_answers(snapshot.answers, id), bars=await load_spread(state, visitor),
        standard=state.rules.standard, open_jobs=story.going, may_register=visitor.may_for(Right.REGISTER, line.scopes),
        may_audit=visitor.may_for(Right.AUDIT, line.scopes), columns=list_open_columns(),
        may_consent=visitor.may_for(Right.CONSENT, line.scopes), proved=visitor.proved,
        consentable=may_be_consented_to(state, line.known.registration),
    )  # fmt: skip


@router.get("/platforms/{id:int}/history.xlsx")
async def save_history(request: Request, visitor: Seer, id: int) -> Response:
    """The same as a workbook."""
    state = get_state(request)
    line = await find_platform(state, visitor, id, Right.SEE)
    answers = pick_answers((await state.load_overview()).answers, id)
    story = await load_story(state, visitor, line, AUDITS, EVENTS)
    (row,) = hide_standings((show_platform(line, state.now()),), frozenset({id} if story.is_blind(line) else ()))
    words, states = speak_for(visitor), load_platform_table()["states"]
    sheets = build_story_sheets(row, story, answers, state.rules.standard, states, words)
    return await send_workbook(request, sheets, f"platform-{id}")


@router.get("/platforms/{id:int}/edit")
async def show_edit(request: Request, visitor: Registrar, id: int) -> Response:
    """The form of one platform."""
    state = get_state(request)
    line = await find_platform(state, visitor, id, Right.REGISTER)
    said = await write_out_fields(state, line)
    return _form(request, visitor, said, {}, line)


@router.post("/platforms/{id:int}/edit")
async def change_one(request: Request, visitor: Registrar, id: int) -> Response:
    """Change what the form names; what somebody else changed meanwhile is not written over."""
    state = get_state(request)
    line = await find_platform(state, visitor, id, Right.REGISTER)
    form = dict(await request.form())
    before = await write_out_fields(state, line)
    said = {**before, **_read_form(form, NOT_FROM_HERE)}
    if form.get("version") != line.known.changed_at.isoformat():
        return _form(request, visitor, said, {}, line, changed=before, status=409)
    try:
        await change_fields(state, visitor, line, said)
    except FieldsRefused as refused:
        return _form(request, visitor, said, refused.faults, line, status=422)
    back = str(form.get("back", ""))
    return RedirectResponse(f"/platforms?{back}" if back and "\n" not in back else f"/platforms/{id}", 303)


@router.post("/platforms/{id:int}/audit")
async def audit_one(request: Request, visitor: Asker, id: int) -> Response:
    """Have it audited at once."""
    state = get_state(request)
    line = await find_platform(state, visitor, id, Right.AUDIT)
    job = await request_platform_audit(state, visitor, line.known)
    return RedirectResponse(f"/runs/{job.id}", 303)


@router.post("/platforms/{id:int}/consent")
async def consent_to_private(
    request: Request, visitor: Consenter, id: int, why: Annotated[str, Form(max_length=400)],
    given: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Consent to its private address, or withdraw it. 403 for an address that was not named when the workbench was started."""
    state = get_state(request)
    line = await find_platform(state, visitor, id, Right.CONSENT)
    if given and not may_be_consented_to(state, line.known.registration):
        raise HTTPException(403, "right")
    if not why.strip():
        raise HTTPException(422)
    await change_private_consent(state, visitor, line, bool(given), why.strip())
    return RedirectResponse(f"/platforms/{id}#consents", 303)


@router.post("/platforms/{id:int}/{change}")
async def change_state(request: Request, visitor: Registrar, id: int, change: str) -> Response:
    """Pause it, resume it, or take it off the register; its history stays."""
    if change not in CHANGES:
        raise HTTPException(404)
    state = get_state(request)
    line = await find_platform(state, visitor, id, Right.REGISTER)
    await change_platform_state(state, visitor, line, change)
    return RedirectResponse("/platforms" if change == "remove" else f"/platforms/{id}", 303)


def _read_form(form: Mapping[str, object], kept: tuple[str, ...]) -> dict[str, str]:
    """The words of our columns in a form."""
    keys = [str(column["key"]) for column in list_open_columns()]
    return {key: str(form[key]) for key in keys if key in form and key not in kept}


def _form(
    request: Request, visitor: Visitor, said: dict[str, str], faults: Mapping[str, Text], line: PlatformLine | None, *,
    changed: dict[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    return render_page(
        request, visitor, "platform_form.html.j2", status, said=said, line=line, changed=changed,
        faults={key: {"zh": text.zh, "en": text.en} for key, text in faults.items()},
        columns=[column for column in list_open_columns() if line is None or column["key"] != "url"], table=load_platform_table(),
    )  # fmt: skip
