"""A run that audits a platform: begun once, gone on with where it was cut off, asked again where a red line is suspected."""

from __future__ import annotations

from datetime import timedelta

from crawler.site import Site
from crawler.vocabulary import Device, GapReason, Role
from scoring.red_lines import State
from storage import runs
from storage.audits import Audit, load_audit, save_audit
from storage.decisions import load_decisions
from storage.errors import BlobDamaged, BlobMissing, NotFound, Pruned, RecordDamaged, StillRunning
from storage.listing import find_audit
from storage.register import Registered, Registration, batches
from storage.register_tables import RunKind
from storage.runs import Run
from storage.sites import Visit, load_site, load_visit
from storage.tables import VisitState
from xuncha import machine, schedule
from xuncha.audit import Ports, Request, asked_items, audit, judge, load_rules
from xuncha.taken_up import PASSING, fresh
from xuncha.tasks import BUSY, Doing, Outcome, RunTaken, unseen
from xuncha.turns import SharedTurns

NO_USE = (
    StillRunning,
    NotFound,
    Pruned,
    RecordDamaged,
    BlobMissing,
    BlobDamaged,
)  # of a visit that should be gone on with


async def audit_platform(doing: Doing, run: Run, known: Registered) -> Outcome:
    """Audit a registered platform (``xuncha.tasks.Work``). What the web does is in the audit; raises StorageError, NoBrowser, RunTaken."""
    settings = schedule.settings()["machine"]
    try:
        async with machine.shared(float(settings["wait_minutes"]), doing.sleep, doing.locks):
            return await _audited(doing, run, known)
    except machine.Busy:
        again = timedelta(minutes=float(settings["again_minutes"]))
        return Outcome(reason=BUSY, again_in=again, goes_on=True, counts=False)


async def _audited(doing: Doing, run: Run, known: Registered) -> Outcome:
    def progress(stage: str, done: int, planned: int) -> None:
        doing.telling.at(run, known, stage, done, planned)

    try:
        visit = await _visit_before(doing, run)
        request = await _request(doing, known.registration, visit.id if visit else "")
        if visit is not None and visit.state is VisitState.DONE:
            return await _following(doing, run, *await _judged(doing, visit, request))
        done = await audit(doing.store, request, progress, _ports(doing, run))
    except NO_USE as fault:
        if not run.visit:
            raise
        # What the attempt before captured cannot be gone on with: all is looked at anew.
        return Outcome(reason=f"{run.visit}: {fault}", again_in=timedelta(0), counts=False, setback=True)
    return await _following(doing, run, done.audit, done.site)


def _ports(doing: Doing, run: Run) -> Ports:
    async def begun(visit: str) -> None:
        if not await runs.note_visit(doing.store, run.id, doing.worker, visit):
            raise RunTaken

    return Ports(SharedTurns(doing.store, doing.now, doing.pace), begun)


async def _visit_before(doing: Doing, run: Run) -> Visit | None:
    """The visit of the attempt before, where it is young enough to be gone on with. Raises NotFound."""
    if not run.visit:
        return None
    visit = await load_visit(doing.store, run.visit)
    return visit if visit.state is VisitState.DONE or doing.now() - visit.started_at < fresh() else None


async def _request(doing: Doing, known: Registration, resume: str) -> Request:
    batch = (await batches(doing.store)).get(known.batch)
    who = ("person", "body", "purpose", "authority")
    by: dict[str, str | None] = {key: getattr(batch, key, "") or None for key in who}
    return Request(
        platform=known.platform,
        devices=tuple(Device(each) for each in known.devices) or (Device.DESKTOP, Device.MOBILE),
        items=known.items,
        seconds=known.seconds,
        pages=known.pages,
        pace=doing.pace,
        allow_private=doing.allow_private,
        browser=doing.browser,
        ocr=doing.ocr,
        by=by,
        resume=resume,
        timed=doing.timed,
        fresh=fresh(),
    )


async def _judged(doing: Doing, visit: Visit, request: Request) -> tuple[Audit, Site]:
    """The audit of an attempt that captured all and was killed before it could say so: the one it kept, or one made now."""
    listed = await find_audit(doing.store, visit.id)
    site = await load_site(doing.store, visit.id)
    if listed.audit is not None:
        return await load_audit(doing.store, listed.audit), site
    decided = await load_decisions(doing.store, visit.opening.platform.url)
    made = judge(
        load_rules(), site, visit.id, items=asked_items(visit.plan), facts={"by": dict(request.by)}, decided=decided
    )
    await save_audit(doing.store, made)
    return made, site


async def _following(doing: Doing, run: Run, judged: Audit, site: Site) -> Outcome:
    """What comes after an audit: another try where nothing was seen, a second audit where a red line is suspected."""
    if not any(view.role is Role.HOME for view in site.views):
        gap = next((gap for gap in site.gaps if gap.role is Role.HOME), None)
        reason = gap.reason if gap is not None else GapReason.BUDGET
        if reason in PASSING:
            return unseen(run, str(reason), judged.id)
        return Outcome(audit=judged.id, reason=str(reason))
    suspected = [line.id for line in judged.red_lines if line.state is State.SUSPECTED]
    if suspected and run.kind is RunKind.AUDIT:
        wait = timedelta(minutes=float(schedule.settings()["second_audit"]["minutes"]))
        await runs.ask(
            doing.store, run.platform, RunKind.SECOND_AUDIT, run.due_at, priority=run.priority,
            not_before=doing.now() + wait,
        )  # fmt: skip
    return Outcome(audit=judged.id, reason=", ".join(suspected))
