"""One audit's story: plan, look, judge, look again where a fail would rest on one look, judge, score, keep."""

from __future__ import annotations

import dataclasses
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler import chromium
from crawler.crawl import crawl, out_of_time
from crawler.limits import AUDIT
from crawler.ocr import Ocr
from crawler.plan import Plan, Turns, Want
from crawler.site import Platform, Site
from crawler.vocabulary import Device, Role
from probes import run
from probes.profile import effective
from probes.reading import remember
from scoring import judging
from scoring.carry import Decided
from scoring.judging import People
from scoring.second_look import second_look, worth
from scoring.verdict import judge_items
from storage.audits import Audit, save_audit
from storage.decisions import load_decisions
from storage.history import history
from storage.keeper import VisitKeeper
from storage.session import Store
from storage.sites import load_visit
from storage.visits import begin_visit, resume_visit
from xuncha.people import held
from xuncha.rules import Rules, load_rules
from xuncha.ruleset import ruleset
from xuncha.taken_up import Left, left

__all__ = ["Done", "Ports", "Progress", "Request", "Rules", "asked_items", "audit", "facts_of", "judge", "load_rules"]

Progress = Callable[[str, int, int], None]


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
    timed: bool = True  # whether cold loads are measured within the audit
    fresh: timedelta | None = (
        None  # views of the interrupted visit older than this are looked at again; None = none are
    )


