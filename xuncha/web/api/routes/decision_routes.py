"""Decisions: read, and stored by the one path that pages, sheets and programs share."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from storage.audits import load_audit
from storage.db.people_tables import clean_typed_text
from storage.people.work.drafts import list_due_drafts
from xuncha.sheets.decision_store import store_decisions
from xuncha.sheets.review_reader import ReadDecision
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import Seeing, require_token
from xuncha.web.api.audit_shapes import DecisionFacts, DecisionList, DecisionWords, StoredDecision
from xuncha.web.api.problems import Refusal, list_errors
from xuncha.web.api.routes.audit_routes import AuditId
from xuncha.web.api.seen_audit import SeenAudit, check_state, load_seen
from xuncha.web.api.shown_facts import show_decision
from xuncha.web.deciding.decision_column import list_subjects
from xuncha.web.deciding.said_word import AGREED, SECOND, WHY, find_subject_named, read_fields
from xuncha.web.deciding.settling import settle_drafts
from xuncha.web.deciding.word_check import CheckedWord, WordFault, WordRefused, check_word
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.separation import Act
from xuncha.web.views.decision_view import list_said
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["decisions"])
Deciding = Annotated[Visitor, Depends(require_token(Right.DECIDE))]
FAULTS = {
    WordFault.RULES: (409, "rules"),
    WordFault.WRONG: (422, "input"),
    WordFault.ROLES: (409, "roles"),
    WordFault.DOUBTS: (422, "doubts"),
}


@router.get("/audits/{id}/decisions")
async def list_decisions(request: Request, visitor: Seeing, id: AuditId, response: Response) -> DecisionList:
    """All decisions on the audit that counts, as far as the person may see them; the ETag names the state they come to."""
    web = get_state(request)
    seen = await load_seen(web, visitor, id)
    seen.mark(response)
    subjects = sorted(subject.id for subject in list_subjects(web, seen.live))
    return DecisionList(
        [decision for subject in subjects for decision in _said(seen, subject)], dict(seen.live.hidden), seen.state
    )


@router.post("/audits/{id}/decisions", status_code=201, response_model=StoredDecision)
async def store_decision(
    request: Request, visitor: Deciding, id: AuditId, key: IdempotencyKey,
    if_match: Annotated[str, Header(max_length=400, description="the ETag of the audit, item or decisions as they were read")],
    words: DecisionWords,
) -> JSONResponse:  # fmt: skip
    """Store a decision of the token's person, at once. What contradicts something is asked about (422): answer it in ``why``."""
    web = get_state(request)

    async def work() -> Answer:
        return await _decide(web, visitor, id, if_match, words)

    return await answer_once(request, visitor, key, work)


async def _decide(web: WebState, visitor: Visitor, id: str, if_match: str, words: DecisionWords) -> Answer:
    first = await load_seen(web, visitor, id, Right.DECIDE)
    visit = first.current.visit
    # What the person said a moment ago in a browser comes first.
    await settle_drafts(web, await list_due_drafts(web.store, None, visit, visitor.account.id))
    seen = await load_seen(web, visitor, visit, Right.DECIDE)
    check_state(seen, if_match)
    about = find_subject_named(web.rules.standard, words.subject)
    if about is None:
        raise HTTPException(404)
    fields = read_fields(_write_out(words), web.settings.deciding.reason_letters)
    try:
        checked = await check_word(web, visitor, seen.current, about, seen.live, fields, Act.DECIDE)
    except WordRefused as refused:
        status, kind = FAULTS[refused.fault]
        raise Refusal(status, kind, list_errors((about.id, text) for text in refused.texts)) from refused
    return await _store(web, visitor, seen, about.id, checked)


async def _store(web: WebState, visitor: Visitor, seen: SeenAudit, subject: str, checked: CheckedWord) -> Answer:
    audit = await load_audit(web.store, seen.current.id)
    good = [ReadDecision(checked.word, subject)]
    second = checked.body.get(SECOND, "")
    stored = await store_decisions(web.store, seen.current, audit, web.rules, good, visitor.actor, second=second)
    after = await load_seen(web, visitor, seen.current.visit)
    last = max(
        (facts for facts in _said(after, subject) if facts.who == visitor.account.assessor),
        key=lambda decision: decision.at,
    )
    item = after.data.items.get(subject)
    made = StoredDecision(
        last, bool(stored.new), [{"zh": note.zh, "en": note.en} for note in stored.notes], None if item is None else dict(item),
        after.state,
    )  # fmt: skip
    return Answer(made, 201, {"ETag": f'"{after.state}"'})


def _said(seen: SeenAudit, subject: str) -> list[DecisionFacts]:
    return [show_decision(subject, line) for line in list_said(seen.live.said, subject, seen.live.now, {})]


def _write_out(words: DecisionWords) -> dict[str, str]:
    """The words as the fields of the form."""
    fields = {
        "verdict": words.verdict, "reason": words.reason, "reference": words.reference, WHY: words.why,
        SECOND: words.second_audit, "value": "" if words.value is None else f"{words.value:.4g}",
        AGREED: "1" if words.agreed else "",
    }  # fmt: skip
    return {name: clean_typed_text(value) for name, value in fields.items()}
