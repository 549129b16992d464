"""One's own drafts and everybody's remarks on a subject."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse

from storage.db.people_tables import clean_typed_text
from storage.people.action_log import add_action
from storage.people.work.comments import add_comment, list_comments
from storage.people.work.drafts import Draft, StaleDraft, keep_draft, list_drafts, load_draft, take_back_draft
from xuncha.reports.words import clean_text
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import Seeing
from xuncha.web.api.problems import Refusal
from xuncha.web.api.routes.audit_routes import AuditId
from xuncha.web.api.seen_audit import find_subject_for
from xuncha.web.api.work_shapes import DraftFacts, DraftList, DraftWords, RemarkFacts, RemarkList, RemarkWords
from xuncha.web.deciding.said_word import read_fields
from xuncha.web.security.access import Right
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.web_state import get_state

router = APIRouter(tags=["drafts"])
IfMatch = Annotated[str, Header(max_length=400, description="the ETag of the draft as it was read")]


@router.get("/audits/{id}/drafts")
async def list_own_drafts(request: Request, visitor: Seeing, id: AuditId) -> DraftList:
    """All that one has typed on a visit and that is no decision yet."""
    web = get_state(request)
    listed = await find_audit_in_scope(web, visitor, id, Right.SEE)
    return DraftList([_show(draft) for draft in await list_drafts(web.store, listed.visit, visitor.account.id)])


@router.get("/audits/{id}/drafts/{subject}")
async def show_draft(request: Request, visitor: Seeing, id: AuditId, subject: str, response: Response) -> DraftFacts:
    """One's own draft on an item, red line or flag; its version is 0 where none is kept."""
    web = get_state(request)
    listed, about = await find_subject_for(web, visitor, id, subject, Right.SEE)
    found = await load_draft(web.store, listed.visit, about.id, visitor.account.id)
    shown = _none(about.id) if found is None else _show(found)
    response.headers["ETag"] = f'"{shown.version}"'
    return shown


@router.put("/audits/{id}/drafts/{subject}")
async def keep_own_draft(
    request: Request, visitor: Seeing, id: AuditId, subject: str, if_match: IfMatch, words: DraftWords, response: Response
) -> DraftFacts:  # fmt: skip
    """Keep words over the version that was read. Where others were kept meanwhile, nothing is written over: 412."""
    web = get_state(request)
    listed, about = await find_subject_for(web, visitor, id, subject, Right.SEE)
    me = visitor.account.id
    known = await load_draft(web.store, listed.visit, about.id, me)
    present = known.version if known is not None else 0
    if if_match.strip() not in ("*", f'"{present}"'):
        raise _stale(present)
    typed = {
        "verdict": words.verdict, "reason": words.reason, "reference": words.reference,
        "value": "" if words.value is None else f"{words.value:.4g}",
    }  # fmt: skip
    body = read_fields(
        {name: clean_typed_text(word) for name, word in typed.items()}, web.settings.deciding.reason_letters
    )
    try:
        kept = await keep_draft(web.store, listed.visit, about.id, me, present, body, web.now())
    except StaleDraft as stale:
        raise _stale(stale.known.version) from stale
    response.headers["ETag"] = f'"{kept.version}"'
    return _show(kept)


@router.post("/audits/{id}/drafts/{subject}/undo", response_model=DraftFacts)
async def take_back_word(
    request: Request, visitor: Seeing, id: AuditId, subject: str, key: IdempotencyKey
) -> JSONResponse:
    """Take back a word that one said and that has not become a decision yet; 409 where it has, or none was said."""
    web = get_state(request)

    async def work() -> Answer:
        listed, about = await find_subject_for(web, visitor, id, subject, Right.SEE)
        draft = await take_back_draft(web.store, listed.visit, about.id, visitor.account.id, web.now())
        if draft is None:
            raise Refusal(409, "changed")
        detail = {"subject": about.id}
        await add_action(web.store, web.now(), visitor.actor, "take_back", f"visit:{listed.visit}", detail)
        return Answer(_show(draft), headers={"ETag": f'"{draft.version}"'})

    return await answer_once(request, visitor, key, work)


@router.get("/audits/{id}/remarks/{subject}")
async def list_remarks(request: Request, visitor: Seeing, id: AuditId, subject: str) -> RemarkList:
    """What people have remarked on a subject; never part of a record."""
    web = get_state(request)
    listed, about = await find_subject_for(web, visitor, id, subject, Right.SEE)
    return RemarkList([
        RemarkFacts(clean_text(comment.who), clean_text(comment.words), comment.at, clean_text(comment.view), clean_text(comment.box))
        for comment in await list_comments(web.store, listed.visit, about.id)
    ])  # fmt: skip


@router.post("/audits/{id}/remarks/{subject}", status_code=201, response_model=RemarkList)
async def add_remark(
    request: Request, visitor: Seeing, id: AuditId, subject: str, key: IdempotencyKey, said: RemarkWords
) -> JSONResponse:
    """Add a remark; answers all of them."""
    web = get_state(request)

    async def work() -> Answer:
        listed, about = await find_subject_for(web, visitor, id, subject, Right.SEE)
        words = clean_typed_text(said.words, web.settings.deciding.comment_letters)
        place = {"view": clean_typed_text(said.view), "box": clean_typed_text(said.box)}
        await add_comment(web.store, listed.visit, about.id, visitor.account.id, words, web.now(), **place)
        detail = {"subject": about.id}
        await add_action(web.store, web.now(), visitor.actor, "remark", f"visit:{listed.visit}", detail)
        return Answer(await list_remarks(request, visitor, id, subject), 201)

    return await answer_once(request, visitor, key, work)


def _show(draft: Draft) -> DraftFacts:
    body, value = draft.body, draft.body.get("value", "")
    return DraftFacts(
        draft.subject, draft.version, body.get("verdict", ""), _read_value(value), body.get("reason", ""),
        body.get("reference", ""), draft.kept_at, draft.due_at,
    )  # fmt: skip


def _none(subject: str) -> DraftFacts:
    return DraftFacts(subject, 0, "", None, "", "", None, None)


def _read_value(said: str) -> float | None:
    """The value; None where a browser's form kept something that is none."""
    try:
        value = float(said)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _stale(version: int) -> Refusal:
    return Refusal(412, "state", headers={"ETag": f'"{version}"'})
