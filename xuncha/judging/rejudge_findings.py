"""Judge stored findings again with what people decided since: no Site, no pages, so it takes a moment.

The profile's flags that people decided since count for which items apply; what a probe would answer under another profile only judging
the whole Site tells (``xuncha.audit.rejudge_visit``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scoring import judging
from scoring.decisions import decision_reuse
from scoring.decisions.decision_basis import DecisionBasis
from scoring.decisions.decision_reuse import JudgingMoment, PlatformDecisions
from scoring.record.audit_record import RecordedDecisions
from storage.visits.audit import Audit
from xuncha.judging.applied_decisions import find_all_grounds
from xuncha.judging.rules import Rules


@dataclass(frozen=True, slots=True)
class RejudgedFindings:
    """The audit with the decisions that hold now, under its own id; ``bases``: what each item and red line rests on, for new decisions."""

    audit: Audit
    bases: Mapping[str, str] = field(default_factory=dict)


def rejudge_by_rules(
    rules: Rules, audit: Audit, decided: PlatformDecisions, now: JudgingMoment, bases: Mapping[str, str] | None = None
) -> RejudgedFindings:
    """Judge the request by these rules, with the decisions that hold. An audit made by earlier rules may come out otherwise."""
    by_item, by_line = (_rest_on(ground, bases or {}) for ground in find_all_grounds(rules, audit.findings))
    flags = decision_reuse.carry_flags(decided.flags, now)
    items = decision_reuse.carry_items(decided.items, by_item, now)
    lines = decision_reuse.carry_lines(decided.lines, by_line, now)
    profile = {**_read_profile(audit), **decision_reuse.carry_profile(flags)}
    asked = tuple(str(item) for item in _list(audit.facts.get("items")))
    found = judging.judge_findings(
        rules.standard, rules.checks, audit.findings, RecordedDecisions(items, lines, flags), profile, asked
    )
    done = replace(
        audit, verdicts=found.verdicts, scores=found.scores, red_lines=found.red_lines, decisions=items,
        line_decisions=lines, flag_decisions=flags, facts={**audit.facts, "profile": profile},
    )  # fmt: skip
    return RejudgedFindings(done, {id: ground.basis for id, ground in (*by_item.items(), *by_line.items())})


def _rest_on(grounds: Mapping[str, DecisionBasis], bases: Mapping[str, str]) -> dict[str, DecisionBasis]:
    return {id: replace(ground, basis=bases.get(id, ground.basis)) for id, ground in grounds.items()}


def _read_profile(audit: Audit) -> dict[str, bool]:
    seen = audit.facts.get("profile")
    return {str(flag): bool(value) for flag, value in seen.items()} if isinstance(seen, Mapping) else {}


def _list(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()
