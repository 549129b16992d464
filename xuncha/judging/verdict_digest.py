"""What an audit comes to, without the answers it rests on, and one hash of it: what a person signs and a later change makes another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.red_lines import Raised
from scoring.score import Stage, StageScore
from scoring.verdict import ItemVerdict
from storage.visits.audit import Audit

AnyDecision = Decision | LineDecision | FlagDecision


@dataclass(frozen=True, slots=True)
class AuditHead:
    """An audit without its findings, which are most of it."""

    id: str
    visit: str
    ruleset: str
    created_at: datetime
    verdicts: tuple[ItemVerdict, ...]
    scores: Mapping[Stage, StageScore]
    red_lines: tuple[Raised, ...]
    decisions: tuple[Decision, ...]
    line_decisions: tuple[LineDecision, ...]
    flag_decisions: tuple[FlagDecision, ...]
    facts: Mapping[str, object]


def take_head(audit: Audit) -> AuditHead:
    """The audit without its findings; it may go to another process."""
    told = {field.name: getattr(audit, field.name) for field in fields(AuditHead)}
    return AuditHead(**{**told, "scores": dict(audit.scores)})


def hash_verdicts(audit: Audit | AuditHead) -> str:
    """SHA-256 over the visit, the ruleset, each item's verdict and value, each red line's state, the profile and all decisions that hold.

    Canonical JSON (keys sorted, no blanks, ASCII). Judging the same visit again by the same rules gives the same.
    """
    decided: tuple[AnyDecision, ...] = (*audit.decisions, *audit.line_decisions, *audit.flag_decisions)
    said: dict[str, Any] = {
        "visit": audit.visit,
        "ruleset": audit.ruleset,
        "items": [[verdict.item, verdict.verdict.value, verdict.value] for verdict in audit.verdicts],
        "red_lines": [[red_line.id, red_line.state.value] for red_line in audit.red_lines],
        "profile": audit.facts.get("profile", {}),
        "decisions": sorted(
            [_subject(decision), decision.assessor, decision.at, decision.reason] for decision in decided
        ),
    }
    body = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def _subject(said: AnyDecision) -> str:
    match said:
        case Decision():
            return said.item
        case LineDecision():
            return said.line
        case FlagDecision():
            return said.flag
