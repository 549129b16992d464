"""The command ``status``: once, or again and again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, RenderableType
from rich.live import Live

from xuncha.console.lang import Lang, make_console
from xuncha.console.plain_json import dump_plain_json
from xuncha.settings.stores import open_data_store
from xuncha.status.status import QueueStatus, read_status
from xuncha.status.status_json import render_status_json
from xuncha.status.status_table import draw_status


@dataclass(frozen=True, slots=True)
class StatusOptions:
    """What to show. ``every``: seconds between two readings, None = once; ``last``: lines of each list."""

    data: Path
    tag: str = ""
    as_json: bool = False
    every: float | None = None
    last: int = 5
    lang: Lang = Lang.ZH


def _clock() -> datetime:
    return datetime.now(UTC)


async def show_status(
    showing: StatusOptions,
    now: Callable[[], datetime] = _clock,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> int:
    """Run the command; returns its exit code. Ctrl-C ends watching without an error. Raises StorageError."""
    async with open_data_store(showing.data) as store:

        async def seen() -> QueueStatus:
            return await read_status(store, now(), showing.tag, showing.last)

        if showing.every is None:
            _print(await seen(), showing)
            return 0
        try:
            await _watch(seen, showing, showing.every, sleep)
        except asyncio.CancelledError:  # this is how a person ends it
            return 0
    return 0


async def _watch(
    seen: Callable[[], Awaitable[QueueStatus]],
    showing: StatusOptions,
    every: float,
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    """On a terminal, redraw a screen of its own; elsewhere print one reading below the other."""
    console = make_console()
    if showing.as_json or not console.is_terminal:
        while True:
            _print(await seen(), showing)
            await sleep(every)
    with Live(draw_status(await seen(), showing.lang), console=console, screen=True, auto_refresh=False) as live:
        while True:
            await sleep(every)
            live.update(draw_status(await seen(), showing.lang), refresh=True)


def _print(status: QueueStatus, showing: StatusOptions) -> None:
    """Print once; JSON is one line where it is repeated."""
    if showing.as_json:
        print(dump_plain_json(render_status_json(status), None if showing.every else 1), flush=True)
    else:
        _print_plain(make_console(), draw_status(status, showing.lang))
        sys.stdout.flush()


def _print_plain(console: Console, page: RenderableType) -> None:
    """Print without padding the last columns."""
    with console.capture() as caught:
        console.print(page)
    print("\n".join(line.rstrip() for line in caught.get().splitlines()))
