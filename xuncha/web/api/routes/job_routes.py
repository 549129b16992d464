"""Jobs: listed, one as it goes, by server-sent events too, paused, cancelled and done again."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse

from storage.db.register_tables import JobState
from storage.jobs.job_control import cancel_job, resume_job, retry_job
from storage.jobs.job_lines import list_jobs_after, load_job_line
from xuncha.web.api.answered_once import Answer, IdempotencyKey, answer_once
from xuncha.web.api.api_entrance import Seeing, require_token
from xuncha.web.api.list_cursors import ListPart, cut_part, read_list_part
from xuncha.web.api.shapes import JobFacts, JobList
from xuncha.web.api.shown_facts import dump_job, show_job_facts
from xuncha.web.live_events import stream_changes
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.allowed_jobs import (
    Change,
    change_job,
    find_job_in_scope,
    hold_job,
    list_allowed_jobs,
    list_allowed_platforms,
)
from xuncha.web.web_state import get_state

router = APIRouter(tags=["jobs"])
Runner = Annotated[Visitor, Depends(require_token(Right.RUN))]
Part = Annotated[ListPart, Depends(read_list_part)]
JobId = Annotated[str, Path(pattern="^[0-9a-f]{1,32}$")]
EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"enum": ["changed", "end"]},
        "data": {"type": "string", "description": "JSON; empty at the end"},
    },
}
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "events, the last of them `end`", "content": {"text/event-stream": {"schema": EVENT}}}
}


@router.get("/jobs")
async def list_jobs(
    request: Request, visitor: Runner, part: Part,
    state: Annotated[JobState | None, Query(description="of this state alone")] = None,
) -> JobList:  # fmt: skip
    """Jobs of the platforms in scope, the latest due first."""
    web, after = get_state(request), part.moment(1)
    place = None if after is None else (after[0], after[1][0])
    states = tuple(JobState) if state is None else (state,)
    allowed = await list_allowed_platforms(web, visitor, Right.RUN)
    found = await list_jobs_after(web.store, place, part.limit + 1, states, allowed)
    shown, next = cut_part(found, part, lambda line: (line.job.due_at, line.job.id))
    return JobList([show_job_facts(line, web.now()) for line in shown], next)


@router.get("/events", responses=EVENTS, response_class=StreamingResponse)
async def follow_jobs(request: Request, visitor: Runner) -> StreamingResponse:
    """Server-sent events: whenever a job in scope begins, moves or ends, the jobs that run, and a stamp of all others."""
    web = get_state(request)

    async def stamp() -> str:
        rows = web.settings.pages.rows
        running = await list_allowed_jobs(web, visitor, JobState.RUNNING, rows)
        others = [
            await list_allowed_jobs(web, visitor, job_state, rows)
            for job_state in (JobState.WAITING, JobState.PAUSED, JobState.DONE, JobState.FAILED)
        ]
        seen = repr([(line.job.id, line.job.state, line.job.attempts) for some in others for line in some])
        mark = hashlib.sha256(seen.encode("utf-8", "replace")).hexdigest()[:16]
        return _line({"running": [dump_job(line, web.now()) for line in running], "others": mark})

    return stream_changes(request, web, stamp)


@router.get("/jobs/{id}")
async def show_one_job(request: Request, visitor: Seeing, id: JobId) -> JobFacts:
    """One job."""
    web = get_state(request)
    return show_job_facts(await find_job_in_scope(web, visitor, id), web.now())


@router.get("/jobs/{id}/events", responses=EVENTS, response_class=StreamingResponse)
async def follow_job(request: Request, visitor: Seeing, id: JobId) -> StreamingResponse:
    """Server-sent events: the job, at once and whenever it moves."""
    web = get_state(request)
    await find_job_in_scope(web, visitor, id)

    async def stamp() -> str:
        line = await load_job_line(web.store, id)
        return "{}" if line is None else _line(dump_job(line, web.now()))

    return stream_changes(request, web, stamp)


@router.post("/jobs/{id}/pause", response_model=JobFacts)
async def pause_one(request: Request, visitor: Seeing, id: JobId, key: IdempotencyKey) -> JSONResponse:
    """Hold a job that waits or runs until it is resumed; what it captured stays."""
    return await _change(request, visitor, id, key, hold_job)


@router.post("/jobs/{id}/resume", response_model=JobFacts)
async def resume_one(request: Request, visitor: Seeing, id: JobId, key: IdempotencyKey) -> JSONResponse:
    """Let a paused job go on, with the pages it had captured."""
    return await _change(request, visitor, id, key, resume_job)


@router.post("/jobs/{id}/cancel", response_model=JobFacts)
async def cancel_one(request: Request, visitor: Seeing, id: JobId, key: IdempotencyKey) -> JSONResponse:
    """End a job that waits, runs or is paused."""
    return await _change(request, visitor, id, key, cancel_job)


@router.post("/jobs/{id}/retry", response_model=JobFacts)
async def retry_one(request: Request, visitor: Seeing, id: JobId, key: IdempotencyKey) -> JSONResponse:
    """Have a job that failed done again."""
    return await _change(request, visitor, id, key, retry_job)


async def _change(request: Request, visitor: Visitor, id: str, key: str, how: Change) -> JSONResponse:
    web = get_state(request)

    async def work() -> Answer:
        await change_job(web, visitor, id, how)
        return Answer(show_job_facts(await find_job_in_scope(web, visitor, id), web.now()))

    return await answer_once(request, visitor, key, work)


def _line(said: dict[str, Any]) -> str:
    """JSON without line breaks, as one event's data."""
    return json.dumps(said, ensure_ascii=True, separators=(",", ":"))
