"""Shows how far a long piece of work is: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text


class Line:
    """Call it with (stage, done, planned). Stages come from the crawl and hold no page text."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()
        self._live = console.is_terminal
        self._status = console.status("") if self._live else None

    def __call__(self, stage: str, done: int, planned: int) -> None:
        elapsed = time.monotonic() - self._began
        count = f"{done}/{planned} " if planned else ""
        line = Text(f"{elapsed:6.1f}s {count}{stage}")
        if self._status is not None:
            self._status.update(line)
        else:
            self._console.print(line)

    def start(self) -> None:
        if self._status is not None:
            self._status.start()

    def stop(self) -> None:
        if self._status is not None:
            self._status.stop()


@contextmanager
def shown() -> Iterator[Line]:
    """A progress line on standard error for the length of the block."""
    line = Line(Console(file=sys.stderr, highlight=False, soft_wrap=True))
    line.start()
    try:
        yield line
    finally:
        line.stop()
