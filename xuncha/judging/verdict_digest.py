"""One hash of what an audit comes to: what a person signs, and what a later change makes another one."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from storage.audits import Audit

AnyDecision = Decision | LineDecision | FlagDecision


def hash_verdicts(audit: Audit) -> str:
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
