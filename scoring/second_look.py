"""Which pages must be looked at again before an item may fail or a red line be raised."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.plan import Want
from crawler.vocabulary import LANDED, Role
from probes.finding import Finding
from probes.probe import Check
from scoring.red_lines import find_unconfirmed
from scoring.standard_tables import Standard
from scoring.verdict import ItemVerdict


def plan_second_look(
    standard: Standard, checks: Iterable[Check], findings: Iterable[Finding], verdicts: Iterable[ItemVerdict]
) -> frozenset[Want]:
    """What every unconfirmed bad answer behind a would-be fail or a suspicion was read from, each on its own device.

    States that acts bring up are wanted like any other; whoever plans the look adds the acts that capture them. Where
    something was missing, the home page is wanted too: the entry may appear the second time.
    """
    findings = tuple(findings)
    table = {check.id: check for check in checks}
    doubtful = {id for verdict in verdicts for id in verdict.unconfirmed}
    doubtful |= {finding.id for finding in find_unconfirmed(standard, findings)}
    wants: set[Want] = set()
    for finding in findings:
        if finding.id not in doubtful or finding.probe not in table:
            continue
        wants |= {Want(need.role, need.state, finding.device) for need in table[finding.probe].probe.reads}
        wants |= {Want(role, LANDED, finding.device) for role in table[finding.probe].probe.timed}
        if finding.answer.by_absence:
            wants.add(Want(Role.HOME, LANDED, finding.device))
    return frozenset(wants)


def worth_of_checks(standard: Standard) -> dict[str, float]:
    """The worth of one point of each item in the score: the pages that decide most are looked at first."""
    return {item.id: item.weight / item.total if item.total else 0.0 for item in standard.items}
