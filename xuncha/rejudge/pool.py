"""Judge all stored visits by today's rules with several processes: the same answers as one by one, only sooner."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crawler import child_environment
from probes.finding import Text
from storage import errors
from storage.db.session import Store
from storage.db.tables import VisitState
from storage.rejudging import LatestJudgement, list_latest_judgements
from xuncha.judging.basis import read_basis
from xuncha.judging.ruleset import compute_ruleset
from xuncha.rejudge import worker
from xuncha.rejudge.worker import RejudgeManner, RejudgeOutcome, RejudgeResult, StoreFailure
from xuncha.settings.select import find_tagged_urls

VISITS = 250  # visits per process before it is replaced, so that its memory cannot grow for ever
SKEW = timedelta(minutes=10)  # by which clocks of machines on one database may differ
ASKED_TO_END = {signal.SIGINT, signal.SIGTERM}


@dataclass(frozen=True, slots=True)
class RejudgeSelection:
    """Which visits: of platforms of a tag or batch ("" = all), begun at ``since`` or later.

    ``again``: even those that are up to date, and all of each: no answer is taken over from the audit before, where
    otherwise those are that rest on nothing that changed. ``changed_only``: store an audit only where it differs from the previous
    one.
    """

    tag: str = ""
    since: datetime | None = None
    again: bool = False
    changed_only: bool = False
    jobs: int = 0  # processes, 0 = one a core


@dataclass(frozen=True, slots=True)
class ChosenVisits:
    """The visits to judge, and how many need not be judged or cannot be yet."""

    visits: tuple[LatestJudgement, ...]
    skipped: int
    running: int


async def choose_visits(store: Store, wanted: RejudgeSelection) -> ChosenVisits:
    """The chosen visits, oldest first. Raises InvalidInput for a tag that no registered platform has."""
    seen = await list_latest_judgements(store, wanted.since)
    if wanted.tag:
        urls = await find_tagged_urls(store, wanted.tag)
        seen = tuple(judgement for judgement in seen if judgement.url in urls)
    ended = [judgement for judgement in seen if judgement.state is not VisitState.RUNNING]
    due = tuple(judgement for judgement in ended if wanted.again or not is_up_to_date(judgement))
    return ChosenVisits(due, len(ended) - len(due), len(seen) - len(ended))


def is_up_to_date(standing: LatestJudgement) -> bool:
    """Whether judging it again could say nothing new: today's rules judged all that was seen and decided."""
    if standing.ruleset != compute_ruleset() or standing.judged_at is None:
        return False
    if standing.state is VisitState.INTERRUPTED and standing.touched_at > standing.judged_at:
        return False  # it was resumed, and interrupted again
    return standing.decided_at is None or standing.decided_at + SKEW < standing.judged_at


async def rejudge_all_visits(
    data: Path,
    database: str | None,
    visits: Collection[LatestJudgement],
    wanted: RejudgeSelection,
    came: Callable[[RejudgeResult], None],
) -> None:
    """Judge the visits and call ``came`` with each result as it is ready.

    When cancelled, visits in progress are still stored.

    Raises StorageError where the store itself cannot be used.
    """
    waiting = iter(visits)
    jobs = min(wanted.jobs or count_cores(), len(visits))
    manner = RejudgeManner(read_basis(), wanted.changed_only, reuse=not wanted.again)
    lanes = [_Lane(data, database, manner) for _ in range(jobs)]
    try:
        async with asyncio.TaskGroup() as group:
            for lane in lanes:
                group.create_task(_run(lane, waiting, came))
    except* errors.StorageError as faults:
        raise _first(faults) from None


async def _run(lane: _Lane, waiting: Iterator[LatestJudgement], came: Callable[[RejudgeResult], None]) -> None:
    try:
        for standing in waiting:
            came(await lane.judge(standing))
    finally:
        await lane.close()


class _Lane:
    """One worker process at a time. If it dies, say for lack of memory, no other lane's work is lost."""

    def __init__(self, data: Path, database: str | None, wanted: RejudgeManner) -> None:
        self._opening = (data, database, wanted)
        self._pool: ProcessPoolExecutor | None = None
        self._left = 0

    async def judge(self, standing: LatestJudgement) -> RejudgeResult:
        """Judge one visit. Raises StorageError where the store itself cannot be used."""
        for _ in range(2):
            try:
                pool = self._pool or await self._begun()
            except BrokenProcessPool:
                await self.close()
                continue
            asked = asyncio.get_running_loop().run_in_executor(pool, worker.rejudge_in_worker, standing)
            await asyncio.wait([asked])
            fault = asked.exception()
            if isinstance(fault, BrokenProcessPool):
                await self.close()
                continue
            self._left -= 1
            if not self._left:
                await self.close()
            if fault is not None:  # our own bug on one visit is reported, and must not stop thousands of others
                return _unread(
                    standing, Text("本项目程序错误", "a fault of ours"), f"{type(fault).__name__}: {fault}"[:300]
                )
            return _go_on(asked.result())
        return _unread(standing, Text("判定进程两次意外结束", "the judging process ended twice"), "out of memory?")

    async def _begun(self) -> ProcessPoolExecutor:
        """Start a worker process and open its store."""
        self._pool = pool = ProcessPoolExecutor(1, child_environment.spawn_context(child_environment.ChildKind.STORE))
        self._left = VISITS
        with _unasked():
            began = asyncio.get_running_loop().run_in_executor(pool, worker.open_worker, *self._opening)
        stop = await began
        if stop is not None:
            _go_on(stop)
        return pool

    async def close(self) -> None:
        """Wait for the visit in progress, then end the process."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_end, pool)


def _end(pool: ProcessPoolExecutor) -> None:
    with contextlib.suppress(BrokenProcessPool):
        pool.submit(worker.close_worker).result()
    pool.shutdown()


def _go_on(result: RejudgeResult | StoreFailure) -> RejudgeResult:
    if isinstance(result, RejudgeResult):
        return result
    kind: type[errors.StorageError] = getattr(errors, result.error)
    raise kind(result.detail)


@contextlib.contextmanager
def _unasked() -> Iterator[None]:
    """Processes started in the block do not receive Ctrl-C, which a terminal sends to all: their parent ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKED_TO_END)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _unread(standing: LatestJudgement, what: Text, detail: str) -> RejudgeResult:
    return RejudgeResult(standing, RejudgeOutcome.UNREADABLE, why=Text(f"{what.zh}：{detail}", f"{what.en}: {detail}"))


def _first(faults: BaseExceptionGroup[errors.StorageError]) -> errors.StorageError:
    fault: BaseException = faults
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    assert isinstance(fault, errors.StorageError)
    return fault


def count_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
