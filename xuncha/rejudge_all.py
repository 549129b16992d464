"""Every stored visit judged under today's rules by several processes at once: the same answers as one by one, only sooner."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from probes.finding import Text
from storage import errors
from storage.rejudging import Standing, standings
from storage.session import Store
from storage.tables import VisitState
from xuncha import rejudge_one
from xuncha.choosing import tagged
from xuncha.rejudge_one import Came, Judged, Stop
from xuncha.ruleset import ruleset

VISITS = 250  # that one process judges before another takes its place, so that nothing it gathers can grow
SKEW = timedelta(minutes=10)  # by which clocks of machines on one database may differ
ASKED_TO_END = {signal.SIGINT, signal.SIGTERM}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which visits: of platforms of a tag or batch ("" = all), begun at ``since`` or later; ``again`` even where they are up to date.

    ``changed_only`` keeps an audit only where it says something else than the one before.
    """

    tag: str = ""
    since: datetime | None = None
    again: bool = False
    changed_only: bool = False
    jobs: int = 0  # processes, 0 = one a core


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be judged, and how many visits need not be or cannot be yet."""

    visits: tuple[Standing, ...]
    skipped: int
    running: int


async def choose(store: Store, wanted: Wanted) -> Chosen:
    """Oldest first. Raises BadTarget for a tag that no registered platform has."""
    seen = await standings(store, wanted.since)
    if wanted.tag:
        urls = await tagged(store, wanted.tag)
        seen = tuple(each for each in seen if each.url in urls)
    ended = [each for each in seen if each.state is not VisitState.RUNNING]
    due = tuple(each for each in ended if wanted.again or not up_to_date(each))
    return Chosen(due, len(ended) - len(due), len(seen) - len(ended))


def up_to_date(standing: Standing) -> bool:
    """Whether judging it could say nothing new: today's rules judged it after all that was seen and all that persons said."""
    if standing.ruleset != ruleset() or standing.judged_at is None:
        return False
    if standing.state is VisitState.INTERRUPTED and standing.touched_at > standing.judged_at:
        return False  # it was taken up once more, and interrupted again
    return standing.decided_at is None or standing.decided_at + SKEW < standing.judged_at


async def judge_all(
    data: Path, database: str | None, visits: Collection[Standing], wanted: Wanted, came: Callable[[Judged], None]
) -> None:
    """Judge them and tell ``came`` of each, in the order they are ready. Cancelled, what is being judged is kept yet.

    Raises StorageError where the store itself cannot be used.
    """
    waiting = iter(visits)
    jobs = min(wanted.jobs or cores(), len(visits))
    lanes = [_Lane(data, database, wanted.changed_only) for _ in range(jobs)]
    try:
        async with asyncio.TaskGroup() as group:
            for lane in lanes:
                group.create_task(_run(lane, waiting, came))
    except* errors.StorageError as faults:
        raise _first(faults) from None


async def _run(lane: _Lane, waiting: Iterator[Standing], came: Callable[[Judged], None]) -> None:
    try:
        for standing in waiting:
            came(await lane.judge(standing))
    finally:
        await lane.close()


class _Lane:
    """One worker process at a time. One that dies, say for want of memory, takes no other lane's work along."""

    def __init__(self, data: Path, database: str | None, changed_only: bool) -> None:
        self._opening = (data, database, changed_only)
        self._pool: ProcessPoolExecutor | None = None
        self._left = 0

    async def judge(self, standing: Standing) -> Judged:
        """Raises StorageError where the store itself cannot be used."""
        for _ in range(2):
            try:
                pool = self._pool or await self._begun()
            except BrokenProcessPool:
                await self.close()
                continue
            asked = asyncio.get_running_loop().run_in_executor(pool, rejudge_one.work, standing)
            await asyncio.wait([asked])
            fault = asked.exception()
            if isinstance(fault, BrokenProcessPool):
                await self.close()
                continue
            self._left -= 1
            if not self._left:
                await self.close()
            if fault is not None:  # our own bug over one visit is told of, and must not hold up thousands of others
                return _unread(
                    standing, Text("本项目程序错误", "a fault of ours"), f"{type(fault).__name__}: {fault}"[:300]
                )
            return _go_on(asked.result())
        return _unread(standing, Text("判定进程两次意外结束", "the judging process ended twice"), "out of memory?")

    async def _begun(self) -> ProcessPoolExecutor:
        """A worker whose store is open."""
        self._pool = pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        self._left = VISITS
        with _unasked():
            began = asyncio.get_running_loop().run_in_executor(pool, rejudge_one.begin, *self._opening)
        stop = await began
        if stop is not None:
            _go_on(stop)
        return pool

    async def close(self) -> None:
        """Wait for what is being judged, then let the process end."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_end, pool)


def _end(pool: ProcessPoolExecutor) -> None:
    with contextlib.suppress(BrokenProcessPool):
        pool.submit(rejudge_one.end).result()
    pool.shutdown()


def _go_on(result: Judged | Stop) -> Judged:
    if isinstance(result, Judged):
        return result
    kind: type[errors.StorageError] = getattr(errors, result.error)
    raise kind(result.detail)


@contextlib.contextmanager
def _unasked() -> Iterator[None]:
    """A process that begins now never hears Ctrl-C, which a terminal sends to all: who asked for the work ends it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKED_TO_END)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _unread(standing: Standing, what: Text, detail: str) -> Judged:
    return Judged(standing, Came.UNREADABLE, why=Text(f"{what.zh}：{detail}", f"{what.en}: {detail}"))


def _first(faults: BaseExceptionGroup[errors.StorageError]) -> errors.StorageError:
    fault: BaseException = faults
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    assert isinstance(fault, errors.StorageError)
    return fault


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
