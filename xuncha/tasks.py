"""What a worker does with a run: the same functions whether a loop in one process or a queue between many hands it out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from crawler.chromium import NoBrowser
from storage import runs
from storage.errors import StorageError
from storage.register import Registered, registration_of
from storage.register_tables import RunKind, RunState
from storage.runs import Run
from storage.session import Store
from xuncha import schedule

log = logging.getLogger(__name__)


def _clock() -> datetime:
    return datetime.now(UTC)


class Telling(Protocol):
    """Who wants to hear of runs, whichever engine hands them out. Raises nothing."""

    def began(self, run: Run, known: Registered) -> None: ...

    def at(self, run: Run, known: Registered, stage: str, done: int, planned: int) -> None:
        """How far it is, as ``xuncha.audit.Progress``; not told of all kinds."""

    def ended(self, run: Run, outcome: Outcome) -> None:
        """Every attempt ends, and is told of once: handed back, taken by another worker, or not even written down."""


class Untold:
    """Nobody wants to."""

    def began(self, run: Run, known: Registered) -> None:
        """Nobody hears of it."""

    def at(self, run: Run, known: Registered, stage: str, done: int, planned: int) -> None:
        """Nor of this."""

    def ended(self, run: Run, outcome: Outcome) -> None:
        """Nor of this."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does runs, with what. ``now`` is the clock; nothing of this asks another one.

    ``pace`` is page loads a second on one host, None = the default. ``timed``: audits measure loads themselves; else timing is a run
    of its own and audits read what it measured. ``controls``: addresses that tell our own outage from a platform's, None = the
    default. ``locks``: the folder by which processes share this machine, None = in the temp folder.
    """

    store: Store
    worker: str
    now: Callable[[], datetime] = _clock
    browser: Path | None = None
    pace: float | None = None
    ocr: bool = True
    allow_private: bool = False
    timed: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    controls: tuple[str, ...] | None = None
    locks: Path | None = None
    telling: Telling = field(default_factory=Untold)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt at a run ended. ``again_in``: how long until it may be tried again, None = it is over.

    ``goes_on``: the next attempt takes up what this one captured. ``counts``: whether it was an attempt at all.
    """

    state: RunState = RunState.DONE
    audit: str | None = None
    reason: str = ""
    again_in: timedelta | None = None
    goes_on: bool = False
    counts: bool = True


Work = Callable[[Doing, Run, Registered], Awaitable[Outcome]]
BUSY = "machine_busy"
HANDED_BACK = Outcome(reason="handed_back", again_in=timedelta(0), goes_on=True, counts=False)
TAKEN = Outcome(reason="taken", again_in=timedelta(0), goes_on=True, counts=False)  # another worker has it by now


async def perform(doing: Doing, run_id: str, works: Mapping[RunKind, Work]) -> Outcome | None:
    """Do one run if it can be had; None where it cannot. Whatever happens, it is done, failed, or there to be tried again.

    Cancelled (the worker is asked to leave), the run is handed back with what it captured, and CancelledError goes on. Raises
    StorageError where not even that could be written down: then the run is given to others once this worker is missed.
    """
    run = await runs.begin(doing.store, run_id, doing.worker, doing.now())
    if run is None:
        return None
    try:
        outcome = await _attempt(doing, run, works[run.kind])
    except asyncio.CancelledError:
        await _settle(doing, run, HANDED_BACK)
        raise
    await _settle(doing, run, outcome)
    return outcome


async def _attempt(doing: Doing, run: Run, work: Work) -> Outcome:
    try:
        known = await registration_of(doing.store, run.platform)
        if known is None:
            return Outcome(RunState.FAILED, reason="not_registered")
        doing.telling.began(run, known)
        return await work(doing, run, known)
    except StorageError as fault:
        return Outcome(reason=f"store: {fault}", again_in=_wait("store_minutes", run.attempts), goes_on=True)
    except NoBrowser as fault:
        return Outcome(RunState.FAILED, reason=f"no_browser: {fault}")
    except Exception as fault:
        log.exception("run %s of platform %s broke", run.id, run.platform)
        return Outcome(RunState.FAILED, reason=f"error: {type(fault).__name__}")


def unseen(run: Run, reason: str, audit: str | None = None) -> Outcome:
    """A platform that could not be looked at is tried again, each time later, and then said to be so."""
    if run.attempts > len(schedule.settings()["retries"]["minutes"]):
        return Outcome(RunState.FAILED, audit=audit, reason=reason)
    return Outcome(reason=reason, again_in=_wait("minutes", run.attempts))


def _wait(which: str, attempts: int) -> timedelta:
    minutes = schedule.settings()["retries"][which]
    return timedelta(minutes=float(minutes[min(max(attempts, 1), len(minutes)) - 1]))


async def _settle(doing: Doing, run: Run, outcome: Outcome) -> None:
    """Write down how it ended, and tell of it however that goes."""
    try:
        ours = await _written(doing, run, outcome, doing.now())
    except StorageError as fault:
        doing.telling.ended(run, Outcome(reason=f"store: {fault}", again_in=timedelta(0), goes_on=True))
        raise
    doing.telling.ended(run, outcome if ours else TAKEN)


async def _written(doing: Doing, run: Run, outcome: Outcome, now: datetime) -> bool:
    if outcome.again_in is None:
        return await runs.end(
            doing.store, run.id, doing.worker, now, state=outcome.state, audit=outcome.audit, reason=outcome.reason
        )
    return await runs.put_back(
        doing.store, run.id, doing.worker, not_before=now + outcome.again_in, reason=outcome.reason,
        keep_visit=outcome.goes_on, counts=outcome.counts,
    )  # fmt: skip
