"""One audit as pages show it: its record without the texts of pages, read from rows alone and kept in memory, for audits never change."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from crawler.site import Gap
from storage.audit_list import ListedAudit, find_audit
from storage.audits import Circumstances, load_audit_records
from storage.db.codec import decode_record
from storage.db.connecting.one_trip import Question
from storage.db.session import Store
from storage.db.tables import GapRow, ViewRow
from storage.documents import Document, load_documents, stamp_documents
from xuncha.judging.verdict_digest import AuditHead
from xuncha.reports import words
from xuncha.reports.pictures.figures import FigureNumbers
from xuncha.reports.seen import serialize_gap
from xuncha.web.packed_audit import DecidedSince, ItemGlance, PackedAudit, PackingRequest, pack_audit

Data = Mapping[str, Any]
T = TypeVar("T")
U = TypeVar("U")
_VIEWS = select(
    ViewRow.id, ViewRow.role, ViewRow.state, ViewRow.device, ViewRow.look, ViewRow.url, ViewRow.title, ViewRow.at, ViewRow.width,
    ViewRow.height, ViewRow.screenshot, ViewRow.blob,
).where(ViewRow.visit_id == bindparam("visit"))  # fmt: skip
_GAPS = select(GapRow.record).where(GapRow.visit_id == bindparam("visit"))
_stamps = count(1)


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

    ``items`` and ``findings`` are those of audit.json, by id; ``glances``: of each item what lists tell of its evidence; ``figures``: the
    numbers of the report. ``filed``: the state of the platform's documents of which it is (``stamp_documents``). ``stamp``: what it is
    told by where something was made of it, so that this need not keep it.
    """

    listed: ListedAudit
    audit: AuditHead
    items: Mapping[str, Data]
    findings: Mapping[str, Data]
    views: Mapping[str, ViewFacts]
    gaps: tuple[Data, ...]
    figures: FigureNumbers
    glances: Mapping[str, ItemGlance]
    filed: tuple[int, int]
    stamp: int = field(default_factory=lambda: next(_stamps), compare=False)


@dataclass(slots=True)
class AuditCache:
    """The audits looked at last, at most as many as are asked for, and beside them some that are expected to be looked at.

    Each is read once, however many ask for it at the same time.
    """

    _held: OrderedDict[str, AuditData] = field(default_factory=OrderedDict)
    _ahead: OrderedDict[str, AuditData] = field(default_factory=OrderedDict)
    _reading: dict[str, asyncio.Task[AuditData]] = field(default_factory=dict)
    _drops: int = 0  # what began to be read before the last one is given out, and not kept

    async def load(self, store: Store, reader: Executor, id: str, most: int) -> AuditData:
        """That audit. Raises NotFound, Ambiguous, RecordDamaged."""
        drops = self._drops
        data = self._held.get(id) or self._ahead.get(id) or await self._read(store, reader, id)
        if drops == self._drops:
            self._held[id] = data
            self._held.move_to_end(id)
            self._ahead.pop(id, None)
            _shorten(self._held, most)
        return data

    async def prepare(self, store: Store, reader: Executor, id: str, most: int) -> None:
        """Have that audit ready, in the place of what was made ready first and nobody asked for. Raises what ``load`` raises."""
        drops = self._drops
        if not self.has(id):
            data = await self._read(store, reader, id)
            if id not in self._held and drops == self._drops:
                self._ahead[id] = data
                _shorten(self._ahead, most)

    def has(self, id: str) -> bool:
        """Whether it is at hand."""
        return id in self._held or id in self._ahead

    @property
    def ahead(self) -> int:
        """How many are ready that nobody asked for."""
        return len(self._ahead)

    def drop(self, visit: str) -> None:
        """Forget a visit's audits: a document was filed for it."""
        self._drops += 1
        self._reading.clear()
        for kept in (self._held, self._ahead):
            for id in [id for id, data in kept.items() if data.listed.visit == visit]:
                del kept[id]

    def drop_stale(self, visit: str, filed: tuple[int, int]) -> None:
        """Forget a visit's audits where another process filed a document since; ``filed``: the state of its platform's documents."""
        known = (*self._held.values(), *self._ahead.values())
        if any(data.listed.visit == visit and data.filed != filed for data in known):
            self.drop(visit)

    async def _read(self, store: Store, reader: Executor, id: str) -> AuditData:
        task = self._reading.get(id)
        if task is None:
            task = self._reading[id] = asyncio.create_task(load_audit_data(store, reader, id))
            task.add_done_callback(lambda done: self._forget(id, done))
        return await asyncio.shield(task)  # whoever goes away lets the others have it

    def _forget(self, id: str, done: asyncio.Task[AuditData]) -> None:
        if self._reading.get(id) is done:
            del self._reading[id]
        if not done.cancelled():
            done.exception()  # told to who waits, if anybody still does


