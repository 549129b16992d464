"""The command that judges stored visits again: one, or all by several processes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probes.finding import Text
from xuncha.guarded import DATA, INTERRUPTED, DataOption, LangOption, guarded
from xuncha.words import Lang

CUT_SHORT = Text(
    "已中断；已重判的均已保存，再次运行同一命令即从未判定的继续",
    "interrupted; all that was judged is kept: give the same command again and it goes on with the rest",
)


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(rejudge)


def rejudge(
    id: Annotated[str, typer.Argument(help="First letters of an audit's id")] = "",
    all: Annotated[bool, typer.Option("--all", help="Every stored visit 全部")] = False,
    tag: Annotated[str, typer.Option(help="Of all, platforms of this tag or batch 标签或批次")] = "",
    since: Annotated[str, typer.Option(help="Of all, those begun on that day or later: 2026-11-01 自该日起")] = "",
    jobs: Annotated[int, typer.Option(min=0, help="Processes at once, 0 = one a core 进程数")] = 0,
    to: Annotated[Path | None, typer.Option(help="Write what moved to .xlsx or .csv 变动写到")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also those that are up to date 已是最新的也重判")] = False,
    changed_only: Annotated[
        bool, typer.Option("--changed-only", help="Keep an audit only where its answers changed 只保存有变动的")
    ] = False,
    data: DataOption = DATA,
    out: Annotated[Path | None, typer.Option(help="Write report.html and audit.json there")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Judge stored visits again by today's rules, without network 用当前规则重新判定.

    Exit code 1 where some of all could not be read; the others are judged.
    """
    from xuncha.rejudge_run import Options, run_rejudge

    options = Options(id, all, tag, since, jobs, to, again, changed_only, data, out, lang)
    raise typer.Exit(guarded(lang, lambda: run_rejudge(options), CUT_SHORT if all else INTERRUPTED))
