"""What the snapshot of all platforms is made with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from storage.db.session import Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OverviewSource:
    """``judging``: processes that judge; ``lasts``: how old a snapshot may be; ``awaited``: seconds for which pages wait for the
    little that is still to be worked out.
    """

    store: Store
    judging: Executor
    now: Callable[[], datetime]
    lasts: timedelta
    awaited: float

    async def work(self, task: partial[T]) -> T:
        """What that task gives, in a process that judges."""
        return await asyncio.get_running_loop().run_in_executor(self.judging, task)
