"""What persons' words come to for one visit: which of them hold, what the platform is by them, and what they do to red lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.site import Site
from probes.finding import Finding
from probes.profile import effective
from scoring import carry
from scoring.carry import Decided, Moment
from scoring.decision import Decision, FlagDecision, LineDecision
from scoring.ground import Ground, grounds, line_grounds
from scoring.red_lines import red_lines
from xuncha.rules import Rules


@dataclass(frozen=True, slots=True)
class Held:
    """The decisions that hold for a visit, with the findings under the profile they make."""

    findings: tuple[Finding, ...]
    profile: Mapping[str, bool]
    items: tuple[Decision, ...]
    lines: tuple[LineDecision, ...]
    flags: tuple[FlagDecision, ...]


def held(rules: Rules, items: tuple[str, ...], site: Site, visit: str, decided: Decided) -> Held:
    """``items`` are those that were asked about, none = all."""
    now = Moment(visit, site.at, rules.standard.deciding.stands_days, decided.continued)
    flags = carry.flags(decided.flags, now)
    own, profile = effective(site), effective(site, carry.profile(flags))
    checks = rules.needed(items)
    findings = rules.judge(checks, site, profile)
    if not decided.items and not decided.lines:
        return Held(findings, profile, (), (), flags)
    # Decisions stand on what the pages say by themselves: a person's word on the profile must not unsettle the other ones.
    plain = findings if profile == own else rules.judge(checks, site, own)
    by_item, by_line = stands_on(rules, plain)
    return Held(
        findings, profile, carry.items(decided.items, by_item, now), carry.lines(decided.lines, by_line, now), flags
    )


def stands_on(rules: Rules, findings: tuple[Finding, ...]) -> tuple[Mapping[str, Ground], Mapping[str, Ground]]:
    """The grounds of every item and of every red line."""
    by_item = grounds(rules.standard, rules.checks, findings)
    return by_item, line_grounds(red_lines(rules.standard, findings), findings)
