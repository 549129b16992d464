"""Jobs as far as a visitor may see or change them, for pages and programs alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from fastapi import HTTPException

from storage.db.register_tables import JobState
from storage.db.session import Store
from storage.jobs.job_control import pause_job
from storage.jobs.job_lines import JobLine, list_job_lines, load_job_line
from storage.jobs.jobs import Job
from xuncha.settings import schedule
from xuncha.web.platform_scopes import list_scopes_of
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import check_scope, holds_everywhere, keep_allowed
from xuncha.web.web_state import WebState

Change = Callable[[Store, str, str, datetime], Awaitable[Job | None]]  # store, job, actor, now


async def find_job_in_scope(state: WebState, visitor: Visitor, id: str) -> JobLine:
    """The job, where its platform is in scope. Raises 404."""
    line = await load_job_line(state.store, id)
    if line is None:
        raise HTTPException(404)
    await check_scope(state, visitor, line.url, Right.SEE, id)
    return line


async def list_allowed_platforms(state: WebState, visitor: Visitor, right: Right) -> list[int] | None:
    """The numbers of registered platforms for which the right is held; None where that is all there are."""
    if holds_everywhere(visitor, right):
        return None
    return [line.known.id for line in keep_allowed((await state.load_overview()).lines, visitor, right)]


async def list_allowed_jobs(state: WebState, visitor: Visitor, which: JobState, limit: int) -> tuple[JobLine, ...]:
    """Jobs of that state, of platforms for which the visitor may run jobs."""
    return await list_job_lines(
        state.store, which, limit, await list_allowed_platforms(state, visitor, Right.RUN)
    )  # fmt: skip


async def change_job(state: WebState, visitor: Visitor, id: str, how: Change) -> None:
    """Pause, resume, cancel or repeat (``how``) a job. Raises 404, 403 for who may only see it, 409 where it is past that."""
    line = await find_job_in_scope(state, visitor, id)
    scopes = await list_scopes_of(state.store, line.url)
    if not visitor.may_for(Right.RUN, scopes) and not visitor.may_for(Right.AUDIT, scopes):
        raise HTTPException(403, "right")
    if await how(state.store, id, visitor.actor, state.now()) is None:
        raise HTTPException(409, "changed")
    state.overview.spoil()


async def hold_job(store: Store, job: str, actor: str, now: datetime) -> Job | None:
    """Pause a job (a ``Change``), and begin it nowhere else before its worker, which may have lost sight of the store, has left it."""
    leaving = timedelta(seconds=schedule.load_schedule_settings().workers.lost_seconds)
    return await pause_job(store, job, actor, now, leaving)
