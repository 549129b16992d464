"""Judge a frozen Site: what must be looked at again, and the audit it leads to. Pure but for the time of making."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from crawler.plan import Want
from crawler.site import Site
from probes.profile import effective_profile
from probes.text.remember import judging_cache
from scoring import judging
from scoring.decisions.decision_reuse import PlatformDecisions
from scoring.record.audit_record import RecordedDecisions
from scoring.second_look import plan_second_look
from scoring.verdict import judge_items
from storage.visits.audit import Audit
from xuncha.judging.applied_decisions import apply_decisions
from xuncha.judging.rules import Rules
from xuncha.judging.ruleset import compute_ruleset


class SiteJudge(Protocol):
    """Makes an audit of a Site, here or in another process."""

    async def __call__(
        self,
        site: Site,
        visit: str,
        *,
        items: tuple[str, ...] = (),
        facts: Mapping[str, object] | None = None,
        rejudged_from: str | None = None,
        decided: PlatformDecisions | None = None,
    ) -> Audit: ...


def make_local_judge(rules: Rules) -> SiteJudge:
    """A judge within this process, which does nothing else meanwhile."""

    async def judging(site: Site, visit: str, **given: Any) -> Audit:
        return make_audit(rules, site, visit, **given)

    return judging


def find_second_looks(rules: Rules, site: Site, items: tuple[str, ...]) -> frozenset[Want]:
    """What must be seen a second time before an item may fail. ``items``: those asked about, none = all."""
    checks = rules.needed(items)
    with judging_cache():
        profile = effective_profile(site)
        findings = rules.judge(checks, site, profile)
    verdicts = judge_items(rules.standard, checks, findings, profile=profile)
    return plan_second_look(rules.standard, checks, findings, verdicts)


def make_audit(
    rules: Rules,
    site: Site,
    visit: str,
    *,
    items: tuple[str, ...] = (),
    facts: Mapping[str, object] | None = None,
    rejudged_from: str | None = None,
    decided: PlatformDecisions | None = None,
) -> Audit:
    """Findings, verdicts, red lines and scores of a frozen Site under today's rules; pure but for the time of making.

    ``items``: those asked about, none = all. ``facts``: what else the audit says about its making. ``decided``: all
    decisions ever made about the platform; those that hold for this visit are used.
    """
    with judging_cache():
        people = apply_decisions(rules, items, site, visit, decided or PlatformDecisions())
    decisions = RecordedDecisions(people.items, people.lines, people.flags)
    found = judging.judge_findings(rules.standard, rules.checks, people.findings, decisions, people.profile, items)
    return Audit(
        visit=visit,
        ruleset=compute_ruleset(),
        created_at=datetime.now(UTC),
        findings=people.findings,
        verdicts=found.verdicts,
        scores=found.scores,
        red_lines=found.red_lines,
        decisions=people.items,
        line_decisions=people.lines,
        flag_decisions=people.flags,
        rejudged_from=rejudged_from,
        facts={**(facts or {}), "items": list(items), "profile": people.profile},
    )
