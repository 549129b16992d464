"""Deciding one subject: the column as a page of its own, what is said there, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from storage.audit_list import ListedAudit
from storage.people.action_log import add_action
from storage.people.work.drafts import StaleDraft, take_back_draft
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.deciding.decision_column import list_subjects, load_decision_column
from xuncha.web.deciding.live_audit import LiveAudit, load_live_audit
from xuncha.web.deciding.past_acts import RESOLVED
from xuncha.web.deciding.said_word import (
    TYPED,
    Subject,
    address_subject,
    find_subject_named,
    read_fields,
    strip_stamp,
)  # fmt: skip
from xuncha.web.deciding.settling import say_word
from xuncha.web.deciding.subject_evidence import list_subject_evidence
from xuncha.web.deciding.word_check import WordFault, WordRefused, check_word
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.security.separation import Act
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
Seeing = Annotated[Visitor, Depends(require_right(Right.SEE))]
Deciding = Annotated[Visitor, Depends(require_right(Right.DECIDE))]
Resolving = Annotated[Visitor, Depends(require_right(Right.RESOLVE))]


@router.get("/audits/{id}/decide/{subject}")
async def show_decision(request: Request, visitor: Seeing, id: str, subject: str) -> Response:
    """The column alone, with what it rests on in words."""
    state, listed, about = await find_subject_in_scope(request, visitor, id, subject, Right.SEE)
    return await _show(request, state, visitor, listed, about)


@router.get("/audits/{id}/next")
async def lead_to_next(request: Request, visitor: Seeing, id: str) -> Response:
    """To the subject that is worth most a minute, on the page that shows its evidence."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, Right.SEE)
    listed = await find_audit_in_scope(state, visitor, listed.visit, Right.SEE)
    order = list_subjects(state, await load_live_audit(state, visitor, listed))
    line = next((line for line in order if line.open), order[0])
    return RedirectResponse(address_subject(listed.visit, Subject(line.kind, line.id), "items"), 303)


@router.post("/audits/{id}/decide/{subject}")
async def say_decision(request: Request, visitor: Deciding, id: str, subject: str) -> Response:
    """Take a word, and lead on to the next open subject."""
    return await _take(request, visitor, id, subject, Right.DECIDE)


@router.post("/audits/{id}/resolve/{subject}")
async def say_resolution(request: Request, visitor: Resolving, id: str, subject: str) -> Response:
    """Take the word of the third reader, who settles what two others decided too differently. 403 where nothing is to be settled."""
    return await _take(request, visitor, id, subject, Right.RESOLVE)


@router.post("/audits/{id}/undo/{subject}")
async def take_back(request: Request, visitor: Seeing, id: str, subject: str) -> Response:
    """Take a word back while it may be, and lead to its form, which still says it."""
    state, listed, about = await find_subject_in_scope(request, visitor, id, subject, Right.SEE)
    draft = await take_back_draft(state.store, listed.visit, about.id, visitor.account.id, state.now())
    if draft is None:
        raise HTTPException(409, "changed")
    await add_action(
        state.store, state.now(), visitor.actor, "take_back", f"visit:{listed.visit}", {"subject": about.id}
    )
    form = await request.form()
    return RedirectResponse(address_subject(listed.visit, about, str(form.get("page", ""))), 303)


async def find_subject_in_scope(
    request: Request, visitor: Visitor, id: str, subject: str, right: Right
) -> tuple[WebState, ListedAudit, Subject]:
    """The audit that counts now of the visit that ``id`` names, and the subject. Raises NotFound, Ambiguous, 403, 404."""
    state = get_state(request)
    listed = await find_audit_in_scope(state, visitor, id, right)
    listed = await find_audit_in_scope(state, visitor, listed.visit, right)  # words are said on the audit that counts
    about = find_subject_named(state.rules.standard, subject)
    if about is None or listed.audit is None:
        raise HTTPException(404)
    return state, listed, about