def _shorten(held: OrderedDict[str, AuditData], most: int) -> None:
    while len(held) > most:
        held.popitem(last=False)


async def load_audit_data(store: Store, reader: Executor, id: str) -> AuditData:
    """Read an audit and its visit's rows; no view's content is opened. Raises NotFound, Ambiguous, RecordDamaged."""
    listed = await find_audit(store, id)
    rows = Question(_VIEWS, {"visit": listed.visit}), Question(_GAPS, {"visit": listed.visit})
    records, (views, gaps), filed = await asyncio.gather(  # a page waits for all three at once
        load_audit_records(store, listed.id), store.look_up(*rows), stamp_documents(store, listed.url)
    )
    named = {sha for said in decode_record(Circumstances, records.record).decisions for sha in said.evidence}
    # Read after their stamp was: what is filed meanwhile is seen next time.
    documents = await load_documents(store, listed.url, listed.visit, named) if filed[0] else ()
    seen = {row[0]: _view(row) for row in views}
    missed = tuple(words.clean_data(serialize_gap(decode_record(Gap, gap))) for (gap,) in gaps)
    asked = PackingRequest(records, tuple(documents), _tell_views(seen))
    return _join(listed, await run_reading(reader, pack_audit, asked), seen, missed, filed)


async def judge_audit_data(
    store: Store, reader: Executor, data: AuditData, since: DecidedSince, documents: Iterable[Document]
) -> AuditData:
    """The audit with exactly these decisions and documents, judged anew from what is stored of it. Raises NotFound, RecordDamaged."""
    records = await load_audit_records(store, data.audit.id)
    asked = PackingRequest(records, tuple(documents), _tell_views(data.views), since)
    packed = await run_reading(reader, pack_audit, asked)
    scores = {stage: score.score for stage, score in packed.audit.scores.items()}
    return _join(replace(data.listed, scores=scores), packed, data.views, data.gaps, data.filed)


async def run_reading(reader: Executor, work: Callable[[U], T], given: U) -> T:
    """Have another process do it; where it has ended it is done here, beside the pages, which is slower and no different."""
    try:
        return await asyncio.get_running_loop().run_in_executor(reader, work, given)
    except BrokenProcessPool:
        return await asyncio.to_thread(work, given)


def _join(
    listed: ListedAudit, packed: PackedAudit, views: Mapping[str, ViewFacts], gaps: tuple[Data, ...], filed: tuple[int, int]
) -> AuditData:  # fmt: skip
    return AuditData(
        listed, packed.audit, packed.items, packed.findings, views, gaps, packed.figures, packed.glances, filed
    )


def _tell_views(views: Mapping[str, ViewFacts]) -> tuple[Data, ...]:
    """The views as the report's figures name them: plain, for these go to another process."""
    return tuple({name: getattr(view, name) for name in ViewFacts.__slots__} for view in views.values())


def _view(row: Any) -> ViewFacts:
    id, role, state, device, look, url, title, at, *rest = row
    return ViewFacts(
        id, role, state, device, look, words.clean_text(url), words.clean_text(title), at.isoformat(), *rest
    )
