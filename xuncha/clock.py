"""One clock for all workers of a database: its own, so that machines whose clocks differ agree on who lives and whose turn it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from storage.session import Store


class SharedClock:
    """Call it for the time. It is this machine's until ``agree`` was asked, and stays so where the database is a file of this machine."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)  # the database's clock before ours

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def agree(self, store: Store) -> None:
        """Ask the database what time it is. Raises StorageError."""
        began = time.monotonic()
        theirs = await store.clock()
        if theirs is not None:
            travelled = timedelta(seconds=(time.monotonic() - began) / 2)
            self._ahead = theirs + travelled - datetime.now(UTC)
