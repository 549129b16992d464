"""What all commands share: options, and turning every expected error into one clear line and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from probes.finding import Text
from xuncha import errors
from xuncha.console import signals
from xuncha.console.lang import Lang, render_text
from xuncha.console.signals import Shutdown
from xuncha.settings import zone

BAD_USE = 2
DATA = Path("xuncha-data")
DataOption = Annotated[Path, typer.Option("--data", envvar="XUNCHA_DATA")]
LangOption = Annotated[Lang, typer.Option("--lang", envvar="XUNCHA_LANG")]
TagOption = Annotated[str, typer.Option("--tag")]
WhichArgument = Annotated[str, typer.Argument()]  # a registered platform, by its address or name
OutOption = Annotated[Path | None, typer.Option("--out")]
BrowserOption = Annotated[Path | None, typer.Option("--browser")]
INTERRUPTED = Text(
    "已中断；已采集的内容均已保存，用 xuncha audits 查看编号，用 xuncha audit --resume 编号 续查",
    "interrupted; all that was captured is kept: see its id with 'xuncha audits', go on with 'xuncha audit --resume ID'",
)


def run_guarded(lang: Lang, work: Callable[[], Coroutine[Any, Any, int]], farewell: Text = INTERRUPTED) -> int:
    """Run the work; every expected error becomes one line and its exit code, an interruption ``farewell``."""
    return _faults(lang, lambda: signals.run_interruptible(work, lambda: print_error(farewell, lang)))


def run_guarded_until(
    lang: Lang,
    work: Callable[[Shutdown], Coroutine[Any, Any, int]],
    leave_seconds: float,
    leaving: Text,
    farewell: Text,
) -> int:
    """Run work until it is asked to stop, then for at most ``leave_seconds``; returns its exit code, expected errors become one line.

    ``leaving`` is printed when it is asked, ``farewell`` where it then ends interrupted.
    """
    return _faults(
        lang,
        lambda: signals.run_until_shutdown(
            work, leave_seconds, lambda: print_error(leaving, lang), lambda: print_error(farewell, lang)
        ),
    )


def _faults(lang: Lang, run: Callable[[], int]) -> int:
    try:
        zone.shown_zone()  # report a wrong setting before an hour is spent
        return run()
    except errors.EXPECTED as fault:
        print_error(errors.describe_fault(fault), lang)
        return BAD_USE
    finally:
        signals.exit_on_early_signals()  # the event loop has removed its signal handlers


def print_error(text: Text, lang: Lang) -> None:
    """Print one line on standard error, after the program's name."""
    print(f"xuncha: {render_text(text, lang)}", file=sys.stderr, flush=True)
