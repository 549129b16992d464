"""Jobs as pages show them: where each is, for how long, and how it ended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from probes.finding import Text
from storage.db.register_tables import JobState
from storage.jobs.job_control import CANCELLED
from storage.jobs.job_lines import JobLine
from storage.jobs.jobs import ON_DEMAND
from xuncha.console.stage_names import describe_stage
from xuncha.reports.words import clean_text
from xuncha.settings.zone import format_clock_near
from xuncha.status.job_words import describe_job_kind, describe_reason, describe_span

BOTH = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job. ``state``: waiting, later (put off), paused, running, done, failed or cancelled; ``when``: when it began, may begin or ended,
    near to now; ``took``: how long it runs, or ran; ``share``: of the pages planned so far, 0-100."""

    id: str
    platform: int
    called: str
    url: str
    kind: BOTH
    state: str
    when: str
    took: BOTH | None
    stage: BOTH | None
    done: int
    planned: int
    share: float
    views: int
    reason: BOTH | None
    worker: str
    audit: str
    visit: str
    asked: bool  # by a person
    attempts: int

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.state in ("done", "failed", "cancelled")


def show_jobs(lines: Iterable[JobLine], now: datetime) -> tuple[JobRow, ...]:
    """The rows of these jobs, in their order."""
    return tuple(show_job(line, now) for line in lines)


def show_job(line: JobLine, now: datetime) -> JobRow:
    """The row of one job."""
    job, said = line.job, line.progress
    state = _state(line, now)
    ended = job.ended_at or now
    when = {"waiting": job.due_at, "paused": job.due_at, "later": job.not_before, "running": job.started_at}.get(
        state, job.ended_at
    )
    took = (
        None
        if job.started_at is None or state in ("waiting", "later", "paused")
        else max(ended - job.started_at, timedelta(0))
    )
    running = said is not None and state == "running"
    stage = _both(describe_stage(clean_text(said.stage))) if running and said is not None else None
    done, planned = (said.done, said.planned) if running and said is not None else (0, 0)
    return JobRow(
        id=job.id, platform=job.platform, called=clean_text(line.name or line.url), url=clean_text(line.url),
        kind=_both(describe_job_kind(job.kind)), state=state, when=format_clock_near(when, now),
        took=None if took is None else _both(describe_span(took)), stage=stage, done=done, planned=planned,
        share=min(100.0, 100 * done / planned) if planned else 0.0, views=line.views,
        reason=_both(describe_reason(clean_text(job.reason))) if job.reason else None, worker=line.host, audit=job.audit or "",
        visit=job.visit or "", asked=job.priority >= ON_DEMAND, attempts=job.attempts,
    )  # fmt: skip


def _state(line: JobLine, now: datetime) -> str:
    job = line.job
    if job.state is JobState.WAITING:
        return "later" if job.not_before > now else "waiting"
    if job.state is JobState.FAILED and job.reason.partition(":")[0] == CANCELLED:
        return "cancelled"
    return job.state.value


def _both(text: Text) -> BOTH:
    return {"zh": text.zh, "en": text.en}
