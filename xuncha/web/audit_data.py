"""One audit as pages show it: its record without the texts of pages, read from rows alone and kept in memory, for audits never change."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from crawler.site import Gap
from storage.audit_list import ListedAudit, find_audit
from storage.audits import Audit, load_audit
from storage.db.codec import decode_record
from storage.db.session import Store
from storage.db.tables import GapRow, ViewRow
from storage.documents import Document, load_documents
from xuncha.judging.rules import Rules
from xuncha.reports import words
from xuncha.reports.judged_record import serialize_findings, serialize_items
from xuncha.reports.seen import serialize_gap

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """What the rows say of one view. ``screenshot``: SHA-256 of the full page's picture, "" without one; sizes in CSS pixels."""

    id: str
    role: str
    state: str
    device: str
    look: int
    url: str
    title: str
    at: str
    width: int
    height: int
    screenshot: str
    blob: str  # SHA-256 of the encoded View: texts, HTML, exchanges


@dataclass(frozen=True, slots=True)
class AuditData:
    """An audit with all that its pages show; every string of pages made harmless (``words.clean_data``), to be escaped still.

    ``items`` and ``findings`` are those of audit.json, by id.
    """

    listed: ListedAudit
    audit: Audit
    items: Mapping[str, Data]
    findings: Mapping[str, Data]
    views: Mapping[str, ViewFacts]
    gaps: tuple[Data, ...]


@dataclass(slots=True)
class AuditCache:
    """The audits looked at last, at most as many as are asked for."""

    _held: OrderedDict[str, AuditData] = field(default_factory=OrderedDict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def load(self, store: Store, rules: Rules, id: str, most: int) -> AuditData:
        """That audit. Raises NotFound, Ambiguous, RecordDamaged."""
        async with self._lock:
            if id not in self._held:
                self._held[id] = await load_audit_data(store, rules, id)
            self._held.move_to_end(id)
            while len(self._held) > most:
                self._held.popitem(last=False)
            return self._held[id]

    def drop(self, visit: str) -> None:
        """Forget a visit's audits: a document was filed for it."""
        for id in [id for id, data in self._held.items() if data.listed.visit == visit]:
            del self._held[id]


async def load_audit_data(store: Store, rules: Rules, id: str) -> AuditData:
    """Read an audit and its visit's rows; no view's content is opened. Raises NotFound, Ambiguous, RecordDamaged."""
    listed = await find_audit(store, id)
    audit = await load_audit(store, listed.id)
    async with store.reading() as session:
        views = (await session.scalars(select(ViewRow).where(ViewRow.visit_id == listed.visit))).all()
        gaps = (await session.scalars(select(GapRow.record).where(GapRow.visit_id == listed.visit))).all()
    named = {sha for decision in audit.decisions for sha in decision.evidence}
    documents = await load_documents(store, listed.url, listed.visit, named)
    seen = {view.id: _view(view) for view in views}
    missed = tuple(words.clean_data(serialize_gap(decode_record(Gap, gap))) for gap in gaps)
    return await asyncio.to_thread(make_audit_data, rules, listed, audit, documents, seen, missed)


def make_audit_data(
    rules: Rules, listed: ListedAudit, audit: Audit, documents: Iterable[Document], views: Mapping[str, ViewFacts],
    gaps: tuple[Data, ...],
) -> AuditData:  # fmt: skip
    """An audit as pages show it, of its parts."""
    documents = tuple(documents)
    items = serialize_items(rules.standard, rules.checks, audit.verdicts, audit.decisions, documents)
    findings = serialize_findings(rules.checks, audit.findings)
    return AuditData(
        listed,
        audit,
        {item["item"]: words.clean_data(item) for item in items},
        {finding["id"]: words.clean_data(finding) for finding in findings},
        views,
        gaps,
    )


def _view(row: ViewRow) -> ViewFacts:
    return ViewFacts(
        row.id, row.role, row.state, row.device, row.look, words.clean_text(row.url), words.clean_text(row.title),
        row.at.isoformat(), row.width, row.height, row.screenshot, row.blob,
    )  # fmt: skip
