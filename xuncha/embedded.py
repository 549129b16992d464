"""Runs what is due within this process, so many at a time: nothing else need be started."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from storage import runs
from storage.errors import StorageError
from storage.register_tables import RunKind, RunState
from storage.runs import Run
from xuncha import schedule
from xuncha.tasks import Doing, Outcome, Work, perform
from xuncha.worker import alive, plan

log = logging.getLogger(__name__)
Told = Callable[[Run, Outcome], None]


def _quiet(run: Run, outcome: Outcome) -> None:
    """Nobody is told."""


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
    """One process that plans and does runs. ``at_once`` runs at a time; ``told`` hears of each as it ends."""

    doing: Doing
    works: Mapping[RunKind, Work]
    at_once: int = 1
    told: Told = _quiet
    tally: Tally = field(default_factory=Tally)
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _platforms: dict[str, int] = field(default_factory=dict)  # of what is being done
    _refused: set[str] = field(default_factory=set)  # another process was faster, or is busy with that platform

    async def run_due(self) -> Tally:
        """Do all that is due now, then return. What is put off stays for later. Raises StorageError."""
        async with self._alive():
            await self._plan()
            while await self._fill() or self._busy:
                await self._one_ended()
        return self.tally

    async def serve(self) -> None:
        """Go on until cancelled; then hand back what is being done. Raises nothing: a store that is away is waited for."""
        wait = float(schedule.settings()["workers"]["plan_seconds"])
        async with self._alive():
            while True:
                try:
                    await self._plan()
                    await self._fill()
                except StorageError as fault:
                    log.warning("the store is away: %s", fault)
                await self._one_ended(wait)

    @asynccontextmanager
    async def _alive(self) -> AsyncIterator[None]:
        """While inside, this worker lives; when left, what it was doing is handed back."""
        async with alive(self.doing):
            try:
                yield
            finally:
                await self._leave()

    async def _plan(self) -> None:
        await plan(self.doing, tuple(self._busy))
        self._refused.clear()

    async def _fill(self) -> bool:
        """Begin as many runs as there is room for; whether any was begun."""
        begun = False
        for run in await runs.waiting(self.doing.store, self.doing.now(), tuple(self.works)):
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
            return
        self.tally.count(outcome)
        self.told(run, outcome)

    async def _one_ended(self, seconds: float | None = None) -> None:
        """Wait until a run ends, or so long."""
        if not self._busy:
            await asyncio.sleep(seconds or 0)
            return
        await asyncio.wait(self._busy.values(), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for id, task in tuple(self._busy.items()):
            if task.done():
                del self._busy[id], self._platforms[id]
                if (fault := task.exception()) is not None:
                    log.warning("run %s could not be written down: %s", id, fault)

    async def _leave(self) -> None:
        tasks = tuple(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
