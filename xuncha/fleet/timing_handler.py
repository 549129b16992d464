"""The timing job: measures a platform's page loads, alone on the machine; audits read them as history."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from crawler.browser import launch
from crawler.crawl import crawl_site
from crawler.plan import Plan, Want
from crawler.site import Site
from crawler.vocabulary import LANDED, MENUS, Device, GapReason, Role
from probes import run as probing
from storage.db.tables import VisitKind
from storage.errors import AlreadyDone, NotFound
from storage.jobs import jobs
from storage.jobs.jobs import Job
from storage.platforms import RegisteredPlatform, Registration
from storage.visits.visit_recorder import VisitRecorder
from storage.visits.visits import begin_visit, resume_visit
from xuncha.audit.rate_limit import SharedRateLimit
from xuncha.audit.resume import PASSING, ResumedViews, load_resume_age, resume_views
from xuncha.fleet import machine_lock
from xuncha.fleet.task import BUSY, JobOutcome, WorkerContext, retry_unseen
from xuncha.judging.rules import load_rules
from xuncha.settings import schedule


async def time_platform(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
    """Time a platform's pages (a ``xuncha.fleet.task.Handler``).

    What goes wrong on the web is in the visit; raises StorageError, NoBrowser.
    """
    settings = schedule.load_schedule_settings().timing
    try:
        async with machine_lock.reserve_machine(settings.wait_minutes, doing.sleep, doing.locks):
            return await _timed(doing, job, known.registration)
    except machine_lock.MachineBusy:
        again = timedelta(minutes=settings.again_minutes)
        return JobOutcome(reason=BUSY, again_in=again, goes_on=True, counts=False)


def make_timing_plan(doing: WorkerContext, known: Registration) -> Plan:
    """A plan of only those pages that probes want timed, found as an audit finds them."""
    devices = tuple(Device(device) for device in known.devices) or tuple(Device)
    timed = probing.plan_checks(load_rules().checks, devices).timed
    wants = {Want(role, LANDED, device) for role in timed | {Role.HOME} for device in devices}
    wants |= {Want(Role.HOME, MENUS, device) for device in devices}  # only these may link to lists and products
    return Plan(
        frozenset(wants), devices=devices, timed=timed, brief=True, seconds=known.seconds, pace=doing.pace,
        allow_private=known.allow_private, private=known.private_places, browser=doing.browser, ocr=False,
    )  # fmt: skip


async def _timed(doing: WorkerContext, job: Job, known: Registration) -> JobOutcome:
    plan = make_timing_plan(doing, known)
    await asyncio.to_thread(launch.find_chromium(doing.browser).version)  # begin a visit only where it can be finished
    try:
        keeper, before = await _begin(doing, job, known, plan)
    except AlreadyDone:  # killed before it could report that
        return JobOutcome()
    async with keeper:
        await jobs.record_job_visit(doing.store, job.id, doing.worker, keeper.id)
        turns = SharedRateLimit(doing.store, doing.now, doing.pace)
        site = await crawl_site(known.platform, plan, keeper, before.views, turns=turns, taken=before.ids)
        await keeper.finish(site)
    return _outcome(job, site)


async def _begin(doing: WorkerContext, job: Job, known: Registration, plan: Plan) -> tuple[VisitRecorder, ResumedViews]:
    if job.visit:
        try:
            keeper = await resume_visit(doing.store, job.visit)
        except NotFound:  # removed since
            pass
        else:
            return keeper, await resume_views(doing.store, job.visit, doing.now() - load_resume_age(), plan.acts)
    facts: dict[str, object] = {"kind": VisitKind.TIMING.value, "devices": [str(device) for device in plan.devices]}
    return await begin_visit(doing.store, known.platform, facts, doing.now(), VisitKind.TIMING), ResumedViews()


def _outcome(job: Job, site: Site) -> JobOutcome:
    if any(load.ok for load in site.timings):
        return JobOutcome()
    gap = next((gap for gap in site.gaps if gap.role is Role.HOME), None)
    reason = gap.reason if gap is not None else GapReason.TIMEOUT
    return retry_unseen(job, str(reason)) if reason in PASSING else JobOutcome(reason=str(reason))
