"""The audit pipeline: plan, crawl, judge, crawl again where a fail would rest on one pass, time, judge, score, store."""

from __future__ import annotations

import dataclasses
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.browser import launch
from crawler.crawl import crawl_site, out_of_time
from crawler.dom.ocr import Ocr
from crawler.limits import AUDIT
from crawler.plan import Plan, RateLimit
from crawler.site import Platform, Site
from crawler.visit.pictures.picture_budget import PictureBudget
from crawler.vocabulary import Device, Role
from probes import run
from scoring.second_look import worth_of_checks
from storage.audits import save_audit
from storage.blobs.picture_words import PictureWords
from storage.db.session import Store
from storage.decisions import load_decisions
from storage.visits.audit import Audit
from storage.visits.history import load_visit_history
from storage.visits.sites import load_visit
from storage.visits.visit_recorder import VisitRecorder
from storage.visits.visits import begin_visit, resume_visit
from xuncha.audit.freed_memory import return_freed_memory
from xuncha.audit.reading_ahead import ReadingAhead
from xuncha.audit.resume import ResumedViews, resume_views
from xuncha.audit.second_pass import plan_second_pass
from xuncha.judging.basis import read_basis
from xuncha.judging.isolated import IsolatedJudge
from xuncha.judging.rules import Rules, load_rules
from xuncha.judging.timed_asker import load_judging_limits

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What one audit is asked to do. ``items`` empty = all; zeros mean the defaults of crawler/limits.toml."""

    platform: Platform
    devices: tuple[Device, ...] = (Device.DESKTOP, Device.MOBILE)
    items: tuple[str, ...] = ()
    seconds: float = 0.0
    pages: int = 0
    pace: float | None = None
    allow_private: bool = False  # the shop's own addresses may be private ones
    private: tuple[str, ...] = ()  # further private places that may be visited, as host:port
    browser: Path | None = None
    ocr: bool = True
    by: dict[str, str | None] = field(default_factory=dict)
    resume: str = ""  # id of an interrupted visit
    timed: bool = True  # whether cold loads are measured within the audit
    fresh: timedelta | None = None  # older views of the interrupted visit are captured again; None = no limit


async def _untold(visit: str) -> None:
    """The default hook: does nothing."""


@dataclass(frozen=True, slots=True)
class AuditHooks:
    """What an audit shares with other workers: the rate limit, and a callback given the visit's id once it begins."""

    turns: RateLimit | None = None
    begun: Callable[[str], Awaitable[None]] = _untold


@dataclass(frozen=True, slots=True)
class FinishedAudit:
    """An audit with the Site it judged."""

    audit: Audit
    site: Site
    rules: Rules

    @property
    def seen(self) -> bool:
        """Whether the home page was seen on any device."""
        return any(view.role is Role.HOME for view in self.site.views)