async def _take(request: Request, visitor: Visitor, id: str, subject: str, right: Right) -> Response:
    state, listed, about = await find_subject_in_scope(request, visitor, id, subject, right)
    form = await request.form()
    live = await load_live_audit(state, visitor, listed)
    if right is Right.RESOLVE and not _is_apart(live, about):
        raise HTTPException(403, "right")
    body = read_fields(form, state.settings.deciding.reason_letters)
    version = int(said) if (said := str(form.get("version", "0"))).isdecimal() else 0
    page = str(form.get("page", ""))
    given: dict[str, Any] = {"body": body, "version": version, "page": page}
    act = Act.RESOLVE if right is Right.RESOLVE else Act.DECIDE
    try:
        checked = await check_word(state, visitor, listed, about, live, body, act)
    except WordRefused as refused:
        told = tuple({"zh": text.zh, "en": text.en} for text in refused.texts)
        given |= {
            "body": refused.body,
            **({"doubts": told} if refused.fault is WordFault.DOUBTS else {"fault": told[0]}),
        }
        status = 409 if refused.fault in (WordFault.RULES, WordFault.ROLES) else 422
        return await _refuse(request, visitor, listed, about, live, status, **given)
    word, stamp, after = checked.word, checked.stamp, checked.after
    body = dict(checked.body)
    given["body"] = body
    try:
        await say_word(state, visitor, about.id, version, body, stamp)
    except StaleDraft as stale:
        if (
            _typed(stale.known.body) == _typed(body) and stale.known.due_at is None
        ):  # kept by this very page a moment ago
            await say_word(state, visitor, about.id, stale.known.version, body, stamp)
        else:
            given["version"] = stale.known.version
            other = strip_stamp(stale.known.body)
            return await _refuse(request, visitor, listed, about, live, 409, **given, other=other)
    if checked.act is Act.RESOLVE:
        detail = {"subject": about.id, "assessor": word.assessor}
        await add_action(state.store, state.now(), visitor.actor, RESOLVED, f"visit:{listed.visit}", detail)
    return RedirectResponse(_next(state, after, listed, about, page), 303)


def _next(state: WebState, live: LiveAudit, listed: ListedAudit, about: Subject, page: str) -> str:
    """The next open subject after this one, this one itself where none is open."""
    order = list_subjects(state, live)
    at = next((place for place, line in enumerate(order) if line.id == about.id), 0)
    left = next((line for line in (*order[at:], *order[:at]) if line.open and line.id != about.id), None)
    return address_subject(listed.visit, Subject(left.kind, left.id) if left else about, page)


def _typed(body: Mapping[str, str]) -> dict[str, str]:
    return {name: body[name] for name in TYPED if name != "value" and body.get(name)}


def _is_apart(live: LiveAudit, about: Subject) -> bool:
    """Whether two assessors differ so far that a third is to settle it, or a red line or flag is in dispute."""
    if about.kind is WorksheetKind.ITEM:
        return live.data.items[about.id]["reason"] == "assessors_apart" or about.id in live.own
    return True


async def _refuse(
    request: Request, visitor: Visitor, listed: ListedAudit, about: Subject, live: LiveAudit, status: int,
    **given: Any,
) -> Response:  # fmt: skip
    """The column again with what was typed; nothing is lost."""
    return await _show(request, get_state(request), visitor, listed, about, live, status, **given)


def _words(state: WebState) -> dict[str, dict[str, str]]:
    return {name.value: {"zh": said.zh, "en": said.en} for name, said in state.rules.standard.verdicts.items()}


async def _show(
    request: Request, state: WebState, visitor: Visitor, listed: ListedAudit, about: Subject,
    live: LiveAudit | None = None, status: int = 200, **given: Any,
) -> Response:  # fmt: skip
    live = live or await load_live_audit(state, visitor, listed)
    view = await load_decision_column(request, visitor, listed, about, live, **given)
    order = list_subjects(state, live)
    return render_page(
        request, visitor, "decide.html.j2", status, listed=listed, data=live.data, deciding=view, order=order,
        line=next(line for line in order if line.id == about.id),
        evidence=list_subject_evidence(state, live.data, about), verdicts=_words(state),
    )  # fmt: skip
