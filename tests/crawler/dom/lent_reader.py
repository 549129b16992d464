"""A reader of pictures for tests of what is read: its process, whose models take seconds to load, is lent, one a test process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager

import pytest

from crawler.dom import ocr
from crawler.dom.ocr import KnownPictures, Ocr

IN_ONE_WORKER = pytest.mark.xdist_group("a lent reader of pictures")  # whose tests would else start one in each worker
_lent: list[ProcessPoolExecutor] = []  # none, or the one that nobody uses now


@asynccontextmanager
async def borrowed_reader(readings: KnownPictures | None = None) -> AsyncIterator[Ocr]:
    """A reader that has read nothing yet. Tests of the process itself, its limits and its end start one of their own: ``Ocr()``."""
    reader = Ocr(readings)
    if _lent:
        reader._pool, reader._warm = _lent.pop(), True
    try:
        yield reader
    finally:
        if reader._pool is not None and reader._warm and not _lent:
            _lent.append(reader._pool)
            reader._pool = None
        await reader.close()


def end_worker() -> None:
    """Called once a test process has run all its tests."""
    while _lent:
        ocr._end(_lent.pop())
