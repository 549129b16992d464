"""Runs a command so that Ctrl-C or a plea to end stops it in order: what was captured stands, nothing of it is a traceback."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Error as BrowserError

from storage.errors import StorageError

CODE = 130
LEAVING_SECONDS = 20.0  # for pages, browser and store to be left in order
TEARDOWN_SECONDS = 3.0
SIGNALS = (signal.SIGINT, signal.SIGTERM)
# What a browser, a driver or a store that went down with us may raise while it is being left.
_FALLOUT = (asyncio.CancelledError, BrowserError, StorageError, OSError)


class _Interrupted(Exception):
    """The command was asked to end and has ended."""


def run(work: Callable[[], Coroutine[Any, Any, int]], farewell: Callable[[], None]) -> int:
    """The work's exit code, 130 where it was asked to end. Raises whatever the work raises.

    ``farewell`` says to the person that it was interrupted. A second plea ends the process at once, and what takes too long to
    put its things away is left to itself: a hung browser must not hold up the person who asked.
    """
    try:
        return asyncio.run(_watched(work, farewell))
    except _Interrupted:
        farewell()
        return CODE


async def _watched(work: Callable[[], Coroutine[Any, Any, int]], farewell: Callable[[], None]) -> int:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work())
    asked = False

    def leave() -> None:
        farewell()
        sys.stdout.flush()
        os._exit(CODE)  # the store is whole at any moment, and the browser goes with the pipe to its driver

    def end() -> None:
        nonlocal asked
        if asked:
            leave()
        asked = True
        _hush(loop)
        loop.call_later(LEAVING_SECONDS, leave)
        task.cancel()

    for each in SIGNALS:
        loop.add_signal_handler(each, end)
    try:
        return await task
    except _FALLOUT as fault:
        if asked:
            loop.call_later(TEARDOWN_SECONDS, leave)  # of the loop: asyncio waits for every task and pipe
            raise _Interrupted from fault
        _hush(loop)  # it is said in one line; the pages that were open meanwhile need not say it again
        raise


@dataclass(slots=True)
class Stop:
    """A plea to end. ``at_once``: nothing may be finished first, for Ctrl-C has reached the browser too."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: bool = False


def run_until(
    work: Callable[[Stop], Coroutine[Any, Any, int]],
    leave_seconds: float,
    leaving: Callable[[], None],
    farewell: Callable[[], None],
) -> int:
    """The exit code of work that goes on until it is asked to end: then it may take ``leave_seconds`` and put its things away.

    A second plea ends the process at once with 130, and so does a plea whose time is over. Raises whatever the work raises.
    """
    return asyncio.run(_until(work, leave_seconds, leaving, farewell))


async def _until(
    work: Callable[[Stop], Coroutine[Any, Any, int]],
    leave_seconds: float,
    leaving: Callable[[], None],
    farewell: Callable[[], None],
) -> int:
    loop, stop = asyncio.get_running_loop(), Stop()

    def leave() -> None:
        farewell()
        sys.stdout.flush()
        os._exit(CODE)

    def end(which: signal.Signals) -> None:
        if stop.asked.is_set():
            leave()
        stop.at_once = which is signal.SIGINT
        stop.asked.set()
        _hush(loop)
        leaving()
        loop.call_later(LEAVING_SECONDS + (0 if stop.at_once else leave_seconds), leave)

    for each in SIGNALS:
        loop.add_signal_handler(each, end, each)
    code = await work(stop)
    if code == CODE:
        farewell()
        loop.call_later(TEARDOWN_SECONDS, os._exit, CODE)
    return code


def _hush(loop: asyncio.AbstractEventLoop) -> None:
    """Answers that nobody waits for any more are no news once the work ends early."""
    loop.set_exception_handler(lambda _loop, _context: None)


def leave_early() -> None:
    """Before and after the work nothing is at stake: a plea ends the process with the same code, and without a traceback."""
    for each in SIGNALS:
        signal.signal(each, lambda *_: sys.exit(CODE))
