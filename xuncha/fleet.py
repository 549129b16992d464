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
from xuncha import schedule
from xuncha.tasks import Doing, Work, perform
from xuncha.worker import alive, plan

log = logging.getLogger(__name__)
SCHEMA = "xuncha_queue"  # of its own: what Procrastinate makes stays apart from our tables
TASK = "xuncha.run"
_LOCK = 0x78756E64
_AWAY = (exceptions.ConnectorException, psycopg.OperationalError, PoolTimeout, StorageError)


@dataclass(slots=True)
class Fleet:
    """One worker among many. ``at_once`` runs at a time; ``leave_seconds`` are given to what is being done when asked to leave."""

    doing: Doing
    works: Mapping[RunKind, Work]
    at_once: int = 1
    leave_seconds: float = 30.0
    _busy: set[str] = field(default_factory=set)
    _idle: frozenset[int] = frozenset()  # jobs whose run was not being done when they were last looked at

    async def work(self, stop: asyncio.Event) -> None:
        """Do runs until ``stop`` is set, then end or hand back what is being done. A database that is away is waited for."""
        async with alive(self.doing):
            while not stop.is_set():
                try:
                    app = application(self.doing.store.engine.url, self._run)
                    async with app.open_async():
                        await prepare(app)
                        await self._work(app, stop)
                except _AWAY as fault:
                    log.warning("the queue is away: %s", fault)
                await _unless(stop, float(schedule.settings()["workers"]["retry_seconds"]))

    async def _work(self, app: procrastinate.App, stop: asyncio.Event) -> None:
        settings = schedule.settings()["workers"]
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=self.at_once,
                install_signal_handlers=False,
                shutdown_graceful_timeout=self.leave_seconds,
                fetch_job_polling_interval=float(settings["plan_seconds"]),
                update_heartbeat_interval=float(settings["beat_seconds"]),
                stalled_worker_timeout=float(settings["lost_seconds"]),
                delete_jobs=DeleteJobCondition.ALWAYS,
            )
        )
        planner = asyncio.create_task(self._keep_planning(app))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((worker, planner, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (planner, stopped, worker):  # cancelled, a Procrastinate worker ends its jobs in order
                task.cancel()
            ended = await asyncio.gather(planner, stopped, worker, return_exceptions=True)
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault

    async def _keep_planning(self, app: procrastinate.App) -> None:
        while True:
            await plan(self.doing, self._busy)
            await self._hand_out(app)
            await asyncio.sleep(float(schedule.settings()["workers"]["plan_seconds"]))

    async def _hand_out(self, app: procrastinate.App) -> None:
        """A job for every run that waits, and none that stands in the way of others."""
        await self._clear(app)
        for run in await runs.waiting(self.doing.store, self.doing.now(), tuple(self.works)):
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
        idle = frozenset(id for id, run in named.items() if run not in running and run not in self._busy)
        for id in idle & self._idle:
            await app.job_manager.finish_job_by_id_async(id, Status.FAILED, delete_job=True)
        self._idle = idle - self._idle

    async def _run(self, run: str) -> None:
        """What a job does."""
        self._busy.add(run)
        try:
            await perform(self.doing, run, self.works)
        finally:
            self._busy.discard(run)


def application(url: URL, run: Callable[[str], Awaitable[None]]) -> procrastinate.App:
    """Procrastinate on the database of the store, in a schema of its own."""
    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(
        conninfo=conninfo, kwargs={"options": f"-c search_path={SCHEMA}", "connect_timeout": 10}, timeout=15
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


async def _unless(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until asked to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
