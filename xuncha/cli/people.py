"""The commands by which people decide: sheet, decide, attach."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, OutOption, run_guarded

AuditArgument = Annotated[str, typer.Argument()]


def register_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(sheet)
    app.command()(decide)
    app.command()(attach)


def sheet(
    id: AuditArgument,
    to: Annotated[Path, typer.Option()] = Path("review.xlsx"),
    carry: Annotated[Path | None, typer.Option()] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write the sheet in which people decide items, red lines and profile."""
    from xuncha.commands.run_sheet import make_sheet

    raise typer.Exit(run_guarded(lang, lambda: make_sheet(data, id, to, lang, carry)))


def decide(
    id: AuditArgument,
    filled: Annotated[Path, typer.Option("--from")],
    assessor: Annotated[str, typer.Option()] = "",
    attach: Annotated[list[Path] | None, typer.Option()] = None,
    second_audit: Annotated[str, typer.Option()] = "",
    out: OutOption = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Read a filled-in sheet and judge the audit with it. Exit code 2 where a row was bad; the good ones count."""
    from xuncha.commands.run_decide import run_decide

    raise typer.Exit(
        run_guarded(lang, lambda: run_decide(data, id, filled, assessor, tuple(attach or ()), second_audit, out, lang))
    )


def attach(
    id: AuditArgument,
    file: Annotated[Path, typer.Argument()],
    item: Annotated[list[str], typer.Option()],
    by: Annotated[str, typer.Option()] = "",
    note: Annotated[str, typer.Option()] = "",
    device: Annotated[str, typer.Option()] = "",
    at: Annotated[str, typer.Option()] = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """File a document or a screenshot for an item."""
    from xuncha.commands.run_decide import run_attach

    raise typer.Exit(run_guarded(lang, lambda: run_attach(data, id, file, tuple(item), by, note, device, at, lang)))
