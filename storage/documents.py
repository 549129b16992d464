"""Documents that persons file for items: bytes are blobs, particulars are rows; filing one twice stores it once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from storage.db.codec import decode_record, encode_record
from storage.db.evidence_locks import lock_against_prune, raise_if_pruned, restore_blobs
from storage.db.session import Store
from storage.db.tables import DocumentRow, PlatformRow, VisitRow
from storage.errors import NotFound
from storage.people.signoffs import void_signoffs
from storage.visits.extend import trace_visit_lineage

# Made once: to make a statement takes longer than to answer it.
_FILED = (
    select(func.count(DocumentRow.id), func.max(DocumentRow.id))
    .join(PlatformRow, PlatformRow.id == DocumentRow.platform_id)
    .where(PlatformRow.url == bindparam("url"))
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file for one item. ``name`` is made safe; ``media`` is the type its bytes show.

    ``device`` and ``shown_at`` belong to a screenshot: on which device and when it was taken.
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
    """Store a document; True if it is new. The bytes are durable before the row is.

    Raises NotFound, Pruned, DiskFull, Unwritable, EvidenceError.
    """
    sha = await store.blobs.put(data)
    if sha != document.sha256:
        raise ValueError(f"the document {document.name!r} is not what its SHA-256 says")
    async with store.writing() as session:
        visit = await session.get(VisitRow, document.visit)
        if visit is None:
            raise NotFound(document.visit)
        await lock_against_prune(store, session)
        await raise_if_pruned(session, document.visit)
        await restore_blobs(store, session, {sha: data})
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
            record=encode_record(document),
        )
        await void_signoffs(session, document.visit, f"document {document.item}", document.at)
    return True


async def stamp_documents(store: Store, platform_url: str) -> tuple[int, int]:
    """Numbers that change whenever a document is filed for a platform, by whatever process: none is ever changed or deleted."""
    async with store.looking_up() as session:
        found = (await session.execute(_FILED, {"url": platform_url})).one()
    return found[0], found[1] or 0


async def load_documents(
    store: Store, platform_url: str, visit: str, also: Collection[str] = ()
) -> tuple[Document, ...]:
    """Documents filed on a visit or on those it continues, and those decisions name (``also``, SHA-256); each once per item.

    Raises NotFound for an unknown visit.
    """
    visits = await trace_visit_lineage(store, visit)
    query = (
        select(DocumentRow.record)
        .join(PlatformRow, PlatformRow.id == DocumentRow.platform_id)
        .where(PlatformRow.url == platform_url)
        .where(or_(DocumentRow.visit_id.in_(visits), DocumentRow.sha256.in_(also)))
        .order_by(DocumentRow.id)
    )
    async with store.looking_up() as session:
        found = [decode_record(Document, record) for record in (await session.scalars(query)).all()]
    own = {(document.item, document.sha256): document for document in found}  # of equal documents the latest wins
    own |= {(document.item, document.sha256): document for document in found if document.visit in visits}
    return tuple(own.values())
