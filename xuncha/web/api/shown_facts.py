"""What was stored, in the shapes of the interface. Pure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from scoring.score import Score
from storage.audit_list import ListedAudit
from storage.jobs.job_lines import JobLine
from storage.jobs.pack_jobs import PackJob
from xuncha.reports.words import clean_text
from xuncha.web.api.audit_shapes import AuditFacts, DecisionFacts
from xuncha.web.api.shapes import JobFacts, PackProgress, Plain, PlatformFacts
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.views.city.platform_list import show_platform
from xuncha.web.views.city.platform_story import hide_standings
from xuncha.web.views.decision_view import SaidLine
from xuncha.web.views.job_rows import show_job


def show_score(score: Score) -> Plain:
    """A score with its interval."""
    return {"value": score.value, "coverage": score.coverage, "low": score.low, "high": score.high}


def show_audit(listed: ListedAudit, blind: bool = False) -> AuditFacts:
    """One line of a list; of one that is read blindly without scores."""
    return AuditFacts(
        listed.id, listed.visit, clean_text(listed.url), clean_text(listed.name), listed.state.value, listed.started_at,
        listed.finished_at, listed.created_at, listed.ruleset, listed.rejudged_from, listed.views,
        {} if blind else {stage.value: show_score(score) for stage, score in listed.scores.items()}, blind,
    )  # fmt: skip


def show_platform_facts(
    line: PlatformLine, now: datetime, blind: frozenset[int], fields: dict[str, str] | None = None
) -> PlatformFacts:
    """One platform; with what is registered of it where ``fields`` say it. ``blind``: those of which no standing is shown."""
    hidden = line.known.id in blind
    (row,) = hide_standings((show_platform(line, now),), blind)
    standing = None if hidden else line.standing
    scores = standing.scores if standing is not None and standing.stood else {}
    return PlatformFacts(
        row.id, row.url, clean_text(line.known.registration.name), row.district, list(row.tags), row.batch, row.state,
        row.schedule, row.due_at, row.last, {stage.value: show_score(score) for stage, score in scores.items()}, row.grade,
        list(row.suspected), list(row.confirmed), None if row.why is None else dict(row.why), row.audit, row.version, hidden, fields,
    )  # fmt: skip


def show_job_facts(line: JobLine, now: datetime) -> JobFacts:
    """One job."""
    row, job = show_job(line, now), line.job
    return JobFacts(
        job.id, job.platform, row.url, clean_text(line.name), job.kind.value, row.state, job.due_at, job.started_at,
        job.ended_at, job.attempts, None if row.stage is None else dict(row.stage), row.done, row.planned, row.views,
        None if row.reason is None else dict(row.reason), row.visit, row.audit,
    )  # fmt: skip


def show_decision(subject: str, line: SaidLine) -> DecisionFacts:
    """One decision on a subject."""
    return DecisionFacts(
        subject, line.who, line.said, line.value, line.at, line.reason, line.agreed, line.carried, line.holds
    )


def show_pack(job: PackJob) -> PackProgress:
    """A pack being made, or made."""
    fault = None if job.fault is None else dict(job.fault)
    return PackProgress(job.id, job.visit, job.audit, job.state.value, job.progress, job.size, fault)


def dump_job(line: JobLine, now: datetime) -> Plain:
    """One job as plain data, for events."""
    made = asdict(show_job_facts(line, now))
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in made.items()}
