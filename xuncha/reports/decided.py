"""The people's part of the record: who decided what, when and why, the documents they filed, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from probes.schema.flags import FLAGS
from scoring.decisions.agreement import measure_agreement
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from storage.documents import Document


def serialize_decision(said: Decision) -> dict[str, Any]:
    """A decision on an item."""
    return {
        "verdict": str(said.verdict),
        "value": said.value,
        **_signed(said),
        "reference": said.reference,
        "documents": list(said.evidence),
        **({"agreed": True} if said.agreed else {}),  # so that records without one stay what they were
    }


def serialize_line_decision(said: LineDecision) -> dict[str, Any]:
    """A decision on a red line."""
    return {"confirmed": said.confirmed, **_signed(said), "second_audit": said.second_audit or None}


def serialize_flag_decision(said: FlagDecision) -> dict[str, Any]:
    """A decision on a profile flag."""
    return {"flag": said.flag, "name": FLAGS.get(said.flag), "value": said.value, **_signed(said)}


def serialize_document(filed: Document) -> dict[str, Any]:
    """A filed document, without its bytes."""
    return {
        "sha256": filed.sha256,
        "name": filed.name,
        "media": filed.media,
        "size": filed.size,
        "filed_at": filed.at.astimezone(UTC).isoformat(),
        "filed_by": filed.by or None,
        "note": filed.note or None,
        "device": filed.device or None,
        "shown_at": filed.shown_at.astimezone(UTC).isoformat() if filed.shown_at else None,
        "audit": filed.audit,
    }


def compute_agreements(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """The agreement of each pair of assessors over the items both decided."""
    return [
        {
            "first": agreement.first,
            "second": agreement.second,
            "items": agreement.items,
            "share": agreement.share,
            "kappa": agreement.kappa,
        }
        for agreement in measure_agreement(decisions)
    ]


def _signed(said: Decision | LineDecision | FlagDecision) -> dict[str, Any]:
    """Who, when and why; ``carried``: decided on an earlier visit, in the audit named by ``audit``."""
    return {
        "assessor": said.assessor,
        "at": datetime.fromisoformat(said.at).astimezone(UTC).isoformat(),
        "reason": said.reason,
        "carried": said.carried,
        "audit": said.audit,
    }
