"""An audit as pages need it, made in a process of its own: to read it from its records takes longer than all that pages do with it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.decisions.decision_reuse import JudgingMoment, PlatformDecisions
from storage.audits import AuditRecords, decode_audit
from storage.documents import Document
from storage.visits.audit import Audit
from xuncha.judging.rejudge_findings import rejudge_by_rules
from xuncha.judging.rules import Rules, load_rules
from xuncha.judging.verdict_digest import AuditHead, take_head
from xuncha.reports import words
from xuncha.reports.judged_record import serialize_findings, serialize_items
from xuncha.reports.order import find_deciding_findings
from xuncha.reports.page import load_page_settings
from xuncha.reports.pictures.figures import FigureNumbers, number_figures

Data = Mapping[str, Any]


class PackedFindings(Mapping[str, Data]):
    """Findings by id, each read when it is asked for: pages ask for few of them, and plain they take several times the memory."""

    __slots__ = ("_packed",)

    def __init__(self, findings: Mapping[str, Data]) -> None:
        self._packed = {id: pickle.dumps(finding, pickle.HIGHEST_PROTOCOL) for id, finding in findings.items()}

    def __getitem__(self, id: str) -> Data:
        read: Data = pickle.loads(self._packed[id])  # written above, by our own process
        return read

    def __contains__(self, id: object) -> bool:
        return id in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


@dataclass(frozen=True, slots=True)
class ItemGlance:
    """What lists tell of the evidence of an item: the devices its answers are of, and how many pieces it has."""

    devices: tuple[str, ...]
    evidence: int


@dataclass(frozen=True, slots=True)
class DecidedSince:
    """All decisions that count for an audit now, the moment of its visit, and what subjects rest on where that is known otherwise."""

    decided: PlatformDecisions
    now: JudgingMoment
    bases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackingRequest:
    """``views``: those of the visit, as the report names them; ``since``: what is decided now, None = the audit as it is stored."""

    records: AuditRecords
    documents: tuple[Document, ...]
    views: tuple[Data, ...]
    since: DecidedSince | None = None


@dataclass(frozen=True, slots=True)
class PackedAudit:
    """``items`` and ``findings`` are those of audit.json by id, every string of pages made harmless; ``figures`` are the report's."""

    audit: AuditHead
    items: Mapping[str, Data]
    findings: PackedFindings
    figures: FigureNumbers
    glances: Mapping[str, ItemGlance]


def pack_audit(request: PackingRequest) -> PackedAudit:
    """Read it, and judge it by today's rules where something was decided since. Raises RecordDamaged, ConfigurationError."""
    rules, audit, since = load_rules(), decode_audit(request.records), request.since
    if since is not None:
        audit = rejudge_by_rules(rules, audit, since.decided, since.now, since.bases).audit
    return pack_judged(rules, audit, request.documents, request.views)


def pack_judged(rules: Rules, audit: Audit, documents: Sequence[Document], views: Sequence[Data]) -> PackedAudit:
    """The audit as pages need it."""
    told = serialize_items(rules.standard, rules.checks, audit.verdicts, audit.decisions, documents)
    items = {item["item"]: words.clean_record(item) for item in told}
    findings = {found["id"]: words.clean_record(found) for found in serialize_findings(rules.checks, audit.findings)}
    asked = audit.facts.get("items")
    record = {
        "views": views,
        "items": list(items.values()),
        "findings": list(findings.values()),
        "asked": list(asked) if isinstance(asked, list | tuple) else [],
    }
    return PackedAudit(
        take_head(audit),
        items,
        PackedFindings(findings),
        number_figures(record, load_page_settings()),
        {id: _glance(item, findings) for id, item in items.items()},
    )


def find_stored_bases(records: AuditRecords) -> Mapping[str, str]:
    """What each item and red line of a stored audit rests on by its own findings. Raises RecordDamaged, ConfigurationError."""
    audit = decode_audit(records)
    now = JudgingMoment(audit.visit, audit.created_at, 0)
    return rejudge_by_rules(load_rules(), audit, PlatformDecisions(), now).bases


def _glance(item: Data, findings: Mapping[str, Data]) -> ItemGlance:
    deciding = find_deciding_findings(item, findings)
    pieces = {
        (piece["view"], piece["url"], piece["quote"], str(piece["box"]))
        for found in deciding
        for piece in found["evidence"]
    }
    return ItemGlance(tuple(sorted({found["device"] for found in deciding})), len(pieces))
