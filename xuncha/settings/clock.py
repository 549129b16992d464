"""One clock for all workers of a database: the database's own, so that machines with different clocks agree.

They must agree on which worker is alive, and on whose turn it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from storage.db.session import Store


@dataclass(slots=True)
class ClockChangeDetector:
    """Detects that the system clock was changed, by a clock that cannot be set (``steady``, in seconds).

    After a change, times stored by others say nothing about them until they have had time to store new ones.
    """

    steady: Callable[[], float] = time.monotonic
    _last: tuple[datetime, float] | None = None
    _set_at: float | None = field(default=None)

    def was_set(self, now: datetime, by: timedelta) -> bool:
        """Whether the clock has jumped by more than ``by`` since the last call.

        Also True at the first call, when nobody can tell.
        """
        at = self.steady()
        before, self._last = self._last, (now, at)
        off = before is None or abs((now - before[0]).total_seconds() - (at - before[1])) > by.total_seconds()
        if off and before is not None:
            self._set_at = at
        return off

    def unsettled(self, lost: timedelta) -> bool:
        """Whether the clock changed so recently that others may not have stored any time since."""
        return self._set_at is not None and self.steady() - self._set_at < lost.total_seconds()


class SharedClock:
    """Call it for the time: this machine's, corrected by ``synchronize`` to the database's.

    It stays this machine's where the database is a file of this machine.
    """

    def __init__(self) -> None:
        self._ahead = timedelta(0)  # by how much the database's clock is ahead of ours

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def synchronize(self, store: Store) -> None:
        """Ask the database for its time. Raises StorageError."""
        began = time.monotonic()
        theirs = await store.clock()
        if theirs is not None:
            travelled = timedelta(seconds=(time.monotonic() - began) / 2)
            self._ahead = theirs + travelled - datetime.now(UTC)
