"""A run that audits a platform: begun once, gone on with where it was cut off, asked again where a red line is suspected."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from crawler.site import Site
from crawler.vocabulary import Device, GapReason, Role
from scoring.red_lines import State
from storage import runs
from storage.audits import Audit
from storage.errors import AlreadyDone, NotFound
from storage.listing import find_audit
from storage.register import Registered, Registration, batches
from storage.register_tables import RunKind
from storage.runs import Run
from xuncha import machine, schedule
from xuncha.audit import Ports, Request, audit
from xuncha.rejudge import rejudge
from xuncha.taken_up import PASSING, fresh
from xuncha.tasks import BUSY, Doing, Outcome, unseen
from xuncha.turns import SharedTurns


async def audit_platform(doing: Doing, run: Run, known: Registered) -> Outcome:
    """Audit a registered platform (``xuncha.tasks.Work``). What the web does is in the audit; raises StorageError, NoBrowser."""
    settings = schedule.settings()["machine"]
    try:
        async with machine.shared(float(settings["wait_minutes"]), doing.sleep, doing.locks):
            return await _audited(doing, run, known)
    except machine.Busy:
        again = timedelta(minutes=float(settings["again_minutes"]))
        return Outcome(reason=BUSY, again_in=again, goes_on=True, counts=False)


async def _audited(doing: Doing, run: Run, known: Registered) -> Outcome:
    if run.visit:
        try:
            finished = await _finished(doing, run.visit)
        except NotFound:  # removed since: begun anew
            run = dataclasses.replace(run, visit=None)
        else:
            if finished is not None:
                return finished
    request = await _request(doing, run, known.registration)

    async def begun(visit: str) -> None:
        await runs.note_visit(doing.store, run.id, doing.worker, visit)

    def progress(stage: str, done: int, planned: int) -> None:
        doing.telling.at(run, known, stage, done, planned)

    turns = SharedTurns(doing.store, doing.now, doing.pace)
    try:
        done = await audit(doing.store, request, progress, Ports(turns, begun))
    except AlreadyDone:  # all was captured, and judging it was cut off
        judged = await rejudge(doing.store, run.visit or "")
        return await _following(doing, run, judged.now, judged.site)
    return await _following(doing, run, done.audit, done.site)


async def _request(doing: Doing, run: Run, known: Registration) -> Request:
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
        resume=run.visit or "",
        timed=doing.timed,
        fresh=fresh(),
    )


async def _finished(doing: Doing, visit: str) -> Outcome | None:
    """The outcome of an attempt that kept its audit and was killed before it could say so. Raises NotFound."""
    listed = await find_audit(doing.store, visit)
    return Outcome(audit=listed.audit) if listed.audit else None


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
