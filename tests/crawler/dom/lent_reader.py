"""A reader of pictures for tests of what is read: its processes, whose models take seconds to load, are lent, one of each a test process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from crawler.dom import ocr
from crawler.dom.ocr import KnownPictures, Ocr, PictureWorker

IN_ONE_WORKER = pytest.mark.xdist_group("a lent reader of pictures")  # whose tests would else start one in each worker
_lent: list[tuple[PictureWorker, PictureWorker]] = []  # none, or those that nobody uses now


@asynccontextmanager
async def borrowed_reader(readings: KnownPictures | None = None) -> AsyncIterator[Ocr]:
    """A reader that has read nothing yet. Tests of the processes themselves, their limits and end start their own: ``Ocr()``."""
    reader = Ocr(readings)
    if _lent:
        for worker, lent in zip((reader.reader, reader.measurer), _lent.pop(), strict=True):
            worker.pool, worker.warm = lent.pool, lent.warm
    try:
        yield reader
    finally:
        workers = reader.reader, reader.measurer
        if not _lent and all(worker.pool is not None and worker.warm for worker in workers):
            _lent.append(workers)
            reader.reader, reader.measurer = Ocr().reader, Ocr().measurer
        await reader.close()


def end_workers() -> None:
    """Called once a test process has run all its tests."""
    while _lent:
        for worker in _lent.pop():
            if worker.pool is not None:
                ocr._end(worker.pool)
