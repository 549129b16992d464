"""Jobs as they go: all of them, and one with each picture as it is captured; cancelled, and done again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from storage.audit_list import list_platform_audits
from storage.db.register_tables import JobState
from storage.jobs.job_control import cancel_job, retry_job
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
from xuncha.web.security.allowed_jobs import change_job, find_job_in_scope, list_allowed_jobs
from xuncha.web.views.job_rows import show_job, show_jobs
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
Runner = Annotated[Visitor, Depends(require_right(Right.RUN))]
Seer = Annotated[Visitor, Depends(require_right(Right.SEE))]
PICTURES = 12  # shown of a visit that goes on; all of them stand in its audit


@router.get("/runs")
async def show_runs(request: Request, visitor: Runner) -> Response:
    """What runs, waits and has ended, and by whom it is done."""
    state = get_state(request)
    now, rows = state.now(), state.settings.pages.rows
    lines = {job_state: await list_allowed_jobs(state, visitor, job_state, rows) for job_state in JobState}
    lost = timedelta(seconds=schedule.load_schedule_settings().workers.lost_seconds)
    async with state.store.reading() as session:
        waiting = await count_waiting_jobs(session, now, PlatformFilter())
        workers = await list_worker_status(session, now, lost)
        rate = measure_audit_rate(workers, await count_ended_audits(session, find_measuring_start(workers, now)), now)
    ready = sum(jobs.now for jobs in waiting)
    counts = {JobState.WAITING: ready, JobState.RUNNING: len(lines[JobState.RUNNING])}
    ends = estimate_completion(BatchProgress("", 0, counts, last_place=ready), rate, len(lines[JobState.RUNNING]), now)
    over = sorted(
        (*lines[JobState.DONE], *lines[JobState.FAILED]), key=lambda line: line.job.ended_at or now, reverse=True
    )[:rows]
    no_estimate = None if ends.why is None else describe_no_estimate(ends.why)
    return render_page(
        request, visitor, "runs.html.j2", running=show_jobs(lines[JobState.RUNNING], now),
        waiting=show_jobs(lines[JobState.WAITING], now), over=show_jobs(over, now), workers=workers, now=now, ends=ends.at,
        no_estimate=None if no_estimate is None else {"zh": no_estimate.zh, "en": no_estimate.en},
        stamp=_stamp_all(lines), ready=ready, later=sum(jobs.later for jobs in waiting), hourly=rate.hourly,
    )  # fmt: skip


@router.get("/runs/events")
async def follow_runs(request: Request, visitor: Runner) -> Response:
    """Server-sent events: one whenever the page of all jobs would show something else."""
    state = get_state(request)

    async def stamp() -> str:
        return _stamp_all(
            {
                job_state: await list_allowed_jobs(state, visitor, job_state, state.settings.pages.rows)
                for job_state in JobState
            }
        )

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


@router.post("/runs/{id}/cancel")
async def stop_run(request: Request, visitor: Seer, id: str) -> Response:
    """End a job that waits or runs; who did it stands beside it from then on."""
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
