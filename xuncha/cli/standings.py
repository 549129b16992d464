"""The commands that rank and compare platforms over time: rank, compare, trend, rectify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, TagOption, WhichArgument, run_guarded

rectify = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Table = Annotated[Path | None, typer.Option("--to")]
OnePlatform = Annotated[str, typer.Option()]


def register_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(rank)
    app.command()(compare)
    app.command()(trend)
    app.add_typer(rectify, name="rectify")


def rank(
    tag: TagOption = "",
    stage: Annotated[str, typer.Option()] = "prov",
    to: Table = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Rank registered platforms by score; only comparable ones against each other."""
    from xuncha.commands import run_rank as work

    async def run() -> int:
        return await work.run_rank(data, tag, work.parse_stage(stage), to, lang)

    raise typer.Exit(run_guarded(lang, run))


def compare(
    first: Annotated[str, typer.Argument()],
    second: Annotated[str, typer.Argument()],
    to: Annotated[Path | None, typer.Option()] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Compare two audits: what changed, and whether the site, the rules or people changed it."""
    from xuncha.commands import run_compare as work

    raise typer.Exit(run_guarded(lang, lambda: work.run_compare(data, first, second, to, lang)))


def trend(
    platform: WhichArgument,
    item: Annotated[str, typer.Option()] = "",
    to: Table = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Show the audits of one platform over time."""
    from xuncha.commands import run_trend as work

    raise typer.Exit(run_guarded(lang, lambda: work.run_trend(data, platform, item, to, lang)))


@rectify.command()
def export(
    to: Annotated[Path, typer.Option()],
    tag: TagOption = "",
    platform: OnePlatform = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write a sheet of all open shortfalls, to fill in and read back."""
    from xuncha.commands import run_rectify as work

    raise typer.Exit(run_guarded(lang, lambda: work.export_shortfalls(data, to, tag, platform, lang)))


@rectify.command("import")
def import_command(
    file: Annotated[Path, typer.Argument()],
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Read a filled-in sheet back. Exit code 2 where a row was bad; the good ones count."""
    from xuncha.commands import run_rectify as work

    raise typer.Exit(run_guarded(lang, lambda: work.import_shortfalls(data, file, lang)))


@rectify.command("list")
def list_command(
    tag: TagOption = "",
    platform: OnePlatform = "",
    all: Annotated[bool, typer.Option("--all")] = False,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """List shortfalls: open, notified, due, found fixed or closed."""
    from xuncha.commands import run_rectify as work

    raise typer.Exit(run_guarded(lang, lambda: work.print_shortfalls(data, tag, platform, all, lang)))
