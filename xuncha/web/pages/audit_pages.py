"""One audit: how it came about, its score, its items, what was not seen, and its whole report."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from markupsafe import Markup

from probes.finding import Text
from storage.db.evidence_locks import load_pruned_since
from storage.jobs.last_seen import find_unseen_visits
from storage.judgement_history import JudgementStep, load_judgement_steps
from xuncha.audit.lineage import STATES, describe_origin, format_provisional_score
from xuncha.status import not_seen
from xuncha.web.deciding.seen_visit import SeenVisit, load_seen_visit
from xuncha.web.entrance import require_right
from xuncha.web.evidence.signed_address import find_signing_step, sign_address
from xuncha.web.rendering import render_page, render_part, say_words
from xuncha.web.security.access import Right, Visitor
from xuncha.web.views.audit_overview import AuditFilter, build_audit_overview
from xuncha.web.views.sheets.item_sheets import build_item_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.views.shop_address import choose_link
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
HIDDEN = Text(say_words("zh", "audit.lineage.hidden"), say_words("en", "audit.lineage.hidden"))
Seeing = Annotated[Visitor, Depends(require_right(Right.SEE))]
Looking = Annotated[Visitor, Depends(require_right(Right.SEE, ahead=True))]


@router.get("/audits/{id}")
async def show_audit_page(
    request: Request, visitor: Looking, id: str, verdict: str = "", chapter: str = "", device: str = "",
    needs: Annotated[str, Query(max_length=1)] = "", q: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """The audit as its filter leaves it."""
    state = get_state(request)
    seen = await load_seen_visit(state, visitor, id)
    wanted = AuditFilter(verdict, chapter, device, needs == "1", q.strip())
    return render_page(
        request,
        visitor,
        "audit.html.j2",
        data=seen.data,
        counts=seen.counts,
        body=await _load_body(state, visitor.lang, seen, wanted),
    )


@router.get("/audits/{id}/items.xlsx")
async def save_items(
    request: Request, visitor: Seeing, id: str, verdict: str = "", chapter: str = "", device: str = "",
    needs: Annotated[str, Query(max_length=1)] = "", q: Annotated[str, Query(max_length=200)] = "",
) -> Response:  # fmt: skip
    """The same as a workbook."""
    state = get_state(request)
    seen = await load_seen_visit(state, visitor, id)
    wanted = AuditFilter(verdict, chapter, device, needs == "1", q.strip())
    over = await asyncio.to_thread(build_audit_overview, seen.data, state.rules.standard, wanted)
    sheets = build_item_sheets(seen.data.listed, over, speak_for(visitor))
    return await send_workbook(request, sheets, f"audit-{seen.data.listed.short}")


async def _load_body(state: WebState, lang: str, seen: SeenVisit, wanted: AuditFilter) -> Markup:
    """All that the page shows of the audit, made once for all who see as much of it. What was searched for is made each time."""
    data, hidden = seen.data, bool(seen.live.hidden)
    step = find_signing_step(state) if any(gap["screenshot"] for gap in data.gaps) else 0
    key = ("audit", lang, data.listed.id, seen.state, wanted, hidden, step)
    held = state.memory.overviews.get(key)
    if seen.mark is not None and held is not None and held[0] == data.stamp:
        return held[1]
    visit = data.listed.visit
    known, pruned = await asyncio.gather(
        load_judgement_steps(state.store, [visit]), load_pruned_since(state.store, visit)
    )
    steps = known[visit]
    dark = await find_unseen_visits(state.store, {step.listed.visit for step in steps})
    over = (
        await asyncio.to_thread(build_audit_overview, data, state.rules.standard, wanted)
        if wanted.words
        else build_audit_overview(data, state.rules.standard, wanted)
    )
    made = render_part(
        lang, "audit_body.html.j2",
        data=data,
        over=over,
        wanted=wanted,
        steps=[_describe_step(step, hidden) for step in steps if step.listed.audit],
        visited=steps[0].listed,
        own=next(step for step in steps if step.listed.id == data.listed.id),
        looked=not_seen.describe_unseen_visit(dark[visit]) if visit in dark else STATES[steps[0].listed.state],
        pruned=pruned,
        link_of=choose_link,
        sign=lambda kind, *named: sign_address(state, kind, *named),
    )  # fmt: skip
    if seen.mark is not None and not wanted.words:
        state.memory.overviews.keep(key, (data.stamp, made), state.settings.pages.audits_seen)
    return made


def _describe_step(step: JudgementStep, hidden: bool) -> tuple[JudgementStep, Text, str]:
    """A judgement of the lineage, how it came about and its score; what people decided is not told while it is hidden."""
    if hidden and step.words:
        return step, HIDDEN, "–"
    return step, describe_origin(step), format_provisional_score(step.listed)


@router.get("/audits/{id}/report")
async def show_report_page(request: Request, visitor: Seeing, id: str) -> Response:
    """The whole report in a frame of the host of evidence."""
    state = get_state(request)
    seen = await load_seen_visit(state, visitor, id)
    if seen.live.hidden:
        raise HTTPException(403, "blind")  # the stored report names what others decided
    address = sign_address(state, "report", seen.data.listed.id, visitor.lang)
    return render_page(request, visitor, "report_frame.html.j2", data=seen.data, address=address)
