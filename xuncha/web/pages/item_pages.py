"""One item of an audit: its answers with all their evidence, and the viewer of the pages they were seen on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from markupsafe import Markup

from probes.schema.probe_table import BilingualWords
from storage.errors import BlobDamaged, BlobMissing, Pruned
from storage.visits.seen_rows import load_named_fetches, load_one_view, load_timings
from xuncha.reports.words import clean_text
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.audit_data import AuditData, ViewFacts
from xuncha.web.deciding.decision_column import load_decision_column
from xuncha.web.deciding.said_word import Subject
from xuncha.web.deciding.seen_visit import SeenVisit, load_seen_visit
from xuncha.web.evidence.met_walls import list_walls_of_item
from xuncha.web.evidence.picture_size import measure_picture
from xuncha.web.evidence.signed_address import find_signing_step, sign_address
from xuncha.web.pages.audit_pages import Looking, Seeing
from xuncha.web.rendering import load_web_words, render_page, render_part, render_row
from xuncha.web.security.access import Visitor
from xuncha.web.views.decision_view import DecisionView
from xuncha.web.views.item_evidence import (
    ItemEvidence,
    build_item_evidence,
    list_fetches_needed,
)
from xuncha.web.views.item_list import list_chapters
from xuncha.web.views.quote_places import SoughtQuote, locate_quotes, mark_quotes
from xuncha.web.views.shop_address import choose_link, shorten_path
from xuncha.web.views.view_panel import (
    TABS,
    WAYS,
    CompanionViews,
    PanelPicture,
    find_companions,
    label_piece,
    list_views_of_item,
    number_boxes,
)
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
HTML_CHARS = 300_000  # of a document shown in the page; the whole of it is given by the host of evidence
EXCHANGES = 2_000


@dataclass(frozen=True, slots=True)
class ViewerPanel:
    """What the viewer shows. ``tab`` of TABS; ``way`` of WAYS where ``other`` is held beside it; ``told`` is the tab's own content."""

    picture: PanelPicture
    other: PanelPicture | None
    tab: str
    way: str
    companions: CompanionViews
    views: tuple[ViewFacts, ...]
    told: Any
    gone: bool  # what the tab needs is no longer kept


@router.get("/audits/{id}/items/{item}")
async def show_item_page(
    request: Request, visitor: Looking, id: str, item: str, view: str = "", tab: str = "picture", way: str = "", beside: str = "",
    line: str = "",
) -> Response:  # fmt: skip
    """The item with its list beside it, its evidence, the viewer, and the place where it is decided; ``line``: the red line whose pictures
    are looked at here, which the page leads back to."""
    state = get_state(request)
    seen = await load_seen_visit(state, visitor, id)
    if item not in seen.data.items:
        raise HTTPException(404)
    return render_page(
        request, visitor, "item.html.j2",
        item=seen.data.items[item],
        data=seen.data,
        line=next((one for one in state.rules.standard.red_lines if one.id == line), None),
        body=await _load_body(state, visitor.lang, seen, item, (view, tab, way, beside)),
        deciding=await _load_deciding(request, visitor, seen, item),
    )  # fmt: skip


async def _load_body(
    state: WebState, lang: str, seen: SeenVisit, item: str, chosen: tuple[str, str, str, str]
) -> Markup:
    """All but the column in which it is decided, made once for all who see as much; ``chosen``: view, tab, way and what is beside."""
    data, memory = seen.data, state.memory
    key = ("item", lang, data.listed.id, seen.state, item, chosen, find_signing_step(state))
    held = memory.parts.get(key)
    if seen.mark is not None and held is not None and held[0] == data.stamp:
        return held[1]
    shown = await _load_evidence(state, data, item)
    head, pieces = await _load_parts(state, lang, seen, shown)
    panel = await _panel(state, data, shown, *chosen)
    made = render_part(
        lang, "item_body.html.j2",
        **_shared(state, data, shown, panel),
        walls=list_walls_of_item(data.gaps, shown.item, panel is not None),
        chapters=[
            render_row(state, lang, "item_chapter.html.j2", chapter, item if any(one.item == item for one in chapter.items) else "")
            for chapter in list_chapters(state.rules.standard, data, lang)
        ],
        head=head,
        pieces=pieces,
    )  # fmt: skip
    if seen.mark is not None:
        memory.parts.keep(key, (data.stamp, made), state.settings.pages.parts_kept)
    return made


