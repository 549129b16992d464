"""Files that people send: refused by their size before they are read, then by what their bytes show; never opened here."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import HTTPException, Request
from starlette.datastructures import UploadFile

from storage.audit_list import ListedAudit
from xuncha.sheets.attach import DocumentParticulars, UploadedFile, attach_document, check_upload
from xuncha.web.security.access import Visitor
from xuncha.web.web_state import WebState, get_state

ENVELOPE = 65536  # bytes of a form around its file


async def limit_body(request: Request) -> AsyncIterator[None]:
    """A dependency before the one that reads the form: 413 for what says it is larger than a file may be, or does not say how large.

    Afterwards the form's files are closed.
    """
    most = get_state(request).settings.upload.mb * 1_000_000 + ENVELOPE
    said = request.headers.get("content-length", "")
    if not said.isdigit() or int(said) > most:
        raise HTTPException(413, "large")
    try:
        yield
    finally:
        await request.close()


async def read_uploads(request: Request, field: str = "file") -> tuple[UploadedFile, ...]:
    """The files of a form. Raises InvalidInput for an empty one or a program, 413 for one that is too large."""
    most = get_state(request).settings.upload.mb * 1_000_000
    found = []
    for upload in (await request.form()).getlist(field):
        if not isinstance(upload, UploadFile) or not upload.filename:
            continue
        data = await upload.read(most + 1)
        if len(data) > most:
            raise HTTPException(413, "large")
        found.append(check_upload(upload.filename, data))
    return tuple(found)


async def file_uploads(
    state: WebState, visitor: Visitor, listed: ListedAudit, item: str, files: tuple[UploadedFile, ...]
) -> None:
    """File them for an item, under the person's name. Raises NotFound, Pruned, StorageError."""
    for file in files:
        await attach_document(state.store, listed, file, (item,), DocumentParticulars(by=visitor.account.assessor))
    if files:
        state.audits.drop(listed.visit)
