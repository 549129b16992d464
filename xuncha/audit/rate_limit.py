"""One rate limit per host for all workers: the turns of ``crawler.politeness.LocalRateLimit``, reserved in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.limits import MANNERS
from storage.db.session import Store
from storage.jobs import rate_limits


class SharedRateLimit:
    """Implements ``crawler.plan.RateLimit``. Raises StorageError where no turn can be reserved."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        per_second: float | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``per_second``: page loads a second on one host; None = the default, 0 = only hosts' own delays."""
        pace = MANNERS.pace if per_second is None else per_second
        self._gap = 1 / pace if pace > 0 else 0.0
        self._store, self._now, self._sleep = store, now, sleep
        self._delays: dict[str, float] = {}

    def slow_to(self, host: str, seconds: float) -> None:
        """Keep at least that many seconds between page loads on the host, as it asks for."""
        self._delays[host] = seconds

    async def turn(self, url: str) -> None:
        """Wait for this worker's turn on the address's host. Raises StorageError."""
        host = urlsplit(url).netloc.lower()
        gap = max(self._delays.get(host, 0.0), self._gap)
        if gap <= 0:
            return
        wait = await rate_limits.reserve_host_turn(self._store, host, self._now, timedelta(seconds=gap))
        if wait > timedelta(0):
            await self._sleep(wait.total_seconds())
