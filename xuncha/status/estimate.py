"""When a batch will be finished, from the recent rate of the workers alive now; says so where that is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.db.register_tables import JobState
from storage.jobs.queue_status import WorkerStatus
from storage.jobs.throughput import BatchProgress

WINDOW = timedelta(hours=1)


class NoEstimateReason(StrEnum):
    """Why no estimate is given."""

    DONE = "done"  # nothing is left to do
    NO_WORKER = "no_worker"  # there are no workers
    NO_PACE = "no_pace"  # no audit ended while the present workers were at work
    PAUSED = "paused"  # some wait for a person to resume them
    UNSCHEDULED = "unscheduled"  # some were never audited and are never due automatically


@dataclass(frozen=True, slots=True)
class Estimate:
    """Either ``at``, or ``why`` there is no time."""

    at: datetime | None = None
    why: NoEstimateReason | None = None


@dataclass(frozen=True, slots=True)
class AuditRate:
    """Audits an hour by the workers alive now; None where it is unknown. ``since``: the start of the measurement."""

    since: datetime
    hourly: float | None
    why: NoEstimateReason | None = None


def find_measuring_start(seats: Sequence[WorkerStatus], now: datetime) -> datetime:
    """The start of the measurement: an hour ago, or when the first of the workers alive now began."""
    living = [seat.started_at for seat in seats if seat.alive]
    return max(now - WINDOW, min(living, default=now))


def measure_audit_rate(seats: Sequence[WorkerStatus], ended: int, now: datetime) -> AuditRate:
    """The rate from audits ``ended`` since ``find_measuring_start``: per worker and hour, times the workers alive now.

    Workers that have left are not counted, so their audits count for the others until these are an hour old.
    """
    since = find_measuring_start(seats, now)
    living = sum(seat.alive for seat in seats)
    if not living:
        return AuditRate(since, None, NoEstimateReason.NO_WORKER)
    worked = timedelta(0)
    for seat in seats:
        until = now if seat.alive else seat.beat_at
        worked += max(timedelta(0), until - max(seat.started_at, since))
    if not ended or not worked:
        return AuditRate(since, None, NoEstimateReason.NO_PACE)
    return AuditRate(since, ended / (worked / timedelta(hours=1)) * living)


def estimate_completion(far: BatchProgress, rate: AuditRate, audits_running: int, now: datetime) -> Estimate:
    """When the last audit of a batch will have ended, as the queue stands.

    A retry counts as one more audit, after its delay.
    """
    if far.states.get(JobState.PAUSED, 0):
        return Estimate(why=NoEstimateReason.PAUSED)
    if not (far.states.get(JobState.WAITING, 0) + far.states.get(JobState.RUNNING, 0) + far.never):
        return Estimate(why=NoEstimateReason.DONE)
    if far.unscheduled:
        return Estimate(why=NoEstimateReason.UNSCHEDULED)
    if rate.hourly is None:
        return Estimate(why=rate.why)
    one = timedelta(hours=1) / rate.hourly
    ends = [now + one * (far.last_place + audits_running)]
    ends += [at + one for at in (far.later_at, far.due_at) if at is not None]
    return Estimate(at=max(ends))
