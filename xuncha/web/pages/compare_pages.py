"""Two audits item by item: what differs, and whether the site, the rules, persons or our own sight made it so."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from storage.audit_list import ListedAudit
from storage.overview.audit_heads import AuditHead
from storage.overview.raw_histories import load_raw_audits
from xuncha.web.entrance import require_right
from xuncha.web.overview.raw_changes import RawPair, compare_raw_pairs
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.web_state import get_state

router = APIRouter()
Seer = Annotated[Visitor, Depends(require_right(Right.SEE))]


@router.get("/compare")
async def show_comparison(request: Request, visitor: Seer, a: str, b: str) -> Response:
    """Both audits side by side; of one platform the earlier visit comes first."""
    state = get_state(request)
    pair = [await find_audit_in_scope(state, visitor, each, Right.SEE) for each in (a, b)]
    if any(audit.audit is None for audit in pair):
        raise HTTPException(404)
    if pair[0].url == pair[1].url:
        pair.sort(key=lambda audit: (audit.started_at, audit.created_at or audit.started_at, audit.id))
    heads = [_head(audit) for audit in pair]
    raw = await load_raw_audits(state.store, heads)
    work = partial(compare_raw_pairs, [RawPair(raw[heads[0].audit], raw[heads[1].audit])])
    (moves,) = await asyncio.get_running_loop().run_in_executor(state.judging, work)
    return render_page(
        request, visitor, "compare.html.j2", pair=pair, moves=moves, standard=state.rules.standard,
        one_platform=pair[0].url == pair[1].url, same_rules=pair[0].ruleset == pair[1].ruleset,
    )  # fmt: skip


def _head(listed: ListedAudit) -> AuditHead:
    return AuditHead(
        0, listed.id, listed.visit, listed.started_at, listed.created_at or listed.started_at, listed.ruleset
    )
