"""The same item across platforms: equal findings side by side, agreed with at once where a person wants to, each stored on its own."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from storage.people.preferences import SINGLE_KEYS, load_preference
from xuncha.web.deciding.batch_agreement import (
    MOST,
    Batch,
    ItemEverywhere,
    agree_with_many,
    find_batch,
    load_item_everywhere,
    take_back_many,
)
from xuncha.web.entrance import require_right
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.views.batch_view import BatchGroup, group_by_finding
from xuncha.web.views.sheets.batch_sheets import build_batch_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
Deciding = Annotated[Visitor, Depends(require_right(Right.DECIDE))]
Seeing = Annotated[Visitor, Depends(require_right(Right.SEE))]
Tag = Annotated[str, Query(max_length=400)]


@router.get("/items/{item}")
async def show_item_everywhere(
    request: Request, visitor: Seeing, item: str, tag: Tag = "", batch: Annotated[str, Query(max_length=32)] = ""
) -> Response:
    """The newest audit of each platform of a tag, grouped by what was found; ``batch``: with what became of that agreement."""
    return await _show(request, visitor, item, tag, await find_batch(get_state(request), visitor, batch))


@router.get("/items/{item}/platforms.xlsx")
async def save_item_everywhere(request: Request, visitor: Seeing, item: str, tag: Tag = "") -> Response:
    """The same as a workbook."""
    state = get_state(request)
    name = _name_item(state, item)
    found = await load_item_everywhere(state, visitor, item, tag, Right.SEE)
    groups = _group(found, visitor, item)
    sheets = build_batch_sheets(item, name, tag, groups, _list_verdicts(state), speak_for(visitor))
    return await send_workbook(request, sheets, f"item-{item}")


@router.post("/items/{item}/agree")
async def agree_everywhere(request: Request, visitor: Deciding, item: str) -> Response:
    """Agree with the suggestion on the visits chosen of one group; one whose findings are other ones by now is left out and told."""
    state = get_state(request)
    if item not in state.rules.standard.by_id:
        raise HTTPException(404)
    form = await request.form()
    tag, key = str(form.get("tag", ""))[:400], str(form.get("key", ""))
    chosen = {str(visit) for visit in form.getlist("visit")}
    if not chosen:
        return RedirectResponse(_address(item, tag), 303)
    found = await load_item_everywhere(state, visitor, item, tag, Right.DECIDE, chosen)
    batch = await agree_with_many(state, visitor, item, found, key, chosen)
    return RedirectResponse(_address(item, tag, batch), 303)


@router.post("/items/{item}/agree/{batch}/undo")
async def take_back_everywhere(request: Request, visitor: Deciding, item: str, batch: str) -> Response:
    """Take back what was agreed with at once, as far as it is neither decided nor changed by now; 409 where all of it is."""
    state = get_state(request)
    known = await find_batch(state, visitor, batch)
    if known is None or known.item != item:
        raise HTTPException(404)
    tag = str((await request.form()).get("tag", ""))[:400]
    if not await take_back_many(state, visitor, known):
        return await _show(request, visitor, item, tag, known, 409, refused=True)
    return RedirectResponse(_address(item, tag, batch), 303)


async def _show(
    request: Request, visitor: Visitor, item: str, tag: str, batch: Batch | None, status: int = 200,
    refused: bool = False,
) -> Response:  # fmt: skip
    state = get_state(request)
    name = _name_item(state, item)
    found = await load_item_everywhere(state, visitor, item, tag, Right.SEE)
    return render_page(
        request, visitor, "batch.html.j2", status, item=item, item_name=name, tag=tag, verdicts=_list_verdicts(state),
        batch=batch if batch is not None and batch.item == item else None, refused=refused,
        names={visit.visit: visit.name or visit.url for visit in found.queued},
        keys=await load_preference(state.store, visitor.account.id, SINGLE_KEYS, "on") == "on",
        groups=_group(found, visitor, item), most=MOST if found.cut else 0,
    )  # fmt: skip


def _name_item(state: WebState, item: str) -> dict[str, str]:
    """The item's name in both languages. Raises 404 for one that the standard does not have."""
    known = state.rules.standard.by_id.get(item)
    if known is None:
        raise HTTPException(404)
    return {"zh": known.name.zh, "en": known.name.en}


def _list_verdicts(state: WebState) -> dict[str, dict[str, str]]:
    return {name.value: {"zh": said.zh, "en": said.en} for name, said in state.rules.standard.verdicts.items()}


def _group(found: ItemEverywhere, visitor: Visitor, item: str) -> tuple[BatchGroup, ...]:
    return group_by_finding(found.queued, found.verdicts, item, visitor.account.assessor, found.waiting)


def _address(item: str, tag: str, batch: str = "") -> str:
    given = {"tag": tag, "batch": batch}
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"/items/{item}" + (f"?{asked}" if asked else "")
