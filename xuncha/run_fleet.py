"""The commands run-due, serve, work and audit-now: who does runs, with what, and how it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler import chromium
from probes.finding import Text
from storage import workers
from storage.errors import StorageError
from storage.planning import ask_now
from storage.register import Registered, registered
from storage.register_tables import RunKind, RunState, Standing
from storage.session import Store
from xuncha.clock import SharedClock
from xuncha.embedded import Embedded, Tally
from xuncha.guarded import BAD_USE, complain
from xuncha.interrupt import CODE, Stop
from xuncha.log_format import LogFormat
from xuncha.platforms import find
from xuncha.seeing import Seeing, seen
from xuncha.stores import DATABASE, opened
from xuncha.target import BadTarget
from xuncha.tasks import Doing
from xuncha.words import Lang, say
from xuncha.works import WORKS

log = logging.getLogger(__name__)
LEAVING = Text(
    "正在停止：不再开始新的检测；再次发出信号则立即退出", "ending: nothing new begins; a second signal ends at once"
)
GOES_ON = Text(
    "已中断；已采集的内容均已保存，未完成的检测会被接着做",
    "interrupted; all that was captured is kept, and what was not finished is gone on with",
)


@dataclass(frozen=True, slots=True)
class Options:
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


Until = Callable[[Doing, Options, Stop], Awaitable[bool]]


async def run_due(options: Options, tag: str) -> int:
    """Exit code of run-due. Raises BadTarget, NoBrowser, StorageError."""
    async with _working(options, line=sys.stderr.isatty()) as doing:
        wanted = None if not tag else {each.id for each in await _of(doing.store, tag)}
        tally = await Embedded(doing, WORKS, options.at_once, wanted).run_due()
    print(say(_sum(tally), options.lang))
    return 0


async def until(options: Options, how: Until, stop: Stop) -> int:
    """Exit code of what goes on until asked to end: 0 where all that was being done came to its end, 130 where some was cut off."""
    async with _working(options, fleet=how is work) as doing:
        log.info("worker %s is ready", doing.worker)
        whole = await how(doing, options, stop)
        log.info("worker %s has ended", doing.worker)
    return 0 if whole else CODE


async def serve(doing: Doing, options: Options, stop: Stop) -> bool:
    return await Embedded(doing, WORKS, options.at_once).serve(stop, options.leave_seconds)


async def work(doing: Doing, options: Options, stop: Stop) -> bool:
    from xuncha.fleet import Fleet  # its packages are an extra

    return await Fleet(doing, WORKS, options.at_once, options.leave_seconds).work(stop)


async def audit_now(data: Path, named: tuple[str, ...], tag: str, lang: Lang) -> int:
    """Exit code of audit-now: 2 where one could not be asked for, though the others were. Raises BadTarget, StorageError."""
    if not named and not tag:
        raise BadTarget("请给出平台，或用 --tag 指定标签", "name platforms, or a tag with --tag")
    clock = SharedClock()
    refused = 0
    async with opened(data) as store:
        await clock.agree(store)
        wanted = {each.id: each for each in [await find(store, one) for one in named]}
        wanted |= {each.id: each for each in (await _of(store, tag) if tag else ())}
        for each in wanted.values():
            url = each.registration.url
            run = None if each.state is not Standing.ACTIVE else await ask_now(store, each.id, clock())
            if run is None:
                refused += 1
                complain(Text(f"{url} 已暂停，未安排", f"{url} is paused and was not asked for"), lang)
            elif run.state is RunState.RUNNING:
                print(say(Text(f"{url} 正在检测", f"{url} is being audited"), lang))
            else:
                print(say(Text(f"已安排 {url}", f"asked for {url}"), lang))
    return BAD_USE if refused else 0


@asynccontextmanager
async def _working(options: Options, *, fleet: bool = False, line: bool = False) -> AsyncIterator[Doing]:
    """This process as a worker, which leaves in order. Raises BadTarget, NoBrowser, StorageError."""
    await asyncio.to_thread(chromium.find(options.browser).version)  # one without a browser would fail all that is due
    database = os.environ.get(DATABASE)
    if fleet and not (database or "").startswith("postgres"):
        raise BadTarget(
            f"work 需要 PostgreSQL：请把 {DATABASE} 设为 postgresql://…；单机请用 xuncha serve",
            f"work needs PostgreSQL: set {DATABASE} to postgresql://…; on one machine use 'xuncha serve'",
        )
    async with opened(options.data) as store:
        clock = SharedClock()
        await clock.agree(store)
        worker = await workers.join(store, clock())
        try:
            doing = Doing(
                store, worker, clock, options.browser, options.pace, options.ocr, options.allow_private,
                timed=RunKind.TIMING not in WORKS,
            )  # fmt: skip
            async with seen(doing, Seeing(options.log_format, options.metrics, line, options.lang)) as watched:
                yield watched
        finally:
            await _left(store, worker, options.lang)


async def _left(store: Store, worker: str, lang: Lang) -> None:
    """A store that is away now finds out by itself, once this worker is missed."""
    try:
        await workers.leave(store, worker)
    except StorageError as fault:
        quiet = " ".join(str(fault).split())
        complain(Text(f"未能登记离开：{quiet}", f"could not sign off: {quiet}"), lang)


async def _of(store: Store, tag: str) -> tuple[Registered, ...]:
    """Those of a tag or batch. Raises BadTarget where there is none."""
    listed = await registered(store)
    found = tuple(each for each in listed if tag in (*each.registration.tags, each.registration.batch))
    if not found:
        raise BadTarget(f"没有标签或批次 {tag[:100]!r} 的平台", f"no platform of the tag or batch {tag[:100]!r}")
    return found


def _sum(tally: Tally) -> Text:
    return Text(
        f"完成 {tally.done}，未能完成 {tally.failed}，稍后再试 {tally.put_off}",
        f"{tally.done} done, {tally.failed} failed, {tally.put_off} to be tried again",
    )
