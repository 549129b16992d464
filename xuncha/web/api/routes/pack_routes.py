"""Evidence packs: made as jobs of their own, and handed out once by a short-lived address."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import FileResponse, JSONResponse

from storage.jobs.pack_jobs import PackJob, PackJobState
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import require_token
from xuncha.web.api.problems import Refusal
from xuncha.web.api.routes.audit_routes import AuditId
from xuncha.web.api.shapes import PackLink, PackProgress, PackWish
from xuncha.web.api.shown_facts import show_pack
from xuncha.web.deciding.pack_work import find_pack_job, hand_out_pack, invite_to_pack, start_pack
from xuncha.web.deciding.settling import rejudge_now, settle_visit
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import find_audit_in_scope
from xuncha.web.web_state import WebState, get_state

router = APIRouter(tags=["packs"])
Exporting = Annotated[Visitor, Depends(require_token(Right.EXPORT))]
PackId = Annotated[str, Path(pattern="^[0-9a-f]{1,32}$")]
ZIP: dict[int | str, dict[str, Any]] = {
    200: {"description": "the pack", "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.post("/audits/{id}/packs", status_code=202, response_model=PackProgress)
async def ask_pack(
    request: Request, visitor: Exporting, id: AuditId, key: IdempotencyKey,
    wish: PackWish | None = None,
) -> JSONResponse:  # fmt: skip
    """Have the pack of a visit made: all that was said is settled and judged first."""
    web = get_state(request)

    async def work() -> Answer:
        listed = await find_audit_in_scope(web, visitor, id, Right.EXPORT)
        listed = await find_audit_in_scope(web, visitor, listed.visit, Right.EXPORT)
        if listed.audit is None:
            raise HTTPException(404)
        if wish is not None and wish.sealed:
            raise Refusal(403, "right")
        await settle_visit(web, listed.visit)
        job = await start_pack(web, visitor, listed.visit, await rejudge_now(web, listed.visit), sealed=False)
        return Answer(show_pack(job), 202, {"Location": f"/api/v1/packs/{job.id}"})

    return await answer_once(request, visitor, key, work)


@router.get("/packs/{pack}")
async def show_one_pack(request: Request, visitor: Exporting, pack: PackId) -> PackProgress:
    """How far a pack is. Packs are known for some days to the person who asked for them."""
    return show_pack(await _find(get_state(request), visitor, pack))


@router.post("/packs/{pack}/links", status_code=201, response_model=PackLink)
async def make_link(request: Request, visitor: Exporting, pack: PackId, key: IdempotencyKey) -> JSONResponse:
    """An address by which the pack is handed out once."""
    web = get_state(request)

    async def work() -> Answer:
        job = await _find(web, visitor, pack)
        if job.state is not PackJobState.DONE:
            raise HTTPException(409)
        lasts = timedelta(minutes=web.settings.deciding.pack_minutes)
        secret = await invite_to_pack(web, job, lasts)
        return Answer(PackLink(f"{web.app_origin}/api/v1/packs/{pack}/files/{secret}", web.now() + lasts), 201)

    return await answer_once(request, visitor, key, work)


@router.get("/packs/{pack}/files/{secret}", responses=ZIP, response_class=FileResponse)
async def fetch_pack(request: Request, visitor: Exporting, pack: PackId, secret: str) -> FileResponse:
    """The pack itself; its address is used up by it."""
    web = get_state(request)
    return await hand_out_pack(web, await _find(web, visitor, pack), secret)


async def _find(web: WebState, visitor: Visitor, pack: str) -> PackJob:
    """The pack that this person asked for, where its platform is in the token's scope. Raises 404."""
    job = await find_pack_job(web, visitor, pack)
    if job.sealed:
        raise HTTPException(404)
    await find_audit_in_scope(web, visitor, job.visit, Right.EXPORT)
    return job
