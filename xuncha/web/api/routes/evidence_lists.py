"""Evidence: the pieces of an item and the pages that were seen, with addresses on the host of evidence that are good for minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request

from storage.visits.seen_rows import load_named_fetches
from xuncha.web.api.api_entrance import Seeing
from xuncha.web.api.audit_shapes import EvidenceList, EvidencePieceFacts, EvidencePlaceFacts, ViewAddresses, ViewList
from xuncha.web.api.list_cursors import ListPart, cut_part, read_list_part
from xuncha.web.api.routes.audit_routes import AuditId, find_item
from xuncha.web.api.seen_audit import load_seen
from xuncha.web.audit_data import AuditData, ViewFacts
from xuncha.web.evidence.signed_address import STEP, sign_address
from xuncha.web.views.item_evidence import (
    EvidencePiece,
    build_item_evidence,
    list_fetches_needed,
)
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["evidence"])
Part = Annotated[ListPart, Depends(read_list_part)]


@router.get("/audits/{id}/items/{item}/evidence")
async def list_item_evidence(request: Request, visitor: Seeing, id: AuditId, item: str) -> EvidenceList:
    """All evidence of one item, numbered as in the viewer and the report."""
    web = get_state(request)
    seen = await load_seen(web, visitor, id)
    found = find_item(seen, item)
    fetches = await load_named_fetches(web.store, seen.data.listed.visit, list_fetches_needed(seen.data, found))
    shown = build_item_evidence(seen.data, found, seen.data.figures, fetches)
    return EvidenceList([_piece(web, piece) for piece in shown.pieces], _good_until(web))


@router.get("/audits/{id}/views")
async def list_views(request: Request, visitor: Seeing, id: AuditId, part: Part) -> ViewList:
    """The pages that an audit's visit saw, in the order of their ids."""
    web, after = get_state(request), part.name()
    data = (await load_seen(web, visitor, id)).data
    rest = sorted((view for view in data.views.values() if view.id > after), key=lambda facts: facts.id)
    shown, next = cut_part(rest[: part.limit + 1], part, lambda view: (view.id,))
    return ViewList([_view(web, data, facts) for facts in shown], next, _good_until(web))


@router.get("/audits/{id}/views/{view}")
async def show_view(request: Request, visitor: Seeing, id: AuditId, view: str) -> ViewAddresses:
    """One page that was seen."""
    web = get_state(request)
    data = (await load_seen(web, visitor, id)).data
    if view not in data.views:
        raise HTTPException(404)
    return _view(web, data, data.views[view])


def _piece(web: WebState, piece: EvidencePiece) -> EvidencePieceFacts:
    places = [
        EvidencePlaceFacts(
            place.view.id, place.view.device, place.view.look, place.view.url, None if place.box is None else list(place.box),
            _picture(web, place.view),
        )
        for place in piece.places
    ]  # fmt: skip
    fetch = None if piece.fetch is None else dict(piece.fetch)
    return EvidencePieceFacts(
        piece.n, piece.figure, piece.kind, piece.quote, piece.url, piece.finding, piece.sha256, places, fetch
    )


def _view(web: WebState, data: AuditData, view: ViewFacts) -> ViewAddresses:
    visit = data.listed.visit
    return ViewAddresses(
        view.id, view.role, view.state, view.device, view.look, view.url, view.title, datetime.fromisoformat(view.at),
        view.width, view.height, view.screenshot, _picture(web, view), sign_address(web, "text", visit, view.id, "text"),
        sign_address(web, "text", visit, view.id, "html"), sign_address(web, "replay", visit, view.id),
    )  # fmt: skip


def _picture(web: WebState, view: ViewFacts) -> str | None:
    return sign_address(web, "picture", view.screenshot) if view.screenshot else None


def _good_until(web: WebState) -> datetime:
    return web.now() + timedelta(seconds=web.settings.evidence.seconds - STEP)
