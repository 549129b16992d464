"""Run a command so that Ctrl-C or SIGTERM stops it in order: what was captured is kept, and no traceback is shown."""

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
LEAVING_SECONDS = 20.0  # seconds for pages, browser and store to close in order
TEARDOWN_SECONDS = 3.0
SIGNALS = (signal.SIGINT, signal.SIGTERM)
# What a browser, driver or store that was stopped along with us may raise while being closed.
_FALLOUT = (asyncio.CancelledError, BrowserError, StorageError, OSError)


class _Interrupted(Exception):
    """The command was asked to stop and has stopped."""


def run_interruptible(work: Callable[[], Coroutine[Any, Any, int]], farewell: Callable[[], None]) -> int:
    """Run the work; returns its exit code, or 130 where it was interrupted. Raises whatever the work raises.

    ``farewell`` is the message about the interruption. A second signal ends the process at once, and anything that
    takes too long to clean up is abandoned: a hung browser must not hold up the person.
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
        os._exit(CODE)  # the store is consistent at any moment, and the browser ends with its driver's pipe

    def end() -> None:
        nonlocal asked
        if asked:
            leave()
        asked = True
        _hush(loop)
        loop.call_later(LEAVING_SECONDS, leave)
        task.cancel()

    for signal_ in SIGNALS:
        loop.add_signal_handler(signal_, end)
    try:
        return await task
    except _FALLOUT as fault:
        if asked:
            loop.call_later(TEARDOWN_SECONDS, leave)  # of the event loop: asyncio waits for every task and pipe
            raise _Interrupted from fault
        _hush(loop)  # reported in one line; errors of pages open at that moment need not repeat it
        raise


@dataclass(slots=True)
class Shutdown:
    """A request to stop. ``at_once``: without finishing anything, since Ctrl-C has reached the browser too."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: bool = False


def run_until_shutdown(
    work: Callable[[Shutdown], Coroutine[Any, Any, int]],
    leave_seconds: float,
    leaving: Callable[[], None],
    farewell: Callable[[], None],
) -> int:
    """Run work until it is asked to stop; returns its exit code. It then has ``leave_seconds`` to finish and clean up.

    A second signal, or a stop that takes too long, ends the process at once with 130. Raises whatever the work raises.
    """
    return asyncio.run(_until(work, leave_seconds, leaving, farewell))


async def _until(
    work: Callable[[Shutdown], Coroutine[Any, Any, int]],
    leave_seconds: float,
    leaving: Callable[[], None],
    farewell: Callable[[], None],
) -> int:
    loop, stop = asyncio.get_running_loop(), Shutdown()

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

    for signal_ in SIGNALS:
        loop.add_signal_handler(signal_, end, signal_)
    code = await work(stop)
    if code == CODE:
        farewell()
        loop.call_later(TEARDOWN_SECONDS, os._exit, CODE)
    return code


def _hush(loop: asyncio.AbstractEventLoop) -> None:
    """Silence errors of futures that nobody awaits any more once the work ends early."""
    loop.set_exception_handler(lambda _loop, _context: None)


def exit_on_early_signals() -> None:
    """Before and after the work nothing is at stake: a signal ends the process with that code, and no traceback."""
    for signal_ in SIGNALS:
        signal.signal(signal_, lambda *_: sys.exit(CODE))
