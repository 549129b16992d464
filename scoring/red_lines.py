"""Red lines: probe answers raise a suspicion, only a person confirms one; they affect the grade, never an item."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from crawler.vocabulary import Device
from probes.finding import Finding, Outcome
from scoring.standard_tables import RedLine, RedLineTrigger, Standard


class RedLineState(StrEnum):
    NONE = "none"
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Raised:
    """One red line with the findings that raise it. That a later audit must show it too is left to persons."""

    id: str
    state: RedLineState
    findings: tuple[str, ...] = ()


def find_red_lines(
    standard: Standard,
    findings: Iterable[Finding],
    confirmed: Collection[str] = (),
    cleared: Collection[str] = (),
    suspected: Collection[str] = (),
) -> tuple[Raised, ...]:
    """Every red line in the order of the standard. ``confirmed``, ``cleared`` and ``suspected`` are persons' decisions.

    Raises ValueError for an unknown red line.
    """
    known = {line.id for line in standard.red_lines}
    unknown = sorted((set(confirmed) | set(cleared) | set(suspected)) - known)
    if unknown:
        raise ValueError(f"unknown red line '{unknown[0]}'")
    by_probe = _by_probe(findings)
    return tuple(_raised(line, by_probe, confirmed, cleared, suspected) for line in standard.red_lines)


def find_unconfirmed(standard: Standard, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The answers that would raise a red line if a second look agreed."""
    by_probe = _by_probe(findings)
    doubtful: dict[str, Finding] = {}
    for line in standard.red_lines:
        hits = [_hits(trigger, by_probe, looks=1) for trigger in line.raised_by]
        if hits and (all(hits) if line.together else any(hits)):
            doubtful |= {
                finding.id: finding
                for trigger, found in zip(line.raised_by, hits, strict=True)
                if found and not _hits(trigger, by_probe, looks=2)
                for finding in found
            }
    return tuple(doubtful.values())


def _by_probe(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    table: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        table[finding.probe] = (*table.get(finding.probe, ()), finding)
    return table


def _raised(
    line: RedLine,
    by_probe: dict[str, tuple[Finding, ...]],
    confirmed: Collection[str],
    cleared: Collection[str],
    suspected: Collection[str],
) -> Raised:
    hits = [_hits(trigger, by_probe, looks=2) for trigger in line.raised_by]
    held = bool(hits) and (all(hits) if line.together else any(hits))
    ids = tuple(sorted({finding.id for found in hits for finding in found})) if held else ()
    if line.id in confirmed:
        return Raised(line.id, RedLineState.CONFIRMED, ids)
    doubted = line.id in suspected or (held and line.id not in cleared)
    return Raised(line.id, RedLineState.SUSPECTED if doubted else RedLineState.NONE, ids)


def _hits(condition: RedLineTrigger, by_probe: dict[str, tuple[Finding, ...]], looks: int) -> tuple[Finding, ...]:
    """The findings that meet the condition: what is missing must be missing on every device; what is seen on one is enough."""
    own = by_probe.get(condition.probe, ())
    agreed: list[Finding] = []
    for device in Device:
        answers = [finding for finding in own if finding.device is device]
        if all(answer.outcome is Outcome.NOT_APPLICABLE for answer in answers) and answers:
            continue
        met = [answer for answer in answers if answer.outcome is condition.outcome]
        if len(met) == len(answers) and len({finding.look for finding in met}) >= looks:
            agreed += met
        elif any(finding.answer.by_absence for finding in own) or not own:
            return ()
    return tuple(agreed)
