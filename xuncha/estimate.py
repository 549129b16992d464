"""When a commission will be done, told from how fast audits got done by the workers there are; said openly where it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.progress import Far
from storage.register_tables import RunState
from storage.status import Seat

WINDOW = timedelta(hours=1)


class Why(StrEnum):
    """Why no time is given."""

    DONE = "done"  # nothing is left to do
    NO_WORKER = "no_worker"  # nobody does runs
    NO_PACE = "no_pace"  # no audit ended while the workers there are were at work
    UNSCHEDULED = "unscheduled"  # some were never audited and are never due by themselves


@dataclass(frozen=True, slots=True)
class Estimate:
    """Either ``at`` or ``why`` not."""

    at: datetime | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Audits an hour by the workers alive now; None where it cannot be told. ``since``: what it is measured from."""

    since: datetime
    hourly: float | None
    why: Why | None = None


def measured_from(seats: Sequence[Seat], now: datetime) -> datetime:
    """The beginning of what the workers alive now can be measured by: an hour ago, or when the first of them began."""
    living = [seat.started_at for seat in seats if seat.alive]
    return max(now - WINDOW, min(living, default=now))


def rate(seats: Sequence[Seat], ended: int, now: datetime) -> Rate:
    """From audits ``ended`` since ``measured_from``: by worker and hour, times the workers alive now.

    Those that have left are forgotten, so what they did counts for the others until it is an hour old.
    """
    since = measured_from(seats, now)
    living = sum(seat.alive for seat in seats)
    if not living:
        return Rate(since, None, Why.NO_WORKER)
    worked = timedelta(0)
    for seat in seats:
        until = now if seat.alive else seat.beat_at
        worked += max(timedelta(0), until - max(seat.started_at, since))
    if not ended or not worked:
        return Rate(since, None, Why.NO_PACE)
    return Rate(since, ended / (worked / timedelta(hours=1)) * living)


def estimate(far: Far, rate: Rate, audits_running: int, now: datetime) -> Estimate:
    """When the last audit of a commission will have ended, as the queue stands. A retry counts as one more audit after its time."""
    if not (far.states.get(RunState.WAITING, 0) + far.states.get(RunState.RUNNING, 0) + far.never):
        return Estimate(why=Why.DONE)
    if far.unscheduled:
        return Estimate(why=Why.UNSCHEDULED)
    if rate.hourly is None:
        return Estimate(why=rate.why)
    one = timedelta(hours=1) / rate.hourly
    ends = [now + one * (far.last_place + audits_running)]
    ends += [at + one for at in (far.later_at, far.due_at) if at is not None]
    return Estimate(at=max(ends))