async def _load_parts(state: WebState, lang: str, seen: SeenVisit, shown: ItemEvidence) -> tuple[Markup, Markup]:
    """The item's head and its evidence, which stay as they are however the viewer stands; addresses of bodies last minutes."""
    data, item, memory, standard = seen.data, str(shown.item["item"]), state.memory, state.rules.standard
    step = find_signing_step(state) if any(piece.kind == "fetch" for piece in shown.pieces) else 0
    key = ("pieces", lang, data.listed.id, seen.state, item, step)
    held = memory.pieces.get(key)
    if seen.mark is not None and held is not None and held[0] == data.stamp:
        return held[1]
    measured = any(piece.kind == "measured" for piece in shown.pieces)
    ids = list(data.items)
    at = ids.index(item)
    given = {
        **_shared(state, data, shown, None),
        "timings": await load_timings(state.store, data.listed.visit) if measured else (),
        "before": ids[at - 1] if at else "",
        "after": ids[at + 1] if at + 1 < len(ids) else "",
        "verdicts": _both(standard.verdicts),
        "reasons": _both(standard.reasons),
        "purposes": load_web_words()["viewer"]["purpose"],
    }
    made = render_part(lang, "item_head.html.j2", **given), render_part(lang, "item_pieces.html.j2", **given)
    if seen.mark is not None:
        memory.pieces.keep(key, (data.stamp, made), state.settings.pages.parts_kept)
    return made


async def _load_deciding(request: Request, visitor: Visitor, seen: SeenVisit, item: str) -> DecisionView | None:
    """The column in which the item is decided; None beside a judgement that counts no more."""
    if not seen.counts:
        return None
    subject = Subject(WorksheetKind.ITEM, item)
    return await load_decision_column(request, visitor, seen.current, subject, seen.live, "items", seen.scopes)


@router.get("/audits/{id}/items/{item}/panel")
async def show_panel(
    request: Request, visitor: Seeing, id: str, item: str, view: str = "", tab: str = "picture", way: str = "", beside: str = ""
) -> Response:  # fmt: skip
    """The viewer alone, for the script that puts it in the page's."""
    state = get_state(request)
    data, shown = await _load(state, visitor, id, item)
    panel = await _panel(state, data, shown, view, tab, way, beside)
    return render_page(request, visitor, "view_panel.html.j2", **_shared(state, data, shown, panel))


def _shared(state: WebState, data: AuditData, shown: ItemEvidence, panel: ViewerPanel | None) -> dict[str, Any]:
    """What both templates know."""
    return {
        "data": data, "item": shown.item, "shown": shown, "panel": panel, "tabs": TABS, "ways": WAYS,
        "label_piece": label_piece, "link_of": choose_link, "path_of": shorten_path,
        "sign": lambda kind, *named: sign_address(state, kind, *named),
    }  # fmt: skip


@router.get("/audits/{id}/items/{item}/places")
async def list_quote_places(request: Request, visitor: Seeing, id: str, item: str, view: str) -> list[dict[str, Any]]:
    """About where on a view's picture the quotes stand that name no element: piece, label and box in CSS px."""
    state = get_state(request)
    data, shown = await _load(state, visitor, id, item)
    if view not in data.views:
        raise HTTPException(404)
    boxed = {piece for box in number_boxes(shown, view) for piece in box.pieces}
    sought = [quote for quote in _sought(shown, view) if quote.piece not in boxed]
    if not sought:
        return []
    try:
        seen = await load_one_view(state.store, data.listed.visit, view)
    except (Pruned, BlobMissing, BlobDamaged):
        return []
    found = await asyncio.to_thread(locate_quotes, seen, sought)
    figures = {piece.n: piece.figure for piece in shown.pieces}
    return [{"piece": n, "label": label_piece(n, figures[n]), "box": [box.x, box.y, box.w, box.h]} for n, box in found]


