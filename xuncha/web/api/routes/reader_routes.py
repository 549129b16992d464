"""Who reads an audit: asked, taken, ended; and what is to be signed, which persons do on a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from storage.people.signoffs import list_signoffs
from storage.people.work.assignments import Assignment, list_assignments
from storage.people.work.work_queue import load_queued_visits
from xuncha.judging.ruleset import compute_ruleset
from xuncha.judging.verdict_digest import hash_verdicts
from xuncha.reports.words import clean_text
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import Seeing, require_token
from xuncha.web.api.routes.audit_routes import AuditId
from xuncha.web.api.seen_audit import load_seen
from xuncha.web.api.work_shapes import (
    AssignmentFacts,
    AssignmentList,
    AssignmentWish,
    PersonFacts,
    PersonList,
    SignatureFacts,
    SigningState,
)
from xuncha.web.deciding.readers import ask_reader, ask_reader_no_more, list_who_may, take_as_reader
from xuncha.web.deciding.settling import rejudge_now, settle_visit
from xuncha.web.entrance import RowNumber
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope, keep_in_scope
from xuncha.web.views.open_subjects import count_decided
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["readers"])
Assigning = Annotated[Visitor, Depends(require_token(Right.ASSIGN))]
Deciding = Annotated[Visitor, Depends(require_token(Right.DECIDE))]
Exporting = Annotated[Visitor, Depends(require_token(Right.EXPORT))]


@router.get("/audits/{id}/readers")
async def list_possible_readers(request: Request, visitor: Assigning, id: AuditId) -> PersonList:
    """The people who may be asked to read an audit."""
    web = get_state(request)
    listed = await find_audit_in_scope(web, visitor, id, Right.ASSIGN)
    return PersonList(
        [PersonFacts(account.id, clean_text(account.assessor)) for account in await list_who_may(web, listed.url)]
    )


@router.get("/audits/{id}/assignments")
async def list_readers(request: Request, visitor: Assigning, id: AuditId) -> AssignmentList:
    """Who is asked to read an audit."""
    web = get_state(request)
    listed = await find_audit_in_scope(web, visitor, id, Right.ASSIGN)
    return await _list(web, listed.visit)


@router.post("/audits/{id}/assignments", status_code=201, response_model=AssignmentList)
async def assign_person(
    request: Request, visitor: Assigning, id: AuditId, key: IdempotencyKey, wish: AssignmentWish
) -> JSONResponse:
    """Ask a person to read an audit or one item of it; replaces what the person was asked about it before. Answers all assignments."""
    web = get_state(request)

    async def work() -> Answer:
        listed = await find_audit_in_scope(web, visitor, id, Right.ASSIGN)
        due = "" if wish.due is None else wish.due.isoformat()
        await ask_reader(web, visitor, listed, wish.person, wish.item, wish.part, due)
        return Answer(await _list(web, listed.visit), 201)

    return await answer_once(request, visitor, key, work)


@router.delete("/audits/{id}/assignments/{number}", status_code=204)
async def end_one_assignment(request: Request, visitor: Assigning, id: AuditId, number: RowNumber) -> Response:
    """Ask a person no more; what was decided stays. 404 where it has ended already."""
    web = get_state(request)
    listed = await find_audit_in_scope(web, visitor, id, Right.ASSIGN)
    await ask_reader_no_more(web, visitor, listed, number)
    return Response(status_code=204)


@router.post("/audits/{id}/take", response_model=AssignmentList)
async def take_one(request: Request, visitor: Deciding, id: AuditId, key: IdempotencyKey) -> JSONResponse:
    """Take an audit oneself, as its first reader or, where there is one, its second. Answers one's own assignments there."""
    web = get_state(request)

    async def work() -> Answer:
        listed = await find_audit_in_scope(web, visitor, id, Right.DECIDE)
        await take_as_reader(web, visitor, listed)
        return Answer(await _list(web, listed.visit, visitor.account.id))

    return await answer_once(request, visitor, key, work)


@router.get("/assignments")
async def list_own_assignments(request: Request, visitor: Seeing) -> AssignmentList:
    """What the token's person is asked to decide, in its scope."""
    web = get_state(request)
    own = await list_assignments(web.store, user=visitor.account.id)
    queued = await load_queued_visits(web.store, {assignment.visit for assignment in own})
    there = [assignment for assignment in own if assignment.visit in queued]
    seen = await keep_in_scope(web.store, visitor, Right.SEE, there, lambda assignment: queued[assignment.visit].url)
    return AssignmentList([_show(assignment) for assignment in seen])


@router.get("/audits/{id}/signatures")
async def show_signatures(request: Request, visitor: Seeing, id: AuditId) -> SigningState:
    """What would be signed, and who has signed. Signing itself is a person's, on the page that ``address`` names."""
    return await _show_signing(get_state(request), visitor, id)


@router.post("/audits/{id}/judgements", response_model=SigningState)
async def judge_visit(request: Request, visitor: Exporting, id: AuditId, key: IdempotencyKey) -> JSONResponse:
    """Make decisions of all that waits, and judge the whole visit again: then it can be signed."""
    web = get_state(request)

    async def work() -> Answer:
        listed = await find_audit_in_scope(web, visitor, id, Right.EXPORT)
        await settle_visit(web, listed.visit)
        await rejudge_now(web, listed.visit)
        return Answer(await _show_signing(web, visitor, listed.visit))

    return await answer_once(request, visitor, key, work)


async def _show_signing(web: WebState, visitor: Visitor, id: str) -> SigningState:
    seen = await load_seen(web, visitor, id)
    audit, current = seen.live.data.audit, seen.current
    stored = await web.load_audit(current.id)
    whole = seen.state == hash_verdicts(stored.audit) and audit.ruleset == compute_ruleset() and not seen.live.waiting
    done, items = count_decided(seen.live.data)
    signed = [
        SignatureFacts(
            clean_text(sign.who), sign.audit, sign.digest, sign.ruleset, sign.method, sign.at, sign.voided_at, sign.voided_why,
            sign.voided_at is None and sign.digest == seen.state,
        )
        for sign in await list_signoffs(web.store, current.visit)
    ]  # fmt: skip
    address = f"{web.app_origin}/audits/{current.visit}/sign"
    return SigningState(current.id, seen.state, whole, done, items, signed, address)


async def _list(web: WebState, visit: str, user: int = 0) -> AssignmentList:
    return AssignmentList([_show(assignment) for assignment in await list_assignments(web.store, [visit], user)])


def _show(assignment: Assignment) -> AssignmentFacts:
    return AssignmentFacts(
        assignment.id,
        assignment.visit,
        assignment.item,
        assignment.user,
        clean_text(assignment.who),
        assignment.part.value,
        assignment.given_at,
        assignment.due_at,
    )
