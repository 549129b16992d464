"""The status as JSON by status.schema.json, for scripts and dashboards. Times are UTC, ISO 8601."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from storage.db.register_tables import JobState
from storage.jobs.last_seen import UnseenPlatform
from storage.jobs.queue_status import TroubledJob, TroubledJobs, WorkerStatus
from storage.jobs.throughput import BatchProgress
from xuncha.console.redact import redact_secrets
from xuncha.status.estimate import Estimate
from xuncha.status.job_words import classify_reason
from xuncha.status.status import QueueStatus

SCHEMA = 2  # increased where something is removed or changes its meaning


def render_status_json(status: QueueStatus) -> dict[str, Any]:
    """The status, ready for ``json.dumps``."""
    return {
        "schema": SCHEMA,
        "at": _time(status.at),
        "tag": status.tag,
        "waiting": [
            {
                "kind": jobs.kind.value, "priority": jobs.priority, "now": jobs.now, "later": jobs.later,
                "oldest_due_at": _time(jobs.oldest_due_at),
            }
            for jobs in status.waiting
        ],
        "running": {
            "count": status.running_count,
            "first": [
                {
                    "run": job.run, "platform": job.platform, "url": job.url, "name": job.name,
                    "kind": job.kind.value, "since": _time(job.since), "attempts": job.attempts,
                    "worker": job.worker, "host": job.host, "visit": job.visit, "views": job.views,
                }
                for job in status.running
            ],
        },
        "next": {
            "counts": {
                kind.value: {"overdue": overdue, "hour": hour, "day": day}
                for kind, (overdue, hour, day) in status.next.counts.items()
            },
            "first": [
                {
                    "platform": platform.platform, "url": platform.url, "name": platform.name, "kind": platform.kind.value,
                    "due_at": _time(platform.due_at),
                }
                for platform in status.next.first
            ],
        },
        "failed": _troubles(status.failed),
        "put_off": _troubles(status.put_off),
        "set_aside": _troubles(status.set_aside),
        "not_seen": {
            "count": len(status.unseen),
            "reasons": dict(Counter(_unseen_class(platform) for platform in status.unseen).most_common()),
            "first": [_unseen(platform) for platform in status.unseen[: status.last]],
        },
        "workers": [_seat(worker) for worker in status.workers],
        "pace": {
            "hour": status.pace.hour, "day": status.pace.day, "median_seconds": status.pace.median_seconds,
            "hourly": status.rate.hourly, "measured_since": _time(status.rate.since),
        },
        "series": {
            "kinds": [
                {
                    "kind": jobs.kind.value, "platforms": jobs.platforms, "day": jobs.day,
                    "day_failed": jobs.day_failed, "overdue": jobs.overdue, "last_at": _time(jobs.last_at),
                }
                for jobs in status.series
            ],
            "looks_day": status.answers.looks,
            "unanswered_day": status.answers.unanswered,
        },
        "batches": [_batch(far, ends) for far, ends in status.batches],
    }  # fmt: skip


def _troubles(some: TroubledJobs) -> dict[str, Any]:
    return {
        "count": sum(some.reasons.values()),
        "reasons": dict(some.reasons),
        "last": [_trouble(job) for job in some.last],
    }


def _trouble(job: TroubledJob) -> dict[str, Any]:
    return {
        "run": job.run, "platform": job.platform, "url": job.url, "name": job.name, "kind": job.kind.value,
        "at": _time(job.at), "attempts": job.attempts, "class": classify_reason(job.reason),
        "reason": redact_secrets(job.reason),
    }  # fmt: skip


def _unseen(platform: UnseenPlatform) -> dict[str, Any]:
    return {
        "platform": platform.platform, "url": platform.url, "name": platform.name, "since": _time(platform.since),
        "last_at": _time(platform.last), "times": platform.times, "class": _unseen_class(platform),
        "reason": redact_secrets(platform.reason) if platform.gap is None else str(platform.gap.reason),
    }  # fmt: skip


def _unseen_class(platform: UnseenPlatform) -> str:
    """Why a platform was not seen, fit for a label: the gap's reason, or ``never`` where no visit was made."""
    return "never" if platform.last is None else str(platform.gap.reason) if platform.gap is not None else "other"


def _seat(status: WorkerStatus) -> dict[str, Any]:
    return {
        "id": status.id, "host": status.host, "pid": status.pid, "started_at": _time(status.started_at),
        "beat_at": _time(status.beat_at), "alive": status.alive, "runs": status.runs,
    }  # fmt: skip


def _batch(far: BatchProgress, ends: Estimate) -> dict[str, Any]:
    return {
        "name": far.name,
        "platforms": far.platforms,
        **{state.value: far.states.get(state, 0) for state in JobState},
        "not_seen": far.unseen,
        "never": far.never,
        "done_at": _time(ends.at),
        "why": ends.why.value if ends.why else None,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
