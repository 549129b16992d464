"""The command that exports evidence packs: one, or those of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, INTERRUPTED, BrowserOption, DataOption, LangOption, TagOption, run_guarded


def register_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(export)


def export(
    id: Annotated[str, typer.Argument()] = "",
    to: Annotated[Path, typer.Option()] = Path("pack.zip"),
    tag: TagOption = "",
    since: Annotated[str, typer.Option()] = "",
    sealed: Annotated[bool, typer.Option("--sealed")] = False,
    tsa: Annotated[list[str] | None, typer.Option(envvar="XUNCHA_TSA")] = None,
    browser: BrowserOption = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write an audit's evidence pack, signed, personal data masked.

    Exit code 1 where some of a batch could not be packed; index.xlsx says why.
    """
    from xuncha.commands.run_export import run_export

    raise typer.Exit(
        run_guarded(
            lang, lambda: run_export(id, to, tag, since, sealed, tuple(tsa or ()), browser, data, lang), INTERRUPTED
        )
    )
