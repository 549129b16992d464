"""What goes on with registered platforms at one moment: read from the store, whole and consistent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import progress, status
from storage.progress import Answers, Far, Pace, Series
from storage.session import Store
from storage.status import Next, Running, Seat, Troubles, Waiting
from xuncha import schedule
from xuncha.estimate import Estimate, Rate, estimate, measured_from, rate

FAILED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Status:
    """``at`` is the moment, ``tag`` what it is limited to ("" = nothing). Workers and the rate are those of all platforms."""

    at: datetime
    tag: str
    waiting: tuple[Waiting, ...]
    running_count: int
    running: tuple[Running, ...]
    next: Next
    failed: Troubles
    put_off: Troubles
    workers: tuple[Seat, ...]
    pace: Pace
    rate: Rate
    series: tuple[Series, ...]
    answers: Answers
    batches: tuple[tuple[Far, Estimate], ...]


async def look(store: Store, now: datetime, tag: str = "", last: int = 10) -> Status:
    """The status at that moment; lists hold at most ``last``. Raises StorageError."""
    lost = timedelta(seconds=float(schedule.settings()["workers"]["lost_seconds"]))
    some = await status.tagged(store, tag)
    async with store.reading() as session:
        workers = await status.seats(session, now, lost)
        fast = rate(workers, await progress.ended_since(session, measured_from(workers, now)), now)
        audits_running = await progress.audits_running(session)
        running_count, running = await status.running(session, some, last)
        return Status(
            at=now,
            tag=tag,
            waiting=await status.waiting(session, now, some),
            running_count=running_count,
            running=running,
            next=await status.coming(session, now, some, last),
            failed=await status.failed(session, now - FAILED_FOR, some, last),
            put_off=await status.put_off(session, some, last),
            workers=workers,
            pace=await progress.pace(session, now, some),
            rate=fast,
            series=await progress.series(session, now, some),
            answers=await progress.answers(session, now, some),
            batches=tuple(
                (each, estimate(each, fast, audits_running, now)) for each in await progress.far(session, now, some)
            ),
        )