async def perform_audit(
    store: Store, request: AuditRequest, progress: Progress, ports: AuditHooks | None = None
) -> FinishedAudit:
    """Run one audit from plan to stored verdict.

    Raises ConfigurationError, NoBrowser, StorageError; whatever goes wrong on the web is recorded in the Site.
    """
    return_freed_memory()
    ports = ports or AuditHooks()
    began = time.monotonic()
    rules, basis = load_rules(), read_basis()
    checks = rules.needed(request.items)
    launch.find_chromium(request.browser).version()  # begin a visit only where it can be finished
    plan = dataclasses.replace(
        run.plan_checks(checks, request.devices, worth_of_checks(rules.standard)),
        seconds=request.seconds,
        pages=request.pages,
        pace=request.pace,
        allow_private=request.allow_private,
        private=request.private,
        browser=request.browser,
        ocr=request.ocr,
    )
    if not request.timed:
        plan = dataclasses.replace(plan, timed=frozenset())
    room = _room(store.data)
    keeper, platform = await _begin(store, request)
    # Judging runs in a process of its own, so that no page can block this one.
    growth = load_judging_limits().ahead_growth
    async with IsolatedJudge() as apart, ReadingAhead(keeper, apart, platform, request.items, growth) as ahead:
        # One OCR engine for both passes: the models load once, and a picture reads the same in both.
        async with keeper, Ocr(PictureWords(store.data)) as reader:
            await ports.begun(keeper.id)
            progress(f"visit {keeper.id}", 0, 0)
            before = await _left(store, request, plan)
            looked = [view for view in before.views if view.look == 1]
            untimed = dataclasses.replace(plan, timed=frozenset())
            pictures = PictureBudget()
            first = await crawl_site(
                platform, untimed, ahead, looked, progress, reader, ports.turns, before.ids, pictures
            )
            past = await load_visit_history(store, platform.url, first.at, without=keeper.id)
            site = dataclasses.replace(first, history=past, environment={**first.environment, **room})
            progress("judge", 0, 0)
            again = await apart.find_second_looks(site, request.items)
            wants = frozenset(want for want in again if want.device in request.devices)
            if wants and any(view.role is Role.HOME for view in site.views):
                seconds = _left_over(plan, began)
                again_plan = plan_second_pass(plan, wants, site, seconds)
                seen = [v for v in before.views if v.look == 2]
                second = (
                    await crawl_site(
                        platform, again_plan, keeper, seen, progress, reader, ports.turns, before.ids, pictures
                    )
                    if seconds > 0
                    else await out_of_time(platform, again_plan, keeper, seen)
                )
                site = _joined(site, second)
            # Loads are timed last, in what is left of the time: a second look that decides a fail goes before them.
            rest = _timing(plan, site, _left_over(plan, began))
            if rest is not None:
                seen = [view for view in site.views if view.look == 1]
                timed = await crawl_site(platform, rest, keeper, seen, progress, None, ports.turns, before.ids)
                site = _joined(site, dataclasses.replace(timed, views=()))
            await keeper.finish(site)
        decided = await load_decisions(store, platform.url)
        judged = await apart.judge(
            site, keeper.id, items=request.items, facts={"by": dict(request.by)}, decided=decided
        )
    await save_audit(store, judged, basis=basis)
    return FinishedAudit(judged, site, rules)


def _joined(first: Site, second: Site) -> Site:
    """Merge the Sites of both passes of one visit."""
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


def read_requested_items(facts: Mapping[str, object]) -> tuple[str, ...]:
    """The items asked about, from the facts of an audit or of a visit's plan; empty = all."""
    items = facts.get("items")
    return tuple(str(item) for item in items) if isinstance(items, list | tuple) else ()


def make_request_facts(request: AuditRequest) -> dict[str, object]:
    """The facts a visit must store so that it can be resumed with the same request."""
    return {
        "devices": [str(device) for device in request.devices],
        "items": list(request.items),
        "allow_private": request.allow_private,
        "private": list(request.private),
        "seconds": request.seconds,
        "pages": request.pages,
        "pace": request.pace,
        "ocr": request.ocr,
        "timed": request.timed,
        "by": dict(request.by),
    }


async def _begin(store: Store, request: AuditRequest) -> tuple[VisitRecorder, Platform]:
    if request.resume:
        visit = await load_visit(store, request.resume)
        return await resume_visit(store, request.resume), visit.opening.platform
    return await begin_visit(store, request.platform, make_request_facts(request)), request.platform


def _room(data: Path) -> dict[str, str]:
    """Free disk space when the visit began, in bytes."""
    try:
        return {"data_disk_free_bytes": str(shutil.disk_usage(data).free)}
    except OSError:
        return {"data_disk_free_bytes": "not known"}


async def _left(store: Store, request: AuditRequest, plan: Plan) -> ResumedViews:
    """The views of the interrupted visit that this audit reuses."""
    if not request.resume:
        return ResumedViews()
    since = None if request.fresh is None else datetime.now(UTC) - request.fresh
    return await resume_views(store, request.resume, since, plan.acts)


def _left_over(plan: Plan, began: float) -> float:
    """The seconds that are left of the audit's time."""
    return (plan.seconds or AUDIT.seconds) - (time.monotonic() - began)


def _timing(plan: Plan, site: Site, seconds: float) -> Plan | None:
    """The plan of the cold loads of pages that were seen, in the time and pages left; None if there are none to make."""
    seen = {view.role for view in site.views if view.look == 1}
    timed = plan.timed & seen
    if not timed or seconds <= 0:
        return None
    pages = (plan.pages or AUDIT.pages) - int(site.environment.get("loads", 0))
    return dataclasses.replace(
        plan, wants=frozenset(), acts=(), fetches=frozenset(), timed=timed, ocr=False, pages=max(pages, 1),
        seconds=seconds,
    )  # fmt: skip
