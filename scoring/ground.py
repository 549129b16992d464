"""What a decision stood on: one hash over what was said of a subject, blind to pictures, places and the names of views."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from probes.finding import Finding, Outcome
from probes.probe import Check
from scoring.merge import Merged, counted, merge
from scoring.red_lines import Raised
from scoring.tables import ItemClass, Standard

FORM = "1"  # of the hash: another one makes every earlier decision asked again
UNSEEN = frozenset({Outcome.NOT_SEEN, Outcome.ERROR})


@dataclass(frozen=True, slots=True)
class Ground:
    """``basis`` is the hash; ``seen`` says that all it stands on was seen, so that an earlier decision may be used again."""

    basis: str
    seen: bool


def grounds(standard: Standard, checks: Iterable[Check], findings: Iterable[Finding]) -> Mapping[str, Ground]:
    """Every item's ground, by the findings that decide it.

    What only documents prove and no probe hints at rests on nothing that could be seen. Anything else of which nothing was seen, or
    something not, is no ground to use an earlier decision on: what was not seen this time is asked again.
    """
    checks = tuple(checks)
    by_probe: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        by_probe[finding.probe] = (*by_probe.get(finding.probe, ()), finding)
    loss = standard.values.other_surface
    table = {}
    for item in standard.items:
        named = {part.probe for part in item.conditions}
        merged: list[Merged] = [
            each.merged for group in counted(checks, item.id, item.devices, loss, by_probe).values() for each in group
        ]
        merged += [merge(check, by_probe.get(check.id, ()), "better", loss) for check in checks if check.id in named]
        deciding = [finding for each in merged for finding in each.deciding]
        papers = item.item_class is ItemClass.DOCUMENTARY and not merged
        seen = bool(deciding) and not any(finding.outcome in UNSEEN for finding in deciding)
        table[item.id] = Ground(basis(deciding), papers or seen)
    return table


def line_grounds(raised: Iterable[Raised], findings: Iterable[Finding]) -> Mapping[str, Ground]:
    """Every red line's ground: the findings that raise it. One that is not raised is no ground for what was said when it was."""
    by_id = {finding.id: finding for finding in findings}
    return {
        line.id: Ground(basis(by_id[id] for id in line.findings if id in by_id), bool(line.findings)) for line in raised
    }


def basis(findings: Iterable[Finding]) -> str:
    """The hash of what these findings say. Two looks that say the same are one; order does not matter."""
    said = sorted({json.dumps(_said(each), ensure_ascii=True, sort_keys=True) for each in findings})
    return f"{FORM}:{hashlib.sha256(chr(10).join(said).encode('ascii')).hexdigest()}"


def _said(finding: Finding) -> list[object]:
    answer = finding.answer
    quotes = sorted({each.quote for each in answer.evidence})
    return [finding.probe, finding.device, answer.outcome, answer.fraction, answer.reason, quotes, dict(answer.values)]
