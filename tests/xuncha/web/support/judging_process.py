"""The process that judges for the workbench, one for all tests of a process: to start it takes longer than most tests."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context

from xuncha.judging.renewed_pool import RenewedPool


@cache
def _shared() -> Executor:
    """Starts when first used and ends with the interpreter; what it keeps in memory is of the rules alone, never of a store."""
    return RenewedPool(partial(ProcessPoolExecutor, 1, mp_context=get_context("spawn")))


@contextmanager
def lend_judging() -> Iterator[Executor]:
    """The process, which at the end has done all that it was asked for, so that nobody closes a store that it still reads."""
    judging = _shared()
    yield judging
    judging.submit(int).result()
