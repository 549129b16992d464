"""The commands ``run-due``, ``serve``, ``work`` and ``audit-now``: set up a worker, run it, report how it ended."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.browser import launch
from probes.finding import Text
from storage.db.register_tables import JobKind, JobState, PlatformState
from storage.db.session import Store
from storage.errors import StorageError
from storage.jobs import workers
from storage.jobs.planning import request_audit_now
from storage.platforms import RegisteredPlatform, list_registered_platforms
from xuncha.commands.run_platforms import find_registered_platform
from xuncha.console.lang import Lang, render_text
from xuncha.console.signals import CODE, Shutdown
from xuncha.fleet.handlers import WORKS
from xuncha.fleet.in_process import InProcessWorker, JobTally
from xuncha.fleet.task import WorkerContext
from xuncha.guarded import BAD_USE, print_error
from xuncha.judging.rules import load_rules
from xuncha.settings.clock import SharedClock
from xuncha.settings.stores import DATABASE, open_data_store
from xuncha.settings.target import InvalidInput
from xuncha.telemetry import systemd
from xuncha.telemetry.log_format import LogFormat
from xuncha.telemetry.telemetry import TelemetryOptions, attach_telemetry

log = logging.getLogger(__name__)
LEAVING = Text(
    "正在停止：不再开始新的检测；再次发出信号则立即退出", "ending: nothing new begins; a second signal ends at once"
)
ASKED_OF_THE_REGISTER = Text(
    "--allow-private 在此不起作用：内网地址的许可逐个平台登记，用 xuncha platforms edit 平台 --set private=yes",
    "--allow-private does nothing here: consent to private addresses stands in the register, platform by platform: "
    "xuncha platforms edit PLATFORM --set private=yes",
)
GOES_ON = Text(
    "已中断；已采集的内容均已保存，未完成的检测会被接着做",
    "interrupted; all that was captured is kept, and what was not finished is gone on with",
)


@dataclass(frozen=True, slots=True)
class FleetOptions:
    """The options of these commands, as typed."""

    data: Path
    at_once: int
    allow_private: bool
    pace: float | None
    browser: Path | None
    ocr: bool
    lang: Lang
    leave_seconds: float = 0.0
    log_format: LogFormat | None = None
    metrics: str = ""


UntilStopped = Callable[[WorkerContext, FleetOptions, Shutdown], Awaitable[bool]]


async def run_due(options: FleetOptions, tag: str) -> int:
    """Run ``run-due``; returns its exit code. Raises ConfigurationError, InvalidInput, NoBrowser, StorageError."""
    async with _working(options, line=sys.stderr.isatty()) as doing:
        wanted = None if not tag else {platform.id for platform in await _of(doing.store, tag)}
        tally = await InProcessWorker(doing, WORKS, options.at_once, wanted).run_due()
    print(render_text(_sum(tally), options.lang))
    return 0


async def run_until_stopped(options: FleetOptions, how: UntilStopped, stop: Shutdown) -> int:
    """Run a worker until it is asked to stop.

    The exit code: 0 where every job in progress was finished, 130 where some were cut off.
    """
    async with _working(options, fleet=how is work_in_fleet) as doing:
        async with systemd.keep_systemd_notified():
            log.info("worker %s is ready", doing.worker)
            whole = await how(doing, options, stop)
        log.info("worker %s has ended", doing.worker)
    return 0 if whole else CODE


async def serve_in_process(doing: WorkerContext, options: FleetOptions, stop: Shutdown) -> bool:
    """Serve in this process; True where every job in progress was finished."""
    return await InProcessWorker(doing, WORKS, options.at_once).serve(stop, options.leave_seconds)


async def work_in_fleet(doing: WorkerContext, options: FleetOptions, stop: Shutdown) -> bool:
    """Work as one of many workers on PostgreSQL; True where every job in progress was finished."""
    from xuncha.fleet.procrastinate_queue import FleetWorker  # its packages are an extra

    return await FleetWorker(doing, WORKS, options.at_once, options.leave_seconds).work(stop)


async def request_audits_now(data: Path, named: tuple[str, ...], tag: str, lang: Lang) -> int:
    """Run ``audit-now``; returns its exit code: 2 where some could not be requested (the others were).

    Raises InvalidInput, StorageError.
    """
    if not named and not tag:
        raise InvalidInput("请给出平台，或用 --tag 指定标签", "name platforms, or a tag with --tag")
    clock = SharedClock()
    refused = 0
    async with open_data_store(data) as store:
        await clock.synchronize(store)
        wanted = {platform.id: platform for platform in [await find_registered_platform(store, one) for one in named]}
        wanted |= {platform.id: platform for platform in (await _of(store, tag) if tag else ())}
        for platform in wanted.values():
            url = platform.registration.url
            run = (
                None
                if platform.state is not PlatformState.ACTIVE
                else await request_audit_now(store, platform.id, clock())
            )
            if run is None:
                refused += 1
                print_error(Text(f"{url} 已暂停，未安排", f"{url} is paused and was not asked for"), lang)
            elif run.state is JobState.RUNNING:
                print(render_text(Text(f"{url} 正在检测", f"{url} is being audited"), lang))
            else:
                print(render_text(Text(f"已安排 {url}", f"asked for {url}"), lang))
    return BAD_USE if refused else 0


@asynccontextmanager
async def _working(options: FleetOptions, *, fleet: bool = False, line: bool = False) -> AsyncIterator[WorkerContext]:
    """This process as a worker that leaves in order. Raises ConfigurationError, InvalidInput, NoBrowser, StorageError."""
    # A worker with wrong rules or without a browser would fail every job that is due.
    await asyncio.to_thread(load_rules)
    await asyncio.to_thread(launch.find_chromium(options.browser).version)
    database = os.environ.get(DATABASE)
    if fleet and not (database or "").startswith("postgres"):
        raise InvalidInput(
            f"work 需要 PostgreSQL：请把 {DATABASE} 设为 postgresql://…；单机请用 xuncha serve",
            f"work needs PostgreSQL: set {DATABASE} to postgresql://…; on one machine use 'xuncha serve'",
        )
    async with open_data_store(options.data) as store:
        clock = SharedClock()
        await clock.synchronize(store)
        if options.allow_private:
            print_error(ASKED_OF_THE_REGISTER, options.lang)
        worker = await workers.register_worker(store, clock())
        try:
            doing = WorkerContext(
                store, worker, clock, options.browser, options.pace, options.ocr,
                timed=JobKind.TIMING not in WORKS,
            )  # fmt: skip
            async with attach_telemetry(
                doing, TelemetryOptions(options.log_format, options.metrics, line, options.lang)
            ) as watched:
                yield watched
        finally:
            await _left(store, worker, options.lang)


async def _left(store: Store, worker: str, lang: Lang) -> None:
    """Sign the worker off. If the store is away now, this worker's missing heartbeats will tell it later."""
    try:
        await workers.unregister_worker(store, worker)
    except StorageError as fault:
        quiet = " ".join(str(fault).split())
        print_error(Text(f"未能登记离开：{quiet}", f"could not sign off: {quiet}"), lang)


async def _of(store: Store, tag: str) -> tuple[RegisteredPlatform, ...]:
    """The registered platforms of a tag or batch. Raises InvalidInput where there are none."""
    listed = await list_registered_platforms(store)
    found = tuple(platform for platform in listed if tag in (*platform.registration.tags, platform.registration.batch))
    if not found:
        raise InvalidInput(f"没有标签或批次 {tag[:100]!r} 的平台", f"no platform of the tag or batch {tag[:100]!r}")
    return found


def _sum(tally: JobTally) -> Text:
    return Text(
        f"完成 {tally.done}，未能完成 {tally.failed}，稍后再试 {tally.put_off}",
        f"{tally.done} done, {tally.failed} failed, {tally.put_off} to be tried again",
    )
