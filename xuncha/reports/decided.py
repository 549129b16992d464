"""The persons' part of the record: who decided what, when and why, the documents they filed, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from probes.profile import FLAGS
from scoring.agreement import agreement
from scoring.decision import Decision, FlagDecision, LineDecision
from storage.documents import Document


def decision(said: Decision) -> dict[str, Any]:
    return {
        "verdict": str(said.verdict),
        "value": said.value,
        **_signed(said),
        "reference": said.reference,
        "documents": list(said.evidence),
    }


def line_decision(said: LineDecision) -> dict[str, Any]:
    return {"confirmed": said.confirmed, **_signed(said), "second_audit": said.second_audit or None}


def flag_decision(said: FlagDecision) -> dict[str, Any]:
    return {"flag": said.flag, "name": FLAGS.get(said.flag), "value": said.value, **_signed(said)}


def document(filed: Document) -> dict[str, Any]:
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


def agreements(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Each pair of assessors over the items both decided."""
    return [
        {"first": each.first, "second": each.second, "items": each.items, "share": each.share, "kappa": each.kappa}
        for each in agreement(decisions)
    ]


def _signed(said: Decision | LineDecision | FlagDecision) -> dict[str, Any]:
    """Who, when, why; ``carried`` where it was said on an earlier visit, ``audit`` is the one it was said on."""
    return {
        "assessor": said.assessor,
        "at": datetime.fromisoformat(said.at).astimezone(UTC).isoformat(),
        "reason": said.reason,
        "carried": said.carried,
        "audit": said.audit,
    }
