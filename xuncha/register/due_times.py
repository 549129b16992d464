"""When a platform whose registration is written anew is due: as before, unless its schedule is another."""

from __future__ import annotations

from datetime import datetime

from storage.db.register_tables import PlatformState
from storage.platforms import DueTimes, RegisteredPlatform, Registration
from xuncha.fleet import due


def choose_due_times(said: Registration, known: RegisteredPlatform | None, now: datetime) -> DueTimes:
    """The due times to store; an unchanged schedule keeps its own, so that importing a list again postpones no audit."""
    if known is not None and known.state is not PlatformState.REMOVED and known.registration.schedule == said.schedule:
        return DueTimes(known.due_at, known.light_due_at, known.timing_due_at)
    return due.compute_first_due(said, now)
