"""Many workers on PostgreSQL: Procrastinate hands each run to one of them, one at a time a platform.

The table of runs is the truth, jobs only carry the word: every worker puts a job there for each waiting run that has none, and takes
away jobs whose run is not being done. So neither a killed worker nor a restarted database loses a run or blocks a platform.
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

from storage import runs
from storage.errors import StorageError
from storage.register_tables import RunKind
from storage.session import KEEPALIVE
from xuncha import schedule
from xuncha.interrupt import Stop
from xuncha.tasks import Doing, Work, perform
from xuncha.worker import alive, plan

log = logging.getLogger(__name__)
SCHEMA = "xuncha_queue"  # of its own: what Procrastinate makes stays apart from our tables
TASK = "xuncha.run"
AT_A_TIME = 200  # runs that wait in the queue, of all that are due
_LOCK = 0x78756E64
_RAISED = "UPDATE procrastinate_jobs SET priority = %(priority)s WHERE id = %(id)s AND status = 'todo'"
AWAY = (exceptions.ConnectorException, psycopg.OperationalError, PoolTimeout, StorageError)


@dataclass(slots=True)
class Fleet:
    """One worker among many. ``at_once`` runs at a time; ``leave_seconds`` are given to what is being done when asked to leave."""

    doing: Doing
    works: Mapping[RunKind, Work]
    at_once: int = 1
    leave_seconds: float = 30.0
    _leaving: bool = False
    _slots: asyncio.Semaphore = field(init=False)
    # Runs are tasks of their own, not of the jobs that brought them: they outlive a queue that goes away and comes back.
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _idle: frozenset[int] = frozenset()  # jobs whose run was not being done when they were last looked at

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.at_once)

    async def work(self, stop: Stop) -> bool:
        """Do runs until asked to stop, then end or hand back what is being done; whether all of it came to its end.

        A database that is away is waited for.
        """
        whole = True
        async with alive(self.doing):
            try:
                while not stop.asked.is_set():
                    try:
                        app = application(self.doing.store.engine.url, self._run)
                        async with app.open_async():
                            await prepare(app)
                            await self._work(app, stop)
                    except AWAY as fault:
                        log.warning("the queue is away: %s", " ".join(str(fault).split()) or type(fault).__name__)
                    await _unless(stop, float(schedule.settings()["workers"]["retry_seconds"]))
            finally:
                whole = await self._leave(self.leave_seconds if stop.asked.is_set() and not stop.at_once else 0)
        return whole

    async def _work(self, app: procrastinate.App, stop: Stop) -> None:
        settings = schedule.settings()["workers"]
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=self.at_once,
                install_signal_handlers=False,
                shutdown_graceful_timeout=0,  # of the jobs, which only wait for the runs
                fetch_job_polling_interval=float(settings["plan_seconds"]),
                update_heartbeat_interval=float(settings["beat_seconds"]),
                stalled_worker_timeout=float(settings["lost_seconds"]),
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
                await plan(self.doing)
                await self._hand_out(app)
            except AWAY as fault:
                log.warning("nothing could be planned: %s", " ".join(str(fault).split()) or type(fault).__name__)
            await asyncio.sleep(float(schedule.settings()["workers"]["plan_seconds"]))

    async def _hand_out(self, app: procrastinate.App) -> None:
        """A job for every run that waits, and none that stands in the way of others."""
        await self._clear(app)
        waiting = await runs.waiting(self.doing.store, self.doing.now(), tuple(self.works), AT_A_TIME)
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
        """Take away jobs that are said to be done while their runs are not, seen twice in a row: their lock would hold up others."""
        jobs = await app.job_manager.list_jobs_async(task=TASK, status=Status.DOING.value)
        named = {job.id: str(job.task_kwargs["run"]) for job in jobs if job.id is not None}
        running = await runs.running(self.doing.store, tuple(named.values()))
        idle = frozenset(id for id, run in named.items() if run not in running and run not in self._tasks)
        for id in idle & self._idle:
            await app.job_manager.finish_job_by_id_async(id, Status.FAILED, delete_job=True)
        self._idle = idle - self._idle

    async def _run(self, run: str) -> None:
        """What a job does: it waits for the run."""
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
                await perform(self.doing, run, self.works)
            except StorageError as fault:
                log.warning("run %s could not be written down: %s", run, fault)


def application(url: URL, run: Callable[[str], Awaitable[None]]) -> procrastinate.App:
    """Procrastinate on the database of the store, in a schema of its own."""
    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(
        conninfo=conninfo,
        kwargs={"options": f"-c search_path={SCHEMA}", "connect_timeout": 10, **KEEPALIVE},
        timeout=15,
    )
    app = procrastinate.App(connector=connector)
    app.task(name=TASK)(run)
    return app


async def prepare(app: procrastinate.App) -> None:
    """Make the queue's tables where there are none; several workers that start at once make them once."""
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
            if not await app.check_connection_async():  # somebody else has just made them
                raise


async def _unless(stop: Stop, seconds: float) -> None:
    """Wait so long, or until asked to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.asked.wait()
    except TimeoutError:
        return
