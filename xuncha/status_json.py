"""The status as JSON, as status.schema.json says: for scripts and dashboards. Times are UTC, ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storage.progress import Far
from storage.register_tables import RunState
from storage.status import Seat, Trouble, Troubles
from xuncha.estimate import Estimate
from xuncha.masking import masked
from xuncha.run_words import reason_class
from xuncha.status import Status

SCHEMA = 1  # counts up where something is taken away or means another thing


def told(status: Status) -> dict[str, Any]:
    """Fit for ``json.dumps``."""
    return {
        "schema": SCHEMA,
        "at": _time(status.at),
        "tag": status.tag,
        "waiting": [
            {
                "kind": each.kind.value, "priority": each.priority, "now": each.now, "later": each.later,
                "oldest_due_at": _time(each.oldest_due_at),
            }
            for each in status.waiting
        ],
        "running": {
            "count": status.running_count,
            "first": [
                {
                    "run": each.run, "platform": each.platform, "url": each.url, "name": each.name,
                    "kind": each.kind.value, "since": _time(each.since), "attempts": each.attempts,
                    "worker": each.worker, "host": each.host, "visit": each.visit, "views": each.views,
                }
                for each in status.running
            ],
        },
        "next": {
            "counts": {
                kind.value: {"overdue": overdue, "hour": hour, "day": day}
                for kind, (overdue, hour, day) in status.next.counts.items()
            },
            "first": [
                {
                    "platform": each.platform, "url": each.url, "name": each.name, "kind": each.kind.value,
                    "due_at": _time(each.due_at),
                }
                for each in status.next.first
            ],
        },
        "failed": _troubles(status.failed),
        "put_off": _troubles(status.put_off),
        "workers": [_seat(each) for each in status.workers],
        "pace": {
            "hour": status.pace.hour, "day": status.pace.day, "median_seconds": status.pace.median_seconds,
            "hourly": status.rate.hourly, "measured_since": _time(status.rate.since),
        },
        "series": {
            "kinds": [
                {
                    "kind": each.kind.value, "platforms": each.platforms, "day": each.day,
                    "day_failed": each.day_failed, "overdue": each.overdue, "last_at": _time(each.last_at),
                }
                for each in status.series
            ],
            "looks_day": status.answers.looks,
            "unanswered_day": status.answers.unanswered,
        },
        "batches": [_batch(far, ends) for far, ends in status.batches],
    }  # fmt: skip


def _troubles(some: Troubles) -> dict[str, Any]:
    return {
        "count": sum(some.reasons.values()),
        "reasons": dict(some.reasons),
        "last": [_trouble(each) for each in some.last],
    }


def _trouble(each: Trouble) -> dict[str, Any]:
    return {
        "run": each.run, "platform": each.platform, "url": each.url, "name": each.name, "kind": each.kind.value,
        "at": _time(each.at), "attempts": each.attempts, "class": reason_class(each.reason),
        "reason": masked(each.reason),
    }  # fmt: skip


def _seat(each: Seat) -> dict[str, Any]:
    return {
        "id": each.id, "host": each.host, "pid": each.pid, "started_at": _time(each.started_at),
        "beat_at": _time(each.beat_at), "alive": each.alive, "runs": each.runs,
    }  # fmt: skip


def _batch(far: Far, ends: Estimate) -> dict[str, Any]:
    return {
        "name": far.name,
        "platforms": far.platforms,
        **{state.value: far.states.get(state, 0) for state in RunState},
        "never": far.never,
        "done_at": _time(ends.at),
        "why": ends.why.value if ends.why else None,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
