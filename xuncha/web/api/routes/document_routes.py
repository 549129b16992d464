"""Documents, filed for an item: told by their bytes, kept, never opened."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from storage.people.action_log import add_action
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import require_token
from xuncha.web.api.problems import Refusal
from xuncha.web.api.routes.audit_routes import AuditId
from xuncha.web.api.seen_audit import find_subject_for
from xuncha.web.api.work_shapes import DocumentFacts, DocumentList
from xuncha.web.deciding.uploads import file_uploads, limit_body, read_uploads
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import get_state

router = APIRouter(tags=["documents"])
Deciding = Annotated[Visitor, Depends(require_token(Right.DECIDE))]
# Read by hand, since the request is hashed before its form is: FastAPI would take the form first.
FILES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@router.post(
    "/audits/{id}/items/{item}/documents", status_code=201, response_model=DocumentList, openapi_extra=FILES
)  # fmt: skip
async def file_documents(
    request: Request, _: Annotated[None, Depends(limit_body)], visitor: Deciding, id: AuditId, item: str,
    key: IdempotencyKey,
) -> JSONResponse:  # fmt: skip
    """File the documents of a form (fields ``file``) for an item. Empty files and programs are refused, as is what is too large."""
    web = get_state(request)

    async def work() -> Answer:
        listed, about = await find_subject_for(web, visitor, id, item, Right.DECIDE)
        if about.id not in web.rules.standard.by_id:
            raise Refusal(404, "missing")
        files = await read_uploads(request)
        if not files:
            raise Refusal(422, "input")
        await file_uploads(web, visitor, listed, about.id, files)
        for file in files:
            detail = {"item": about.id, "sha256": file.sha256, "media": file.media}
            await add_action(web.store, web.now(), visitor.actor, "file", f"visit:{listed.visit}", detail)
        filed = [DocumentFacts(file.name, file.media, len(file.data), file.sha256, file.misnamed) for file in files]
        return Answer(DocumentList(filed), 201)

    return await answer_once(request, visitor, key, work)