async def _untold(visit: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What an audit shares with others: a pace of all workers, and who wants to know the visit's id the moment it begins."""

    turns: Turns | None = None
    begun: Callable[[str], Awaitable[None]] = _untold


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


async def audit(store: Store, request: Request, progress: Progress, ports: Ports | None = None) -> Done:
    """The whole story. Raises ConfigurationError, NoBrowser, StorageError; what the web does is in the Site."""
    ports = ports or Ports()
    began = time.monotonic()
    rules = load_rules()
    checks = rules.needed(request.items)
    chromium.find(request.browser).version()  # a visit begins only where it can go on
    plan = dataclasses.replace(
        run.plan(checks, request.devices, worth(rules.standard)),
        seconds=request.seconds,
        pages=request.pages,
        pace=request.pace,
        allow_private=request.allow_private,
        browser=request.browser,
        ocr=request.ocr,
    )
    if not request.timed:
        plan = dataclasses.replace(plan, timed=frozenset())
    room = _room(store.data)
    keeper, platform = await _begin(store, request)
    # A picture that was read in the first look reads the same in the second, and the models are loaded once.
    async with keeper, Ocr() as reader:
        await ports.begun(keeper.id)
        progress(f"visit {keeper.id}", 0, 0)
        before = await _left(store, request, plan)
        looked = [view for view in before.views if view.look == 1]
        first = await crawl(platform, plan, keeper, looked, progress, reader, ports.turns, before.ids)
        past = await history(store, platform.url, first.at, without=keeper.id)
        site = dataclasses.replace(first, history=past, environment={**first.environment, **room})
        progress("judge", 0, 0)
        profile = effective(site)
        findings = rules.judge(checks, site, profile)
        verdicts = judge_items(rules.standard, checks, findings, profile=profile)
        again = second_look(rules.standard, checks, findings, verdicts)
        wants = frozenset(want for want in again if want.device in request.devices)
        if wants and any(view.role is Role.HOME for view in site.views):
            seconds = (plan.seconds or AUDIT.seconds) - (time.monotonic() - began)
            again_plan = _second(plan, wants, site, seconds)
            seen = [v for v in before.views if v.look == 2]
            second = (
                await crawl(platform, again_plan, keeper, seen, progress, reader, ports.turns, before.ids)
                if seconds > 0
                else await out_of_time(platform, again_plan, keeper, seen)
            )
            site = _joined(site, second)
        await keeper.finish(site)
    decided = await load_decisions(store, platform.url)
    judged = judge(rules, site, keeper.id, items=request.items, facts={"by": dict(request.by)}, decided=decided)
    remember.forget()  # what was read of these pages is of no use to the next audit of this process
    await save_audit(store, judged)
    return Done(judged, site, rules)


def _joined(first: Site, second: Site) -> Site:
    """One Site of two looks of the same visit."""
    hosts = {host.host: host for host in (*first.hosts, *second.hosts)}
    loads = sum(int(site.environment.get("loads", 0)) for site in (first, second))
    return dataclasses.replace(
        first,
        views=first.views + second.views,
        gaps=first.gaps + second.gaps,
        fetches=first.fetches + second.fetches,
        timings=first.timings + second.timings,
        hosts=tuple(hosts[name] for name in sorted(hosts)),
        environment={**first.environment, "loads": str(loads)},
    )


def judge(
    rules: Rules,
    site: Site,
    visit: str,
    *,
    items: tuple[str, ...] = (),
    facts: Mapping[str, object] | None = None,
    rejudged_from: str | None = None,
    decided: Decided | None = None,
) -> Audit:
    """Findings, verdicts, red lines and scores of a frozen Site under today's rules; but for the time of making, pure.

    ``items`` are those that were asked about, none = all. ``facts`` is what else the audit says of its making. ``decided`` is all
    that persons ever decided of the platform: what of it holds for this visit is used.
    """
    people = held(rules, items, site, visit, decided or Decided())
    decisions = People(people.items, people.lines, people.flags)
    found = judging.judge(rules.standard, rules.checks, people.findings, decisions, people.profile, items)
    return Audit(
        visit=visit,
        ruleset=ruleset(),
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


def asked_items(facts: Mapping[str, object]) -> tuple[str, ...]:
    """The items that the facts of an audit, or of a visit's plan, say were asked about; none = all."""
    items = facts.get("items")
    return tuple(str(item) for item in items) if isinstance(items, list | tuple) else ()


def facts_of(request: Request) -> dict[str, object]:
    """What a visit must remember to be taken up again as it was begun."""
    return {
        "devices": [str(device) for device in request.devices],
        "items": list(request.items),
        "allow_private": request.allow_private,
        "seconds": request.seconds,
        "pages": request.pages,
        "pace": request.pace,
        "ocr": request.ocr,
        "timed": request.timed,
        "by": dict(request.by),
    }


async def _begin(store: Store, request: Request) -> tuple[VisitKeeper, Platform]:
    if request.resume:
        visit = await load_visit(store, request.resume)
        return await resume_visit(store, request.resume), visit.opening.platform
    return await begin_visit(store, request.platform, facts_of(request)), request.platform


def _room(data: Path) -> dict[str, str]:
    """How much could still be kept when the visit began."""
    try:
        return {"data_disk_free_bytes": str(shutil.disk_usage(data).free)}
    except OSError:
        return {"data_disk_free_bytes": "not known"}


async def _left(store: Store, request: Request, plan: Plan) -> Left:
    """What the interrupted visit left that this audit goes on with."""
    if not request.resume:
        return Left()
    since = None if request.fresh is None else datetime.now(UTC) - request.fresh
    return await left(store, request.resume, since, plan.acts)


def _second(plan: Plan, wants: frozenset[Want], site: Site, seconds: float) -> Plan:
    """The second look: what would fail, from a fresh context, with the acts that bring those states up and what they start from.

    Products are those of the first look. It has what the first left of the audit's time, ``seconds``, and pages.
    """
    states = {(want.role, want.state) for want in wants}
    acts = tuple(act for act in plan.acts if states & set(act.captures))
    starts = {Want(act.starts, "landed", device) for act in acts for device in plan.devices}
    products = tuple(view.asked for view in site.only(1, Device.DESKTOP).all(Role.PRODUCT))
    pages = (plan.pages or AUDIT.pages) - int(site.environment.get("loads", 0))
    return dataclasses.replace(
        plan, wants=wants | starts, acts=acts, look=2, timed=frozenset(), fetches=frozenset(), pages=max(pages, 1),
        seconds=seconds, products=products,
    )  # fmt: skip
