"""What all commands share: their options, and that every expected fault becomes one clear line and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from probes.finding import Text
from xuncha import faults, interrupt
from xuncha.interrupt import Stop
from xuncha.words import Lang, say

BAD_USE = 2
DATA = Path("xuncha-data")
DataOption = Annotated[Path, typer.Option("--data", envvar="XUNCHA_DATA", help="Folder of the store 数据目录")]
LangOption = Annotated[Lang, typer.Option("--lang", envvar="XUNCHA_LANG", help="zh | en")]
INTERRUPTED = Text(
    "已中断；已采集的内容均已保存，用 xuncha audits 查看编号，用 xuncha audit --resume 编号 续查",
    "interrupted; all that was captured is kept: see its id with 'xuncha audits', go on with 'xuncha audit --resume ID'",
)


def guarded(lang: Lang, work: Callable[[], Coroutine[Any, Any, int]], farewell: Text = INTERRUPTED) -> int:
    """Run, and turn every expected fault into one clear line and its exit code; ``farewell`` is said where it was asked to end."""
    return _faults(lang, lambda: interrupt.run(work, lambda: complain(farewell, lang)))


def guarded_until(
    lang: Lang, work: Callable[[Stop], Coroutine[Any, Any, int]], leave_seconds: float, leaving: Text, farewell: Text
) -> int:
    """The same for what goes on until it is asked to end, and then has ``leave_seconds`` to do so."""
    return _faults(
        lang,
        lambda: interrupt.run_until(
            work, leave_seconds, lambda: complain(leaving, lang), lambda: complain(farewell, lang)
        ),
    )


def _faults(lang: Lang, run: Callable[[], int]) -> int:
    try:
        return run()
    except faults.EXPECTED as fault:
        complain(faults.told(fault), lang)
        return BAD_USE
    finally:
        interrupt.leave_early()  # the loop took its handlers along


def complain(text: Text, lang: Lang) -> None:
    print(f"xuncha: {say(text, lang)}", file=sys.stderr, flush=True)
