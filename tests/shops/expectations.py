"""What an audit of a demo shop must say, as its expect.toml has it, and how an audit is held against it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.site import Site
from crawler.vocabulary import LANDED, Device, Role
from probes.finding import NOT_KNOWN, Finding, Outcome
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from tests.shops.server import HERE

FIRST = 1  # findings and gaps are held to the first look


@dataclass(frozen=True, slots=True)
class Expected:
    """``only`` names the items that are looked at, empty for all; ``findings`` are keyed by probe, or probe@device."""

    items: dict[str, frozenset[Verdict]]
    findings: dict[str, Outcome] = field(default_factory=dict)
    gaps: dict[Role, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    devices: tuple[Device, ...] = (Device.DESKTOP, Device.MOBILE)
    no_fail: bool = False
    ocr: bool = True
    timed: bool = True  # whether cold loads are measured; where not, speed is left undecided
    seconds: float = 600.0  # what the audit may take; what it does not reach is a gap of ours

    def faults(self, verdicts: tuple[ItemVerdict, ...], findings: tuple[Finding, ...], site: Site) -> tuple[str, ...]:
        """Each thing that is not as expected, in a sentence with what was said instead."""
        return (*self._verdicts(verdicts, findings), *self._findings(findings), *self._gaps(site))

    def _verdicts(self, verdicts: tuple[ItemVerdict, ...], findings: tuple[Finding, ...]) -> Iterator[str]:
        said = {verdict.item: verdict for verdict in verdicts}
        for item, allowed in self.items.items():
            if Verdict.FAIL in allowed and _is_asked(said[item], findings):
                continue
            if said[item].verdict not in allowed:
                yield f"{item} is {_said(said[item])}, not {' or '.join(sorted(allowed))}"
        if self.no_fail:
            yield from (
                f"{verdict.item} fails: {_said(verdict)}" for verdict in verdicts if verdict.verdict is Verdict.FAIL
            )

    def _findings(self, findings: tuple[Finding, ...]) -> Iterator[str]:
        for key, outcome in self.findings.items():
            probe, _, device = key.partition("@")
            asked = (device,) if device else self.devices
            said = [f for f in findings if f.probe == probe and f.look == FIRST and f.device in asked]
            if not said:
                yield f"{key} was not asked"
            for finding in said:
                if outcome is Outcome.NO and finding.outcome is Outcome.UNSURE and finding.answer.reason == NOT_KNOWN:
                    continue  # the reader found nothing: whether that decides is a matter of its measured recall
                if finding.outcome is not outcome:
                    yield f"{key} on {finding.device} is {finding.outcome}, not {outcome}: {finding.answer.because.zh}"

    def _gaps(self, site: Site) -> Iterator[str]:
        for role, reason in self.gaps.items():
            said = {gap.reason for gap in site.gaps if gap.role is role and gap.state == LANDED and gap.look == FIRST}
            if said != {reason}:
                yield f"the gap of {role} is {', '.join(sorted(said)) or 'not there'}, not {reason}"


def _is_asked(verdict: ItemVerdict, findings: tuple[Finding, ...]) -> bool:
    """Whether a person is asked instead of a fail, because a reader that found nothing is not known to find such things."""
    if verdict.verdict not in (Verdict.TO_CONFIRM, Verdict.INCONCLUSIVE):
        return False
    own = {id for check in verdict.checks for id in check.findings}
    return any(finding.id in own and finding.answer.reason == NOT_KNOWN for finding in findings)


def _said(verdict: ItemVerdict) -> str:
    return f"{verdict.verdict} ({verdict.because.zh})"


def expected(name: str) -> Expected:
    """What that shop's expect.toml says. Raises KeyError, ValueError or TypeError for what is not of that form."""
    data: dict[str, Any] = tomllib.loads((HERE / name / "expect.toml").read_text("utf-8"))
    items = {
        item: frozenset(Verdict(value) for value in ([allowed] if isinstance(allowed, str) else allowed))
        for item, allowed in data.pop("items").items()
    }
    return Expected(
        items=items,
        findings={key: Outcome(value) for key, value in data.pop("findings", {}).items()},
        gaps={Role(role): reason for role, reason in data.pop("gaps", {}).items()},
        only=tuple(data.pop("only", ())),
        devices=tuple(Device(device) for device in data.pop("devices", tuple(Device))),
        **data,
    )
