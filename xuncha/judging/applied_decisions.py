"""Apply assessors' decisions to one visit: which of them hold, the platform's profile, and red lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.site import Site
from probes.finding import Finding
from probes.profile import effective_profile
from scoring.decisions import decision_reuse
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.decisions.decision_basis import DecisionBasis, decision_grounds, line_grounds
from scoring.decisions.decision_reuse import JudgingMoment, PlatformDecisions
from scoring.red_lines import find_red_lines
from xuncha.judging.rules import Rules


@dataclass(frozen=True, slots=True)
class AppliedDecisions:
    """The decisions that hold for a visit, with the findings under the profile that they give."""

    findings: tuple[Finding, ...]
    profile: Mapping[str, bool]
    items: tuple[Decision, ...]
    lines: tuple[LineDecision, ...]
    flags: tuple[FlagDecision, ...]


def apply_decisions(
    rules: Rules, items: tuple[str, ...], site: Site, visit: str, decided: PlatformDecisions
) -> AppliedDecisions:
    """Apply ``decided`` to a visit. ``items``: those asked about, none = all."""
    now = JudgingMoment(visit, site.at, rules.standard.deciding.stands_days, decided.continued)
    flags = decision_reuse.carry_flags(decided.flags, now)
    own, profile = effective_profile(site), effective_profile(site, decision_reuse.carry_profile(flags))
    checks = rules.needed(items)
    findings = rules.judge(checks, site, profile)
    if not decided.items and not decided.lines:
        return AppliedDecisions(findings, profile, (), (), flags)
    # Decisions rest on the pages alone: a person's decision on the profile must not invalidate the other ones.
    plain = findings if profile == own else rules.judge(checks, site, own)
    by_item, by_line = find_all_grounds(rules, plain)
    return AppliedDecisions(
        findings,
        profile,
        decision_reuse.carry_items(decided.items, by_item, now),
        decision_reuse.carry_lines(decided.lines, by_line, now),
        flags,
    )


def find_all_grounds(
    rules: Rules, findings: tuple[Finding, ...]
) -> tuple[Mapping[str, DecisionBasis], Mapping[str, DecisionBasis]]:
    """The grounds of every item and of every red line."""
    by_item = decision_grounds(rules.standard, rules.checks, findings)
    return by_item, line_grounds(find_red_lines(rules.standard, findings), findings)
