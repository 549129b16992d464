"""Worker processes that are started anew after one of them was ended from outside, as where the machine runs out of memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class RenewedPool(Executor):
    """``concurrent.futures`` gives a pool up for good once a process of it has died; a server that runs for months must not.

    Whoever waited for that process is told ``BrokenProcessPool``; whoever asks next has new processes. Usable from any thread.
    """

    def __init__(self, make: Callable[[], ProcessPoolExecutor]) -> None:
        """``make``: starts a pool; called at once, and again for each that broke."""
        self._make = make
        self._pool = make()
        self._lock = threading.Lock()

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a process do it. Raises RuntimeError after ``shutdown``."""
        with self._lock:
            try:
                return self._pool.submit(work, *args, **kwargs)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False)
                self._pool = self._make()
                return self._pool.submit(work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)
