"""When what of a registered platform is due: audits by its schedule, light looks and timings by the project's own."""

from __future__ import annotations

from datetime import datetime

from storage.register import Due, Registration
from storage.register_tables import RunKind
from xuncha import schedule

DAY_HOURS = 24.0


def following(registration: Registration, kind: RunKind, now: datetime) -> datetime | None:
    """The first time after now at which that kind is due by itself, None = never. Raises BadTarget for a schedule that is none."""
    own = schedule.read(registration.schedule)
    if own is None:
        return None
    settings = schedule.settings()
    if kind is RunKind.AUDIT:
        return own.following(registration.url, now)
    if kind is RunKind.LIGHT:
        return schedule.every(float(settings["light"]["every_hours"]), f"{kind} {registration.url}", now)
    if kind is RunKind.TIMING:
        return schedule.every(float(settings["timing"]["every_days"]) * DAY_HOURS, f"{kind} {registration.url}", now)
    return None


def first(registration: Registration, now: datetime) -> Due:
    """When each kind is first due of a platform that is registered now. Raises BadTarget."""
    return Due(*(following(registration, kind, now) for kind in (RunKind.AUDIT, RunKind.LIGHT, RunKind.TIMING)))
