"""The command that hands out evidence: one pack, or those of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.guarded import DATA, INTERRUPTED, DataOption, LangOption, guarded
from xuncha.words import Lang


def register(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command()(export)


def export(
    id: Annotated[str, typer.Argument(help="First letters of an audit's id 检测编号")] = "",
    to: Annotated[Path, typer.Option(help="The pack to write, or a folder for many 写到")] = Path("pack.zip"),
    tag: Annotated[str, typer.Option(help="The newest audit of each platform of this tag or batch 标签或批次")] = "",
    since: Annotated[str, typer.Option(help="Every audit begun on that day or later: 2026-11-01 自该日起")] = "",
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Originals: personal data is not masked 导出未遮盖的原件")
    ] = False,
    tsa: Annotated[
        list[str] | None, typer.Option(envvar="XUNCHA_TSA", help="Address of a time-stamp authority 时间戳服务地址")
    ] = None,
    browser: Annotated[Path | None, typer.Option(help="Chromium for report.pdf")] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write an audit's evidence pack, signed, personal data masked 导出证据包.

    Exit code 1 where some of a batch could not be packed; index.xlsx says why.
    """
    from xuncha.run_export import run_export

    raise typer.Exit(
        guarded(
            lang, lambda: run_export(id, to, tag, since, sealed, tuple(tsa or ()), browser, data, lang), INTERRUPTED
        )
    )
