"""The judgement of one visit under one ruleset; needs no store, so that what judges need not load one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from probes.finding import Finding
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.red_lines import Raised
from scoring.score import Stage, StageScore
from scoring.verdict import ItemVerdict


def new_id() -> str:
    """A new id for a visit or an audit; its first letters are enough on a command line."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Audit:
    """One judgement of a visit. The decisions are those that held when it was made.

    ``facts`` is what else a report says about its making: by whom, for what, with which versions (JSON-like).
    """

    visit: str
    ruleset: str
    created_at: datetime
    findings: tuple[Finding, ...]
    verdicts: tuple[ItemVerdict, ...]
    scores: Mapping[Stage, StageScore]
    red_lines: tuple[Raised, ...] = ()
    decisions: tuple[Decision, ...] = ()
    line_decisions: tuple[LineDecision, ...] = ()
    flag_decisions: tuple[FlagDecision, ...] = ()
    rejudged_from: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
