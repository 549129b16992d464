"""The command that rejudges stored visits: one, or all of them with several processes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probes.finding import Text
from xuncha.console.lang import Lang
from xuncha.guarded import DATA, INTERRUPTED, DataOption, LangOption, OutOption, TagOption, run_guarded

CUT_SHORT = Text(
    "已中断；已重判的均已保存，再次运行同一命令即从未判定的继续",
    "interrupted; all that was judged is kept: give the same command again and it goes on with the rest",
)


def register_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(rejudge)


def rejudge(
    id: Annotated[str, typer.Argument()] = "",
    all: Annotated[bool, typer.Option("--all")] = False,
    tag: TagOption = "",
    since: Annotated[str, typer.Option()] = "",
    jobs: Annotated[int, typer.Option(min=0)] = 0,
    to: Annotated[Path | None, typer.Option()] = None,
    again: Annotated[bool, typer.Option("--again")] = False,
    changed_only: Annotated[bool, typer.Option("--changed-only")] = False,
    data: DataOption = DATA,
    out: OutOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Judge stored visits again by today's rules, without network.

    Exit code 1 where some could not be read; the others are judged.
    """
    from xuncha.commands.run_rejudge import RejudgeOptions, run_rejudge

    options = RejudgeOptions(id, all, tag, since, jobs, to, again, changed_only, data, out, lang)
    raise typer.Exit(run_guarded(lang, lambda: run_rejudge(options), CUT_SHORT if all else INTERRUPTED))
