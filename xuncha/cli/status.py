"""The command that shows what workers do and what waits for them: status."""

from __future__ import annotations

from typing import Annotated

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, TagOption, run_guarded


def register_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(status)


def status(
    tag: TagOption = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    watch: Annotated[bool, typer.Option("--watch")] = False,
    every: Annotated[float, typer.Option(min=1)] = 5.0,
    last: Annotated[int, typer.Option(min=0, max=1000)] = 5,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Show what is waiting, running, due and failed, which workers there are, and when all will be done."""
    from xuncha.status.show_status import StatusOptions, show_status

    showing = StatusOptions(data, tag, as_json, every if watch else None, last, lang)
    raise typer.Exit(run_guarded(lang, lambda: show_status(showing)))
