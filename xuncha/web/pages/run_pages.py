"""Jobs as they go: all of them, and one with each picture as it is captured; paused, cancelled, and done again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from storage.audit_list import list_platform_audits
from storage.db.register_tables import JobState
from storage.jobs.job_control import cancel_job, resume_job, retry_job
from storage.jobs.job_lines import JobLine, list_captured_views, list_missed_pages, load_job_line
from storage.jobs.queue_status import PlatformFilter, count_waiting_jobs, list_worker_status
from storage.jobs.throughput import BatchProgress, count_ended_audits
from storage.platforms import load_registration
from xuncha.settings import schedule
from xuncha.status.estimate import estimate_completion, find_measuring_start, measure_audit_rate
from xuncha.status.job_words import describe_no_estimate
from xuncha.web.entrance import require_right
from xuncha.web.evidence.evidence_app import sign_address
from xuncha.web.live_events import stream_changes
from xuncha.web.platform_scopes import list_scopes_of
from xuncha.web.rendering import render_page
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.allowed_jobs import change_job, find_job_in_scope, hold_job, list_allowed_jobs
from xuncha.web.views.job_rows import JobRow, show_job, show_jobs
from xuncha.web.views.sheets.job_sheets import build_job_sheets
from xuncha.web.views.sheets.sent_workbook import send_workbook, speak_for
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
Runner = Annotated[Visitor, Depends(require_right(Right.RUN))]
Seer = Annotated[Visitor, Depends(require_right(Right.SEE))]
PICTURES = 12  # shown of a visit that goes on; all of them stand in its audit


@router.get("/runs")
async def show_runs(request: Request, visitor: Runner) -> Response:
    """What runs, waits and has ended, and by whom it is done."""
    state = get_state(request)
    now = state.now()
    lines = await _list_all(state, visitor)
    lost = timedelta(seconds=schedule.load_schedule_settings().workers.lost_seconds)
    async with state.store.reading() as session:
        waiting = await count_waiting_jobs(session, now, PlatformFilter())
        workers = await list_worker_status(session, now, lost)
        rate = measure_audit_rate(workers, await count_ended_audits(session, find_measuring_start(workers, now)), now)
    ready = sum(jobs.now for jobs in waiting)
    counts = {JobState.WAITING: ready} | {held: len(lines[held]) for held in (JobState.RUNNING, JobState.PAUSED)}
    ends = estimate_completion(BatchProgress("", 0, counts, last_place=ready), rate, len(lines[JobState.RUNNING]), now)
    no_estimate = None if ends.why is None else describe_no_estimate(ends.why)
    return render_page(
        request, visitor, "runs.html.j2", parts=_show_parts(state, lines), workers=workers, now=now, ends=ends.at,
        no_estimate=None if no_estimate is None else {"zh": no_estimate.zh, "en": no_estimate.en},
        stamp=_stamp_all(lines), ready=ready, later=sum(jobs.later for jobs in waiting), hourly=rate.hourly,
    )  # fmt: skip


@router.get("/runs.xlsx")
async def save_runs(request: Request, visitor: Runner) -> Response:
    """The same as a workbook."""
    state = get_state(request)
    parts = _show_parts(state, await _list_all(state, visitor))
    async with state.store.reading() as session:
        lost = timedelta(seconds=schedule.load_schedule_settings().workers.lost_seconds)
        workers = await list_worker_status(session, state.now(), lost)
    return await send_workbook(request, build_job_sheets(parts, workers, speak_for(visitor)), "runs")


async def _list_all(state: WebState, visitor: Visitor) -> dict[JobState, tuple[JobLine, ...]]:
    """Jobs by their state, as many of each as a page shows."""
    rows = state.settings.pages.rows
    return {which: await list_allowed_jobs(state, visitor, which, rows) for which in JobState}


def _show_parts(state: WebState, lines: Mapping[JobState, tuple[JobLine, ...]]) -> dict[str, tuple[JobRow, ...]]:
    """The parts of the page by their names, those that have ended the latest first."""
    now = state.now()
    over = (*lines[JobState.DONE], *lines[JobState.FAILED])
    latest = sorted(over, key=lambda line: line.job.ended_at or now, reverse=True)[: state.settings.pages.rows]
    parts = {
        "running": lines[JobState.RUNNING],
        "waiting": lines[JobState.WAITING],
        "held": lines[JobState.PAUSED],
        "over": latest,
    }
    return {name: show_jobs(part, now) for name, part in parts.items()}


@router.get("/runs/events")
async def follow_runs(request: Request, visitor: Runner) -> Response:
    """Server-sent events: one whenever the page of all jobs would show something else."""
    state = get_state(request)

    async def stamp() -> str:
        return _stamp_all(await _list_all(state, visitor))

    return stream_changes(request, state, stamp)


@router.get("/runs/{id}")
async def show_run(request: Request, visitor: Seer, id: str) -> Response:
    """One job: where it is, what it captured, what it could not see, and at last its audit."""
    state = get_state(request)
    line = await find_job_in_scope(state, visitor, id)
    visit = line.job.visit or ""
    views = await list_captured_views(state.store, visit, 400) if visit else ()
    missed = await list_missed_pages(state.store, visit, 100) if visit else ()
    shown = [view for view in views if view.screenshot][:PICTURES]
    scopes = await list_scopes_of(state.store, line.url)
    known = await load_registration(state.store, line.job.platform)
    return render_page(
        request, visitor, "run.html.j2", stamp=_stamp_one(line), job=show_job(line, state.now()), views=views, missed=missed,
        rest=len(views) - len(shown),
        pictures=[(view, sign_address(state, "picture", view.screenshot)) for view in shown],
        may_stop=visitor.may_for(Right.RUN, scopes) or visitor.may_for(Right.AUDIT, scopes),
        attempt=await _find_attempt(state, line),
        paused=known is not None and known.state.value == "paused",
    )  # fmt: skip


async def _find_attempt(state: WebState, line: JobLine) -> str:
    """The audit that an attempt left before the job was put off, as of a shop that showed nothing but a wall; "" without one."""
    began = line.job.started_at
    if line.job.audit or line.job.state is not JobState.WAITING or began is None:
        return ""
    made = await list_platform_audits(state.store, line.url, 1)
    return next((audit.audit for audit in made if audit.audit is not None and audit.started_at >= began), "")


@router.get("/runs/{id}/events")
async def follow_run(request: Request, visitor: Seer, id: str) -> Response:
    """Server-sent events: one whenever the page of this job would show something else."""
    state = get_state(request)
    await find_job_in_scope(state, visitor, id)

    async def stamp() -> str:
        line = await load_job_line(state.store, id)
        return "" if line is None else _stamp_one(line)

    return stream_changes(request, state, stamp)


@router.post("/runs/{id}/pause")
async def pause_run(request: Request, visitor: Seer, id: str) -> Response:
    """Hold a job that waits or runs until somebody resumes it."""
    await change_job(get_state(request), visitor, id, hold_job)
    return RedirectResponse(f"/runs/{id}", 303)


@router.post("/runs/{id}/resume")
async def resume_run(request: Request, visitor: Seer, id: str) -> Response:
    """Let a paused job go on, with the pages it had captured."""
    await change_job(get_state(request), visitor, id, resume_job)
    return RedirectResponse(f"/runs/{id}", 303)


@router.post("/runs/{id}/cancel")
async def stop_run(request: Request, visitor: Seer, id: str) -> Response:
    """End a job that waits, runs or is paused; who did it stands beside it from then on."""
    await change_job(get_state(request), visitor, id, cancel_job)
    return RedirectResponse(f"/runs/{id}", 303)


@router.post("/runs/{id}/retry")
async def repeat_run(request: Request, visitor: Seer, id: str) -> Response:
    """Have a job that failed done again."""
    await change_job(get_state(request), visitor, id, retry_job)
    return RedirectResponse(f"/runs/{id}", 303)


def _stamp_all(lines: Mapping[JobState, tuple[JobLine, ...]]) -> str:
    """What is another whenever the page of all jobs would show something else."""
    return _hash([_stamp_one(line) for state in JobState for line in lines[state]])


def _stamp_one(line: JobLine) -> str:
    """What is another whenever the page of that job would show something else."""
    return _hash([line.job, line.views, line.progress])


def _hash(thing: object) -> str:
    return hashlib.sha256(repr(thing).encode("utf-8", "replace")).hexdigest()[:16]
