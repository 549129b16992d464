"""Agreement: of assessors with each other, and with the machine on many platforms at once, taken back while it may be."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse

from xuncha.reports.words import clean_text
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import Seeing, require_token
from xuncha.web.api.problems import Refusal
from xuncha.web.api.routes.audit_routes import AuditId
from xuncha.web.api.seen_audit import load_seen
from xuncha.web.api.work_shapes import (
    AgreedItem,
    AgreementFacts,
    AgreementTableFacts,
    AgreementWish,
    FindingGroup,
    FindingGroups,
    GroupedPlatform,
    SaidFacts,
)
from xuncha.web.deciding.batch_agreement import (
    Batch,
    agree_with_many,
    find_batch,
    load_item_everywhere,
    take_back_many,
)
from xuncha.web.security.access import Right, Visitor
from xuncha.web.views.agreement_view import make_agreement_table
from xuncha.web.views.batch_view import group_by_finding
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["decisions"])
Deciding = Annotated[Visitor, Depends(require_token(Right.DECIDE))]
BatchId = Annotated[str, Path(pattern="^[0-9a-f]{1,32}$")]
Tag = Annotated[str, Query(max_length=400, description="a tag, district or batch of platforms")]


@router.get("/audits/{id}/agreement")
async def show_assessors_agreement(request: Request, visitor: Seeing, id: AuditId) -> AgreementTableFacts:
    """Where the assessors of an audit agree; what one is to decide blindly is not among it."""
    web = get_state(request)
    live = (await load_seen(web, visitor, id)).live
    table = make_agreement_table(web.rules.standard, live.data.audit.verdicts, live.said, live.now)
    rows = [
        AgreedItem(
            row.item, row.machine, row.machine_value,
            [SaidFacts(clean_text(one.assessor), one.verdict.value, one.value) for one in row.said if one is not None],
            row.apart, row.waits,
        )
        for row in table.rows
    ]  # fmt: skip
    return AgreementTableFacts(rows, [dict(pair) for pair in table.pairs], sum(live.hidden.values()))


@router.get("/items/{item}/groups")
async def list_finding_groups(request: Request, visitor: Seeing, item: str, tag: Tag = "") -> FindingGroups:
    """The item on the newest audit of each platform, those with the same finding together."""
    web = get_state(request)
    _check_item(web, item)
    found = await load_item_everywhere(web, visitor, item, tag, Right.SEE)
    me = visitor.account.assessor
    return FindingGroups([
        FindingGroup(
            group.key, dict(group.because), group.suggested[0] if group.suggested else "",
            group.suggested[1] if group.suggested else None,
            [
                GroupedPlatform(one.visit, clean_text(one.url), clean_text(one.name), one.verdict, one.own, one.waits)
                for one in group.platforms
            ],
        )
        for group in group_by_finding(found.queued, found.verdicts, item, me, found.waiting)
    ])  # fmt: skip


@router.post("/items/{item}/agreements", status_code=201, response_model=AgreementFacts)
async def agree_at_once(
    request: Request, visitor: Deciding, item: str, key: IdempotencyKey, wish: AgreementWish
) -> JSONResponse:
    """Agree with what is suggested on visits of one group. Each becomes a decision of its own after some seconds (``waiting``)."""
    web = get_state(request)

    async def work() -> Answer:
        _check_item(web, item)
        found = await load_item_everywhere(web, visitor, item, "", Right.DECIDE, wish.visits)
        batch = await agree_with_many(web, visitor, item, found, wish.key, set(wish.visits))
        return Answer(_show(await _find(web, visitor, item, batch)), 201)

    return await answer_once(request, visitor, key, work)


@router.get("/items/{item}/agreements/{batch}")
async def show_agreement(request: Request, visitor: Deciding, item: str, batch: BatchId) -> AgreementFacts:
    """What became of it. Known to the program that asked for it."""
    return _show(await _find(get_state(request), visitor, item, batch))


@router.post("/items/{item}/agreements/{batch}/undo", response_model=AgreementFacts)
async def take_back_agreement(
    request: Request, visitor: Deciding, item: str, batch: BatchId, key: IdempotencyKey
) -> JSONResponse:
    """Take it back as far as it is neither decided nor changed by now (``missed``); 409 where all of it is."""
    web = get_state(request)

    async def work() -> Answer:
        if not await take_back_many(web, visitor, await _find(web, visitor, item, batch)):
            raise Refusal(409, "changed")
        return Answer(_show(await _find(web, visitor, item, batch)))

    return await answer_once(request, visitor, key, work)


async def _find(web: WebState, visitor: Visitor, item: str, id: str) -> Batch:
    found = await find_batch(web, visitor, id)
    if found is None or found.item != item:
        raise Refusal(404, "missing")
    return found


def _check_item(web: WebState, item: str) -> None:
    if item not in web.rules.standard.by_id:
        raise Refusal(404, "missing")


def _show(batch: Batch) -> AgreementFacts:
    left_out = {visit: why.value for visit, why in batch.left_out.items()}
    return AgreementFacts(
        batch.id, batch.item, list(batch.agreed), left_out, list(batch.waiting), batch.seconds, list(batch.taken),
        list(batch.missed),
    )  # fmt: skip
