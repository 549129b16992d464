"""The status command: one look, or one after the other."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, RenderableType
from rich.live import Live

from xuncha.plain_json import dumps
from xuncha.status import Status, look
from xuncha.status_json import told
from xuncha.status_table import drawn
from xuncha.stores import opened
from xuncha.words import Lang, printer


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown. ``every`` is seconds between two looks, None = one look; ``last`` the lines of each list."""

    data: Path
    tag: str = ""
    as_json: bool = False
    every: float | None = None
    last: int = 5
    lang: Lang = Lang.ZH


def _clock() -> datetime:
    return datetime.now(UTC)


async def show(
    showing: Showing,
    now: Callable[[], datetime] = _clock,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> int:
    """Exit code of status. Watching ends well by Ctrl-C. Raises StorageError."""
    async with opened(showing.data) as store:

        async def seen() -> Status:
            return await look(store, now(), showing.tag, showing.last)

        if showing.every is None:
            _print(await seen(), showing)
            return 0
        try:
            await _watch(seen, showing, showing.every, sleep)
        except asyncio.CancelledError:  # this is how a person ends it
            return 0
    return 0


async def _watch(
    seen: Callable[[], Awaitable[Status]], showing: Showing, every: float, sleep: Callable[[float], Awaitable[None]]
) -> None:
    """On a terminal on a screen of its own; elsewhere one look below the other."""
    console = printer()
    if showing.as_json or not console.is_terminal:
        while True:
            _print(await seen(), showing)
            await sleep(every)
    with Live(drawn(await seen(), showing.lang), console=console, screen=True, auto_refresh=False) as live:
        while True:
            await sleep(every)
            live.update(drawn(await seen(), showing.lang), refresh=True)


def _print(status: Status, showing: Showing) -> None:
    """JSON is one line where it comes again and again."""
    if showing.as_json:
        print(dumps(told(status), None if showing.every else 1), flush=True)
    else:
        _print_plain(printer(), drawn(status, showing.lang))
        sys.stdout.flush()


def _print_plain(console: Console, page: RenderableType) -> None:
    """Without the blanks that would fill last columns."""
    with console.capture() as caught:
        console.print(page)
    print("\n".join(line.rstrip() for line in caught.get().splitlines()))
