"""The audit job: audits a platform, resumes where it was interrupted, has suspected red lines audited again."""

from __future__ import annotations

from datetime import timedelta

from crawler.site import Site
from crawler.vocabulary import Device, GapReason, Role
from scoring.red_lines import RedLineState
from storage.audit_list import find_audit
from storage.audits import load_audit, save_audit
from storage.db.register_tables import JobKind
from storage.db.tables import VisitState
from storage.decisions import load_decisions
from storage.errors import BlobDamaged, BlobMissing, NotFound, Pruned, RecordDamaged, StillRunning
from storage.jobs import jobs
from storage.jobs.jobs import Job
from storage.platforms import RegisteredPlatform, Registration, load_batches
from storage.visits.audit import Audit
from storage.visits.sites import StoredVisit, load_site, load_visit
from xuncha.audit.pipeline import AuditHooks, AuditRequest, perform_audit, read_requested_items
from xuncha.audit.rate_limit import SharedRateLimit
from xuncha.audit.resume import PASSING, load_resume_age
from xuncha.fleet import machine_lock
from xuncha.fleet.task import BUSY, JobOutcome, JobTaken, WorkerContext, retry_unseen
from xuncha.judging.basis import read_basis
from xuncha.judging.isolated import IsolatedJudge
from xuncha.settings import schedule

NO_USE = (
    StillRunning,
    NotFound,
    Pruned,
    RecordDamaged,
    BlobMissing,
    BlobDamaged,
)  # of a visit that should be resumed


async def audit_platform(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
    """Audit a registered platform (a ``xuncha.fleet.task.Handler``).

    What goes wrong on the web is in the audit; raises StorageError, NoBrowser, JobTaken.
    """
    settings = schedule.load_schedule_settings().machine
    try:
        async with machine_lock.share_machine(settings.wait_minutes, doing.sleep, doing.locks):
            return await _audited(doing, job, known)
    except machine_lock.MachineBusy:
        again = timedelta(minutes=settings.again_minutes)
        return JobOutcome(reason=BUSY, again_in=again, goes_on=True, counts=False)


async def _audited(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
    def progress(stage: str, done: int, planned: int) -> None:
        doing.telling.at(job, known, stage, done, planned)

    try:
        visit = await _visit_before(doing, job)
        request = await _request(doing, known.registration, visit.id if visit else "")
        if visit is not None and visit.state is VisitState.DONE:
            return await _following(doing, job, *await _judged(doing, visit, request))
        done = await perform_audit(doing.store, request, progress, _ports(doing, job))
    except NO_USE as fault:
        if not job.visit:
            raise
        # What the previous attempt captured cannot be resumed: visit everything anew.
        return JobOutcome(reason=f"{job.visit}: {fault}", again_in=timedelta(0), counts=False, setback=True)
    return await _following(doing, job, done.audit, done.site)


def _ports(doing: WorkerContext, job: Job) -> AuditHooks:
    async def begun(visit: str) -> None:
        if not await jobs.record_job_visit(doing.store, job.id, doing.worker, visit):
            raise JobTaken

    return AuditHooks(SharedRateLimit(doing.store, doing.now, doing.pace), begun)


async def _visit_before(doing: WorkerContext, job: Job) -> StoredVisit | None:
    """The visit of the previous attempt, if it is recent enough to be resumed. Raises NotFound."""
    if not job.visit:
        return None
    visit = await load_visit(doing.store, job.visit)
    return visit if visit.state is VisitState.DONE or doing.now() - visit.started_at < load_resume_age() else None


async def _request(doing: WorkerContext, known: Registration, resume: str) -> AuditRequest:
    batch = (await load_batches(doing.store)).get(known.batch)
    who = ("person", "body", "purpose", "authority")
    by: dict[str, str | None] = {key: getattr(batch, key, "") or None for key in who}
    return AuditRequest(
        platform=known.platform,
        devices=tuple(Device(device) for device in known.devices) or (Device.DESKTOP, Device.MOBILE),
        items=known.items,
        seconds=known.seconds,
        pages=known.pages,
        pace=doing.pace,
        allow_private=known.allow_private,
        private=known.private_places,
        browser=doing.browser,
        ocr=doing.ocr,
        by=by,
        resume=resume,
        timed=doing.timed,
        fresh=load_resume_age(),
    )


async def _judged(doing: WorkerContext, visit: StoredVisit, request: AuditRequest) -> tuple[Audit, Site]:
    """The audit of an attempt that was killed after capturing everything: the one it stored, or one made now."""
    listed = await find_audit(doing.store, visit.id)
    site = await load_site(doing.store, visit.id)
    if listed.audit is not None:
        return await load_audit(doing.store, listed.audit), site
    decided = await load_decisions(doing.store, visit.opening.platform.url)
    basis = read_basis()
    async with IsolatedJudge() as apart:
        made = await apart.judge(
            site, visit.id, items=read_requested_items(visit.plan), facts={"by": dict(request.by)}, decided=decided
        )
    await save_audit(doing.store, made, basis=basis)
    return made, site


async def _following(doing: WorkerContext, job: Job, judged: Audit, site: Site) -> JobOutcome:
    """What follows an audit: a retry where nothing was seen, a second audit where a red line is suspected."""
    if not any(view.role is Role.HOME for view in site.views):
        gap = next((gap for gap in site.gaps if gap.role is Role.HOME), None)
        reason = gap.reason if gap is not None else GapReason.BUDGET
        if reason in PASSING:
            return retry_unseen(job, str(reason), judged.id)
        return JobOutcome(audit=judged.id, reason=str(reason))
    suspected = [line.id for line in judged.red_lines if line.state is RedLineState.SUSPECTED]
    if suspected and job.kind is JobKind.AUDIT:
        wait = timedelta(minutes=schedule.load_schedule_settings().second_audit.minutes)
        await jobs.request_job(
            doing.store, job.platform, JobKind.SECOND_AUDIT, job.due_at, priority=job.priority,
            not_before=doing.now() + wait,
        )  # fmt: skip
    return JobOutcome(audit=judged.id, reason=", ".join(suspected))
