"""When each kind of job is due: audits by the platform's schedule, uptime samples and timings by the project's."""

from __future__ import annotations

from datetime import datetime

from storage.db.register_tables import JobKind
from storage.platforms import DueTimes, Registration
from xuncha.settings import schedule

DAY_HOURS = 24.0


def compute_next_due(registration: Registration, kind: JobKind, now: datetime) -> datetime | None:
    """The first time after ``now`` at which this kind is due; None = never.

    Raises InvalidInput for an invalid schedule.
    """
    own = schedule.parse_schedule(registration.schedule)
    if own is None:
        return None
    settings = schedule.load_schedule_settings()
    if kind is JobKind.AUDIT:
        return own.following(registration.url, now)
    if kind is JobKind.LIGHT:
        return schedule.compute_next_time(settings.light.every_hours, f"{kind} {registration.url}", now)
    if kind is JobKind.TIMING:
        return schedule.compute_next_time(settings.timing.every_days * DAY_HOURS, f"{kind} {registration.url}", now)
    return None


def compute_first_due(registration: Registration, now: datetime) -> DueTimes:
    """When each kind is first due for a platform registered now. Raises InvalidInput."""
    return DueTimes(
        *(compute_next_due(registration, kind, now) for kind in (JobKind.AUDIT, JobKind.LIGHT, JobKind.TIMING))
    )
