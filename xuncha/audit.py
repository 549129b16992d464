"""One audit's story: plan, look, judge, look again where a fail would rest on one look, judge, score, keep."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler.crawl import crawl
from crawler.plan import Plan, Want
from crawler.site import Platform, Site, View, joined
from crawler.vocabulary import Device, Role
from probes import registry, run
from probes.probe import Check
from scoring import standard as standards
from scoring.red_lines import red_lines
from scoring.score import score
from scoring.second_look import second_look
from scoring.tables import Standard
from scoring.verdict import judge_items
from storage.audits import Audit, save_audit
from storage.history import history
from storage.keeper import VisitKeeper
from storage.session import Store
from storage.sites import captured, load_visit
from storage.visits import begin_visit, resume_visit
from xuncha.ruleset import ruleset

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Rules:
    """The two tables, loaded and bound to each other."""

    standard: Standard
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What one audit is asked to do. ``items`` empty = all; zeros mean the defaults of crawler/limits.toml."""

    platform: Platform
    devices: tuple[Device, ...] = (Device.DESKTOP, Device.MOBILE)
    items: tuple[str, ...] = ()
    seconds: float = 0.0
    pages: int = 0
    pace: float | None = None
    allow_private: bool = False
    browser: Path | None = None
    ocr: bool = True
    by: dict[str, str | None] = field(default_factory=dict)
    resume: str = ""  # id of an interrupted visit


@dataclass(frozen=True, slots=True)
class Done:
    """An audit with the Site it judged."""

    audit: Audit
    site: Site
    rules: Rules

    @property
    def seen(self) -> bool:
        """Whether the home page was seen on any device."""
        return any(view.role is Role.HOME for view in self.site.views)


def load_rules() -> Rules:
    """Raises ConfigurationError with one line that names the fault."""
    standard = standards.load()
    checks = registry.load()
    standards.bind(standard, checks)
    return Rules(standard, checks)


async def audit(store: Store, request: Request, progress: Progress) -> Done:
    """The whole story. Raises ConfigurationError, NoBrowser, StorageError; what the web does is in the Site."""
    rules = load_rules()
    checks = standards.needed(rules.standard, rules.checks, request.items) if request.items else rules.checks
    plan = dataclasses.replace(
        run.plan(checks, request.devices),
        seconds=request.seconds,
        pages=request.pages,
        pace=request.pace,
        allow_private=request.allow_private,
        browser=request.browser,
        ocr=request.ocr,
    )
    keeper, platform, already = await _begin(store, request)
    async with keeper:
        first = await crawl(platform, plan, keeper, [view for view in already if view.look == 1], progress)
        past = await history(store, platform.url, first.at)
        site = dataclasses.replace(first, history=past)
        progress("judge", 0, 0)
        findings = run.judge(checks, site)
        verdicts = judge_items(rules.standard, checks, findings)
        again = second_look(rules.standard, checks, findings, verdicts)
        wants = frozenset(want for want in again if want.device in request.devices)
        if wants and any(view.role is Role.HOME for view in site.views):
            second = await crawl(
                platform, _second(plan, wants, site), keeper, [v for v in already if v.look == 2], progress
            )
            site = joined(site, second)
        await keeper.finish(site)
    judged = judge(rules, site, keeper.id, checks=checks, by=request.by)
    await save_audit(store, judged)
    return Done(judged, site, rules)


def judge(
    rules: Rules,
    site: Site,
    visit: str,
    *,
    checks: tuple[Check, ...] | None = None,
    rejudged_from: str | None = None,
    by: dict[str, str | None] | None = None,
) -> Audit:
    """Findings, verdicts, red lines and scores of a frozen Site under today's rules. Pure but for the time of making."""
    checks = rules.checks if checks is None else checks
    findings = run.judge(checks, site)
    verdicts = judge_items(rules.standard, checks, findings)
    raised = red_lines(rules.standard, findings)
    return Audit(
        visit=visit,
        ruleset=ruleset(),
        created_at=datetime.now(UTC),
        findings=findings,
        verdicts=verdicts,
        scores=score(rules.standard, verdicts, raised),
        red_lines=raised,
        rejudged_from=rejudged_from,
        facts={"by": by or {}, "items": _items(rules, checks)},
    )


def _items(rules: Rules, checks: tuple[Check, ...]) -> list[str]:
    """The items that were looked at; empty = all."""
    if len(checks) == len(rules.checks):
        return []
    return sorted({count.item for check in checks for count in check.counts})


async def _begin(store: Store, request: Request) -> tuple[VisitKeeper, Platform, tuple[View, ...]]:
    if request.resume:
        visit = await load_visit(store, request.resume)
        return await resume_visit(store, request.resume), visit.opening.platform, await captured(store, request.resume)
    facts: dict[str, object] = {
        "devices": [str(device) for device in request.devices],
        "items": list(request.items),
        "allow_private": request.allow_private,
    }
    return await begin_visit(store, request.platform, facts), request.platform, ()


def _second(plan: Plan, wants: frozenset[Want], site: Site) -> Plan:
    """The second look: what would fail, from a fresh context, with the acts that bring those states up and what they start from."""
    states = {(want.role, want.state) for want in wants}
    acts = tuple(act for act in plan.acts if states & set(act.captures))
    starts = {Want(act.starts, "landed", device) for act in acts for device in plan.devices}
    left = max(0, (plan.pages or 200) - int(site.environment.get("loads", 0)))
    return dataclasses.replace(
        plan, wants=wants | starts, acts=acts, look=2, timed=frozenset(), fetches=frozenset(), pages=max(left, 1)
    )
