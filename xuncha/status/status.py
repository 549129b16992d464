"""The status of registered platforms at one moment: read from the store, complete and consistent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.db.session import Store
from storage.jobs import queue_status, throughput
from storage.jobs.last_seen import UnseenPlatform, list_unseen_platforms
from storage.jobs.queue_status import PlatformFilter, RunningJob, TroubledJobs, UpcomingJobs, WaitingJobs, WorkerStatus
from storage.jobs.throughput import AuditThroughput, BatchProgress, RecurringJobs, UptimeAnswers
from xuncha.settings import schedule
from xuncha.status.estimate import AuditRate, Estimate, estimate_completion, find_measuring_start, measure_audit_rate

FAILED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """``at``: the moment; ``tag``: what it is limited to ("" = nothing); ``unseen``: all unseen platforms.

    ``last``: how many lines of a list are shown. Workers and the rate are those of all platforms.
    """

    at: datetime
    tag: str
    waiting: tuple[WaitingJobs, ...]
    running_count: int
    running: tuple[RunningJob, ...]
    next: UpcomingJobs
    failed: TroubledJobs
    put_off: TroubledJobs
    set_aside: TroubledJobs
    workers: tuple[WorkerStatus, ...]
    pace: AuditThroughput
    rate: AuditRate
    series: tuple[RecurringJobs, ...]
    answers: UptimeAnswers
    batches: tuple[tuple[BatchProgress, Estimate], ...]
    unseen: tuple[UnseenPlatform, ...] = ()
    last: int = 10


async def read_status(store: Store, now: datetime, tag: str = "", last: int = 10) -> QueueStatus:
    """The status at that moment; lists hold at most ``last``. Raises StorageError."""
    lost = timedelta(seconds=schedule.load_schedule_settings().workers.lost_seconds)
    some = await queue_status.filter_by_tag(store, tag)
    unseen = await list_unseen_platforms(store, some)
    dark = PlatformFilter(
        [platform.platform for platform in unseen if platform.last is not None], store.engine.dialect.name == "sqlite"
    )
    async with store.reading() as session:
        workers = await queue_status.list_worker_status(session, now, lost)
        fast = measure_audit_rate(
            workers, await throughput.count_ended_audits(session, find_measuring_start(workers, now)), now
        )
        audits_running = await throughput.count_running_audits(session)
        running_count, running = await queue_status.list_running_jobs(session, some, last)
        return QueueStatus(
            at=now,
            tag=tag,
            waiting=await queue_status.count_waiting_jobs(session, now, some),
            running_count=running_count,
            running=running,
            next=await queue_status.list_upcoming_jobs(session, now, some, last),
            failed=await queue_status.list_failed_jobs(session, now - FAILED_FOR, some, last),
            put_off=await queue_status.list_deferred_jobs(session, some, last),
            set_aside=await queue_status.list_set_aside_jobs(session, some, last),
            workers=workers,
            pace=await throughput.measure_throughput(session, now, some),
            rate=fast,
            series=await throughput.summarize_recurring_jobs(session, now, some),
            answers=await throughput.count_uptime_answers(session, now, some),
            batches=tuple(
                (progress, estimate_completion(progress, fast, audits_running, now))
                for progress in await throughput.measure_batch_progress(session, now, some, dark)
            ),
            unseen=unseen,
            last=last,
        )
