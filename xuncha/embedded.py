"""Runs what is due within this process, so many at a time: nothing else need be started."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from storage import runs
from storage.errors import StorageError
from storage.register_tables import RunKind, RunState
from storage.runs import Run
from xuncha import schedule
from xuncha.interrupt import Stop
from xuncha.tasks import Doing, Outcome, Work, perform
from xuncha.worker import alive, plan

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What became of the runs: how many were done, failed, or put off."""

    done: int = 0
    failed: int = 0
    put_off: int = 0

    def count(self, outcome: Outcome) -> None:
        if outcome.again_in is not None:
            self.put_off += 1
        elif outcome.state is RunState.FAILED:
            self.failed += 1
        else:
            self.done += 1


@dataclass(slots=True)
class Embedded:
    """One process that plans and does runs. ``at_once`` runs at a time; ``platforms``: only of these, None = of all."""

    doing: Doing
    works: Mapping[RunKind, Work]
    at_once: int = 1
    platforms: Collection[int] | None = None
    tally: Tally = field(default_factory=Tally)
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _platforms: dict[str, int] = field(default_factory=dict)  # of what is being done
    _refused: set[str] = field(default_factory=set)  # another process was faster
    _unwritten: StorageError | None = None  # what kept the end of a run from being written down

    async def run_due(self) -> Tally:
        """Do all that is due now, then return. What is put off stays for later. Raises StorageError."""
        async with alive(self.doing):
            try:
                await plan(self.doing)
                while await self._fill() or self._busy:
                    await self._one_ended()
            finally:
                await self.leave(0)
        if self._unwritten is not None:
            raise self._unwritten
        return self.tally

    async def serve(self, stop: Stop, leave_seconds: float = 0.0) -> bool:
        """Go on until asked to stop, then end or hand back what is being done; whether all of it came to its end.

        A store that is away is waited for.
        """
        wait = float(schedule.settings()["workers"]["plan_seconds"])
        asked = asyncio.create_task(stop.asked.wait())
        async with alive(self.doing):
            try:
                while not stop.asked.is_set():
                    try:
                        await plan(self.doing)
                        self._refused.clear()
                        await self._fill()
                    except StorageError as fault:
                        log.warning("the store is away: %s", fault)
                    await self._one_ended(wait, asked)
            finally:
                asked.cancel()
                whole = await self.leave(leave_seconds if stop.asked.is_set() and not stop.at_once else 0)
        return whole

    async def leave(self, seconds: float) -> bool:
        """Give what is being done so long to end, then hand it back; whether all of it came to its end."""
        tasks = tuple(self._busy.values())
        if tasks and seconds > 0:
            await asyncio.wait(tasks, timeout=seconds)
        left = [task for task in tasks if not task.done()]
        for task in left:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return not left

    async def _fill(self) -> bool:
        """Begin as many runs as there is room for; whether any was begun."""
        begun = False
        if len(self._busy) >= self.at_once:
            return False
        due = await runs.waiting(
            self.doing.store, self.doing.now(), tuple(self.works), limit=100 + len(self._refused),
            platforms=self.platforms,
        )  # fmt: skip
        for run in due:
            if len(self._busy) >= self.at_once:
                break
            if run.id in self._refused or run.platform in self._platforms.values():
                continue
            self._busy[run.id], self._platforms[run.id] = asyncio.create_task(self._do(run)), run.platform
            begun = True
        return begun

    async def _do(self, run: Run) -> None:
        outcome = await perform(self.doing, run.id, self.works)
        if outcome is None:
            self._refused.add(run.id)
        else:
            self.tally.count(outcome)

    async def _one_ended(self, seconds: float | None = None, asked: asyncio.Task[bool] | None = None) -> None:
        """Wait until a run ends, or so long, or until asked to stop."""
        awaited = {*self._busy.values(), *([asked] if asked else [])}
        await asyncio.wait(awaited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for id, task in tuple(self._busy.items()):
            if not task.done():
                continue
            del self._busy[id], self._platforms[id]
            if task.cancelled():
                log.warning("run %s was left to others", id)
                continue
            fault = task.exception()
            if isinstance(fault, StorageError):
                self._unwritten = fault
                log.warning("run %s could not be written down: %s", id, fault)
            elif fault is not None:
                raise fault
