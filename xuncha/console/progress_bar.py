"""The progress of a long piece of work: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text as Styled

from probes.finding import Text
from xuncha.console.lang import Lang, render_text
from xuncha.console.stage_names import describe_stage

BEATS = 4  # repaints a second, so that the elapsed time visibly runs
SILENCE = 8.0  # seconds after which a line is repeated where nothing is repainted: no silence lasts longer than ten
LOOK = 1.0  # seconds between two checks for that


class ProgressLine:
    """Call it with (stage, done, planned). Stages come from the crawl and contain no page text."""

    def __init__(self, console: Console, lang: Lang) -> None:
        self._console = console
        self._lang = lang
        self._began = time.monotonic()
        self._said = ""
        self._told = float("-inf")
        self._spoke = time.monotonic()
        self._ended = threading.Event()
        self._heart: threading.Thread | None = None
        self._live: Live | None = None
        if console.is_terminal:
            self._live = Live(console=console, get_renderable=self._line, refresh_per_second=BEATS, transient=True)

    def __call__(self, stage: str, done: int, planned: int) -> None:
        count = f"{done}/{planned} " if planned else ""
        self._said = f"{count}{render_text(describe_stage(stage), self._lang)}"
        if self._live is None:
            self._speak()

    def tell(self, text: Text, *, every: float = 0.0) -> None:
        """Show other words than a stage; where each is a line of its own, at most one every ``every`` seconds."""
        self._said = render_text(text, self._lang)
        now = time.monotonic()
        if self._live is None and now - self._told >= every:
            self._told = now
            self._speak()

    def start(self) -> None:
        """Begin to show progress."""
        if self._live is not None:
            self._live.start(refresh=True)
        elif self._heart is None:
            self._spoke = time.monotonic()
            # A thread, because the work may block the event loop for seconds.
            self._heart = threading.Thread(target=self._beat, name="progress", daemon=True)
            self._heart.start()

    def stop(self) -> None:
        """Stop showing progress."""
        self._ended.set()
        if self._heart is not None:
            self._heart.join()
        if self._live is not None:
            self._live.stop()

    def _speak(self) -> None:
        self._spoke = time.monotonic()
        self._console.print(self._line())

    def _beat(self) -> None:
        """Repeat the stage with the elapsed time wherever nothing was printed for a while."""
        while not self._ended.wait(min(LOOK, SILENCE / 2)):
            if self._said and time.monotonic() - self._spoke >= SILENCE:
                self._speak()

    def _line(self) -> Styled:
        elapsed = time.monotonic() - self._began
        return Styled(f"{elapsed:6.1f}s {self._said}", no_wrap=True, overflow="ellipsis")


@contextmanager
def show_progress(lang: Lang) -> Iterator[ProgressLine]:
    """A progress line on standard error while the block runs."""
    line = ProgressLine(Console(file=sys.stderr, highlight=False, soft_wrap=True), lang)
    line.start()
    try:
        yield line
    finally:
        line.stop()
