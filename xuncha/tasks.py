"""What a worker does with a run: the same functions whether a loop in one process or a queue between many hands it out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from crawler.chromium import NoBrowser
from crawler.limits import AUDIT
from storage import runs
from storage.errors import DatabaseBusy, DatabaseUnreachable, DiskFull, EvidenceError, StorageError, Unwritable
from storage.register import Registered, registration_of
from storage.register_tables import RunKind, RunState
from storage.runs import Run
from storage.session import Store
from xuncha import schedule
from xuncha.clock import SharedClock

log = logging.getLogger(__name__)
PASSING = (
    DatabaseUnreachable,
    DatabaseBusy,
    DiskFull,
    Unwritable,
    EvidenceError,
)  # of the store: a person mends them, however long it takes


class RunTaken(Exception):
    """The run is another worker's by now: this one was thought dead."""


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


@dataclass(slots=True)
class Hands:
    """What one worker has in hand, by run: ``trying`` from before it asks for it, ``held`` while it is surely its own."""

    trying: set[str] = field(default_factory=set)
    held: dict[str, asyncio.Task[Any] | None] = field(default_factory=dict)

    def drop(self, run: str) -> None:
        """Leave off doing it; what is captured stands."""
        task = self.held.get(run)
        if task is not None:
            task.cancel()


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does runs, with what. ``now`` is the clock; nothing of this asks another one.

    ``pace`` is page loads a second on one host, None = the default. ``timed``: audits measure loads themselves; else timing is a run
    of its own and audits read what it measured. ``controls``: addresses that tell our own outage from a platform's, None = the
    default. ``locks``: the folder by which processes share this machine, None = in the temp folder.
    """

    store: Store
    worker: str
    now: Callable[[], datetime] = field(default_factory=SharedClock)
    browser: Path | None = None
    pace: float | None = None
    ocr: bool = True
    allow_private: bool = False
    timed: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    controls: tuple[str, ...] | None = None
    locks: Path | None = None
    telling: Telling = field(default_factory=Untold)
    hands: Hands = field(default_factory=Hands)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt at a run ended. ``again_in``: how long until it may be tried again, None = it is over.

    ``goes_on``: the next attempt takes up what this one captured. ``counts``: whether it was an attempt at all; ``setback``: it came
    to nothing because of us.
    """

    state: RunState = RunState.DONE
    audit: str | None = None
    reason: str = ""
    again_in: timedelta | None = None
    goes_on: bool = False
    counts: bool = True
    setback: bool = False


Work = Callable[[Doing, Run, Registered], Awaitable[Outcome]]
BUSY = "machine_busy"
HANDED_BACK = Outcome(reason="handed_back", again_in=timedelta(0), goes_on=True, counts=False)
TAKEN = Outcome(reason="taken", again_in=timedelta(0), goes_on=True, counts=False)  # another worker has it by now


async def perform(doing: Doing, run_id: str, works: Mapping[RunKind, Work]) -> Outcome | None:
    """Do one run if it can be had; None where it cannot. Whatever happens, it is done, failed, or there to be tried again.

    Cancelled (the worker is asked to leave), the run is handed back with what it captured, and CancelledError goes on. Raises
    StorageError where not even that could be written down: then the run is given to others once this worker is missed.
    """
    hands = doing.hands
    if run_id in hands.trying:
        return None
    hands.trying.add(run_id)
    try:
        run = await runs.begin(doing.store, run_id, doing.worker, doing.now())
        if run is None:
            return None
        return await _do(doing, run, works[run.kind])
    finally:
        hands.trying.discard(run_id)


async def _do(doing: Doing, run: Run, work: Work) -> Outcome | None:
    doing.hands.held[run.id] = asyncio.current_task()
    try:
        outcome = await _attempt(doing, run, work)
    except asyncio.CancelledError:
        await _settle(doing, run, HANDED_BACK)
        raise
    finally:
        del doing.hands.held[run.id]
    if not await _settle(doing, run, outcome):
        log.warning("run %s was taken by another worker meanwhile", run.id)
        return None
    return outcome


async def _attempt(doing: Doing, run: Run, work: Work) -> Outcome:
    try:
        known = await registration_of(doing.store, run.platform)
        if known is None:
            return Outcome(RunState.FAILED, reason="not_registered")
        doing.telling.began(run, known)
        async with asyncio.timeout(_longest(known)):
            return await work(doing, run, known)
    except RunTaken:
        return TAKEN  # which is not written down: it is not ours
    except PASSING as fault:
        return setback(run, f"store: {fault}", goes_on=True)
    except NoBrowser as fault:  # another machine may have one
        return setback(run, f"no_browser: {fault}")
    except TimeoutError:
        return unseen(run, "hung")
    except Exception as fault:
        log.exception("run %s of platform %s broke", run.id, run.platform)
        return unseen(run, f"error: {type(fault).__name__}")


def unseen(run: Run, reason: str, audit: str | None = None) -> Outcome:
    """A platform that could not be looked at is tried again, each time later, and then said to be so."""
    if run.attempts > len(schedule.settings()["retries"]["minutes"]):
        return Outcome(RunState.FAILED, audit=audit, reason=reason)
    return Outcome(reason=reason, again_in=_wait("minutes", run.attempts))


def setback(run: Run, reason: str, *, goes_on: bool = False) -> Outcome:
    """What came to nothing because of us is tried again for as long as it takes, and takes no attempt from the platform."""
    wait = _wait("store_minutes", run.setbacks + 1)
    return Outcome(reason=reason, again_in=wait, goes_on=goes_on, counts=False, setback=True)


def _wait(which: str, tries: int) -> timedelta:
    minutes = schedule.settings()["retries"][which]
    return timedelta(minutes=float(minutes[min(max(tries, 1), len(minutes)) - 1]))


def _longest(known: Registered) -> float:
    """Seconds after which a run hangs: its budget bounds the looking, not what could break beside it."""
    return (known.registration.seconds or AUDIT.seconds) * float(schedule.settings()["workers"]["hung_budgets"])


async def _settle(doing: Doing, run: Run, outcome: Outcome) -> bool:
    """Write down how it ended, and tell of it however that goes. Whether it was still ours to write down."""
    try:
        ours = await _written(doing, run, outcome, doing.now())
    except StorageError as fault:
        doing.telling.ended(run, Outcome(reason=f"store: {fault}", again_in=timedelta(0), goes_on=True))
        raise
    doing.telling.ended(run, outcome if ours else TAKEN)
    return ours


async def _written(doing: Doing, run: Run, outcome: Outcome, now: datetime) -> bool:
    if outcome.again_in is None:
        return await runs.end(
            doing.store, run.id, doing.worker, now, state=outcome.state, audit=outcome.audit, reason=outcome.reason
        )
    return await runs.put_back(
        doing.store, run.id, doing.worker, not_before=now + outcome.again_in, reason=outcome.reason,
        keep_visit=outcome.goes_on, counts=outcome.counts, setback=outcome.setback,
    )  # fmt: skip
