"""The commands for registered platforms: platforms import, export, add, edit, list, pause, resume, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, TagOption, WhichArgument, run_guarded

platforms = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Fields = Annotated[
    list[str] | None,
    typer.Option("--set"),
]


def register_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(platforms, name="platforms")


@platforms.command("import")
def import_command(
    file: Annotated[Path | None, typer.Argument()] = None,
    template: Annotated[Path | None, typer.Option()] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Register the platforms of a sheet. Exit code 2 where a row was bad; the good ones count."""
    from xuncha.commands import run_platforms as work
    from xuncha.settings.target import InvalidInput

    async def run() -> int:
        if template is not None:
            return work.write_platform_template(template, lang)
        if file is None:
            raise InvalidInput(
                "请给出清单文件，或用 --template 生成样表", "give a file, or make an empty one with --template"
            )
        return await work.import_platforms(data, file, lang)

    raise typer.Exit(run_guarded(lang, run))


@platforms.command()
def export(
    to: Annotated[Path, typer.Argument()],
    tag: TagOption = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write all registered platforms as a sheet that can be imported again."""
    from xuncha.commands import run_platforms as work

    raise typer.Exit(run_guarded(lang, lambda: work.export_platforms(data, to, tag, lang)))


@platforms.command()
def add(
    url: Annotated[str, typer.Argument()],
    set: Fields = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Register one platform: ``--set name=… --set schedule=7d``."""
    from xuncha.commands import run_platforms as work

    raise typer.Exit(run_guarded(lang, lambda: work.add_platform(data, {**work.parse_fields(set), "url": url}, lang)))


@platforms.command()
def edit(which: WhichArgument, set: Fields = None, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Change a registered platform."""
    from xuncha.commands import run_platforms as work

    raise typer.Exit(run_guarded(lang, lambda: work.edit_platform(data, which, work.parse_fields(set), lang)))


@platforms.command("list")
def list_command(tag: TagOption = "", data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """List the registered platforms."""
    from xuncha.commands import run_platforms as work

    raise typer.Exit(run_guarded(lang, lambda: work.print_platforms(data, tag, lang)))


@platforms.command()
def pause(which: WhichArgument, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Pause a platform: no automatic audits until it is resumed."""
    _state(which, "paused", data, lang)


@platforms.command()
def resume(which: WhichArgument, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Resume a paused platform."""
    _state(which, "active", data, lang)


@platforms.command()
def remove(which: WhichArgument, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Remove a platform from the register; its history stays."""
    _state(which, "removed", data, lang)


def _state(which: str, state: str, data: Path, lang: Lang) -> None:
    from storage.db.register_tables import PlatformState
    from xuncha.commands import run_platforms as work

    raise typer.Exit(run_guarded(lang, lambda: work.change_platform_state(data, which, PlatformState(state), lang)))
