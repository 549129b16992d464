"""Documents that persons file for items: their bytes are blobs, their particulars rows; filed twice they are one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from storage.codec import decode, encode
from storage.continuing import lineage
from storage.errors import NotFound
from storage.marks import hold_off_prunes, put_again, refuse_pruned
from storage.session import Store
from storage.tables import DocumentRow, PlatformRow, VisitRow


@dataclass(frozen=True, slots=True)
class Document:
    """One file for one item. ``name`` is made safe, ``media`` is what its bytes say it is.

    ``device`` and ``shown_at`` are of a screenshot: on what and when it was taken.
    """

    item: str
    sha256: str
    size: int
    media: str
    name: str
    at: datetime
    audit: str
    visit: str
    by: str = ""
    note: str = ""
    device: str = ""
    shown_at: datetime | None = None


async def save_document(store: Store, document: Document, data: bytes) -> bool:
    """Keep a document; True where it is new. The bytes are safe before the row is.

    Raises NotFound, Pruned, DiskFull, Unwritable, EvidenceError.
    """
    sha = await store.blobs.put(data)
    if sha != document.sha256:
        raise ValueError(f"the document {document.name!r} is not what its SHA-256 says")
    async with store.writing() as session:
        visit = await session.get(VisitRow, document.visit)
        if visit is None:
            raise NotFound(document.visit)
        await hold_off_prunes(store, session)
        await refuse_pruned(session, document.visit)
        await put_again(store, session, {sha: data})
        known = await session.scalar(
            select(DocumentRow.id).where(
                DocumentRow.visit_id == document.visit, DocumentRow.item == document.item, DocumentRow.sha256 == sha
            )
        )
        if known is not None:
            return False
        await store.once(
            session,
            DocumentRow,
            platform_id=visit.platform_id,
            visit_id=document.visit,
            audit_id=document.audit,
            item=document.item,
            sha256=sha,
            media=document.media,
            size=document.size,
            name=document.name,
            at=document.at,
            record=encode(document),
        )
    return True


async def documents_of(store: Store, platform_url: str, visit: str, also: Collection[str] = ()) -> tuple[Document, ...]:
    """What was filed on a visit or on those it goes on from, and what decisions name (``also``, SHA-256); each once an item.

    Raises NotFound for an unknown visit.
    """
    visits = await lineage(store, visit)
    query = (
        select(DocumentRow.record)
        .join(PlatformRow, PlatformRow.id == DocumentRow.platform_id)
        .where(PlatformRow.url == platform_url)
        .where(or_(DocumentRow.visit_id.in_(visits), DocumentRow.sha256.in_(also)))
        .order_by(DocumentRow.id)
    )
    async with store.reading() as session:
        found = [decode(Document, record) for record in (await session.scalars(query)).all()]
    own = {(each.item, each.sha256): each for each in found}  # the latest of the same
    own |= {(each.item, each.sha256): each for each in found if each.visit in visits}
    return tuple(own.values())
