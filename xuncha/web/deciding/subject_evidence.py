"""What a subject's answer rests on, in words: each finding's reason with its quotes and pages, those that say the same once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from xuncha.reports.order import find_deciding_findings, group_alike_findings
from xuncha.sheets.review_rows import WorksheetKind
from xuncha.web.audit_data import AuditData
from xuncha.web.deciding.said_word import Subject
from xuncha.web.web_state import WebState

Data = Mapping[str, Any]


def list_subject_evidence(state: WebState, data: AuditData, about: Subject) -> tuple[Data, ...]:
    """Groups of findings: ``because``, ``outcome``, devices and the pieces of evidence (quote, url, view), each piece once.

    ``shown_at``: the item whose page has their pictures with boxes, and the view to begin with; None for what no item rests on.
    """
    if about.kind is WorksheetKind.ITEM:
        found = find_deciding_findings(data.items[about.id], data.findings)
    elif about.kind is WorksheetKind.RED_LINE:
        raised = next(red_line for red_line in data.audit.red_lines if red_line.id == about.id)
        found = [data.findings[id] for id in raised.findings if id in data.findings]
    else:
        found = []
    groups = [_group(data, same) for same in group_alike_findings(found)]
    told: dict[object, Data] = {}
    for group in groups:  # several checks are blind for one reason: it is told once
        told.setdefault((group["because"]["zh"], group["surfaces"], group["pieces"] and len(told)), group)
    return tuple(told.values())


def _group(data: AuditData, same: Iterable[Data]) -> Data:
    same = list(same)
    pieces = {(piece["view"], piece["quote"], piece["url"]): piece for found in same for piece in found["evidence"]}
    return {
        "because": same[0]["because"],
        "outcome": same[0]["outcome"],
        "asks": same[0]["asks"],
        "surfaces": tuple(dict.fromkeys((row["device"], row["look"]) for row in same)),
        "pieces": tuple(pieces.values()),
        "shown_at": _find_pictures(data, {row["id"] for row in same}, [view for view, _, _ in pieces if view]),
    }


def _find_pictures(data: AuditData, ids: AbstractSet[str], views: Sequence[str]) -> tuple[str, str] | None:
    named = (item for item, told in data.items.items() for check in told["checks"] if ids & set(check["findings"]))
    item = next(named, None)
    return (item, views[0]) if item is not None and views else None
