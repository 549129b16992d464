"""Shows how far a long piece of work is: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text as Styled

from probes.finding import Text
from xuncha.stages import words
from xuncha.words import Lang, say

BEATS = 4  # repaints a second, so that the elapsed time is seen to run


class Line:
    """Call it with (stage, done, planned). Stages come from the crawl and hold no page text."""

    def __init__(self, console: Console, lang: Lang) -> None:
        self._console = console
        self._lang = lang
        self._began = time.monotonic()
        self._said = ""
        self._told = float("-inf")
        self._live: Live | None = None
        if console.is_terminal:
            self._live = Live(console=console, get_renderable=self._line, refresh_per_second=BEATS, transient=True)

    def __call__(self, stage: str, done: int, planned: int) -> None:
        count = f"{done}/{planned} " if planned else ""
        self._said = f"{count}{say(words(stage), self._lang)}"
        if self._live is None:
            self._console.print(self._line())

    def tell(self, text: Text, *, every: float = 0.0) -> None:
        """Other words than those of stages; where each is a line of its own, no more than one in so many seconds."""
        self._said = say(text, self._lang)
        now = time.monotonic()
        if self._live is None and now - self._told >= every:
            self._told = now
            self._console.print(self._line())

    def start(self) -> None:
        if self._live is not None:
            self._live.start(refresh=True)

    def stop(self) -> None:
        if self._live is not None:
            self._live.stop()

    def _line(self) -> Styled:
        elapsed = time.monotonic() - self._began
        return Styled(f"{elapsed:6.1f}s {self._said}", no_wrap=True, overflow="ellipsis")


@contextmanager
def shown(lang: Lang) -> Iterator[Line]:
    """A progress line on standard error for the length of the block."""
    line = Line(Console(file=sys.stderr, highlight=False, soft_wrap=True), lang)
    line.start()
    try:
        yield line
    finally:
        line.stop()
