"""What a decision rested on: one hash of what was found on a subject, regardless of pictures, places and ids of views."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from probes.finding import Finding, Outcome
from probes.probe import Check
from scoring.merge import MergedProbe, count_checks, merge_findings
from scoring.red_lines import Raised
from scoring.standard_tables import ItemClass, Standard

FORM = "1"  # version of the hash: a new one makes every earlier decision be asked again
UNSEEN = frozenset({Outcome.NOT_SEEN, Outcome.ERROR})


@dataclass(frozen=True, slots=True)
class DecisionBasis:
    """``basis`` is the hash; ``seen``: everything it rests on was seen, so that an earlier decision may be reused."""

    basis: str
    seen: bool


def decision_grounds(
    standard: Standard, checks: Iterable[Check], findings: Iterable[Finding]
) -> Mapping[str, DecisionBasis]:
    """Every item's ground, from the findings that decide it.

    An item that only documents prove and no probe hints at rests on nothing visible. For any other item of which
    nothing, or not everything, was seen, earlier decisions are not reused: what was not seen this time is asked again.
    """
    checks = tuple(checks)
    by_probe: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        by_probe[finding.probe] = (*by_probe.get(finding.probe, ()), finding)
    loss = standard.values.other_surface
    table = {}
    for item in standard.items:
        named = {part.probe for part in item.conditions}
        merged: list[MergedProbe] = [
            probe.merged
            for group in count_checks(checks, item.id, item.devices, loss, by_probe).values()
            for probe in group
        ]
        merged += [
            merge_findings(check, by_probe.get(check.id, ()), "better", loss) for check in checks if check.id in named
        ]
        deciding = [finding for probe in merged for finding in probe.deciding]
        papers = item.item_class is ItemClass.DOCUMENTARY and not merged
        seen = bool(deciding) and not any(finding.outcome in UNSEEN for finding in deciding)
        table[item.id] = DecisionBasis(hash_basis(deciding), papers or seen)
    return table


def line_grounds(raised: Iterable[Raised], findings: Iterable[Finding]) -> Mapping[str, DecisionBasis]:
    """Every red line's ground: the findings that raise it. One not raised is no ground to reuse decisions from when it was."""
    by_id = {finding.id: finding for finding in findings}
    return {
        line.id: DecisionBasis(hash_basis(by_id[id] for id in line.findings if id in by_id), bool(line.findings))
        for line in raised
    }


def hash_basis(findings: Iterable[Finding]) -> str:
    """The hash of what these findings say. Two looks that say the same count once; order does not matter."""
    said = sorted({json.dumps(_said(finding), ensure_ascii=True, sort_keys=True) for finding in findings})
    return f"{FORM}:{hashlib.sha256(chr(10).join(said).encode('ascii')).hexdigest()}"


def _said(finding: Finding) -> list[object]:
    answer = finding.answer
    quotes = sorted({evidence.quote for evidence in answer.evidence})
    return [finding.probe, finding.device, answer.outcome, answer.fraction, answer.reason, quotes, dict(answer.values)]
