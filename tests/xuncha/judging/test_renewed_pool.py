"""A process that is killed costs what it was doing, and nothing after it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context

import pytest

from xuncha.judging.renewed_pool import RenewedPool


def test_after_a_process_was_killed_the_next_work_is_done() -> None:
    with RenewedPool(partial(ProcessPoolExecutor, 1, get_context("spawn"))) as pool:
        killed = pool.submit(os.getpid).result()
        for _ in range(2):  # a second loss is no worse than the first
            with pytest.raises(BrokenProcessPool):
                pool.submit(os.kill, killed, signal.SIGKILL).result()
            killed, before = pool.submit(os.getpid).result(), killed
            assert killed != before


def test_work_that_fails_breaks_nothing() -> None:
    with RenewedPool(partial(ProcessPoolExecutor, 1, get_context("spawn"))) as pool:
        first = pool.submit(os.getpid).result()
        with pytest.raises(ProcessLookupError):
            pool.submit(os.kill, 2**22 + 1, 0).result()
        assert pool.submit(os.getpid).result() == first


def test_after_the_end_nothing_is_started() -> None:
    pool = RenewedPool(partial(ProcessPoolExecutor, 1, get_context("spawn")))
    pool.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        pool.submit(os.getpid)
