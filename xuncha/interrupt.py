"""Runs a command so that Ctrl-C or a plea to end stops it in order: what was captured stands, nothing of it is a traceback."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from playwright.async_api import Error as BrowserError

from storage.errors import StorageError

CODE = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM)
# What a browser, a driver or a store that went down with us may raise while it is being left.
_FALLOUT = (asyncio.CancelledError, BrowserError, StorageError, OSError)


class Interrupted(Exception):
    """The command was asked to end and has ended."""


def run(work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """The work's exit code. Raises Interrupted, and whatever the work raises. A second plea ends the process at once."""
    return asyncio.run(_watched(work))


async def _watched(work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work())
    asked = False

    def end() -> None:
        nonlocal asked
        if asked:
            os._exit(CODE)  # the store is whole at any moment, and the browser goes with the pipe to its driver
        asked = True
        _hush(loop)
        task.cancel()

    for each in SIGNALS:
        loop.add_signal_handler(each, end)
    try:
        return await task
    except _FALLOUT as fault:
        if asked:
            raise Interrupted from fault
        _hush(loop)  # it is said in one line; the pages that were open meanwhile need not say it again
        raise


def _hush(loop: asyncio.AbstractEventLoop) -> None:
    """Answers that nobody waits for any more are no news once the work ends early."""
    loop.set_exception_handler(lambda _loop, _context: None)


def leave_early() -> None:
    """Before and after the work nothing is at stake: a plea ends the process with the same code, and without a traceback."""
    for each in SIGNALS:
        signal.signal(each, lambda *_: sys.exit(CODE))
