"""Many workers on PostgreSQL: Procrastinate hands each of our jobs to one of them, one at a time per platform.

Our own table of jobs (``run`` in this module) is the truth; Procrastinate's jobs only carry the message. Every worker
defers one for each of our waiting jobs that has none, and removes those whose job is not being done. So neither a
killed worker nor a restarted database loses a job or blocks a platform.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import procrastinate
import psycopg
from procrastinate import exceptions
from procrastinate.jobs import DeleteJobCondition, Status
from psycopg_pool import PoolTimeout
from sqlalchemy import URL

from storage.db.connecting.engines import KEEPALIVE
from storage.db.register_tables import JobKind
from storage.errors import StorageError
from storage.jobs import jobs as runs
from xuncha.console.signals import Shutdown
from xuncha.fleet.task import Handler, WorkerContext, perform_job
from xuncha.fleet.worker_duties import plan_jobs, send_heartbeats
from xuncha.settings import schedule

log = logging.getLogger(__name__)
SCHEMA = "xuncha_queue"  # of its own: Procrastinate's tables stay apart from ours
TASK = "xuncha.run"
AT_A_TIME = 200  # jobs put into the queue at a time, of all that are due
_LOCK = 0x78756E64
_RAISED = "UPDATE procrastinate_jobs SET priority = %(priority)s WHERE id = %(id)s AND status = 'todo'"
AWAY = (exceptions.ConnectorException, psycopg.OperationalError, PoolTimeout, StorageError)


@dataclass(slots=True)
class FleetWorker:
    """One worker among many.

    ``at_once``: jobs at a time. ``leave_seconds``: what jobs in progress get to finish once a stop is requested.
    """

    doing: WorkerContext
    works: Mapping[JobKind, Handler]
    at_once: int = 1
    leave_seconds: float = 30.0
    _leaving: bool = False
    _slots: asyncio.Semaphore = field(init=False)
    # Our jobs are asyncio tasks apart from Procrastinate's: they outlive a queue that goes away and comes back.
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _idle: frozenset[int] = frozenset()  # Procrastinate jobs whose run was not being done at the last check

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.at_once)

    async def work(self, stop: Shutdown) -> bool:
        """Run jobs until asked to stop, then finish or hand back those in progress; True where all of them finished.

        Waits while the database is unavailable.
        """
        whole = True
        async with send_heartbeats(self.doing):
            try:
                while not stop.asked.is_set():
                    try:
                        app = make_procrastinate_app(self.doing.store.engine.url, self._run)
                        async with app.open_async():
                            await prepare_queue_tables(app)
                            await self._work(app, stop)
                    except AWAY as fault:
                        log.warning("the queue is away: %s", " ".join(str(fault).split()) or type(fault).__name__)
                    await _unless(stop, schedule.load_schedule_settings().workers.retry_seconds)
            finally:
                whole = await self._leave(self.leave_seconds if stop.asked.is_set() and not stop.at_once else 0)
        return whole

    async def _work(self, app: procrastinate.App, stop: Shutdown) -> None:
        settings = schedule.load_schedule_settings().workers
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=self.at_once,
                install_signal_handlers=False,
                shutdown_graceful_timeout=0,  # of Procrastinate's jobs, which only wait for ours
                fetch_job_polling_interval=settings.plan_seconds,
                update_heartbeat_interval=settings.beat_seconds,
                stalled_worker_timeout=settings.lost_seconds,
                delete_jobs=DeleteJobCondition.ALWAYS,
            )
        )
        planner = asyncio.create_task(self._keep_planning(app))
        stopped = asyncio.create_task(stop.asked.wait())
        try:
            await asyncio.wait((worker, planner, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (planner, stopped, worker):
                task.cancel()
            ended = await asyncio.gather(planner, stopped, worker, return_exceptions=True)
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault

    async def _leave(self, seconds: float) -> bool:
        self._leaving = True
        if self._tasks and seconds > 0:
            await asyncio.wait(tuple(self._tasks.values()), timeout=seconds)
        left = tuple(self._tasks.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return not left

    async def _keep_planning(self, app: procrastinate.App) -> None:
        while True:
            try:
                await plan_jobs(self.doing)
                await self._hand_out(app)
            except AWAY as fault:
                log.warning("nothing could be planned: %s", " ".join(str(fault).split()) or type(fault).__name__)
            await asyncio.sleep(schedule.load_schedule_settings().workers.plan_seconds)

    async def _hand_out(self, app: procrastinate.App) -> None:
        """Put every waiting job into the queue, and remove queue entries that block others."""
        await self._clear(app)
        waiting = await runs.list_waiting_jobs(self.doing.store, self.doing.now(), tuple(self.works), AT_A_TIME)
        jobs = await app.job_manager.list_jobs_async(task=TASK, status=Status.TODO.value)
        there = {str(job.task_kwargs["run"]): job for job in jobs}
        for run in waiting:
            if (job := there.get(run.id)) is not None:
                if job.priority < run.priority:  # a person wants it now
                    await app.connector.execute_query_async(_RAISED, id=job.id, priority=run.priority)
                continue
            try:
                await app.configure_task(
                    TASK, lock=f"platform:{run.platform}", queueing_lock=f"run:{run.id}", priority=run.priority
                ).defer_async(run=run.id)
            except exceptions.AlreadyEnqueued:
                continue

    async def _clear(self, app: procrastinate.App) -> None:
        """Remove Procrastinate jobs marked as running whose own job is not.

        They must be found so twice in a row. Left alone, their lock would block others.
        """
        jobs = await app.job_manager.list_jobs_async(task=TASK, status=Status.DOING.value)
        named = {job.id: str(job.task_kwargs["run"]) for job in jobs if job.id is not None}
        running = await runs.find_running_jobs(self.doing.store, tuple(named.values()))
        idle = frozenset(id for id, run in named.items() if run not in running and run not in self._tasks)
        for id in idle & self._idle:
            await app.job_manager.finish_job_by_id_async(id, Status.FAILED, delete_job=True)
        self._idle = idle - self._idle

    async def _run(self, run: str) -> None:
        """The body of a Procrastinate job: it waits for our own job."""
        task = self._tasks.get(run)
        if task is None:
            if self._leaving:
                return
            task = self._tasks[run] = asyncio.create_task(self._perform(run))
            task.add_done_callback(lambda _: self._tasks.pop(run))
        await asyncio.wait({task})

    async def _perform(self, run: str) -> None:
        async with self._slots:
            if self._leaving:
                return
            try:
                await perform_job(self.doing, run, self.works)
            except StorageError as fault:
                log.warning("run %s could not be written down: %s", run, fault)


def make_procrastinate_app(url: URL, run: Callable[[str], Awaitable[None]]) -> procrastinate.App:
    """Procrastinate on the store's database, in a schema of its own."""
    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(
        conninfo=conninfo,
        kwargs={"options": f"-c search_path={SCHEMA}", "connect_timeout": 10, **KEEPALIVE},
        timeout=15,
    )
    app = procrastinate.App(connector=connector)
    app.task(name=TASK)(run)
    return app


async def prepare_queue_tables(app: procrastinate.App) -> None:
    """Create the queue's tables if they are missing; safe when several workers start at once."""
    pool = app.connector
    await pool.execute_query_async("SELECT 1")
    schema = app.schema_manager.get_schema().replace("%", "%%")
    made = f"""
        DO $made$ BEGIN
            PERFORM pg_advisory_xact_lock({_LOCK});
            CREATE SCHEMA IF NOT EXISTS {SCHEMA};
        END $made$;
    """
    await pool.execute_query_async(made)
    if not await app.check_connection_async():
        try:
            await pool.execute_query_async(schema)
        except exceptions.ConnectorException:
            if not await app.check_connection_async():  # another worker has just created them
                raise


async def _unless(stop: Shutdown, seconds: float) -> None:
    """Wait that long, or until asked to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.asked.wait()
    except TimeoutError:
        return