async def _load(state: WebState, visitor: Visitor, id: str, item: str) -> tuple[AuditData, ItemEvidence]:
    """The audit and the evidence of that item. Raises NotFound, Ambiguous, 404 for an item it does not have."""
    data = (await load_seen_visit(state, visitor, id)).data
    if item not in data.items:
        raise HTTPException(404)
    return data, await _load_evidence(state, data, item)


async def _load_evidence(state: WebState, data: AuditData, item: str) -> ItemEvidence:
    held: tuple[int, ItemEvidence] | None = state.memory.evidence.get((data.listed.id, item))
    if held is not None and held[0] == data.stamp:
        return held[1]
    fetches = await load_named_fetches(state.store, data.listed.visit, list_fetches_needed(data, data.items[item]))
    made = build_item_evidence(data, data.items[item], data.figures, fetches)
    state.memory.evidence.keep((data.listed.id, item), (data.stamp, made), state.settings.pages.parts_kept)
    return made


async def _panel(
    state: WebState, data: AuditData, shown: ItemEvidence, view: str, tab: str, way: str, beside: str
) -> ViewerPanel | None:
    """The viewer of that view, else of the item's first; None where no view shows anything of it."""
    facts = data.views.get(view or shown.first)
    if facts is None:
        return None
    tab = tab if tab in TABS else TABS[0]
    other = data.views.get(beside)
    way = (way if way in WAYS else WAYS[0]) if other is not None else ""
    told, gone = None, False
    try:
        told = await _told(state, data, shown, facts, tab)
    except (Pruned, BlobMissing, BlobDamaged):
        gone = True
    return ViewerPanel(
        await _picture(state, shown, facts),
        await _picture(state, shown, other) if other is not None else None,
        tab, way, find_companions(data.views, facts), list_views_of_item(shown), told, gone,
    )  # fmt: skip


async def _picture(state: WebState, shown: ItemEvidence, view: ViewFacts) -> PanelPicture:
    size = await measure_picture(state.store.blobs, view.screenshot) if view.screenshot else None
    if size is None or not view.width:
        return PanelPicture(view, "", view.width, view.height, ())
    # A picture is the whole width of its page, cut at its end where the page is too long for one.
    height = size[1] * view.width / size[0]
    return PanelPicture(
        view, sign_address(state, "picture", view.screenshot), view.width, height, number_boxes(shown, view.id)
    )


async def _told(state: WebState, data: AuditData, shown: ItemEvidence, facts: ViewFacts, tab: str) -> Any:
    """What the tab shows beside the picture. Raises Pruned, BlobMissing, BlobDamaged, RecordDamaged."""
    if tab == "timing":
        all_ = await load_timings(state.store, data.listed.visit)
        return [timing for timing in all_ if (str(timing.role), str(timing.device)) == (facts.role, facts.device)]
    if tab not in ("words", "html", "exchange"):
        return None
    seen = await load_one_view(state.store, data.listed.visit, facts.id)
    if tab == "exchange":
        return seen.exchanges[:EXCHANGES]
    if tab == "html":
        return await asyncio.to_thread(clean_text, seen.html[:HTML_CHARS]), len(seen.html) > HTML_CHARS
    return await asyncio.to_thread(mark_quotes, seen.text, _sought(shown, facts.id))


def _sought(shown: ItemEvidence, view: str) -> list[SoughtQuote]:
    return [SoughtQuote(piece.n, piece.quote) for piece in shown.pieces if piece.quote and piece.is_in(view)]


def _both(words: Mapping[Any, BilingualWords]) -> dict[str, dict[str, str]]:
    """The standard's words as templates take them."""
    return {str(name): {"zh": said.zh, "en": said.en} for name, said in words.items()}
